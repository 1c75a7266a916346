package reports_test

import (
	"testing"

	"plumbline/models"
	q "plumbline/questionnaires"
	"plumbline/reports"
)

const planLens = `{"schemaVersion":"2021-11-01","name":"Plan lens","description":"d","pillars":[
{"id":"one","name":"One","questions":[
 {"id":"medium","title":"A medium one?","description":"d","choices":[
  {"id":"m_a","title":"A","improvementPlan":{"displayText":"Do A.","url":"https://example.com/a"}},
  {"id":"m_b","title":"B","improvementPlan":{"displayText":"Do B."},"additionalResources":[
   {"type":"HELPFUL_RESOURCE","content":[{"displayText":"not for the plan","url":"https://example.com/help"}]},
   {"type":"IMPROVEMENT_PLAN","content":[{"displayText":"first","url":"https://example.com/b1"},
{"displayText":"second"}]}]},
  {"id":"m_c","title":"C","improvementPlan":{"displayText":"Do C."}},
  {"id":"m_no","title":"None of these"}],
  "riskRules":[{"condition":"m_a && m_b","risk":"NO_RISK"},{"condition":"m_a","risk":"MEDIUM_RISK"},
{"condition":"default","risk":"HIGH_RISK"}]},
 {"id":"open","title":"An open one?","description":"d","choices":[{"id":"o_a","title":"A",
"improvementPlan":{"displayText":"x"}},{"id":"o_no","title":"None of these"}],
  "riskRules":[{"condition":"o_a","risk":"NO_RISK"},{"condition":"default","risk":"HIGH_RISK"}]}]},
{"id":"two","name":"Two","questions":[
 {"id":"high","title":"A high one?","description":"d","choices":[{"id":"h_a","title":"A",
"improvementPlan":{"displayText":"x"}},{"id":"h_b","title":"B","improvementPlan":{"displayText":"y"}},{"id":"h_no",
"title":"None of these"}],
  "riskRules":[{"condition":"h_a","risk":"NO_RISK"},{"condition":"default","risk":"HIGH_RISK"}]}]}]}`

func planSnapshot(t testing.TB) models.Snapshot {
	return snapshotOf([]*q.Lens{mustParseLens(t, []byte(planLens))}, func(_, _ int, of *q.Question) models.AnswerFields {
		a := models.AnswerFields{Applicable: true}
		switch of.ID {
		case "medium":
			a.Choices = append(selectChoices("m_a"), models.ChoiceAnswer{ChoiceID: "m_c",
				Status: models.ChoiceNotApplicable, Reason: models.OutOfScope})
		case "high":
			a.Choices = selectChoices("h_no")
		}
		return a
	})
}

func TestPlan(t *testing.T) {
	p, err := reports.DerivePlan(planSnapshot(t), "")
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
	if l := medium.Practices[0].Links; len(l) != 2 || l[0] != (reports.SourceLink{Text: "first",
		URL: "https://example.com/b1"}) || l[1].Text != "second" {
		t.Errorf("links: %+v", l)
	}
}

func TestPlanInPDF(t *testing.T) {
	s := planSnapshot(t)
	pdf, _ := renderPDF(t, s, reports.ReportOptions{})
	all := pdfWords(t, pdf)
	wantTexts(t, all, "2.1 A high one?", "To no risk with 1 practice: “A”.", "Do B.", "first – https://example.com/b1",
		"second", "Still open: 1 question", "1.2 An open one?")
	if i, j := indexOf(all, "Do B."), indexOf(all, "A high one?"); i < j {
		t.Error("medium comes before high")
	}
	if indexOf(all, "not for the plan") >= 0 {
		t.Error("a helpful resource is in the plan")
	}
}

// TestRecordedRisk holds a frozen answer against rules that would rate it otherwise today.
func TestRecordedRisk(t *testing.T) {
	s := planSnapshot(t)
	s.Reviews[0].Answers[2].Risk = q.RiskMedium
	pdf, _ := renderPDF(t, s, reports.ReportOptions{})
	wantTexts(t, pdfWords(t, pdf), "Recorded as Medium. The risk rules give High")
}

func TestUnknownLensOfPlan(t *testing.T) {
	if _, err := reports.DerivePlan(planSnapshot(t), "nope"); models.CodeOf(err) != models.CodeNotFound {
		t.Errorf("got %v", err)
	}
}
