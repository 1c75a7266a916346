package reminders_test

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/notice"
	"plumbline/models/remediation"
	"plumbline/models/service"
	"plumbline/models/service/access/credentials"
	"plumbline/models/service/archive"
	"plumbline/models/service/lenses"
	"plumbline/models/service/plan"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
	"plumbline/questionnaires/builtin"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// world is some servers over one database under a clock that the test moves, with the people of one workspace.
type world struct {
	t        *testing.T
	now      time.Time
	servers  []*service.Service
	store    *store.Store // of the last
	space    string
	workload string
	people   map[string]models.User

	mu   sync.Mutex
	told map[string]int
}

func newWorld(t *testing.T, dsn string) *world {
	t.Helper()
	w := &world{t: t, now: time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC), people: map[string]models.User{},
		told: map[string]int{}}
	servers := 1
	if strings.HasPrefix(dsn, "postgres") {
		servers = 3
	}
	for range servers {
		w.store = storetest.OpenAt(t, dsn)
		w.servers = append(w.servers, service.New(w.store, service.Options{
			Clock: func() time.Time { return w.now }, Notify: w.take, SecretKeys: [][]byte{make([]byte, 32)},
			Passwords: credentials.PasswordCost{MemoryKB: 8, Passes: 1, Lanes: 1}, Logger: slog.New(slog.DiscardHandler),
			Shipped: []lenses.BuiltinLens{{Key: "service-basics", Version: "1.0", Document: builtin.SampleDocument}}}))
	}
	s, program := w.servers[0], models.WithActor(t.Context(), models.ProgramActor(""))
	space, err := s.Workspaces.Create(program, models.WorkspaceInput{Name: "Reminders"})
	must(t, err)
	w.space = space.ID
	ctx := models.WithActor(t.Context(), models.ProgramActor(space.ID))
	for _, name := range []string{"ada", "bob", "lead", "sponsor"} {
		w.people[name], err = s.Users.Create(program, models.UserInput{Email: name + "@example.org", Name: name},
			"correct horse battery "+name)
		must(t, err)
		_, err = s.Members.Add(ctx, space.ID, w.people[name].ID, models.MemberGrant{Role: models.Architect})
		must(t, err)
		mail := notice.ByMail
		_, err = s.Notices.Update(w.as(name), notice.Patch{Due: &mail, Acceptances: &mail}, nil)
		must(t, err)
	}
	load, err := s.Workloads.Create(ctx, reviews.WorkloadInput{Lenses: []string{"service-basics"},
		WorkloadFields: models.WorkloadFields{Name: "Shop", Description: "Sells", Environment: models.Production,
			ReviewOwner: "Ada", AWSRegions: []string{"eu-central-1"}, ImprovementStatus: models.ImprovementNotStarted}},
		models.IdempotencyKey{})
	must(t, err)
	w.workload = load.ID
	return w
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) as(name string) context.Context {
	u := w.people[name]
	return models.WithActor(w.t.Context(), models.Actor{Kind: models.UserActor, ID: u.ID, UserID: u.ID, Name: name,
		WorkspaceID: w.space, Role: models.Owner})
}

// take is the mail server: it counts what each person is told.
func (w *world) take(_ context.Context, n notice.Notice) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if about, is := n.About.(notice.Reminder); is {
		w.told[fmt.Sprintf("%s %s %s", strings.TrimSuffix(n.To, "@example.org"), about.Event, about.Title)]++
	}
	return nil
}

// days lets days pass. All servers look at once; on some days one of them is broken off in the middle.
func (w *world) days(n int) {
	w.t.Helper()
	for day := range n {
		w.now = w.now.AddDate(0, 0, 1)
		var all sync.WaitGroup
		for i, s := range w.servers {
			all.Go(func() {
				ctx, kill := context.WithTimeout(w.t.Context(), time.Minute)
				if day%5 == 1 && i == 0 {
					ctx, kill = context.WithTimeout(w.t.Context(), time.Duration(day)*200*time.Microsecond)
				}
				defer kill()
				_, err := s.Schedule.Look(ctx)
				// A database that is busy for a moment is looked at again the next day.
				if err != nil && ctx.Err() == nil && models.CodeOf(err) != models.CodeUnavailable {
					w.t.Errorf("a look failed: %v", err)
				}
			})
		}
		all.Wait()
		must(w.t, w.servers[0].Outbox.SendDue(w.t.Context()))
	}
}

func (w *world) item(title, owner string, due remediation.Date) string {
	w.t.Helper()
	fields := remediation.ItemFields{Title: title, DueOn: due}
	if owner != "" {
		fields.Owner = remediation.ItemOwner{Kind: remediation.MemberOwner, UserID: w.people[owner].ID}
	}
	view, err := w.servers[0].Items.Create(w.as("ada"), w.workload, plan.ItemInput{Fields: fields},
		models.IdempotencyKey{})
	must(w.t, err)
	return view.ID
}

// Each step of each item is told once to each person, whichever server looks and however often it is broken off.
func TestItemsAreToldOnce(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		w := newWorld(t, dsn)
		settings := remediation.DefaultSettings
		settings.LeadID, settings.SponsorID = w.people["lead"].ID, w.people["sponsor"].ID
		_, err := w.servers[0].PlanSettings.Update(w.as("ada"), settings, nil)
		must(t, err)
		start := remediation.DateOf(w.now)
		w.item("late", "bob", start.AddDays(10))
		closed := w.item("closed", "bob", start.AddDays(12))
		w.item("own", "ada", start.AddDays(15))
		w.item("nobody's", "", start.AddDays(5))
		moved := w.item("moved", "bob", start.AddDays(14))
		w.days(11)
		_, err = w.servers[0].Items.Verify(w.as("ada"), closed, plan.Verification{}, nil)
		must(t, err)
		later := start.AddDays(30)
		_, err = w.servers[0].Items.Update(w.as("ada"), moved,
			plan.ItemEdit{Fields: remediation.ItemPatch{DueOn: &later}}, nil)
		must(t, err)
		w.days(30)
		want := map[string]int{
			"bob item_assigned late": 1, "bob item_assigned closed": 1, "bob item_assigned moved": 1,
			"bob item_due_soon late": 1, "bob item_overdue late": 1, "lead item_escalated late": 1,
			"sponsor item_escalated late": 1, "bob item_due_soon closed": 1, "ada item_due_soon own": 1,
			"ada item_overdue own": 1, "lead item_escalated own": 1, "sponsor item_escalated own": 1,
			"lead item_escalated nobody's": 1, "sponsor item_escalated nobody's": 1,
			"bob item_due_soon moved": 2, "bob item_overdue moved": 1, "lead item_escalated moved": 1,
		}
		w.wants(want)
	})
}

func (w *world) wants(want map[string]int) {
	w.t.Helper()
	for what, n := range want {
		if w.told[what] != n {
			w.t.Errorf("%s: told %d times, want %d", what, w.told[what], n)
		}
	}
	for what, n := range w.told {
		if want[what] == 0 {
			w.t.Errorf("%s: told %d times, want none", what, n)
		}
	}
}

// Who closed an item hears that it came back, and those around an acceptance that it ends and has ended.
func TestComebacksAndAcceptancesAreTold(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		w := newWorld(t, dsn)
		s := w.servers[0]
		at := models.AnswerPath{Workload: w.workload, Lens: "service-basics", Question: "backup"}
		set := func(status models.ChoiceStatus) {
			_, err := s.Answers.Update(w.as("ada"), at, models.AnswerPatch{Choices: map[string]models.ChoicePatch{
				"backup_daily": {Status: &status}}}, nil)
			must(t, err)
		}
		set(models.ChoiceSelected)
		view, err := s.Items.Create(w.as("ada"), w.workload, plan.ItemInput{Fields: remediation.ItemFields{Title: "copies",
			Owner: remediation.ItemOwner{Kind: remediation.MemberOwner, UserID: w.people["ada"].ID}},
			Practices: []plan.PracticeName{{Lens: "service-basics", Question: "backup", Choice: "backup_apart"}}},
			models.IdempotencyKey{})
		must(t, err)
		_, err = s.Items.Verify(w.as("bob"), view.ID, plan.Verification{Select: true}, nil)
		must(t, err)
		gone := models.ChoiceUnselected
		_, err = s.Answers.Update(w.as("lead"), at, models.AnswerPatch{Choices: map[string]models.ChoicePatch{
			"backup_apart": {Status: &gone}}}, nil)
		must(t, err)
		asked, err := s.Acceptances.Ask(w.as("ada"), at.Review(), accepted.Input{QuestionID: "backup", ApproverRole: "CISO",
			Reason: "r", Mitigation: "m", Until: w.now.AddDate(0, 0, 20).Format(time.DateOnly), ItemID: view.ID},
			models.IdempotencyKey{})
		must(t, err)
		_, err = s.Acceptances.Decide(w.as("bob"), asked.ID, accepted.Decision{Accept: true}, nil)
		must(t, err)
		now, err := s.Items.Get(w.as("ada"), view.ID)
		must(t, err)
		if now.Status != remediation.WontDo {
			t.Errorf("the item whose risk is accepted is %s", now.Status)
		}
		w.days(25)
		if now, err = s.Items.Get(w.as("ada"), view.ID); err != nil || !now.Status.Active() {
			t.Errorf("the item after the end of the acceptance is %s, %v", now.Status, err)
		}
		question := "acceptance_ending"
		got := map[string]int{}
		for what, n := range w.told {
			who, event, _ := strings.Cut(what, " ")
			event, _, _ = strings.Cut(event, " ")
			got[who+" "+event] += n
		}
		for what, n := range map[string]int{"bob item_regressed": 1, "ada item_regressed": 1, "ada " + question: 1,
			"bob " + question: 1, "ada acceptance_ended": 1, "bob acceptance_ended": 1} {
			if got[what] != n {
				t.Errorf("%s: told %d times, want %d; all: %v", what, got[what], n, w.told)
			}
		}
		file, err := s.Archives.Export(w.as("ada"), w.workload, nil)
		must(t, err)
		for n, r := range file.Live.Reviews { // files have what was answered
			file.Live.Reviews[n].Answers = slices.DeleteFunc(r.Answers, func(a models.Answer) bool { return a.Version == 0 })
		}
		_, err = s.Archives.Import(w.as("ada"), file, archive.ImportOptions{Copy: true})
		must(t, err)
		before := maps.Clone(w.told)
		w.days(3)
		for what, n := range w.told {
			if strings.Contains(what, "acceptance") && n != before[what] {
				t.Errorf("%s: told %d times more of a copy that came after the end", what, n-before[what])
			}
		}
	})
}
