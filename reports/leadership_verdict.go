package reports

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/planning"
	q "plumbline/questionnaires"
	"plumbline/reports/doc"
	"plumbline/reports/improvement"
)

// verdict is the page that answers by itself: how it stands, how that moved, what is worst, what is asked for.
func (r leadershipReport) verdict() doc.Section {
	counts, pillars := r.counts(), r.pillarsWorstFirst()
	lead, named := lookedAt(counts), namedPillars(pillars)
	for n, p := range named {
		named[n].Name = string(r.inShort("Name of a pillar", p.Name, longestPillar))
	}
	if detail := labels.VerdictDetail(counts, named); detail != "" {
		lead += " " + detail
	}
	body := []doc.Block{
		paragraphOf(doc.CleanText(labels.Verdict(counts, len(r.reviewed))), doc.StyleHeadline),
		doc.Paragraph{Layout: spaceAbove(leadGap), Spans: doc.PlainSpan(cleanText(strings.TrimSpace(lead)), doc.StyleLead)},
		doc.Tally{Layout: spaceAbove(figureGap), Counts: r.moved(counts), Large: true},
	}
	chart := pillarChart(pillars, counts.States())
	for n := range chart.Rows {
		chart.Rows[n].Name, chart.Rows[n].Place = doc.CleanText(named[n].Name), "scorecard"
	}
	chart.Rest = "pillars shown; the scorecard has all of them."
	body = append(body, chart)
	body = append(body, r.worst()...)
	body = append(body, r.asks()...)
	return doc.Section{Kind: doc.OverviewSection, Title: "On one page", Place: "verdict",
		Body: append(body, r.outlook()...)}
}

// lookedAt says how much of the workload was looked at.
func lookedAt(c q.RiskCounts) string {
	if c.Total() == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %s looked at.", c.Answered(), labels.CountLabel(c.Total(), "question was", "questions were"))
}

// moved are the large figures, with how they moved since the state that the report is compared with.
func (r leadershipReport) moved(now q.RiskCounts) []doc.RiskCount {
	list := tallyOf(now, labels.Risk)
	if r.since == nil {
		return list
	}
	var before q.RiskCounts
	for _, l := range r.since.Lenses {
		if r.reportsOn(l.Lens) {
			before = before.Plus(l.From)
		}
	}
	for i, c := range list {
		switch moved := c.N - before.Of(c.Risk); {
		case moved > 0:
			list[i].Change = doc.CleanText(fmt.Sprintf("%d more", moved))
		case moved < 0:
			list[i].Change = doc.CleanText(fmt.Sprintf("%d fewer", -moved))
		default:
			list[i].Change = "as before"
		}
	}
	return list
}

// reportsOn tells whether the report is about a lens.
func (r leadershipReport) reportsOn(lens models.Lens) bool {
	if r.onlyLens == "" {
		return true
	}
	return lens.ID == r.onlyLens || lens.Key == r.onlyLens
}

// Bounds of the page, which has to hold everything.
const (
	maxAsks      = 3
	longestTitle = 90 // characters of a title on that page; the plan has all of it
	longestName  = 40

	longestPillar = 40
)

// worst lists the first risks with who removes them and until when.
func (r leadershipReport) worst() []doc.Block {
	entries := r.plan.First(maxTop)
	if len(entries) == 0 {
		return nil
	}
	g := doc.Grid{Columns: []doc.GridColumn{{Name: "Where the risk is", Share: 5}, {Name: "Pillar", Share: 3},
		{Name: "Who removes it", Share: 3}, {Name: "Until", Share: 3}}}
	for _, e := range entries {
		place := doc.GridCell{Risk: e.Risk,
			Spans: doc.PlainSpan(r.inShort("Title of question "+e.Number, e.ShortName, longestTitle), doc.StyleBody)}
		owner, due := quietCell("nobody yet"), quietCell(emptyDash)
		if item, has := r.itemFor(e); has {
			if item.Owner != "" {
				owner = cell(r.inShort("Owner of item "+itemNumber(item), item.Owner, longestName))
			}
			if item.Overdue(r.snap.Work.Day) {
				due = cell(doc.CleanText(r.calendar(item.DueOn) + ", overdue"))
			} else if item.DueOn != "" {
				due = cell(doc.CleanText(r.calendar(item.DueOn)))
			}
		}
		pillar := cell(r.inShort("Name of a pillar", e.PillarName, longestPillar))
		g.Rows = append(g.Rows, doc.GridRow{Cells: []doc.GridCell{place, pillar, owner, due}})
	}
	return []doc.Block{heading("The worst first"), g}
}

// inShort is a text with at most so many characters; one that is longer ends in “…”.
func (r leadershipReport) inShort(where, s string, most int) doc.CleanText {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) > most {
		cut := string([]rune(s)[:most-1])
		if at := strings.LastIndexByte(cut, ' '); at > most/2 {
			cut = cut[:at]
		}
		s = cut + "…"
	}
	return r.str(where, s)
}

// itemFor finds the item that is to remove the risk of a question first.
func (r leadershipReport) itemFor(e improvement.Entry) (models.PlannedItem, bool) {
	for _, item := range r.items() {
		for _, p := range item.Practices {
			if p.LensID == e.LensID && p.QuestionID == e.QuestionID {
				return item, true
			}
		}
	}
	return models.PlannedItem{}, false
}

func itemNumber(i models.PlannedItem) string { return fmt.Sprintf("#%d", i.Number) }

// outlook says what little work would win, and when the workload is looked at again.
func (r leadershipReport) outlook() (body []doc.Block) {
	if text := r.projection(); text != "" {
		body = append(body, textRow(spaceAbove(afterIntro), "Outlook", doc.CleanText(text)))
	}
	if w := r.snap.Work; w != nil && w.NextReview != "" {
		body = append(body, textRow(spaceAbove(nextRow), "Next review", doc.CleanText(r.calendar(w.NextReview))))
	}
	return body
}

// maxWins is how many quick wins the projection takes as done.
const maxWins = 5

// projection says how many high risks would be left if the quick wins that remove most of them were done.
func (r leadershipReport) projection() string {
	high := r.counts().High
	if high == 0 {
		return ""
	}
	wins := r.winsFirst()
	if left := high - r.highRemoved(wins); len(wins) > 0 && left < high {
		subject := "If these " + fmt.Sprint(len(wins)) + " quick wins are"
		if len(wins) == 1 {
			subject = "If this quick win is"
		}
		return fmt.Sprintf("%s done, high risks go from %d to %d: %s.", subject, high, left, joinedNames(r.winNames(wins)))
	}
	least := r.plan.ClearHigh(func(improvement.Entry) bool { return true })
	if least.Practices == 0 {
		return ""
	}
	return fmt.Sprintf("At least %s to be put in place until no high risk is left.",
		labels.CountLabel(least.Practices, "practice has", "practices have"))
}

// winsFirst are the quick wins that lower a high risk by themselves, in the order of the plan.
func (r leadershipReport) winsFirst() (wins []improvement.QuickWin) {
	seen := map[string]bool{}
	for _, w := range r.plan.QuickWins() {
		question := w.Entry.LensID + "/" + w.Entry.QuestionID
		if w.Entry.Risk != q.RiskHigh || !w.Practice.Lowers(q.RiskHigh) || seen[question] || len(wins) == maxWins {
			continue
		}
		seen[question] = true
		wins = append(wins, w)
	}
	return wins
}

// highRemoved is how many high risks go with some practices, by the rules of their questions.
func (r leadershipReport) highRemoved(wins []improvement.QuickWin) (n int) {
	var list []planning.Practice
	for _, w := range wins {
		list = append(list, planning.Practice{LensID: w.Entry.LensID, QuestionID: w.Entry.QuestionID,
			ChoiceID: w.Practice.ChoiceID})
	}
	for _, c := range improvement.TryOut(r.snap, list).Questions {
		if c.From == q.RiskHigh && c.To != q.RiskHigh {
			n++
		}
	}
	return n
}

func (r leadershipReport) winNames(wins []improvement.QuickWin) (names []string) {
	for _, w := range wins {
		names = append(names, "“"+string(r.inShort("Title of a practice", w.Practice.Title, longestTitle))+"”")
	}
	return names
}
