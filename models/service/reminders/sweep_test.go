package reminders_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/remediation"
	"plumbline/models/service/plan"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// What can't be told again is forgotten, and nothing is told twice by it: not of items that are deleted, closed or open
// again after years, nor of acceptances that ended.
func TestTheSweptLedgerTellsNothingTwice(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		w := newWorld(t, dsn)
		w.servers = w.servers[:1]
		s, random := w.servers[0], rand.New(rand.NewPCG(14, 3))
		settings := remediation.DefaultSettings
		settings.LeadID, settings.SponsorID = w.people["lead"].ID, w.people["sponsor"].ID
		_, err := s.PlanSettings.Update(w.as("ada"), settings, nil)
		must(t, err)
		selected := models.ChoiceSelected
		_, err = s.Answers.Update(w.as("ada"), models.AnswerPath{Workload: w.workload, Lens: "service-basics",
			Question: "backup"}, models.AnswerPatch{Choices: map[string]models.ChoicePatch{
			"backup_daily": {Status: &selected}}}, nil)
		must(t, err)
		asked, err := s.Acceptances.Ask(w.as("ada"), models.ReviewPath{Workload: w.workload, Lens: "service-basics"},
			accepted.Input{QuestionID: "backup", ApproverRole: "CISO", Reason: "r", Mitigation: "m",
				Until: w.now.AddDate(0, 0, 40).Format(time.DateOnly)}, models.IdempotencyKey{})
		if err == nil {
			_, err = s.Acceptances.Decide(w.as("bob"), asked.ID, accepted.Decision{Accept: true}, nil)
		}
		must(t, err)
		start, items := remediation.DateOf(w.now), []string{}
		for n := range 30 {
			items = append(items, w.item(fmt.Sprint("item ", n, "."), []string{"ada", "bob"}[n%2],
				start.AddDays(random.IntN(300))))
		}
		most := 0
		for round := range 45 { // more than two years
			w.now = w.now.AddDate(0, 0, 19)
			w.days(1)
			most = max(most, len(w.ledger("")))
			if round%2 == 1 { // closed ones open again, open ones are closed or deleted
				w.change(items[random.IntN(len(items))], random)
			}
		}
		for what, n := range w.told {
			if n != 1 && !strings.Contains(what, "item_regressed") && !strings.Contains(what, "item_assigned") {
				t.Errorf("%s: told %d times", what, n)
			}
		}
		if left := w.ledger("item."); len(left) > 0 || most < 60 {
			t.Errorf("of at most %d notes these are left: %v", most, left)
		}
		if left := w.ledger("acceptance."); len(left) > 0 {
			t.Errorf("notes of an acceptance that ended years ago are left: %v", left)
		}
	})
}

// change opens a closed item again, closes an open one, or deletes it.
func (w *world) change(id string, random *rand.Rand) {
	w.t.Helper()
	s := w.servers[0]
	now, err := s.Items.Get(w.as("ada"), id)
	if models.CodeOf(err) == models.CodeNotFound {
		return
	}
	must(w.t, err)
	switch {
	case !now.Status.Active():
		_, err = s.Items.Move(w.as("ada"), id, remediation.StatusMove{To: remediation.Open}, nil)
	case random.IntN(3) == 0:
		err = s.Items.Delete(w.as("ada"), id, fmt.Sprint(now.Number))
	default:
		_, err = s.Items.Verify(w.as("ada"), id, plan.Verification{}, nil)
	}
	must(w.t, err)
}

// ledger is the steps of a kind that are noted as told.
func (w *world) ledger(kind string) (steps []string) {
	w.t.Helper()
	must(w.t, w.store.Read(w.t.Context(), func(tx *store.Tx) (err error) {
		steps, err = store.Schedule(tx).ToldLike(kind)
		return err
	}))
	return steps
}
