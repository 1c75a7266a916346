package demostory_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"plumbline/cmd/plumbline/demostory"
	"plumbline/cmd/plumbline/sample"
	"plumbline/models"
	"plumbline/models/figures"
	"plumbline/models/remediation"
	"plumbline/models/service"
	"plumbline/models/service/acceptance"
	"plumbline/models/service/trend"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
	"plumbline/questionnaires"
)

// Who opens the demo finds an item in each state that matters: overdue, blocked, done, and one that came back.
func TestStory(t *testing.T) {
	t.Parallel()
	storetest.EachEngine(t, func(t *testing.T, st *store.Store) {
		now := time.Now()
		s := played(t, st, now)
		svc := service.New(st, service.Options{Clock: func() time.Time { return now }})
		ctx := models.WithActor(t.Context(), models.ProgramActor(s.Space))
		list, err := svc.Items.List(ctx, remediation.ItemQuery{WorkloadID: s.Workload})
		must(t, err)
		found := map[remediation.Status]int{}
		overdue, regressed := 0, 0
		for _, item := range list.Items {
			found[item.Status]++
			if item.Overdue {
				overdue++
			}
			if !item.RegressedAt.IsZero() && item.Status == remediation.Open {
				regressed++
			}
		}
		for status, want := range map[remediation.Status]int{remediation.Done: 1, remediation.InProgress: 1,
			remediation.Blocked: 1, remediation.Open: 2} {
			if found[status] != want {
				t.Errorf("%d items are %s, want %d", found[status], status, want)
			}
		}
		if overdue == 0 || regressed != 1 {
			t.Errorf("%d items are overdue, %d came back", overdue, regressed)
		}
		risks, err := svc.Acceptances.List(ctx, acceptance.Query{WorkloadID: s.Workload})
		must(t, err)
		if len(risks.Items) != 1 || risks.Items[0].Standing != "in_force" {
			t.Errorf("the accepted risks are %+v", risks.Items)
		}
		access, err := svc.Answers.Get(ctx, models.AnswerPath{Workload: s.Workload, Lens: "service-basics",
			Question: "access"})
		must(t, err)
		if access.Risk != questionnaires.RiskHigh {
			t.Errorf("the risk of access is %s", access.Risk)
		}
	})
}

// The twelve weeks show a trend: each day has its figures, risks and items went down, and one of each came back.
func TestTheStoryShowsATrend(t *testing.T) {
	t.Parallel()
	storetest.EachEngine(t, func(t *testing.T, st *store.Store) {
		now := time.Now()
		s := played(t, st, now)
		svc := service.New(st, service.Options{Clock: func() time.Time { return now }})
		ctx := models.WithActor(t.Context(), models.ProgramActor(s.Space))
		must(t, svc.Trends.Note(ctx)) // the scheduler begins with the day that ended last
		moved, err := svc.Trends.Workload(ctx, s.Workload, trend.SeriesQuery{})
		must(t, err)
		high, open, milestones := []int{}, []int{}, 0
		for i, p := range moved.Points {
			if i > 0 && figures.DaysBetween(moved.Points[i-1].Day, p.Day) != 1 {
				t.Errorf("there is nothing between %s and %s", moved.Points[i-1].Day, p.Day)
			}
			high, open = append(high, p.Counts.High), append(open, p.Open)
			milestones += len(p.Marks)
		}
		lowest, last := slices.Min(high), len(high)-1
		if len(high) < 84 || high[0] <= lowest || high[last] <= lowest || slices.Max(open) <= open[last] || milestones == 0 {
			t.Errorf("%d days, high risks %v, open items %v, %d milestones", len(high), high, open, milestones)
		}
	})
}

// played is the story as it was acted in a new database.
func played(t *testing.T, st *store.Store, now time.Time) demostory.Story {
	t.Helper()
	s := demostory.Story{Clock: demostory.NewClock(now)}
	s.Service = service.New(st, service.Options{Clock: s.Clock.Now, Sample: sample.Workload})
	program := models.WithActor(t.Context(), models.ProgramActor(""))
	space, err := s.Service.Workspaces.Create(program, models.WorkspaceInput{Name: "Demo"})
	must(t, err)
	s.Space = space.ID
	ctx := models.WithActor(t.Context(), models.ProgramActor(space.ID))
	load, err := s.Service.Samples.Add(ctx)
	must(t, err)
	s.Workload = load.ID
	s.Owner = person(ctx, t, s, "demo@example.com", models.Owner)
	s.Member = person(ctx, t, s, "ines@example.com", models.Contributor)
	must(t, demostory.Play(ctx, s))
	return s
}

func person(ctx context.Context, t *testing.T, s demostory.Story, email string, role models.Role) models.User {
	t.Helper()
	user, err := s.Service.Users.Create(ctx, models.UserInput{Email: email, Name: email},
		"a good long password of the demo")
	must(t, err)
	_, err = s.Service.Members.Add(ctx, s.Space, user.ID, models.MemberGrant{Role: role})
	must(t, err)
	return user
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
