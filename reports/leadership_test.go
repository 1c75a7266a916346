package reports_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/comparison"
	"plumbline/models/figures"
	"plumbline/models/labels"
	"plumbline/models/planning"
	q "plumbline/questionnaires"
	"plumbline/questionnaires/builtin"
	"plumbline/reports"
	"plumbline/reports/improvement"
	"plumbline/reports/reportstest"
)

// renderLeadership makes the report and fails the test if it can't. REPORTS_KEEP names a directory that keeps it.
func renderLeadership(t testing.TB, s reports.Source, opt reports.ReportOptions) ([]byte, []reports.RenderWarning) {
	t.Helper()
	var out bytes.Buffer
	warnings, err := reports.Write(&out, s, reports.Leadership, opt)
	if err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("REPORTS_KEEP"); dir != "" {
		name := filepath.Join(dir, filepath.Base(t.Name())+"-leadership.pdf")
		if err := os.WriteFile(name, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes(), warnings
}

const reportDay = "2026-11-23"

// leadershipSource is a reviewed workload with items, acceptances, questions that do not apply, and a milestone.
func leadershipSource(t testing.TB) reports.Source {
	t.Helper()
	s := reportstest.Full(t)
	s.Workload.ReviewOwner = "Grace Hopper"
	plan, err := improvement.Derive(s, "")
	if err != nil {
		t.Fatal(err)
	}
	item := func(n int, e improvement.Entry, owner, due, status string) models.PlannedItem {
		return models.PlannedItem{Number: n, Title: "Work on " + e.ShortName, Owner: owner, DueOn: due, Status: status,
			Effort: q.LevelMedium, BuildCost: int64(n) * 1000, Risk: e.Risk, Practices: []models.SnapshotPractice{
				{LensID: e.LensID, QuestionID: e.QuestionID, ChoiceID: e.Practices[0].ChoiceID}}}
	}
	s.Work = &models.PlannedWork{Day: reportDay, NextReview: "2027-03-01", Currency: "EUR", Items: []models.PlannedItem{
		item(1, plan.Entries[0], "Ada Lovelace", "2026-11-01", "in_progress"),
		item(2, plan.Entries[1], "", "2026-12-24", "open"),
		item(3, plan.Entries[3], "Team Blue", "", "blocked"),
	}}
	last := plan.Entries[len(plan.Entries)-1]
	s.Reviews[0].Accepted = []accepted.Entry{{QuestionID: last.QuestionID, Risk: last.Risk, ApproverRole: "CISO",
		Reason: "The new store comes in spring", Mitigation: "Copies by hand", DecidedBy: "Katherine Johnson",
		DecidedAt: reportstest.At, Until: "2026-12-10"}}
	return reports.Source{Snapshot: s, Since: earlier(s), Marks: []figures.Mark{
		{Day: "2026-03-01", Number: 1, Name: "Spring", Counts: q.RiskCounts{High: 30, Medium: 9, None: 1}},
		{Day: "2026-08-01", Number: 2, Name: "Summer", Counts: q.RiskCounts{High: 25, Medium: 12, None: 3}},
	}}
}

// earlier compares a snapshot with one in which the first question without a risk had a high one.
func earlier(s models.Snapshot) *comparison.Comparison {
	before := s
	before.Milestone = &models.Milestone{Number: 2, Name: "Summer", CreatedAt: reportstest.At.AddDate(0, -3, 0)}
	before.At, before.Work = before.Milestone.CreatedAt, nil
	before.Reviews = append([]models.ReviewSnapshot{}, s.Reviews...)
	before.Reviews[0].Answers = append([]models.Answer{}, s.Reviews[0].Answers...)
	for i, a := range before.Reviews[0].Answers {
		if a.Risk == q.RiskNone {
			before.Reviews[0].Answers[i].Risk = q.RiskHigh
			before.Reviews[0].Answers[i].Choices = nil
			break
		}
	}
	before.Reviews[0].Review.Pillars = models.CountReview(s.Reviews[0].Doc, models.ByQuestion(before.Reviews[0].Answers),
		s.Reviews[0].Review.Pillars)
	c := comparison.Of(before, s)
	c.Explain(comparison.Facts{})
	return &c
}

func TestLeadershipReport(t *testing.T) {
	t.Parallel()
	s := leadershipSource(t)
	pdf, warnings := renderLeadership(t, s, reports.ReportOptions{Classification: "Internal"})
	if len(warnings) > 0 {
		t.Errorf("warnings %v", warnings)
	}
	checkPDF(t, pdf)
	pages := strings.Split(strings.TrimSuffix(pdfWords(t, pdf), "\f"), "\f")
	if len(pages) < 3 || len(pages) > 6 {
		t.Errorf("the report has %d pages", len(pages))
	}
	for n, page := range pages {
		wantTexts(t, page, fmt.Sprintf("Page %d of %d", n+1, len(pages)), "Internal, Draft, 23 Nov 2026")
	}
	counts := s.Counts()
	wantTexts(t, pages[0], "Report to leadership", "Draft, live state", "Internal", "Compared with", "Milestone 2: Summer")
	wantTexts(t, pages[1], labels.Verdict(counts, 1),
		fmt.Sprintf("%d of %d questions were looked at.", counts.Answered(), counts.Total()), "1 fewer", "1 more",
		"as before",
		"Ada Lovelace", "1 Nov 2026", "overdue", "nobody yet", "What leadership is asked for",
		"1 item is overdue: give people and a new date, or accept the risk", "Grace Hopper", "23 Nov 2026",
		"Name who removes", "Release the budget of 3 items", "6\u202f000\u00a0EUR", "Next review", "1 Mar 2027")
	rest := strings.Join(pages[2:], "\n")
	wantTexts(t, rest, "What changed since milestone 2", "1 risk changed: 1 better.", "Scorecard",
		"3 items are open, 1 of them overdue on 23 Nov 2026; together they cost 6\u202f000\u00a0EUR.", "#1", "#3",
		"overdue by 22 days", "Team Blue", "High risks nobody works on", "CISO", "Katherine Johnson", "10 Dec 2026",
		"The new store comes in spring", "Copies by hand", "Questions that do not apply", "Trend", "M1", "M2", "Now",
		"About this report")
	again, _ := renderLeadership(t, leadershipSource(t), reports.ReportOptions{Classification: "Internal"})
	if !bytes.Equal(pdf, again) {
		t.Error("equal sources give other bytes")
	}
}

var reportID = regexp.MustCompile(`Report ID ([0-9a-f]{16})`)

// The id of a report is that of its content: another paper leaves it, another character does not.
func TestLeadershipReportID(t *testing.T) {
	t.Parallel()
	id := func(s reports.Source, opt reports.ReportOptions) string {
		pdf, _ := renderLeadership(t, s, opt)
		found := reportID.FindStringSubmatch(pdfWords(t, pdf))
		if found == nil {
			t.Fatal("the cover has no report id")
		}
		return found[1]
	}
	one := id(leadershipSource(t), reports.ReportOptions{})
	if other := id(leadershipSource(t), reports.ReportOptions{Paper: reports.PaperLetter}); other != one {
		t.Errorf("on other paper the report is %s, not %s", other, one)
	}
	changed := leadershipSource(t)
	changed.Work.Items[1].Title += "."
	if other := id(changed, reports.ReportOptions{}); other == one {
		t.Error("another title gives the same id")
	}
	frozen := leadershipSource(t)
	frozen.Milestone = &models.Milestone{Number: 3, Name: "Autumn", CreatedAt: reportstest.At}
	pdf, _ := renderLeadership(t, frozen, reports.ReportOptions{})
	wantTexts(t, pdfWords(t, pdf), "Final, milestone 3: Autumn", "As of 23 Nov 2026", "Last change 23 Nov 2026, 10:42 UTC")
}

// The projection is what the rules say of the practices that it names.
func TestLeadershipProjection(t *testing.T) {
	t.Parallel()
	s := nearlyDone(t)
	plan, err := improvement.Derive(s, "")
	if err != nil {
		t.Fatal(err)
	}
	pdf, _ := renderLeadership(t, reports.Source{Snapshot: s}, reports.ReportOptions{})
	page := strings.Join(strings.Fields(strings.Split(pdfWords(t, pdf), "\f")[1]), " ")
	said := regexp.MustCompile(`If these (\d) quick wins are done, high risks go from (\d+) to (\d+): (.*”)\.`).
		FindStringSubmatch(page)
	if said == nil {
		t.Fatalf("there is no projection in %q", page)
	}
	var practices []planning.Practice
	for _, w := range plan.QuickWins() {
		named := "“" + strings.Join(strings.Fields(w.Practice.Title), " ") + "”"
		if strings.Contains(withoutSpace(said[4]), withoutSpace(named)) {
			practices = append(practices, planning.Practice{LensID: w.Entry.LensID, QuestionID: w.Entry.QuestionID,
				ChoiceID: w.Practice.ChoiceID})
		}
	}
	tried := improvement.TryOut(s, practices)
	if got := fmt.Sprint(len(practices), " ", s.Counts().High, " ", tried.After.Counts().High); got !=
		strings.Join(said[1:4], " ") {
		t.Errorf("the report says %v; the rules say %s", said[1:4], got)
	}
}

// nearlyDone is a workload where each question lacks one practice that is little work, if it has one.
func nearlyDone(t testing.TB) models.Snapshot {
	return reportstest.Snapshot([]*q.Lens{builtinLens(t, "wellarchitected")}, func(_, _ int,
		of *q.Question) models.AnswerFields {
		a, left := models.AnswerFields{Applicable: true}, false
		for _, c := range of.Choices {
			if !left && c.Guidance != nil && c.Guidance.Effort == q.LevelLow && c.Guidance.RiskLevel == q.LevelHigh {
				left = true
			} else if !c.NoneOfThese() {
				a.Choices = append(a.Choices, models.ChoiceAnswer{ChoiceID: c.ID, Status: models.ChoiceSelected})
			}
		}
		return a
	})
}

func builtinLens(t testing.TB, key string) *q.Lens {
	t.Helper()
	l, has := builtin.LensByKey(key)
	if !has {
		t.Fatalf("there is no lens %s", key)
	}
	return reportstest.Lens(t, l.Document())
}

// The page with the verdict has no ids, no numbers of questions and no abbreviations that outsiders don’t know.
func TestLeadershipVerdictIsPlain(t *testing.T) {
	t.Parallel()
	jargon := regexp.MustCompile(`[A-Z]{3}\d\d|\d+\.\d+|\b(RTO|RPO|IAM|MFA|KMS|VPC|SLO|SLI|CI/CD|IaC|WAF|DR|TTL|ARN)\b`)
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 5))
		s := reportstest.Snapshot([]*q.Lens{builtinLens(t, "wellarchitected")}, func(_, _ int,
			of *q.Question) models.AnswerFields {
			a := models.AnswerFields{Applicable: true}
			for _, c := range of.Choices {
				if !c.NoneOfThese() && r.IntN(2) == 0 {
					a.Choices = append(a.Choices, models.ChoiceAnswer{ChoiceID: c.ID, Status: models.ChoiceSelected})
				}
			}
			return a
		})
		pdf, _ := renderLeadership(t, reports.Source{Snapshot: s}, reports.ReportOptions{})
		page := strings.Split(pdfWords(t, pdf), "\f")[1]
		page, _, _ = strings.Cut(page, "Outlook") // what follows are titles of practices, in the words of the lens
		if found := jargon.FindAllString(page, -1); found != nil {
			t.Errorf("seed %d: the page says %q", seed, found)
		}
	}
}

// Whatever is in a workload, the verdict has its page, the report is a sound file, and the numbers are those of the
// answers.
func TestLeadershipOfRandomSnapshots(t *testing.T) {
	t.Parallel()
	for seed := range randomSeeds() {
		s := randomSource(t, seed)
		pdf, _ := renderLeadership(t, s, reports.ReportOptions{Paper: reports.PaperSize(seed % 2)})
		pages := strings.Split(strings.TrimSuffix(pdfWords(t, pdf), "\f"), "\f")
		var counts q.RiskCounts
		for _, review := range s.Reviews {
			for _, a := range review.Answers {
				counts.Add(a.Risk, 1)
			}
		}
		wantTexts(t, pages[1], labels.Verdict(counts, len(s.Reviews)))
		for n, page := range pages[2:] {
			if strings.Contains(page, "What leadership is asked for") || strings.Contains(page, "Next review") {
				t.Errorf("seed %d: the page of the verdict is not one page, but ends on page %d", seed, n+3)
			}
		}
		if seed%10 == 0 {
			checkPDF(t, pdf)
		}
	}
}

// randomSeeds is how many random workloads are tried; REPORTS_SEEDS says otherwise.
func randomSeeds() uint64 {
	if n, err := strconv.ParseUint(os.Getenv("REPORTS_SEEDS"), 10, 32); err == nil {
		return n
	}
	return 24
}

// randomSource adds random work to a random snapshot.
func randomSource(t testing.TB, seed uint64) reports.Source {
	t.Helper()
	s := reportstest.Random(t, seed)
	r := reportstest.NewRandomizer(seed, 12)
	s.Work = &models.PlannedWork{Day: reportDay, Currency: "EUR", NextReview: "2027-01-01"}
	for n := range r.IntN(500) {
		item := models.PlannedItem{Number: n + 1, Title: r.Words(40), Owner: r.Words(12), Status: "open",
			BuildCost: r.Int64N(1e12), RunCost: r.Int64N(1e12)}
		if r.IntN(2) == 0 {
			item.DueOn = fmt.Sprintf("2026-%02d-%02d", 1+r.IntN(12), 1+r.IntN(28))
		}
		for range r.IntN(4) {
			review := s.Reviews[r.IntN(len(s.Reviews))]
			of := review.Answers[r.IntN(len(review.Answers))]
			item.Practices = append(item.Practices, models.SnapshotPractice{LensID: review.Lens.ID,
				QuestionID: of.QuestionID, ChoiceID: "x"})
		}
		s.Work.Items = append(s.Work.Items, item)
	}
	return reports.Source{Snapshot: s, Since: earlier(s)}
}

// A workload without anything still gets a report, and one with nothing to do says so.
func TestLeadershipOfLittle(t *testing.T) {
	t.Parallel()
	s := reportstest.Snapshot([]*q.Lens{builtinLens(t, "resilience")}, func(int, int, *q.Question) models.AnswerFields {
		return models.AnswerFields{Applicable: true}
	})
	pdf, _ := renderLeadership(t, reports.Source{Snapshot: s}, reports.ReportOptions{})
	text := pdfWords(t, pdf)
	wantTexts(t, text, "Nothing is answered yet", "0 of", "No items are told here",
		"Give the team time to answer")
	for _, not := range []string{"What changed", "Trend", "Risks taken on purpose", "Next review"} {
		if strings.Contains(text, not) {
			t.Errorf("the report has %q", not)
		}
	}
	s.Work = &models.PlannedWork{Day: "2026-12-01", Currency: "EUR"}
	s.Reviews[0].Accepted = []accepted.Entry{{QuestionID: s.Reviews[0].Answers[0].QuestionID, Until: "2026-12-31"},
		{QuestionID: s.Reviews[0].Answers[1].QuestionID, Until: "2027-01-01"}}
	pdf, _ = renderLeadership(t, reports.Source{Snapshot: s}, reports.ReportOptions{})
	wantTexts(t, pdfWords(t, pdf), "Nothing is planned: there is no open item.",
		"1 acceptance ends within 30 days: remove the risk, or accept it again", "31 Dec 2026")
	var out bytes.Buffer
	for _, wrong := range []string{strings.Repeat("x", reports.MaxClassification+1), "a\nb", "\xff"} {
		_, err := reports.Write(&out, reports.Source{Snapshot: s}, reports.Leadership,
			reports.ReportOptions{Classification: wrong})
		if models.CodeOf(err) != models.CodeInvalid || out.Len() > 0 {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}
