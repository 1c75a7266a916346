package remediation_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service"
	"plumbline/models/service/plan"
	"plumbline/models/service/reviews"
	"plumbline/reports/improvement"
)

const (
	walkSeeds = 6  // workloads, one after the other
	walkSteps = 50 // on each of them
)

// itemWalk is a workload with two lenses, on which people do things at random.
type itemWalk struct {
	*apitest.Server
	svc      *service.Service
	ctx      context.Context // of a person who owns the workspace
	random   *rand.Rand
	id       string
	upgrades int
	was      map[string]remediation.Item
	done     []string       // what was done, in words
	worked   map[string]int // how often it was done, on all workloads
}

// walkLens is the lens in two forms: the second has another id for a question and a choice, lost a choice and a
// question, and has a new one.
func walkLens(second bool) string {
	if second {
		return apitest.LensText("Walk", "operate=Operations",
			apitest.QuestionText("first=One?", "one_aa=A", "one_b=B", "one_c=C"),
			apitest.QuestionText("que2=Two?", "two_a=D", "two_b=E"), apitest.QuestionText("que4=Four?", "four_a=F", "four_b=G"))
	}
	return apitest.LensText("Walk", "operate=Operations",
		apitest.QuestionText("que1=One?", "one_a=A", "one_b=B", "one_c=C"),
		apitest.QuestionText("que2=Two?", "two_a=D", "two_b=E", "two_c=H"),
		apitest.QuestionText("que3=Three?", "three_a=I", "three_b=J"))
}

func walkRenames(second bool) models.IDRenames {
	if second {
		return models.IDRenames{Questions: map[string]string{"que1": "first"}, Choices: map[string]string{"one_a": "one_aa"}}
	}
	return models.IDRenames{Questions: map[string]string{"first": "que1"}, Choices: map[string]string{"one_aa": "one_a"}}
}

// Whatever people do with answers, items and lenses, the items and the answers that they hang on agree.
func TestItemsAndAnswersNeverDriftApart(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		s.Sample() // brings the basic lens
		s.OK("POST", "/lenses", []byte(walkLens(false)))
		s.OK("POST", "/lenses/walk/versions", map[string]any{"version": "0"})
		worked := map[string]int{}
		for seed := range uint64(walkSeeds) {
			w := &itemWalk{worked: worked, Server: s, svc: s.Service, ctx: s.As("owner session"),
				random: rand.New(rand.NewPCG(seed, 7)),
				was:    map[string]remediation.Item{}}
			w.id = s.OK("POST", "/workloads",
				apitest.WorkloadBody(fmt.Sprint("Walk ", seed), "service-basics")).At("id").String()
			apitest.Must(s.T, w.apply())
			for range walkSteps {
				w.step()
				if w.check(); s.T.Failed() {
					s.T.Fatalf("seed %d: %v", seed, w.done[max(0, len(w.done)-12):])
				}
			}
		}
		for _, one := range (&itemWalk{}).steps() {
			if worked[one.name] == 0 {
				s.T.Errorf("%s never worked: %v", one.name, worked)
			}
		}
	})
}

type walkStep struct {
	name   string
	weight int
	do     func() error
}

func (w *itemWalk) steps() []walkStep {
	return []walkStep{
		{"answer", 10, w.answer}, {"whole question", 3, w.applicable}, {"create", 6, w.create}, {"edit", 3, w.edit},
		{"move", 6, w.move}, {"verify", 12, w.verify}, {"upgrade", 3, w.upgrade}, {"remove", 3, w.remove},
		{"milestone", 1, w.milestone}, {"delete", 1, w.delete},
	}
}

// step does one thing. What is refused as wrong, or as not there, changes nothing.
func (w *itemWalk) step() {
	w.T.Helper()
	steps := w.steps()
	total := 0
	for _, one := range steps {
		total += one.weight
	}
	at := w.random.IntN(total)
	for _, one := range steps {
		if at -= one.weight; at >= 0 {
			continue
		}
		err := one.do()
		w.done = append(w.done, fmt.Sprintf("%s (%v)", one.name, err))
		switch models.CodeOf(err) {
		case models.CodeInvalid, models.CodeConflict, models.CodeNotFound:
			return
		}
		apitest.Must(w.T, err)
		w.worked[one.name]++
		return
	}
}

func (w *itemWalk) snapshot() models.Snapshot {
	w.T.Helper()
	s, err := w.svc.Reviews.Snapshot(w.ctx, w.id, 0)
	apitest.Must(w.T, err)
	return s
}

// practice draws a practice of the workload.
func (w *itemWalk) practice() plan.PracticeName {
	all := w.snapshot().Reviews
	r := all[w.random.IntN(len(all))]
	pillar := r.Doc.Pillars[w.random.IntN(len(r.Doc.Pillars))]
	q := pillar.Questions[w.random.IntN(min(2, len(pillar.Questions)))]
	return plan.PracticeName{Lens: r.Lens.ID, Question: q.ID, Choice: q.Choices[w.random.IntN(len(q.Choices))].ID}
}

func (w *itemWalk) at(p plan.PracticeName) models.AnswerPath {
	return models.AnswerPath{Workload: w.id, Lens: p.Lens, Question: p.Question}
}

func (w *itemWalk) answer() error {
	p := w.practice()
	status := []models.ChoiceStatus{models.ChoiceSelected, models.ChoiceSelected, models.ChoiceUnselected,
		models.ChoiceNotApplicable}[w.random.IntN(4)]
	patch := models.ChoicePatch{Status: &status}
	if status == models.ChoiceNotApplicable {
		patch.Reason = new(models.OtherReason)
	}
	_, err := w.svc.Answers.Update(w.ctx, w.at(p), models.AnswerPatch{
		Choices: map[string]models.ChoicePatch{p.Choice: patch}}, nil)
	return err
}

func (w *itemWalk) applicable() error {
	applies := w.random.IntN(3) > 0
	_, err := w.svc.Answers.Update(w.ctx, w.at(w.practice()), models.AnswerPatch{Applicable: &applies}, nil)
	return err
}

func (w *itemWalk) practices() (list []plan.PracticeName) {
	for range w.random.IntN(4) {
		if p := w.practice(); !slices.Contains(list, p) {
			list = append(list, p)
		}
	}
	return list
}

func (w *itemWalk) create() error {
	_, err := w.svc.Items.Create(w.ctx, w.id, plan.ItemInput{Fields: remediation.ItemFields{Title: "Item"},
		Practices: w.practices()}, models.IdempotencyKey{})
	return err
}

// item draws an item, "" if there is none.
func (w *itemWalk) item() string {
	list := w.items()
	if len(list) == 0 {
		return models.NewID()
	}
	return list[w.random.IntN(len(list))].ID
}

func (w *itemWalk) items() []plan.ItemRow {
	w.T.Helper()
	page, err := w.svc.Items.List(w.ctx, remediation.ItemQuery{WorkloadID: w.id,
		PageRequest: models.PageRequest{Limit: models.MaxPage}})
	apitest.Must(w.T, err)
	return page.Items
}

func (w *itemWalk) edit() error {
	edit := plan.ItemEdit{Fields: remediation.ItemPatch{Title: new(fmt.Sprint("Item ", w.random.IntN(9)))}}
	if w.random.IntN(2) == 0 {
		edit.Practices = new(w.practices())
	}
	_, err := w.svc.Items.Update(w.ctx, w.item(), edit, nil)
	return err
}

func (w *itemWalk) move() error {
	move := remediation.StatusMove{To: remediation.Statuses[w.random.IntN(len(remediation.Statuses))], Note: "So"}
	if move.To == remediation.WontDo {
		move.Reason = remediation.OtherReason
	}
	_, err := w.svc.Items.Move(w.ctx, w.item(), move, nil)
	return err
}

func (w *itemWalk) verify() error {
	_, err := w.svc.Items.Verify(w.ctx, w.item(), plan.Verification{Select: w.random.IntN(3) > 0}, nil)
	return err
}

// upgrade publishes the lens in its other form, and moves the review to it, with the ids that continue or without.
func (w *itemWalk) upgrade() error {
	if !slices.ContainsFunc(w.snapshot().Reviews, func(r models.ReviewSnapshot) bool { return r.Lens.Key == "walk" }) {
		return w.apply()
	}
	w.upgrades++
	second := w.upgrades%2 == 1
	name := w.id[:8] + fmt.Sprint(w.upgrades)
	w.PublishLens("walk", name, walkLens(second))
	in := reviews.UpgradeInput{Version: name, Milestone: "Before " + name}
	if w.random.IntN(2) == 0 {
		in.Map = walkRenames(second)
	}
	_, _, err := w.svc.Reviews.Upgrade(w.ctx, w.id, "walk", in)
	return err
}

func (w *itemWalk) apply() error {
	_, err := w.svc.Reviews.Apply(w.ctx, w.id, reviews.Application{Lens: "walk"}, models.IdempotencyKey{})
	return err
}

func (w *itemWalk) remove() error {
	return w.svc.Reviews.Remove(w.ctx, w.id, "walk", reviews.RemovalRequest{Confirm: "walk"})
}

func (w *itemWalk) milestone() error {
	_, err := w.svc.Milestones.Create(w.ctx, w.id, models.MilestoneInput{Name: "Mark " + models.NewID()},
		models.IdempotencyKey{})
	return err
}

func (w *itemWalk) delete() error {
	list := w.items()
	if len(list) == 0 {
		return nil
	}
	one := list[w.random.IntN(len(list))]
	return w.svc.Items.Delete(w.ctx, one.ID, fmt.Sprint(one.Number))
}

// check holds the items against the answers.
func (w *itemWalk) check() {
	w.T.Helper()
	snapshot := w.snapshot()
	docs := map[string]models.ReviewSnapshot{}
	for _, r := range snapshot.Reviews {
		docs[r.Review.ID] = r
	}
	planned, err := improvement.Derive(snapshot, "")
	apitest.Must(w.T, err)
	missing := map[remediation.PracticeRef]bool{}
	for _, e := range planned.Entries {
		for _, p := range e.Practices {
			missing[remediation.PracticeRef{ReviewID: e.LensID, QuestionID: e.QuestionID, ChoiceID: p.ChoiceID}] = true
		}
	}
	numbers, now := map[int]bool{}, map[string]remediation.Item{}
	for _, item := range w.items() {
		if numbers[item.Number] {
			w.T.Errorf("two items #%d", item.Number)
		}
		numbers[item.Number], now[item.ID] = true, item.Item
		closed := 0
		for _, p := range item.Practices {
			r, there := docs[p.ReviewID]
			inPlace, exists := practiceStands(r, p)
			if !there || !exists {
				w.T.Errorf("#%d closes %+v, which its lens does not have", item.Number, p)
			}
			if inPlace {
				closed++
			} else if item.Status == remediation.Done {
				w.T.Errorf("#%d is done, and %s/%s is not in place", item.Number, p.QuestionID, p.ChoiceID)
			}
			of := remediation.PracticeRef{ReviewID: r.Lens.ID, QuestionID: p.QuestionID, ChoiceID: p.ChoiceID}
			if item.Status == remediation.Done && missing[of] {
				w.T.Errorf("#%d is done, and the plan still names %s/%s", item.Number, p.QuestionID, p.ChoiceID)
			}
		}
		if item.Status.Active() && item.Status != remediation.ToVerify && len(item.Practices) > 0 &&
			closed == len(item.Practices) {
			w.T.Errorf("#%d is %s, and all its practices are in place", item.Number, item.Status)
		}
		w.checkReopened(item.Item)
		if (item.Status == remediation.Done || item.Status == remediation.WontDo) == item.ClosedAt.IsZero() {
			w.T.Errorf("#%d is %s, closed at %v", item.Number, item.Status, item.ClosedAt)
		}
	}
	w.was = now
}

func (w *itemWalk) checkReopened(item remediation.Item) {
	w.T.Helper()
	before, known := w.was[item.ID]
	if !known {
		return
	}
	if before.Status == remediation.Done && item.Status == remediation.Done &&
		len(item.Practices) < len(before.Practices) && !strings.HasPrefix(w.done[len(w.done)-1], "edit") {
		w.T.Errorf("#%d is done still, and lost practices", item.Number)
	}
	want := before.Reopened
	if before.Status == remediation.Done && item.Status != remediation.Done {
		want++
	}
	if item.Reopened != want {
		w.T.Errorf("#%d went from %s to %s, reopened %d, want %d", item.Number, before.Status, item.Status, item.Reopened,
			want)
	}
}

// practiceStands tells whether a practice is in place by the answers of a review, and whether its lens has it.
func practiceStands(r models.ReviewSnapshot, p remediation.PracticeRef) (inPlace, exists bool) {
	for _, a := range r.Answers {
		if a.QuestionID != p.QuestionID {
			continue
		}
		_, q := r.Doc.Question(p.QuestionID)
		exists = q != nil && q.Choice(p.ChoiceID) != nil
		return !a.Applicable || a.Choice(p.ChoiceID).Status != models.ChoiceUnselected, exists
	}
	return false, false
}
