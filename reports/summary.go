package reports

import (
	"fmt"
	"slices"
	"strings"

	q "plumbline/questionnaires"
	"plumbline/reports/doc"
)

// maxTop is how many entries of the plan the summary shows.
const maxTop = 5

// counts are those of all reviews of the report.
func (r *report) counts() (sum q.Counts) {
	for _, sh := range r.sheets {
		sum = sum.Plus(sh.counts)
	}
	return sum
}

// summary is the page that can be read from across a table.
func (r *report) summary() doc.Section {
	counts := r.counts()
	var chapters []chapter
	for _, sh := range r.sheets {
		chapters = append(chapters, sh.pillars...)
	}
	slices.SortStableFunc(chapters, worse)
	body := []doc.Block{paragraph(doc.Text(verdict(counts, len(r.sheets))), doc.Headline)}
	if s := second(counts, chapters); s != "" {
		body = append(body, doc.Paragraph{Layout: above(6), Spans: doc.Plain(repeat(s), doc.Lead)})
	}
	body = append(body, doc.Tally{Layout: above(26), Counts: tally(counts, riskWord), Large: true})
	body = append(body, scoreRows(counts)...)
	body = append(body, pillarChart(chapters, counts.States()))
	return doc.Section{Kind: doc.Overview, Title: "Summary", Place: "summary", Body: append(body, r.top()...)}
}

// tally counts the questions of each risk; name gives the word for it.
func tally(c q.Counts, name func(q.Risk) string) []doc.Count {
	var out []doc.Count
	for _, risk := range c.States() {
		out = append(out, doc.Count{Risk: risk, Name: doc.Text(name(risk)), N: c.Of(risk)})
	}
	return out
}

// scoreRows tell how much is known, and the score with its formula.
func scoreRows(c q.Counts) []doc.Block {
	known := fmt.Sprintf("%d of %s", c.Answered(), amount(c.Total(), "question", "questions"))
	return []doc.Block{
		row(above(10), "Answered", paragraph(doc.Text(known), doc.Strong)),
		row(above(3), "Score", paragraph(doc.Text(scoreWords(c)), doc.Strong), paragraph(q.ScoreFormula, doc.Small)),
	}
}

// scoreWords is the score out of 100, or why there is none.
func scoreWords(c q.Counts) string {
	if n, ok := c.Score(); ok {
		return fmt.Sprintf("%d of 100", n)
	}
	return dash + " (no question applies)"
}

// pillarChart has a bar for each pillar, the worst first.
func pillarChart(chapters []chapter, states []q.Risk) doc.Chart {
	c := doc.Chart{
		Layout: above(22), Title: "Questions by pillar, most high risks first", Value: "Score", Risks: states,
		Rest: "pillars shown; the details have all of them.",
	}
	for _, ch := range chapters {
		score := dash
		if n, ok := ch.counts.Score(); ok {
			score = itoa(n)
		}
		c.Rows = append(c.Rows, doc.ChartRow{
			Name: repeat(ch.number + "  " + ch.pillar.Name), Place: ch.place, Counts: ch.counts, Value: doc.Text(score),
		})
	}
	return c
}

// top lists the first entries of the plan.
func (r *report) top() []doc.Block {
	out := []doc.Block{
		doc.Paragraph{Layout: above(22), Spans: doc.Plain("The first things to improve", doc.Strong)},
		doc.Rule{Above: 4, Below: 4},
	}
	entries := slices.Concat(r.plan.Entries, r.plan.Undecided)
	if len(entries) == 0 {
		return append(out, paragraph(doc.Text(nothing(r.plan, r.counts())), doc.Body))
	}
	for _, e := range entries[:min(len(entries), maxTop)] {
		out = append(out, r.reference(above(nextRow), e, "plan "+e.Number))
	}
	return out
}

// onlyUndecided stands where the plan has nothing but what the lens does not say.
const onlyUndecided = "No question carries a high or medium risk as far as the lens rates the answers. How the questions below rate it does not say: " +
	"none of their rules is true and there is no default. Judge them yourself, or add a rule to the lens."

// nothing says why a plan is empty.
func nothing(p ImprovementPlan, c q.Counts) string {
	switch {
	case c.Total() == 0:
		return "Nothing to improve: there is no question to rate."
	case c.Total() == c.NotApplicable:
		return "Nothing to improve: no question applies to this workload."
	case len(p.Open) > 0:
		return "Nothing to improve among the questions answered so far. The questions that are still open may hold risks."
	}
	return "Nothing to improve: no question carries a high or medium risk."
}

// reference points to where an entry is told.
func (r *report) reference(l doc.Layout, e PlanEntry, place string) doc.Reference {
	title := r.str("Title of question "+e.Number, strings.ReplaceAll(e.Title, "\n", " "))
	return doc.Reference{Layout: l, Risk: e.Risk, Number: doc.Text(e.Number), Title: title, See: doc.See{Text: "page ", Place: place}}
}
