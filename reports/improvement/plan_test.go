package improvement_test

import (
	"testing"

	"plumbline/models"
	q "plumbline/questionnaires"
	"plumbline/reports/improvement"
	"plumbline/reports/reportstest"
)

func TestPlan(t *testing.T) {
	p, err := improvement.Derive(reportstest.Plan(t), "")
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Entries) != 2 || p.Entries[0].QuestionID != "high" || p.Entries[1].QuestionID != "medium" {
		t.Fatalf("the worst is not first: %+v", p.Entries)
	}
	if len(p.Open) != 1 || p.Open[0].QuestionID != "open" || p.Open[0].Number != "1.2" || len(p.Open[0].Practices) > 0 {
		t.Errorf("open: %+v", p.Open)
	}
	high, medium := p.Entries[0], p.Entries[1]
	if high.Number != "2.1" || high.Risk != q.RiskHigh || high.PillarName != "Two" || high.LensKey != "lens-0" ||
		high.Reason.Risk != q.RiskHigh || len(high.Practices) != 2 {
		t.Errorf("high: %+v", high)
	}
	if len(high.ShortestWays) != 1 || high.ShortestWays[0].To != q.RiskNone || len(high.ShortestWays[0].Sets) != 1 ||
		high.ShortestWays[0].Sets[0][0] != "h_a" {
		t.Errorf("shortest way: %+v", high.ShortestWays)
	}
	if len(medium.Practices) != 1 || medium.Practices[0].ChoiceID != "m_b" || medium.Practices[0].Text != "Do B." {
		t.Fatalf("practices: %+v", medium.Practices)
	}
	if l := medium.Practices[0].Links; len(l) != 2 || l[0] != (improvement.SourceLink{Text: "first",
		URL: "https://example.com/b1"}) || l[1].Text != "second" {
		t.Errorf("links: %+v", l)
	}
}

func TestUnknownLensOfPlan(t *testing.T) {
	if _, err := improvement.Derive(reportstest.Plan(t), "nope"); models.CodeOf(err) != models.CodeNotFound {
		t.Errorf("got %v", err)
	}
}
