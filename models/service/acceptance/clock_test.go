package acceptance_test

import (
	"context"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/remediation"
	"plumbline/models/service"
	"plumbline/models/service/acceptance"
	"plumbline/models/service/access/credentials"
	"plumbline/models/service/lenses"
	"plumbline/models/service/plan"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
	"plumbline/questionnaires/builtin"
)

func must[T any](t *testing.T, v T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// A day ends where the workspace is, not in UTC; with it ends the acceptance, by itself, and the item that it closed is
// opened again with its first due date.
func TestAnAcceptanceEndsWithItsDay(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, st *store.Store) {
		now := time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)
		svc := service.New(st, service.Options{Clock: func() time.Time { return now },
			Passwords: credentials.PasswordCost{MemoryKB: 8, Passes: 1, Lanes: 1},
			Shipped:   []lenses.BuiltinLens{{Key: "service-basics", Version: "1.0", Document: builtin.SampleDocument}}})
		program := models.WithActor(t.Context(), models.ProgramActor(""))
		space, err := svc.Workspaces.Create(program, models.WorkspaceInput{Name: "Pacific"})
		must(t, space, err)
		owner := models.WithActor(t.Context(), models.ProgramActor(space.ID))
		zone := "Pacific/Auckland"
		must(t, 0, setZone(owner, svc, zone))
		person := func(name string, role models.Role) context.Context {
			user, err := svc.Users.Create(program, models.UserInput{Email: name + "@example.com", Name: name},
				"correct horse battery staple")
			must(t, user, err)
			_, err = svc.Members.Add(owner, space.ID, user.ID, models.MemberGrant{Role: role})
			must(t, 0, err)
			return models.WithActor(t.Context(), models.Actor{Kind: models.UserActor, ID: user.ID, UserID: user.ID,
				Name: name, WorkspaceID: space.ID, Role: role})
		}
		ada, ben := person("ada", models.Contributor), person("ben", models.Architect)
		load, err := svc.Workloads.Create(owner, reviews.WorkloadInput{WorkloadFields: models.WorkloadFields{Name: "Shop",
			Description: "Sells shoes", Environment: models.Production, ReviewOwner: "Ada",
			AWSRegions: []string{"eu-central-1"}}, Lenses: []string{"service-basics"}}, models.IdempotencyKey{})
		must(t, load, err)
		at := models.ReviewPath{Workload: load.ID, Lens: "service-basics"}
		chosen := []string{"backup_daily"}
		_, err = svc.Answers.Update(ada, models.AnswerPath{Workload: load.ID, Lens: at.Lens, Question: "backup"},
			models.AnswerPatch{Selected: &chosen}, nil)
		must(t, 0, err)
		item, err := svc.Items.Create(ada, load.ID, plan.ItemInput{Fields: remediation.ItemFields{Title: "Copies apart",
			Priority: "normal", DueOn: "2027-01-15"},
			Practices: []plan.PracticeName{{Lens: at.Lens, Question: "backup", Choice: "backup_apart"}}},
			models.IdempotencyKey{})
		must(t, item, err)
		asked, err := svc.Acceptances.Ask(ada, at, accepted.Input{QuestionID: "backup", Reason: "Spring",
			Mitigation: "By hand", ApproverRole: "CISO", Until: "2026-12-10", ItemID: item.ID}, models.IdempotencyKey{})
		must(t, asked, err)
		_, err = svc.Acceptances.Decide(ben, asked.ID, accepted.Decision{Accept: true}, nil)
		must(t, 0, err)
		closed, err := svc.Items.Get(ada, item.ID)
		if must(t, closed, err); closed.Status != remediation.WontDo || closed.WontDoReason != remediation.RiskAccepted {
			t.Errorf("the item is %s, %s", closed.Status, closed.WontDoReason)
		}
		standing := func(moment time.Time) accepted.Standing {
			now = moment
			v, err := svc.Acceptances.Get(ada, asked.ID)
			return must(t, v, err).Standing
		}
		// Auckland is 13 hours ahead: its 10 December is over at 11:00 UTC.
		if got := standing(time.Date(2026, 12, 10, 10, 59, 59, 0, time.UTC)); got != accepted.InForce {
			t.Errorf("in the last second it is %s", got)
		}
		if got := standing(time.Date(2026, 12, 10, 11, 0, 0, 0, time.UTC)); got != accepted.Ended {
			t.Errorf("a second later it is %s", got)
		}
		var ended, ending []acceptance.Notice
		must(t, 0, st.Write(t.Context(), func(tx *store.Tx) (err error) {
			if ended, err = svc.AcceptanceSteps.EndedSince(tx, space.ID, "2026-12-01"); err != nil {
				return err
			}
			if ending, err = svc.AcceptanceSteps.Ending(tx, space.ID, 14); err != nil || len(ended) != 1 {
				return err
			}
			return svc.AcceptanceSteps.Ended(tx, ended[0].ID)
		}))
		if len(ended) != 1 || len(ended[0].Tell) != 2 || len(ending) != 0 {
			t.Errorf("ended: %+v; ending: %+v", ended, ending)
		}
		again, err := svc.Items.Get(ada, item.ID)
		if must(t, again, err); again.Status != remediation.Open || again.DueOn != "2027-01-15" {
			t.Errorf("the item is %s, due on %s", again.Status, again.DueOn)
		}
	})
}

func setZone(ctx context.Context, svc *service.Service, zone string) error {
	_, err := svc.Workspaces.Update(ctx, models.WorkspacePatch{TimeZone: &zone})
	return err
}
