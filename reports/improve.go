package reports

import (
	"fmt"
	"strings"

	"plumbline/models/labels"
	q "plumbline/questionnaires"
)

// improvements is the plan: what to do, the worst first, and then what is still open.
func (r *report) improvements() {
	r.section("Improvement plan", "plan")
	switch {
	case len(r.plan.Entries)+len(r.plan.Undecided) == 0:
		r.plain(text(nothing(r.plan, r.counts())), body)
	case len(r.plan.Entries) == 0:
		r.plain(text(onlyUndecided), quiet)
	default:
		r.plain("What to do next, the worst first; within a risk, in the order of the questionnaire. Each entry says why the "+
			"question has its risk, the shortest way to a lower one, and how to get every missing practice in place.", quiet)
	}
	for i, g := range groups(r.plan) {
		r.group(g, i == 0 && len(r.plan.Entries)+len(r.plan.Undecided) > 0)
	}
}

// group is the part of the plan with one risk, or the list of what is open, which has no entries of its own but points
// to the details.
func (r *report) group(g group, first bool) {
	start := len(r.boxes)
	r.space(26)
	if !first {
		r.need = r.height / 4
	}
	r.list(1, text(g.title), g.place)
	r.pin(placeMark{g.place, text(g.title), 1})
	r.plain(text(g.title), h2)
	r.keep()
	open := g.place == "plan group open"
	for i, e := range g.entries {
		switch {
		case open && i == 0:
			r.hairline(8, 6)
			r.listed(e, "question "+e.Number)
		case open:
			r.space(3)
			r.listed(e, "question "+e.Number)
		default:
			r.improvement(e)
		}
		if i == 0 {
			r.together(start)
		}
	}
}

// improvement is one entry of the plan.
func (r *report) improvement(e PlanEntry) {
	first := len(r.boxes)
	r.space(18)
	if len(r.boxes) > 0 && r.boxes[len(r.boxes)-1].height == h2.lead {
		r.keep()
		r.space(10)
	}
	r.add(9, lineMark{0, 0, r.width, 0, rule, hair})
	r.keep()
	title := r.str("Title of question "+e.Number, e.Title)
	r.pin(placeMark{"plan " + e.Number, text(e.Number) + "  " + title, 2})
	r.pinText(0, h3.lead, span{text: text(e.Number), style: h3})
	r.beside(func() { r.plain(title, h3) })
	r.keep()
	r.pin(pageMark{r.width, baseline(small.lead, line{[]run{{style: small}}, 0}), small, "details on page ", "question " + e.Number})
	r.beside(func() { r.plain(repeat(r.whence(e)), small) })
	r.keep()
	r.space(5)
	r.riskRow(e.Risk, repeat(labels.ExplainRecorded(e.Risk, e.Reason).Grounds()))
	for i, w := range e.ShortestWays {
		r.space(4)
		name := text("")
		if i == 0 {
			name = "Shortest way"
		}
		r.row(name, func() { r.way(e, w) })
	}
	if len(e.Practices) > 0 {
		r.space(4)
		r.row("To do", func() { r.practices(e) })
	}
	r.boxes[first].need = 130
	r.together(first)
}

// whence says which pillar an entry comes from, how the lens cites it, and which lens where there are several.
func (r *report) whence(e PlanEntry) string {
	from := []string{e.PillarName}
	if e.DocumentID != "" {
		from = append(from, e.DocumentID)
	}
	if len(r.snap.Reviews) > 1 {
		from = append(from, e.LensName)
	}
	return strings.Join(from, ", ")
}

// riskRow sets a risk's shape and words as the label of its reason.
func (r *report) riskRow(risk q.Risk, why text) {
	r.pin(shapeMark{0, 2.2, 8.5, risk})
	r.pinText(13, body.lead, span{text: text(labels.WholeRisk(risk)), style: strong.in(riskColor(risk)).sized(8.5, body.lead)})
	r.beside(func() { r.plain(why, body) })
}

// maxSets bounds how many ways of one size an entry spells out; it says how many more there are.
const maxSets = 3

// way tells one path down: to which risk, and which practices bring it there.
func (r *report) way(e PlanEntry, w q.Path) {
	titles := map[string]string{}
	for _, p := range e.Practices {
		titles[p.ChoiceID] = p.Title
	}
	spans := []span{{text: text("To " + labels.Lower(labels.WholeRisk(w.To))), style: strong}}
	for i, set := range w.Sets[:min(len(w.Sets), maxSets)] {
		glue := "; or "
		if i == 0 {
			glue = " with " + labels.Amount(len(set), "practice: ", "practices: ")
		}
		var names []string
		for _, id := range set {
			name := titles[id]
			if name == "" {
				name = id
			}
			names = append(names, "“"+strings.TrimSpace(name)+"”")
		}
		spans = append(spans, span{text: repeat(glue + joined(names)), style: body})
	}
	if more := len(w.Sets) - maxSets; w.More {
		spans = append(spans, span{text: "; or one of many other sets of this size", style: body})
	} else if more > 0 {
		spans = append(spans, span{text: text("; or one of " + labels.Amount(more, "other set", "other sets") + " of this size"), style: body})
	}
	r.para(append(spans, span{text: ".", style: body})...)
}

// joined lists names as a sentence does.
func joined(names []string) string {
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}

// practices says how to get each missing practice in place.
func (r *report) practices(e PlanEntry) {
	for i, p := range e.Practices {
		if i > 0 {
			r.space(7)
		}
		where := "Improvement of choice “" + p.Title + "” of question " + e.Number
		r.pin(tickMark{r.x, 2.4, 8.5, missing})
		r.x += 14
		r.plain(repeat(p.Title), strong)
		if t := r.str(where, strings.Join(p.Labels, ", ")); t != "" {
			r.keep()
			r.plain(t, small)
		}
		if t := r.str(where, p.Text); t != "" {
			r.keep()
			r.plain(t, body)
		}
		r.steps(where, p.Steps)
		for _, l := range p.Links {
			r.keep()
			r.source(where, l)
		}
		r.x -= 14
	}
}

// steps sets how to get there as a numbered list.
func (r *report) steps(where string, steps []string) {
	var list strings.Builder
	for i, s := range steps {
		fmt.Fprintf(&list, "%d. %s\n", i+1, strings.Join(strings.Fields(s), " "))
	}
	if list.Len() > 0 {
		r.space(2)
		r.note(r.markdown(where, list.String()))
	}
}

// source sets a link with its text in front.
func (r *report) source(where string, l Link) {
	name, address := r.str(where, l.Text), r.str(where, l.URL)
	st := body.sized(8.5, 12)
	switch {
	case address == "":
		r.plain(name, st)
	case name == "" || name == address:
		r.link(address, st)
	default:
		to := linked(span{text: address, style: st}, string(address))
		r.para(linked(span{text: name, style: st}, string(address)), span{text: " " + dash + " ", style: st}, to)
	}
}
