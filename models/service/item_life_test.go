package service_test

import (
	"context"
	"strings"
	"testing"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/plan"
	"plumbline/models/store/storetest"
	"plumbline/questionnaires"
)

// itemLife is one item that closes practices of the question on backups.
type itemLife struct {
	*propertyRun
	t  *testing.T
	id string
}

func (l itemLife) item() plan.ItemView {
	l.t.Helper()
	view, err := l.servers[0].Items.Get(l.ctx, l.id)
	mustSucceed(l.t, err)
	return view
}

func (l itemLife) wants(what string, status remediation.Status, reopened int) {
	l.t.Helper()
	if got := l.item(); got.Status != status || got.Reopened != reopened {
		l.t.Fatalf("%s: %s, reopened %d times; want %s, %d", what, got.Status, got.Reopened, status, reopened)
	}
}

func (l itemLife) set(choice string, status models.ChoiceStatus) {
	l.t.Helper()
	patch := models.AnswerPatch{Choices: map[string]models.ChoicePatch{choice: {Status: &status}}}
	_, err := l.servers[0].Answers.Update(l.ctx, l.at("backup"), patch, nil)
	mustSucceed(l.t, err)
}

// An item follows the answers, is confirmed by a person, and comes back when a practice is lost.
func TestItemsFollowAnswers(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		p := newPropertyRun(t, dsn)
		review, err := p.servers[0].Reviews.Get(p.ctx, p.review.Workload, p.review.Lens)
		mustSucceed(t, err)
		_, question := review.Doc.Question("backup")
		first, second := question.Choices[0].ID, question.Choices[1].ID
		l := itemLife{p, t, ""}
		l.set(question.Choices[2].ID, models.ChoiceSelected)
		view, err := p.servers[0].Items.Create(p.ctx, p.review.Workload, plan.ItemInput{
			Fields: remediation.ItemFields{Title: "Copies that survive",
				Owner: remediation.ItemOwner{Kind: remediation.TeamOwner, Name: "Platform"}},
			Practices: []plan.PracticeName{{Lens: "service-basics", Question: "backup", Choice: first},
				{Lens: "service-basics", Question: "backup", Choice: second}},
		}, models.IdempotencyKey{})
		mustSucceed(t, err)
		l.id = view.ID
		if view.Number != 1 || view.DueSource != remediation.DueBySLA || view.DueOn == "" || len(view.Effects) != 1 ||
			view.Effects[0].To != questionnaires.RiskNone && view.Effects[0].To != questionnaires.RiskMedium {
			t.Errorf("the new item is %+v", view)
		}
		l.wants("new", remediation.Open, 0)
		l.set(first, models.ChoiceSelected)
		l.wants("one practice", remediation.Open, 0)
		_, err = p.servers[0].Items.Verify(p.ctx, l.id, plan.Verification{}, nil)
		if models.CodeOf(err) != models.CodeConflict || !strings.Contains(err.Error(), "1 of 2") {
			t.Errorf("verified with a practice missing: %v", err)
		}
		l.set(second, models.ChoiceSelected)
		l.wants("both practices", remediation.ToVerify, 0)
		if _, err := p.servers[0].Items.Verify(p.ctx, l.id, plan.Verification{}, nil); err != nil {
			t.Fatal(err)
		}
		l.wants("confirmed", remediation.Done, 0)
		l.set(first, models.ChoiceUnselected)
		l.wants("a practice is lost", remediation.Open, 1)
		if got := l.item(); got.RegressedAt.IsZero() || !got.ClosedAt.IsZero() {
			t.Errorf("the item that came back is %+v", got.Item)
		}
		if _, err := p.servers[0].Items.Verify(p.ctx, l.id, plan.Verification{Select: true}, nil); err != nil {
			t.Fatal(err)
		}
		l.wants("confirmed with the practice", remediation.Done, 1)
		answer, err := p.servers[0].Answers.Get(p.ctx, p.at("backup"))
		mustSucceed(t, err)
		if answer.Choice(first).Status != models.ChoiceSelected {
			t.Error("the confirmation selected nothing")
		}
		page, err := p.servers[0].ItemTalk.Activity(p.ctx, l.id, models.PageRequest{})
		mustSucceed(t, err)
		var kinds []string
		for _, a := range page.Items {
			kinds = append(kinds, string(a.Kind))
		}
		for _, kind := range []string{"created", "practice_closed", "practice_lost", "verified", "reopened"} {
			if !strings.Contains(strings.Join(kinds, " "), kind) {
				t.Errorf("no activity %s: %v", kind, kinds)
			}
		}
		list, err := p.servers[0].Items.List(p.ctx, remediation.ItemQuery{Text: "SURVIVE",
			Statuses: []remediation.Status{remediation.Done}})
		mustSucceed(t, err)
		if len(list.Items) != 1 || list.Items[0].Owner.Name != "Platform" || list.Items[0].Workload != "Shop" {
			t.Errorf("the list is %+v", list)
		}
	})
}

// What items need first has no circles, and a circle is named.
func TestItemCirclesAreRefused(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		p := newPropertyRun(t, dsn)
		item := func(ctx context.Context, title string, needs ...string) string {
			view, err := p.servers[0].Items.Create(ctx, p.review.Workload, plan.ItemInput{
				Fields: remediation.ItemFields{Title: title, Needs: needs}}, models.IdempotencyKey{})
			mustSucceed(t, err)
			return view.ID
		}
		a := item(p.ctx, "A")
		b := item(p.ctx, "B", a)
		c := item(p.ctx, "C", b)
		needs := []string{c}
		_, err := p.servers[0].Items.Update(p.ctx, a, plan.ItemEdit{Fields: remediation.ItemPatch{Needs: &needs}}, nil)
		if models.CodeOf(err) != models.CodeInvalid ||
			!strings.Contains(err.Error(), "#1 “A” needs #3 “C” needs #2 “B” needs #1 “A”") {
			t.Errorf("a circle: %v", err)
		}
	})
}
