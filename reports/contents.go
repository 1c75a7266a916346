package reports

import (
	"fmt"

	"plumbline/models/labels"
)

// tocLine is one line of the contents.
type tocLine struct {
	title text
	place string
	level int
}

// list puts a place into the contents.
func (r *report) list(level int, title text, place string) {
	r.toc = append(r.toc, tocLine{title, place, level})
}

// contents sets the page numbers in the label column, where the eye finds them beside the titles.
func (r *report) contents() {
	lines := r.toc
	r.section("Contents", "contents")
	for _, l := range lines {
		st, gap := strong, 9.0
		if l.level > 0 {
			st, gap = body, 2
		}
		r.space(gap)
		r.pin(pageMark{labelWidth - 24, baseline(body.lead, line{}), st.with(sans), "", l.place})
		r.x = labelWidth
		r.para(span{text: l.title, style: st, goTo: l.place})
		r.x = 0
	}
}

// group is a part of the improvement plan.
type group struct {
	title   string
	place   string
	entries []PlanEntry
}

// groups splits the plan by risk, and puts what is open behind. The plan is sorted, so each group is one stretch of it.
func groups(p ImprovementPlan) []group {
	var out []group
	for _, e := range p.Entries {
		title, place := labels.WholeRisk(e.Risk), "plan group "+labels.Risk(e.Risk)
		if len(out) == 0 || out[len(out)-1].title != title {
			out = append(out, group{title: title, place: place})
		}
		out[len(out)-1].entries = append(out[len(out)-1].entries, e)
	}
	if len(p.Undecided) > 0 {
		out = append(out, group{"The lens does not say", "plan group undecided", p.Undecided})
	}
	if len(p.Open) > 0 {
		out = append(out, group{"Still open", "plan group open", p.Open})
	}
	for i := range out {
		out[i].title = fmt.Sprintf("%s: %s", out[i].title, labels.Amount(len(out[i].entries), "question", "questions"))
	}
	return out
}
