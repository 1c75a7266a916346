package service_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/audit"
	"plumbline/models/remediation"
	"plumbline/models/service"
	"plumbline/models/service/access"
	"plumbline/models/service/collaboration"
	"plumbline/models/service/lenses"
	"plumbline/models/service/plan"
	"plumbline/models/service/reviews"
	"plumbline/models/store/storetest"
	"plumbline/questionnaires/builtin"
)

const (
	propertyPeople     = 6  // at work at the same time, on two servers where there may be two
	propertyOperations = 40 // of each of them
)

// changedThing is what an audit line is about: its kind and id.
type changedThing struct{ kind, id string }

// operation does one thing and names what it changed; nothing where it changed nothing. Where it fails there must be no
// line of it.
type operation func(p *propertyRun, s *service.Service, random *rand.Rand) (changedThing, error)

// propertyRun is a workspace in which people do things at random, and the lines that there must be of that.
type propertyRun struct {
	servers []*service.Service
	ctx     context.Context // of an owner
	review  models.ReviewPath
	lensID  string

	pillarID  string
	colleague models.User

	mu    sync.Mutex
	texts int // those that were handed out
	want  map[changedThing]int
	made  map[string][]string // ids by kind, for operations on what is there
}

// text is one that nobody has written before.
func (p *propertyRun) text() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.texts++
	return fmt.Sprint("text ", p.texts)
}

// keep remembers something that was made.
func (p *propertyRun) keep(kind, id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.made[kind] = append(p.made[kind], id)
}

// take gives something that was made, for one person alone; "" if there is nothing.
func (p *propertyRun) take(kind string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	ids := p.made[kind]
	if len(ids) == 0 {
		return ""
	}
	p.made[kind] = ids[1:]
	return ids[0]
}

// at is the place of an answer.
func (p *propertyRun) at(question string) models.AnswerPath {
	return models.AnswerPath{Workload: p.review.Workload, Lens: p.review.Lens, Question: question}
}

// versionSeen is the version that somebody has seen, or one that nobody can have seen.
func versionSeen(random *rand.Rand, version int) models.IfMatch {
	if random.IntN(4) == 0 {
		version += 1000
	}
	return &version
}

var operationsAtRandom = map[string]operation{
	"answer": func(p *propertyRun, s *service.Service, random *rand.Rand) (changedThing, error) {
		question, notes := loadQuestions[random.IntN(3)], p.text()
		_, err := s.Answers.Update(p.ctx, p.at(question), models.AnswerPatch{Notes: &notes}, nil)
		return changedThing{"answer", p.lensID + "/" + question}, err
	},
	"answer that others may have changed": func(p *propertyRun, s *service.Service,
		random *rand.Rand) (changedThing, error) {
		question, notes := loadQuestions[random.IntN(3)], p.text()
		a, err := s.Answers.Get(p.ctx, p.at(question))
		if err != nil {
			return changedThing{}, err
		}
		_, err = s.Answers.Update(p.ctx, p.at(question), models.AnswerPatch{Notes: &notes},
			versionSeen(random, a.Version))
		return changedThing{"answer", p.lensID + "/" + question}, err
	},
	"answer that has it already": func(p *propertyRun, s *service.Service, _ *rand.Rand) (changedThing, error) {
		applicable := true
		_, err := s.Answers.Update(p.ctx, p.at("cost"), models.AnswerPatch{Applicable: &applicable}, nil)
		return changedThing{}, err
	},
	"answer to no question": func(p *propertyRun, s *service.Service, _ *rand.Rand) (changedThing, error) {
		notes := p.text()
		_, err := s.Answers.Update(p.ctx, p.at("nothing"), models.AnswerPatch{Notes: &notes}, nil)
		return changedThing{}, err
	},
	"notes of the review": func(p *propertyRun, s *service.Service, _ *rand.Rand) (changedThing, error) {
		notes := p.text()
		_, err := s.Reviews.UpdateNotes(p.ctx, p.review.Workload, p.review.Lens, models.ReviewPatch{Notes: &notes}, nil)
		return changedThing{"review", p.lensID}, err
	},
	"workload": func(p *propertyRun, s *service.Service, _ *rand.Rand) (changedThing, error) {
		description := p.text()
		_, err := s.Workloads.Update(p.ctx, p.review.Workload, models.WorkloadPatch{Description: &description}, nil)
		return changedThing{"workload", p.review.Workload}, err
	},
	"milestone": func(p *propertyRun, s *service.Service, _ *rand.Rand) (changedThing, error) {
		m, err := s.Milestones.Create(p.ctx, p.review.Workload, models.MilestoneInput{Name: p.text()},
			models.IdempotencyKey{})
		return changedThing{"milestone", strconv.Itoa(m.Number)}, err
	},
	"comment": func(p *propertyRun, s *service.Service, _ *rand.Rand) (changedThing, error) {
		c, err := s.Comments.Create(p.ctx, p.at("backup"), models.CommentInput{Body: p.text()},
			models.IdempotencyKey{})
		if err == nil {
			p.keep("comment", c.ID)
		}
		return changedThing{"comment", c.ID}, err
	},
	"comment deleted": func(p *propertyRun, s *service.Service, _ *rand.Rand) (changedThing, error) {
		id := p.take("comment")
		if id == "" {
			return changedThing{}, nil
		}
		return changedThing{"comment", id}, s.Comments.Delete(p.ctx, collaboration.CommentPath{
			AnswerPath: p.at("backup"), ID: id})
	},
	"parked": func(p *propertyRun, s *service.Service, _ *rand.Rand) (changedThing, error) {
		item, err := s.Parking.Add(p.ctx, p.review, models.ParkedInput{Body: p.text()}, models.IdempotencyKey{})
		return changedThing{"parking", item.ID}, err
	},
	"token": func(p *propertyRun, s *service.Service, _ *rand.Rand) (changedThing, error) {
		_, token, err := s.Tokens.Create(p.ctx, models.TokenInput{Name: p.text(), Role: models.Viewer,
			ExpiresAt: time.Now().Add(time.Hour)})
		if err == nil {
			p.keep("token", token.ID)
		}
		return changedThing{"token", token.ID}, err
	},
	"token ended": func(p *propertyRun, s *service.Service, _ *rand.Rand) (changedThing, error) {
		id := p.take("token")
		if id == "" {
			return changedThing{}, nil
		}
		return changedThing{"token", id}, s.Tokens.Revoke(p.ctx, id)
	},
	"workspace": func(p *propertyRun, s *service.Service, _ *rand.Rand) (changedThing, error) {
		space, err := s.Workspaces.Rename(p.ctx, models.WorkspaceInput{Name: p.text()})
		return changedThing{"workspace", space.ID}, err
	},
	"member": func(p *propertyRun, s *service.Service, _ *rand.Rand) (changedThing, error) {
		_, err := s.Members.Update(p.ctx, p.colleague.ID, models.MemberGrant{Role: models.Contributor,
			Pillars: []string{p.text()}}, nil)
		return changedThing{"member", p.colleague.ID}, err
	},
	"lens": func(p *propertyRun, s *service.Service, _ *rand.Rand) (changedThing, error) {
		_, err := s.Lenses.Rename(p.ctx, p.review.Lens, models.LensName{Name: p.text()}, nil)
		return changedThing{"lens", p.lensID}, err
	},
	"agenda": func(p *propertyRun, s *service.Service, _ *rand.Rand) (changedThing, error) {
		minutes, err := strconv.Atoi(strings.TrimPrefix(p.text(), "text "))
		if err == nil {
			_, err = s.Facilitation.Update(p.ctx, p.review, models.FacilitationPatch{
				Agenda: map[string]int{p.pillarID: minutes}}, nil)
		}
		return changedThing{"facilitation", p.lensID}, err
	},
	"guest link": func(p *propertyRun, s *service.Service, _ *rand.Rand) (changedThing, error) {
		_, link, err := s.GuestLinks.Create(p.ctx, p.review, models.GuestInput{Name: p.text(),
			ExpiresAt: time.Now().Add(time.Hour)}, models.IdempotencyKey{})
		if err == nil {
			p.keep("guest link", link.ID)
		}
		return changedThing{"guest link", link.ID}, err
	},
	"guest link ended": func(p *propertyRun, s *service.Service, _ *rand.Rand) (changedThing, error) {
		id := p.take("guest link")
		if id == "" {
			return changedThing{}, nil
		}
		return changedThing{"guest link", id}, s.GuestLinks.Revoke(p.ctx, p.review, id)
	},
	"item": func(p *propertyRun, s *service.Service, _ *rand.Rand) (changedThing, error) {
		v, err := s.Items.Create(p.ctx, p.review.Workload, plan.ItemInput{
			Fields: remediation.ItemFields{Title: p.text()}}, models.IdempotencyKey{})
		if err == nil {
			p.keep("item", v.ID)
		}
		return changedThing{"item", v.ID}, err
	},
	"item edited and moved": func(p *propertyRun, s *service.Service, random *rand.Rand) (changedThing, error) {
		id, title := p.take("item"), p.text()
		if id == "" {
			return changedThing{}, nil
		}
		defer p.keep("item", id)
		if random.IntN(2) == 0 {
			_, err := s.Items.Update(p.ctx, id, plan.ItemEdit{Fields: remediation.ItemPatch{Title: &title}}, nil)
			return changedThing{"item", id}, err
		}
		_, err := s.Items.Move(p.ctx, id, remediation.StatusMove{To: remediation.Blocked, Note: title}, nil)
		return changedThing{"item", id}, err
	},
	"item deleted by the wrong number": func(p *propertyRun, s *service.Service, _ *rand.Rand) (changedThing, error) {
		id := p.take("item")
		if id == "" {
			return changedThing{}, nil
		}
		if err := s.Items.Delete(p.ctx, id, "0"); models.CodeOf(err) != models.CodeInvalid {
			return changedThing{}, fmt.Errorf("deleted by another number: %v", err)
		}
		return changedThing{}, nil
	},
	"comment on an item": func(p *propertyRun, s *service.Service, _ *rand.Rand) (changedThing, error) {
		id := p.take("item")
		if id == "" {
			return changedThing{}, nil
		}
		defer p.keep("item", id)
		c, err := s.ItemTalk.Comment(p.ctx, id, models.CommentInput{Body: p.text()}, models.IdempotencyKey{})
		return changedThing{"comment", c.ID}, err
	},
	"settings of plans": func(p *propertyRun, s *service.Service, _ *rand.Rand) (changedThing, error) {
		days, err := strconv.Atoi(strings.TrimPrefix(p.text(), "text "))
		if err != nil {
			return changedThing{}, err
		}
		in := remediation.DefaultSettings
		in.MediumDays = 100 + days
		was, err := s.PlanSettings.Update(p.ctx, in, nil)
		return changedThing{"plan settings", was.WorkspaceID}, err
	},
	"workload made and deleted by the wrong name": func(p *propertyRun, s *service.Service,
		_ *rand.Rand) (changedThing, error) {
		w, err := s.Workloads.Create(p.ctx, reviews.WorkloadInput{WorkloadFields: plainWorkload(p.text())},
			models.IdempotencyKey{})
		if err != nil {
			return changedThing{}, err
		}
		if err := s.Workloads.Delete(p.ctx, w.ID, reviews.WorkloadDeletion{Confirm: "another"}); err == nil {
			return changedThing{}, fmt.Errorf("deleted by another name")
		}
		return changedThing{"workload", w.ID}, nil
	},
}

func plainWorkload(name string) models.WorkloadFields {
	return models.WorkloadFields{Name: name, Description: "Sells shoes", Environment: models.Production,
		ReviewOwner: "Ada Lovelace", AWSRegions: []string{"eu-central-1"}}
}

// Whatever people do at the same time, each change has exactly one line in the audit log, what failed or changed
// nothing has none, the lines are in the order in which the changes could be seen, and within a second they are sealed.
func TestEveryChangeHasOneAuditLine(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		p := newPropertyRun(t, dsn)
		before := len(p.lines(t))
		var wait sync.WaitGroup
		for person := range propertyPeople {
			wait.Go(func() { p.work(t, person) })
		}
		wait.Wait()
		verdict := p.sealed(t)
		lines := p.lines(t)[before:]
		got := map[changedThing]int{}
		for _, l := range lines {
			got[changedThing{l.Kind, l.ThingID}]++
		}
		if !maps.Equal(got, p.want) {
			t.Errorf("audit lines of\n%v, want\n%v", got, p.want)
		}
		if !verdict.Intact() || verdict.Lines != int64(before+len(lines)) {
			t.Errorf("%d lines, want %d: %+v", verdict.Lines, before+len(lines), verdict.Faults)
		}
		eachChangeFollowsTheLast(t, lines)
		t.Logf("%d lines of %d operations", len(lines), propertyPeople*propertyOperations)
	})
}

func newPropertyRun(t *testing.T, dsn string) *propertyRun {
	t.Helper()
	p := &propertyRun{want: map[changedThing]int{}, made: map[string][]string{}}
	servers := 1
	if strings.HasPrefix(dsn, "postgres") {
		servers = 2
	}
	for range servers {
		p.servers = append(p.servers, service.New(storetest.OpenAt(t, dsn), service.Options{
			Shipped: []lenses.BuiltinLens{{Key: "service-basics", Version: "1.0", Document: builtin.SampleDocument}}}))
	}
	s, program := p.servers[0], models.WithActor(t.Context(), models.ProgramActor(""))
	space, err := s.Workspaces.Create(program, models.WorkspaceInput{Name: "Property"})
	mustSucceed(t, err)
	p.ctx = models.WithActor(t.Context(), models.ProgramActor(space.ID))
	w, err := s.Workloads.Create(p.ctx, reviews.WorkloadInput{WorkloadFields: plainWorkload("Shop"),
		Lenses: []string{"service-basics"}}, models.IdempotencyKey{})
	mustSucceed(t, err)
	p.review = models.ReviewPath{Workload: w.ID, Lens: "service-basics"}
	view, err := s.Reviews.Get(p.ctx, w.ID, "service-basics")
	mustSucceed(t, err)
	p.lensID, p.pillarID = view.LensID, view.Doc.Pillars[0].ID
	p.colleague, err = s.Users.Create(program, models.UserInput{Email: "ada@example.com", Name: "Ada"}, loadPassword)
	mustSucceed(t, err)
	_, err = s.Members.Add(p.ctx, space.ID, p.colleague.ID, models.MemberGrant{Role: models.Architect})
	mustSucceed(t, err)
	p.sealed(t)
	return p
}

func mustSucceed(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// work is what one person does. What others were faster with is refused as a conflict, and leaves no line.
func (p *propertyRun) work(t *testing.T, person int) {
	random := rand.New(rand.NewPCG(11, uint64(person)))
	names := slices.Sorted(maps.Keys(operationsAtRandom))
	for range propertyOperations {
		name := names[random.IntN(len(names))]
		changed, err := operationsAtRandom[name](p, p.servers[person%len(p.servers)], random)
		switch code := models.CodeOf(err); {
		case err == nil && changed != changedThing{}:
			p.mu.Lock()
			p.want[changed]++
			p.mu.Unlock()
		case err != nil && code != models.CodeStale && code != models.CodeConflict && code != models.CodeNotFound:
			t.Errorf("%s: %v", name, err)
		}
	}
}

// sealed waits until all lines are in their chain, and looks at how long that took.
func (p *propertyRun) sealed(t *testing.T) audit.Verdict {
	t.Helper()
	for began := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		v, err := p.servers[0].Audit.Verify(p.ctx, access.AuditCheck{})
		mustSucceed(t, err)
		if v.Later == 0 {
			t.Logf("sealed within %v", time.Since(began).Round(10*time.Millisecond))
			return v
		}
		if time.Since(began) > 10*time.Second { // it should be one, on a machine that has nothing else to do
			t.Fatalf("%d lines are not sealed after ten seconds", v.Later)
		}
	}
}

// lines are those of the workspace, in the order of their chain.
func (p *propertyRun) lines(t *testing.T) (all []models.AuditLine) {
	t.Helper()
	for q := (models.AuditQuery{}); ; {
		page, err := p.servers[0].Audit.List(p.ctx, q)
		mustSucceed(t, err)
		all = append(all, page.Items...)
		if page.Next == "" {
			break
		}
		q.After = page.Next
	}
	slices.SortFunc(all, func(a, b models.AuditLine) int { return int(a.Position - b.Position) })
	return all
}

// eachChangeFollowsTheLast wants each text to be changed from what the line before made of it.
func eachChangeFollowsTheLast(t *testing.T, lines []models.AuditLine) {
	t.Helper()
	last := map[string]string{}
	for _, l := range lines {
		for _, c := range l.Changes {
			if l.Kind == "token" || l.Kind == "comment" || l.Kind == "parking" { // not only changes stand there
				continue
			}
			key := l.Kind + " " + l.ThingID + " " + c.Field
			if was, is := last[key]; is && was != c.From {
				t.Errorf("line %d changes %s from %q, but the line before left %q", l.Position, key, c.From, was)
			}
			last[key] = c.To
		}
	}
}
