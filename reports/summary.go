package reports

import (
	"fmt"
	"slices"
	"strings"

	"plumbline/models/labels"
	q "plumbline/questionnaires"
)

// Rows of the summary, at most: it must fit one page.
const (
	maxBars = 12
	maxTop  = 5
)

// counts are those of all reviews of the report.
func (r *report) counts() (sum q.Counts) {
	for _, sh := range r.sheets {
		sum = sum.Plus(sh.counts)
	}
	return sum
}

// summary is the page that can be read from across a table.
func (r *report) summary() {
	counts := r.counts()
	var chapters []chapter
	for _, sh := range r.sheets {
		chapters = append(chapters, sh.pillars...)
	}
	slices.SortStableFunc(chapters, worse)
	start := len(r.boxes)
	r.page()
	r.list(0, "Summary", "summary")
	r.pin(placeMark{"summary", "Summary", 0}, headMark{""})
	r.plain("Summary", style{sans, 9.5, 16, ink2})
	r.keep()
	r.plain(text(verdict(counts, len(r.sheets))), headline)
	if s := second(counts, chapters); s != "" {
		r.space(6)
		r.plain(repeat(s), style{sans, 14, 20, ink2})
	}
	r.tiles(counts)
	r.scoreRows(counts)
	head := len(r.boxes)
	r.top()
	last := append([]box{}, r.boxes[head:]...)
	r.boxes = r.boxes[:head]
	r.bars(chapters, counts.States(), r.height-tall(r.boxes[start:])-tall(last))
	r.boxes = append(r.boxes, last...)
}

// tiles show the counts, each as a number, a shape and a word.
func (r *report) tiles(c q.Counts) {
	r.space(26)
	const height = 74
	states := c.States()
	step := r.width / float64(len(states))
	for i, risk := range states {
		x := step * float64(i)
		w := step - 12
		if i == len(states)-1 {
			w = step
		}
		r.pin(lineMark{x, 0, w, 0, 1, riskColor(risk)}, shapeMark{x, 12.5, 10, risk})
		r.pinText(x+15, 35, span{text: text(labels.Risk(risk)), style: style{sansBold, 9.5, 35, riskColor(risk)}})
		n := r.set.lines(1e6, span{text: text(itoa(c.Of(risk))), style: style{sansBold, 38, 44, ink}})[0]
		r.pin(r.marks(n, x, 64)...)
	}
	r.add(height)
}

// scoreRows tell how much is known, and the score with its formula.
func (r *report) scoreRows(c q.Counts) {
	r.space(10)
	r.row("Answered", func() {
		r.plain(text(fmt.Sprintf("%d of %s", c.Answered(), labels.Amount(c.Total(), "question", "questions"))), strong)
	})
	r.space(3)
	r.row("Score", func() {
		r.plain(text(scoreWords(c)), strong)
		r.plain(text(q.ScoreFormula), small)
	})
}

// scoreWords is the score out of 100, or why there is none.
func scoreWords(c q.Counts) string {
	if n, ok := c.Score(); ok {
		return fmt.Sprintf("%d of 100", n)
	}
	return dash + " (no question applies)"
}

// bars is the chart of the pillars, the worst first, with its numbers beside it, in at most the given height.
func (r *report) bars(chapters []chapter, states []q.Risk, height float64) {
	if len(chapters) == 0 {
		return
	}
	start := len(r.boxes)
	r.space(22)
	r.barHead(states)
	most := 1
	for _, ch := range chapters {
		most = max(most, ch.counts.Total())
	}
	left, right := 150.0, r.width-48-24*float64(len(states))
	lead := 18.0
	if len(chapters) > 8 {
		lead = 13
	}
	for i, ch := range chapters {
		if left := height - tall(r.boxes[start:]); i == maxBars || left < 80 && i < len(chapters)-1 {
			r.space(4)
			r.plain(text(fmt.Sprintf("%d of %d pillars shown; the details have all of them.", i, len(chapters))), small)
			break
		}
		r.bar(ch, states, barMark{left + 10, 0, (right - left - 10) / float64(most), 11, ch.counts}, lead)
	}
}

// barHead is the head of the chart: its title, and the shapes as heads of the number columns.
func (r *report) barHead(states []q.Risk) {
	r.pinText(0, 14, span{text: "Questions by pillar, most high risks first", style: strong})
	for i, risk := range states {
		r.pin(shapeMark{r.column(len(states)-i) - 8, 3, 8, risk})
	}
	r.pinRight(14, span{text: "Score", style: small})
	r.add(17)
	r.keep()
	r.pin(lineMark{0, 0, r.width, 0, rule, hair})
	r.add(4)
	r.keep()
}

// column is the right edge of a number column of the chart; the last one is 1.
func (r *report) column(fromRight int) float64 { return r.width - 44 - 24*float64(fromRight-1) }

// bar is one row of the chart. All bars share one scale, so a longer bar is a pillar with more questions.
func (r *report) bar(ch chapter, states []q.Risk, b barMark, lead float64) {
	name := r.set.lines(142, span{text: repeat(ch.number + "  " + ch.pillar.Name), style: body.sized(9, 12), goTo: ch.place})
	for i, l := range name {
		r.pin(r.marks(l, 0, 11+12*float64(i))...)
	}
	b.y = 2.5
	r.pin(b)
	for i, risk := range states {
		st := body.sized(9, 16)
		if ch.counts.Of(risk) == 0 {
			st = st.in(ink2)
		}
		l := r.set.lines(1e6, span{text: text(itoa(ch.counts.Of(risk))), style: st})[0]
		r.pin(r.marks(l, r.column(len(states)-i)-l.width, 11)...)
	}
	score := dash
	if n, ok := ch.counts.Score(); ok {
		score = itoa(n)
	}
	l := r.set.lines(1e6, span{text: text(score), style: body.sized(9, 16).with(sansBold)})[0]
	r.pin(r.marks(l, r.width-l.width, 11)...)
	r.add(lead + 4 + 12*float64(len(name)-1))
}

// top lists the first entries of the plan.
func (r *report) top() {
	r.space(22)
	title := "The first things to improve"
	r.plain(text(title), strong)
	r.keep()
	r.pin(lineMark{0, 4, r.width, 0, rule, hair})
	r.add(8)
	r.keep()
	entries := slices.Concat(r.plan.Entries, r.plan.Undecided)
	if len(entries) == 0 {
		r.plain(text(nothing(r.plan, r.counts())), body)
		return
	}
	for i, e := range entries {
		if i == maxTop {
			break
		}
		r.space(5)
		r.listed(e, "plan "+e.Number)
	}
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

// listed sets one entry as a row: shape and number, title, page.
func (r *report) listed(e PlanEntry, place string) {
	r.pin(shapeMark{0, 2.2, 8.5, e.Risk})
	r.pinText(14, body.lead, span{text: text(e.Number), style: quiet, goTo: place})
	r.pin(pageMark{r.width, baseline(body.lead, line{}), quiet, "page ", place})
	title := r.str("Title of question "+e.Number, strings.ReplaceAll(e.Title, "\n", " "))
	r.x = labelWidth
	lines := r.set.lines(r.measure()-56, span{text: title, style: body, goTo: place})
	r.lines(body.lead, lines)
	r.x = 0
}
