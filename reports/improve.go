package reports

import (
	"fmt"
	"strings"

	"plumbline/models/labels"
	q "plumbline/questionnaires"
	"plumbline/reports/doc"
	"plumbline/reports/improvement"
)

// improvements is the plan: what to do, the worst first, and then what is still open.
func (r *reportBuilder) improvements() doc.Section {
	s := doc.Section{Title: "Improvement plan", Place: "plan", Body: []doc.Block{r.planIntro()}}
	for i, g := range planGroups(r.plan) {
		part := r.group(g)
		if i == 0 && len(r.plan.Entries)+len(r.plan.Undecided) > 0 {
			part.Needs = doc.NoNeed // it follows the title of the section
		}
		s.Body = append(s.Body, part)
	}
	return s
}

// planIntro says what the plan holds, or why it holds nothing.
func (r *reportBuilder) planIntro() doc.Block {
	switch {
	case len(r.plan.Entries)+len(r.plan.Undecided) == 0:
		return paragraphOf(doc.CleanText(r.plan.NothingToImprove(r.counts())), doc.StyleBody)
	case len(r.plan.Entries) == 0:
		return paragraphOf(onlyUndecided, doc.StyleQuiet)
	}
	return paragraphOf("What to do next, the worst first; within a risk by pillar priority, then by impact and effort. "+
		"Each entry says why the question has its risk, how to lower it, and how to get every missing practice in place.",
		doc.StyleQuiet)
}

// planGroup is a part of the improvement plan.
type planGroup struct {
	title   string
	place   string
	entries []improvement.Entry
	open    bool // has no entries of its own, but points to the details
}

// planGroups splits the plan by risk, and puts what is open behind. The plan is sorted, so each group is one
// stretch of it.
func planGroups(p improvement.Plan) []planGroup {
	var out []planGroup
	for _, e := range p.Entries {
		title, place := labels.WholeRisk(e.Risk), "plan group "+labels.Risk(e.Risk)
		if len(out) == 0 || out[len(out)-1].title != title {
			out = append(out, planGroup{title: title, place: place})
		}
		out[len(out)-1].entries = append(out[len(out)-1].entries, e)
	}
	if len(p.Undecided) > 0 {
		title, place := "The lens does not say", "plan group undecided"
		out = append(out, planGroup{title: title, place: place, entries: p.Undecided})
	}
	if len(p.Open) > 0 {
		out = append(out, planGroup{title: "Still open", place: "plan group open", entries: p.Open, open: true})
	}
	for i := range out {
		out[i].title = fmt.Sprintf("%s: %s", out[i].title, labels.CountLabel(len(out[i].entries), "question", "questions"))
	}
	return out
}

// group is the part of the plan with one risk, or the list of what is open.
func (r *reportBuilder) group(g planGroup) doc.Part {
	p := doc.Part{Title: doc.CleanText(g.title), Place: g.place, Needs: doc.QuarterPage}
	if g.open {
		p.Intro = []doc.Block{doc.Rule{Above: 8, Below: 6}}
	}
	for i, e := range g.entries {
		switch {
		case !g.open:
			p.Items = append(p.Items, r.improvement(e))
		case i == 0:
			p.Items = append(p.Items, r.reference(doc.Layout{}, e, "question "+e.Number))
		default:
			p.Items = append(p.Items, r.reference(spaceAbove(closeReference), e, "question "+e.Number))
		}
	}
	return p
}

// improvement is one entry of the plan.
func (r *reportBuilder) improvement(e improvement.Entry) doc.Item {
	title := r.str("Title of question "+e.Number, e.Title)
	item := doc.Item{Number: doc.CleanText(e.Number), Title: title, Place: "plan " + e.Number, Lines: 10}
	from := labelledRow(keptBelow(0), "", paragraphOf(cleanText(r.whence(e)), doc.StyleSmall))
	from.See = doc.PageReference{Text: "details on page ", Place: "question " + e.Number}
	item.Body = []doc.Block{
		from,
		riskRow(keptBelow(nextRow), e.Risk, cleanText(labels.ExplainRecorded(e.Risk, e.Reason).Grounds())),
	}
	item.Body = append(item.Body, r.acceptedRows(e)...)
	for i, w := range e.ShortestWays {
		name := doc.CleanText("")
		if i == 0 {
			name = "How to lower the risk"
		}
		item.Body = append(item.Body, labelledRow(spaceAbove(closeRow), name, wayDown(e, w)))
	}
	if len(e.Practices) > 0 {
		item.Body = append(item.Body, labelledRow(spaceAbove(closeRow), "To do", r.practices(e)...))
	}
	return item
}

// whence says which pillar an entry comes from, how the lens cites it, and which lens where there are several.
func (r *reportBuilder) whence(e improvement.Entry) string {
	from := []string{e.PillarName}
	if e.DocumentID != "" {
		from = append(from, e.DocumentID)
	}
	if len(r.snap.Reviews) > 1 {
		from = append(from, e.LensName)
	}
	return strings.Join(from, ", ")
}

// riskRow is the reason for a risk.
func riskRow(l doc.Layout, risk q.Risk, why doc.CleanText) doc.Risk {
	return doc.Risk{Layout: l, Risk: risk, Name: doc.CleanText(labels.WholeRisk(risk)), Why: why}
}

// maxSets bounds how many ways of one size an entry spells out; it says how many more there are.
const maxSets = 3

// wayDown tells one path down: to which risk, and which practices bring it there.
func wayDown(e improvement.Entry, w q.RiskPath) doc.Paragraph {
	titles := map[string]string{}
	for _, p := range e.Practices {
		titles[p.ChoiceID] = p.Title
	}
	spans := []doc.Span{{Text: doc.CleanText("To " + labels.InSentence(labels.WholeRisk(w.To))), Style: doc.StyleStrong}}
	for i, set := range w.Sets[:min(len(w.Sets), maxSets)] {
		glue := "; or "
		if i == 0 {
			glue = " with " + labels.CountLabel(len(set), "practice: ", "practices: ")
		}
		var names []string
		for _, id := range set {
			name := titles[id]
			if name == "" {
				name = id
			}
			names = append(names, "“"+strings.TrimSpace(name)+"”")
		}
		spans = append(spans, doc.Span{Text: cleanText(glue + joinedNames(names)), Style: doc.StyleBody})
	}
	if more := len(w.Sets) - maxSets; w.More {
		spans = append(spans, doc.Span{Text: "; or one of many other sets of this size", Style: doc.StyleBody})
	} else if more > 0 {
		others := "; or one of " + labels.CountLabel(more, "other set", "other sets") + " of this size"
		spans = append(spans, doc.Span{Text: doc.CleanText(others), Style: doc.StyleBody})
	}
	return doc.Paragraph{Spans: append(spans, doc.Span{Text: ".", Style: doc.StyleBody})}
}

// joinedNames lists names as a sentence does.
func joinedNames(names []string) string {
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}

// practices says how to get each missing practice in place.
func (r *reportBuilder) practices(e improvement.Entry) []doc.Block {
	var out []doc.Block
	for i, p := range e.Practices {
		where := "Improvement of choice “" + p.Title + "” of question " + e.Number
		c := doc.Choice{State: doc.ChoiceMissing, Body: []doc.Block{paragraphOf(cleanText(p.Title), doc.StyleStrong)}}
		if i > 0 {
			c.Above = nextPractice
		}
		if t := r.str(where, strings.Join(p.Labels, ", ")); t != "" {
			c.Body = append(c.Body, keptParagraph(t, doc.StyleSmall))
		}
		if t := r.str(where, p.Text); t != "" {
			c.Body = append(c.Body, keptParagraph(t, doc.StyleBody))
		}
		if len(p.Steps) > 0 {
			c.Body = append(c.Body, doc.Note{Layout: spaceAbove(closeLine), Source: r.take(where,
				numberedList(p.Steps))})
		}
		for _, l := range p.Links {
			c.Body = append(c.Body, doc.Paragraph{Layout: keptBelow(0), Spans: r.source(where, l)})
		}
		out = append(out, c)
	}
	return out
}

// numberedList writes steps as Markdown, one line each.
func numberedList(steps []string) string {
	var list strings.Builder
	for i, s := range steps {
		fmt.Fprintf(&list, "%d. %s\n", i+1, strings.Join(strings.Fields(s), " "))
	}
	return list.String()
}

// source is a link with its text in front.
func (r *reportBuilder) source(where string, l improvement.SourceLink) []doc.Span {
	name, address := r.str(where, l.Text), r.str(where, l.URL)
	switch {
	case address == "":
		return doc.PlainSpan(name, doc.StyleSource)
	case name == "" || name == address:
		return []doc.Span{linkTo(address, doc.StyleSource)}
	}
	named := doc.LinkedSpan(doc.Span{Text: name, Style: doc.StyleSource}, string(address))
	return []doc.Span{named, {Text: " " + emptyDash + " ", Style: doc.StyleSource}, linkTo(address, doc.StyleSource)}
}
