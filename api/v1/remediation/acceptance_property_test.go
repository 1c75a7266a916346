package remediation_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/remediation"
	"plumbline/models/service"
	"plumbline/models/service/plan"
	"plumbline/models/store"
	"plumbline/models/timezone"
)

// acceptanceWalk is a workload on which people accept risks at random, on days that go by.
type acceptanceWalk struct {
	*itemWalk
	now    time.Time
	zone   timezone.Zone
	people []context.Context
	ended  map[string]bool // acceptances whose end has been followed up
}

// Whatever people ask, decide and take back, whatever becomes of the lens, and however the days go by: nobody decides
// what they asked for, at most one acceptance of a thing is in force, an acceptance holds until its last day is over
// where the workspace is, its item is closed exactly as long, and no count of a risk changes.
func TestAcceptancesAtRandom(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		s.Sample() // brings the basic lens
		s.OK("POST", "/lenses", []byte(walkLens(false)))
		s.OK("POST", "/lenses/walk/versions", map[string]any{"version": "0"})
		zone := "Pacific/Auckland"
		_, err := s.Service.Workspaces.Update(s.Owner, models.WorkspacePatch{TimeZone: &zone})
		apitest.Must(s.T, err)
		worked := map[string]int{}
		for seed := range uint64(3) {
			w := &acceptanceWalk{zone: timezone.Of(zone), ended: map[string]bool{}, now: time.Now().UTC().Add(time.Hour),
				itemWalk: &itemWalk{worked: worked, Server: s, ctx: s.As("owner session"),
					random: rand.New(rand.NewPCG(seed, 11)), was: map[string]remediation.Item{}}}
			options := apitest.ServiceOptions()
			options.Clock = func() time.Time { return w.now }
			w.svc = service.New(s.Store, options)
			for _, who := range []string{"owner session", "architect session", "contributor session"} {
				w.people = append(w.people, s.As(who))
			}
			w.id = s.OK("POST", "/workloads",
				apitest.WorkloadBody(fmt.Sprint("Risks ", seed), "service-basics")).At("id").String()
			apitest.Must(s.T, w.apply())
			for range 60 {
				if w.step(); s.T.Failed() {
					s.T.Fatalf("seed %d: %v", seed, w.done[max(0, len(w.done)-12):])
				}
			}
		}
		for _, one := range (&acceptanceWalk{itemWalk: &itemWalk{}}).steps() {
			if worked[one.name] == 0 {
				s.T.Errorf("%s never worked: %v", one.name, worked)
			}
		}
	})
}

func (w *acceptanceWalk) steps() []walkStep {
	return []walkStep{{"ask", 14, w.ask}, {"decide", 16, w.decide}, {"withdraw", 2, w.withdraw}, {"revoke", 3, w.revoke},
		{"days", 6, w.days}, {"answer", 8, w.answer}, {"create", 4, w.create}, {"upgrade", 2, w.upgrade},
		{"remove", 2, w.remove}, {"milestone", 1, w.milestone}}
}

// step does one thing, and holds what must be so.
func (w *acceptanceWalk) step() {
	w.T.Helper()
	steps := w.steps()
	at := w.random.IntN(58)
	for _, one := range steps {
		if at -= one.weight; at >= 0 {
			continue
		}
		before := w.snapshot().Counts()
		err := one.do()
		w.done = append(w.done, fmt.Sprintf("%s (%v)", one.name, err))
		switch models.CodeOf(err) {
		case models.CodeInvalid, models.CodeConflict, models.CodeNotFound, models.CodeForbidden:
		default:
			apitest.Must(w.T, err)
			w.worked[one.name]++
		}
		if after := w.snapshot().Counts(); after != before && slices.Contains([]string{"ask", "decide", "withdraw", "revoke",
			"days"}, one.name) {
			w.T.Errorf("%s made %+v of %+v", one.name, after, before)
		}
		w.hold()
		return
	}
}

func (w *acceptanceWalk) anybody() context.Context { return w.people[w.random.IntN(len(w.people))] }

func (w *acceptanceWalk) today() string { return w.zone.In(w.now).Format(time.DateOnly) }

func (w *acceptanceWalk) all() (list []accepted.Acceptance) {
	w.T.Helper()
	apitest.Must(w.T, w.Store.Read(w.T.Context(), func(tx *store.Tx) (err error) {
		list, err = store.Acceptances(tx).OfWorkload(w.id, "")
		return err
	}))
	return list
}

// open draws an acceptance in a state, and its id is that of none where there is none.
func (w *acceptanceWalk) open(state accepted.State) string {
	list := slices.DeleteFunc(w.all(), func(a accepted.Acceptance) bool { return a.State != state })
	if len(list) == 0 {
		return models.NewID()
	}
	return list[w.random.IntN(len(list))].ID
}

// ask asks for what it finds a risk of, if it finds one.
func (w *acceptanceWalk) ask() (err error) {
	for range 8 {
		if err = w.askOnce(); err == nil {
			return nil
		}
	}
	return err
}

func (w *acceptanceWalk) askOnce() error {
	p := w.practice()
	in := accepted.Input{QuestionID: p.Question, Reason: "Late", Mitigation: "By hand", ApproverRole: "CISO",
		Until: accepted.DaysAhead(w.today(), w.random.IntN(25))}
	if w.random.IntN(2) == 0 {
		in.ChoiceID = p.Choice
	}
	if list := w.items(); len(list) > 0 && w.random.IntN(3) > 0 {
		in.ItemID = list[w.random.IntN(len(list))].ID
	}
	_, err := w.svc.Acceptances.Ask(w.anybody(), models.ReviewPath{Workload: w.id, Lens: p.Lens}, in,
		models.IdempotencyKey{})
	return err
}

func (w *acceptanceWalk) decide() error {
	_, err := w.svc.Acceptances.Decide(w.anybody(), w.open(accepted.Asked),
		accepted.Decision{Accept: w.random.IntN(4) > 0, Note: "So"}, nil)
	return err
}

func (w *acceptanceWalk) withdraw() (err error) {
	id := w.open(accepted.Asked)
	for _, who := range w.people {
		if _, err = w.svc.Acceptances.Withdraw(who, id, accepted.Closing{}, nil); err == nil {
			return nil
		}
	}
	return err
}

func (w *acceptanceWalk) revoke() error {
	_, err := w.svc.Acceptances.Revoke(w.anybody(), w.open(accepted.Accepted), accepted.Closing{Note: "So"}, nil)
	return err
}

// days lets time go by, and then follows up what has ended, as the scheduler does.
func (w *acceptanceWalk) days() error {
	w.now = w.now.Add(time.Duration(1+w.random.IntN(12*24)) * time.Hour)
	return w.Store.Write(w.T.Context(), func(tx *store.Tx) error {
		list, err := w.svc.AcceptanceSteps.EndedSince(tx, w.WorkspaceID, accepted.DaysAhead(w.today(), -120))
		if err != nil {
			return err
		}
		for _, n := range list {
			if w.ended[n.ID] {
				continue
			}
			w.ended[n.ID] = true
			if err := w.svc.AcceptanceSteps.Ended(tx, n.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// hold holds what must be so at every moment.
func (w *acceptanceWalk) hold() {
	w.T.Helper()
	type subject struct{ review, question, choice string }
	inForce, keeps := map[subject]bool{}, map[string]bool{}
	items := map[string]plan.ItemRow{}
	for _, i := range w.items() {
		items[i.ID] = i
	}
	for _, a := range w.all() {
		view, err := w.svc.Acceptances.Get(w.ctx, a.ID)
		apitest.Must(w.T, err)
		if !a.DecidedAt.IsZero() && a.DecidedByID == a.AskedByID {
			w.T.Errorf("%s decided what they had asked for", a.DecidedBy)
		}
		over := a.Until < w.today()
		if over && (view.Standing == accepted.InForce || view.Standing == accepted.ToDecide) {
			w.T.Errorf("on %s one until %s is %s", w.today(), a.Until, view.Standing)
		}
		if !over && view.Standing == accepted.Ended {
			w.T.Errorf("on %s one until %s has ended", w.today(), a.Until)
		}
		if of := (subject{a.ReviewID, a.QuestionID, a.ChoiceID}); view.Standing == accepted.InForce {
			if inForce[of] {
				w.T.Errorf("two are in force for %v", of)
			}
			inForce[of] = true
		}
		if a.State == accepted.Accepted && !over && a.ItemID != "" {
			keeps[a.ItemID] = true
		}
	}
	for id, i := range items {
		if taken := i.Status == remediation.WontDo; taken != keeps[id] {
			w.T.Errorf("#%d is %s, accepted: %v", i.Number, i.Status, keeps[id])
		}
		if !keeps[id] && i.DueOn != i.FirstDueOn {
			w.T.Errorf("#%d is due on %s, at first on %s", i.Number, i.DueOn, i.FirstDueOn)
		}
	}
}
