package reports

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"plumbline/models/comparison"
	"plumbline/models/labels"
	q "plumbline/questionnaires"
	"plumbline/reports/doc"
	"plumbline/reports/improvement"
)

// maxChanges is how many changed risks the report lists; it says how many there are besides.
const maxChanges = 20

// changedRisk is a question whose risk is another one than it was.
type changedRisk struct {
	comparison.Question
	lens string // its name; "" where there is one lens only
}

// changes says which risks are others than they were, and why: those that got worse first.
func (r leadershipReport) changes() doc.Section {
	if r.since == nil {
		return doc.Section{}
	}
	s := doc.Section{Title: doc.CleanText("What changed since " + r.sinceShort()), Place: "changes"}
	list := r.changed()
	if len(list) == 0 {
		s.Body = []doc.Block{paragraphOf("No risk is another one than it was.", doc.StyleBody)}
		return s
	}
	s.Body = append(s.Body, paragraphOf(doc.CleanText(changeWords(list)), doc.StyleBody))
	g := doc.Grid{Layout: spaceAbove(afterIntro), Columns: []doc.GridColumn{{Name: "Question", Share: 4},
		{Name: "Was", Share: 2}, {Name: "Is", Share: 2}, {Name: "Why", Share: 5}}}
	for _, c := range list[:min(len(list), maxChanges)] {
		g.Rows = append(g.Rows, doc.GridRow{Cells: []doc.GridCell{
			{Spans: doc.PlainSpan(cleanText(c.Short), doc.StyleBody), Remark: cleanText(c.lens)},
			riskCell(c.From.Risk, c.Existence == comparison.OnlyTo),
			riskCell(c.To.Risk, c.Existence == comparison.OnlyFrom), r.why(c)}})
	}
	s.Body = append(s.Body, g)
	if more := len(list) - maxChanges; more > 0 {
		s.Body = append(s.Body, remarkBelow(fmt.Sprintf("%d of %d changes are shown, what got worse first; the comparison "+
			"with the milestone has all of them.", maxChanges, len(list))))
	}
	return s
}

// sinceShort names the state that the report is compared with, for a heading.
func (r leadershipReport) sinceShort() string {
	if m := r.since.From.Milestone; m != nil {
		return fmt.Sprintf("milestone %d", m.Number)
	}
	return r.day(r.since.From.At)
}

// changed lists the questions whose risk is another one: what got worse, what is better, and the rest.
func (r leadershipReport) changed() (list []changedRisk) {
	for _, l := range r.since.Lenses {
		if !r.reportsOn(l.Lens) {
			continue
		}
		name := ""
		if len(r.since.Lenses) > 1 {
			name = l.Lens.Name
		}
		for _, p := range l.Pillars {
			for _, c := range p.Questions {
				if (c.From.Risk != c.To.Risk || c.Existence != comparison.InBoth) && r.listing.Has(p.ID, c.To.Risk) {
					list = append(list, changedRisk{c, name})
				}
			}
		}
	}
	rank := map[comparison.Trend]int{comparison.Worse: 0, comparison.Better: 1, comparison.Level: 2}
	slices.SortStableFunc(list, func(a, b changedRisk) int { return rank[a.Trend] - rank[b.Trend] })
	return list
}

// changeGroups are what leadership tells apart: what people did, what the questionnaire did, and what became of risks
// that were accepted.
var changeGroups = []struct {
	words string
	kinds []comparison.CauseKind
}{
	{"an item that was closed", []comparison.CauseKind{comparison.ItemClosed}},
	{"an item that came back", []comparison.CauseKind{comparison.ItemReopened}},
	{"a new answer", []comparison.CauseKind{comparison.Answered, comparison.Cleared, comparison.NotApplicable,
		comparison.AppliesAgain}},
	{"another version of the questionnaire", []comparison.CauseKind{comparison.NewVersion, comparison.Reset,
		comparison.QuestionAdded, comparison.QuestionRemoved, comparison.Rerated}},
	{"a questionnaire that was added, removed or started anew", []comparison.CauseKind{comparison.LensAdded,
		comparison.LensRemoved, comparison.Restarted}},
	{"an acceptance that began or ended", []comparison.CauseKind{comparison.AcceptanceBegan,
		comparison.AcceptanceEnded}},
}

// changeWords counts the changes by where they went and by their first cause, in one sentence each.
func changeWords(list []changedRisk) string {
	trends, causes := map[comparison.Trend]int{}, make([]int, len(changeGroups)+1)
	for _, c := range list {
		trends[c.Trend]++
		at := len(changeGroups)
		if len(c.Why) > 0 {
			if n := groupOf(c.Why[0].Kind); n >= 0 {
				at = n
			}
		}
		causes[at]++
	}
	var by []string
	for n, count := range causes {
		words := "another cause"
		if n < len(changeGroups) {
			words = changeGroups[n].words
		}
		if count > 0 {
			by = append(by, fmt.Sprintf("%s (%d)", words, count))
		}
	}
	var went []string
	for _, t := range []struct {
		trend comparison.Trend
		words string
	}{{comparison.Better, "better"}, {comparison.Worse, "worse"}, {comparison.Level, "neither better nor worse"}} {
		if n := trends[t.trend]; n > 0 {
			went = append(went, fmt.Sprintf("%d %s", n, t.words))
		}
	}
	return fmt.Sprintf("%s: %s. Causes: %s.", labels.CountLabel(len(list), "risk changed", "risks changed"),
		joinedNames(went), joinedNames(by))
}

// groupOf finds what leadership calls a cause, −1 for none.
func groupOf(kind comparison.CauseKind) int {
	for n, g := range changeGroups {
		if slices.Contains(g.kinds, kind) {
			return n
		}
	}
	return -1
}

// riskCell shows a risk; a question that is not there has a dash.
func riskCell(risk q.Risk, missing bool) doc.GridCell {
	if missing {
		return quietCell(emptyDash)
	}
	if risk == "" {
		risk = q.RiskUnanswered
	}
	return doc.GridCell{Risk: risk, Spans: doc.PlainSpan(doc.CleanText(labels.Risk(risk)), doc.StyleBody)}
}

// why tells the causes of one change, with who and when.
func (r leadershipReport) why(c changedRisk) doc.GridCell {
	if len(c.Why) == 0 {
		return quietCell("not recorded")
	}
	var lines, who []string
	for _, cause := range c.Why {
		lines = append(lines, labels.CauseKind(cause.Kind))
		by := cause.By
		if !cause.At.IsZero() {
			by = strings.TrimSpace(by + ", " + r.day(cause.At))
		}
		if by = strings.TrimPrefix(by, ", "); by != "" && !slices.Contains(who, by) {
			who = append(who, by)
		}
	}
	return doc.GridCell{Spans: doc.PlainSpan(r.str("Names of people", strings.Join(lines, "; ")), doc.StyleBody),
		Remark: r.str("Names of people", strings.Join(who, "; "))}
}

// scorecard has a row for each pillar, the worst first, and how much work the missing practices are.
func (r leadershipReport) scorecard() doc.Section {
	s := doc.Section{Title: "Scorecard", Place: "scorecard"}
	g := doc.Grid{Columns: []doc.GridColumn{{Name: "Pillar", Share: 4}, {Name: "Score", Share: 1, Figures: true},
		{Name: "Answered", Share: 2, Figures: true}, {Name: "High", Share: 1, Figures: true},
		{Name: "Medium", Share: 1, Figures: true}, {Name: "What is missing first", Share: 5}}}
	for _, p := range r.pillarsWorstFirst() {
		score := emptyDash
		if n, ok := p.Counts.Score(); ok {
			score = strconv.Itoa(n)
		}
		gap := quietCell("nothing")
		if p.Counts.Unanswered > 0 {
			gap = quietCell("not all is answered yet")
		}
		for _, e := range r.plan.First(len(r.plan.Entries) + len(r.plan.Undecided)) {
			if e.Number == p.Number || strings.HasPrefix(e.Number, p.Number+".") {
				gap = cell(cleanText(e.ShortName))
				break
			}
		}
		g.Rows = append(g.Rows, doc.GridRow{Cells: []doc.GridCell{cell(cleanText(p.Pillar.Name)),
			cell(doc.CleanText(score)), cell(doc.CleanText(fmt.Sprintf("%d of %d", p.Counts.Answered(), p.Counts.Total()))),
			cell(doc.CleanText(strconv.Itoa(p.Counts.High))), cell(doc.CleanText(strconv.Itoa(p.Counts.Medium))), gap}})
	}
	s.Body = append(s.Body, g)
	if m, has := r.matrix(); has {
		s.Body = append(s.Body, m)
	}
	return s
}

// matrix counts the missing practices by effort and impact, where the questionnaire tells them.
func (r leadershipReport) matrix() (doc.Matrix, bool) {
	counts, any := r.plan.Matrix(), false
	m := doc.Matrix{Layout: spaceAbove(overviewGap), Title: "Missing practices by effort and impact", Across: "Effort",
		Down: "Impact"}
	for _, level := range improvement.EffortLevels {
		m.Columns = append(m.Columns, doc.CleanText(labels.Level(level)))
	}
	for _, impact := range improvement.ImpactLevels {
		row := doc.MatrixRow{Name: doc.CleanText(labels.Level(impact))}
		for _, effort := range improvement.EffortLevels {
			n := counts.Practices[impact][effort]
			any = any || n > 0
			row.Cells = append(row.Cells, doc.MatrixCell{N: n, Name: matrixName(impact, effort)})
		}
		m.Rows = append(m.Rows, row)
	}
	return m, any
}

// matrixName says what to do about practices of an impact and an effort, in the corners where that is plain.
func matrixName(impact, effort string) doc.CleanText {
	switch {
	case impact == q.LevelHigh && effort == q.LevelLow:
		return "first"
	case impact == q.LevelHigh && effort == q.LevelHigh:
		return "plan as projects"
	case impact == q.LevelLow && effort == q.LevelLow:
		return "in passing"
	case impact == q.LevelLow && effort == q.LevelHigh:
		return "last"
	}
	return ""
}

// maxTrendPoints is how many states the trend shows, with the present one.
const maxTrendPoints = 10

// trend shows how the risks moved over the milestones. With one state there is none.
func (r leadershipReport) trend() doc.Section {
	t := doc.Trend{Title: "High and medium risks at each milestone", Value: "Score", Risks: []q.Risk{q.RiskHigh,
		q.RiskMedium}, Names: []doc.CleanText{doc.CleanText(labels.Risk(q.RiskHigh)),
		doc.CleanText(labels.Risk(q.RiskMedium))}}
	for _, m := range r.marks {
		t.Points = append(t.Points, trendPoint("M"+strconv.Itoa(m.Number), r.calendar(m.Day), m.Counts))
	}
	if r.snap.Milestone == nil {
		t.Points = append(t.Points, trendPoint("Now", r.day(r.snap.At), r.counts()))
	}
	if len(t.Points) < 2 {
		return doc.Section{}
	}
	s := doc.Section{Title: "Trend", Place: "trend"}
	left := len(t.Points) - maxTrendPoints
	if left > 0 {
		t.Points = t.Points[left:]
	}
	s.Body = []doc.Block{t}
	if left > 0 {
		s.Body = append(s.Body, remarkBelow(fmt.Sprintf("The last %d of %d states are shown.", maxTrendPoints,
			left+maxTrendPoints)))
	}
	return s
}

func trendPoint(name, day string, c q.RiskCounts) doc.TrendPoint {
	p := doc.TrendPoint{Name: doc.CleanText(name), Detail: doc.CleanText(day), Counts: c, Value: emptyDash}
	if n, ok := c.Score(); ok {
		p.Value = doc.CleanText(strconv.Itoa(n))
	}
	return p
}
