package reports

import (
	"fmt"
	"slices"
	"strconv"

	"plumbline/models/labels"
	q "plumbline/questionnaires"
	"plumbline/reports/doc"
	"plumbline/reports/reviewed"
)

// maxTop is how many entries of the plan the summary shows.
const maxTop = 5

// counts are those of all reviews of the report.
func (r *reportBuilder) counts() (sum q.RiskCounts) {
	for _, sh := range r.reviewed {
		sum = sum.Plus(sh.Counts)
	}
	return sum
}

// summary is the page that can be read from across a table.
func (r *reportBuilder) summary() doc.Section {
	counts, pillars := r.counts(), r.pillarsWorstFirst()
	body := []doc.Block{paragraphOf(doc.CleanText(labels.Verdict(counts, len(r.reviewed))), doc.StyleHeadline)}
	if s := labels.VerdictDetail(counts, namedPillars(pillars)); s != "" {
		body = append(body, doc.Paragraph{Layout: spaceAbove(leadGap), Spans: doc.PlainSpan(cleanText(s), doc.StyleLead)})
	}
	body = append(body, doc.Tally{Layout: spaceAbove(figureGap), Counts: tallyOf(counts, labels.Risk), Large: true})
	body = append(body, scoreRows(counts)...)
	body = append(body, pillarChart(pillars, counts.States()))
	return doc.Section{Kind: doc.OverviewSection, Title: "Summary", Place: "summary", Body: append(body, r.top()...)}
}

// pillarsWorstFirst are the pillars of all lenses.
func (r *reportBuilder) pillarsWorstFirst() (pillars []reviewed.Pillar) {
	for _, sh := range r.reviewed {
		pillars = append(pillars, sh.Pillars...)
	}
	slices.SortStableFunc(pillars, func(a, b reviewed.Pillar) int { return labels.WorstFirst(a.Counts, b.Counts) })
	return pillars
}

func namedPillars(pillars []reviewed.Pillar) (named []labels.PillarCounts) {
	for _, p := range pillars {
		named = append(named, labels.PillarCounts{Name: p.Pillar.Name, Counts: p.Counts})
	}
	return named
}

// tallyOf counts the questions of each risk; name gives the word for it.
func tallyOf(c q.RiskCounts, name func(q.Risk) string) []doc.RiskCount {
	var out []doc.RiskCount
	for _, risk := range c.States() {
		out = append(out, doc.RiskCount{Risk: risk, Name: doc.CleanText(name(risk)), N: c.Of(risk)})
	}
	return out
}

// scoreRows tell how much is known, and the score with its formula.
func scoreRows(c q.RiskCounts) []doc.Block {
	known := fmt.Sprintf("%d of %s", c.Answered(), labels.CountLabel(c.Total(), "question", "questions"))
	return []doc.Block{
		labelledRow(spaceAbove(afterFigures), "Answered", paragraphOf(doc.CleanText(known), doc.StyleStrong)),
		labelledRow(spaceAbove(closeReference), "Score", paragraphOf(doc.CleanText(scoreWords(c)), doc.StyleStrong),
			paragraphOf(q.ScoreFormula, doc.StyleSmall)),
	}
}

// scoreWords is the score out of 100, or why there is none.
func scoreWords(c q.RiskCounts) string {
	if n, ok := c.Score(); ok {
		return fmt.Sprintf("%d of 100", n)
	}
	return emptyDash + " (no question applies)"
}

// pillarChart has a bar for each pillar, the worst first.
func pillarChart(pillars []reviewed.Pillar, states []q.Risk) doc.Chart {
	c := doc.Chart{
		Layout: spaceAbove(overviewGap), Title: "Questions by pillar, most high risks first", Value: "Score",
		Risks: states,
		Rest:  "pillars shown; the details have all of them.",
	}
	for _, p := range pillars {
		score := emptyDash
		if n, ok := p.Counts.Score(); ok {
			score = strconv.Itoa(n)
		}
		c.Rows = append(c.Rows, doc.ChartRow{
			Name: cleanText(p.Number + "  " + p.Pillar.Name), Place: p.Place, Counts: p.Counts,
			Value: doc.CleanText(score),
		})
	}
	return c
}

// top lists the first entries of the plan.
func (r *reportBuilder) top() []doc.Block {
	out := []doc.Block{
		doc.Paragraph{Layout: spaceAbove(overviewGap), Spans: doc.PlainSpan("The first things to improve", doc.StyleStrong)},
		doc.Rule{Above: 4, Below: 4},
	}
	entries := r.plan.First(maxTop)
	if len(entries) == 0 {
		return append(out, paragraphOf(doc.CleanText(r.plan.NothingToImprove(r.counts())), doc.StyleBody))
	}
	for _, e := range entries {
		out = append(out, r.reference(spaceAbove(nextRow), e, "question "+e.Number))
	}
	return out
}
