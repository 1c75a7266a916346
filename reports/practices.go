package reports

import (
	"strconv"
	"strings"

	"plumbline/models"
	"plumbline/models/labels"
	q "plumbline/questionnaires"
	"plumbline/reports/doc"
	"plumbline/reports/improvement"
	"plumbline/reports/reviewed"
)

// choiceStates are the groups of choices, in the order in which a question shows them.
var choiceStates = [...]struct {
	state  doc.ChoiceState
	status models.ChoiceStatus
	name   doc.CleanText
}{
	{doc.ChoiceMissing, models.ChoiceUnselected, "Not selected"},
	{doc.ChoiceInPlace, models.ChoiceSelected, "Selected"},
	{doc.ChoiceNotApplicable, models.ChoiceNotApplicable, "Not applicable"},
}

// choices lists the missing, the selected and the not applicable ones, each group in the lens's order; the missing ones
// of a question in the plan come in the plan's order, with what to do.
func (r *reportBuilder) choices(e reviewed.Question, planned improvement.Entry) []doc.Block {
	var out []doc.Block
	for _, s := range choiceStates {
		if s.state == doc.ChoiceMissing && len(planned.Practices) > 0 {
			out = append(out, labelledRow(spaceAbove(nextRow), "To do", r.practices(e, planned)...))
			if none := r.noneOfThese(e); len(none) > 0 {
				out = append(out, labelledRow(spaceAbove(nextRow), s.name, none...))
			}
			continue
		}
		those := shownChoices(e, s.status)
		if plain := r.inOneParagraph(e, those); plain != nil {
			out = append(out, labelledRow(spaceAbove(nextRow), "Not rated", plain))
		} else if len(those) > 0 {
			out = append(out, labelledRow(spaceAbove(nextRow), s.name, r.choiceLines(e, those, s.state)...))
		}
	}
	return out
}

// inOneParagraph names the choices of a question that does not apply, where nothing more is said of any; nil where it
// is.
func (r *reportBuilder) inOneParagraph(e reviewed.Question, those []*q.Choice) doc.Block {
	if e.Answer.Applicable || len(those) == 0 {
		return nil
	}
	var titles []string
	for _, c := range those {
		a := e.Answer.Choice(c.ID)
		if a.Status != models.ChoiceUnselected || a.Notes != "" || c.Description != "" {
			return nil
		}
		titles = append(titles, string(r.str(choiceWhere(c.Title, e), c.Title)))
	}
	return paragraphOf(doc.CleanText(strings.Join(titles, "; ")), doc.StyleAside)
}

// shownChoices are the choices with one status. “None of these” is one only where it was selected or has a note.
func shownChoices(e reviewed.Question, status models.ChoiceStatus) (those []*q.Choice) {
	for _, c := range e.Question.Choices {
		a := e.Answer.Choice(c.ID)
		if a.Status == status && (status != models.ChoiceUnselected || !c.NoneOfThese() || a.Notes != "") {
			those = append(those, c)
		}
	}
	return those
}

// noneOfThese is the choice “none of these” where it is not selected and has a note.
func (r *reportBuilder) noneOfThese(e reviewed.Question) []doc.Block {
	var those []*q.Choice
	for _, c := range shownChoices(e, models.ChoiceUnselected) {
		if c.NoneOfThese() {
			those = append(those, c)
		}
	}
	return r.choiceLines(e, those, doc.ChoiceMissing)
}

// choiceLines sets choices below each other.
func (r *reportBuilder) choiceLines(e reviewed.Question, those []*q.Choice, state doc.ChoiceState) (out []doc.Block) {
	for i, c := range those {
		choice := r.choice(e, c, state)
		choice.Keep = i == 1 || i > 0 && i == len(those)-1
		if i > 0 {
			choice.Above = closeLine
		}
		out = append(out, choice)
	}
	return out
}

// choice is one line with its mark, then what belongs to it: its description, its reason, its note.
func (r *reportBuilder) choice(e reviewed.Question, c *q.Choice, state doc.ChoiceState) doc.Choice {
	a := e.Answer.Choice(c.ID)
	where := choiceWhere(c.Title, e)
	line := doc.PlainSpan(r.str(where, c.Title), doc.StyleBody)
	if state == doc.ChoiceNotApplicable {
		why := r.str(where, " "+emptyDash+" "+labels.InSentence(labels.Reason(a.Reason)))
		line = append(line, doc.Span{Text: why, Style: doc.StyleQuiet})
	}
	if c.Guidance != nil && c.Guidance.DocumentID != "" {
		line = append(line, doc.Span{Text: r.str(where, "  "+c.Guidance.DocumentID), Style: doc.StyleSmall})
	}
	out := doc.Choice{State: state}
	description := r.str(where, c.Description)
	note := r.choiceNote(where, a.Notes)
	if short, is := inLine(note); is && description == "" {
		line = append(append(line, doc.Span{Text: " " + emptyDash + " ", Style: doc.StyleQuiet}), short...)
		note = nil
	}
	out.Body = append(out.Body, doc.Paragraph{Spans: line})
	if description != "" {
		out.Body = append(out.Body, keptParagraph(description, doc.StyleAside))
	}
	out.Body = append(out.Body, note...)
	return out
}

func choiceWhere(title string, e reviewed.Question) string {
	return "Choice “" + title + "” of question " + e.Number
}

// choiceNote is the note of a choice, or nothing.
func (r *reportBuilder) choiceNote(where, text string) []doc.Block {
	if text == "" {
		return nil
	}
	return []doc.Block{doc.Note{Layout: keptBelow(closeLine), Source: r.take("Note of c"+where[1:], text)}}
}

// longestInLine is how many characters of a note stand in the line of what it is about.
const longestInLine = 240

// inLine is a note that is one short paragraph without a line break, as text that may follow another.
func inLine(note []doc.Block) ([]doc.Span, bool) {
	if len(note) != 1 {
		return nil, false
	}
	source := note[0].(doc.Note).Source
	if len(source) > longestInLine || strings.ContainsRune(strings.TrimSpace(string(source)), '\n') {
		return nil, false
	}
	return paragraphSpans(note[0].(doc.Note))
}

// paragraphSpans are the spans of a note that is one paragraph.
func paragraphSpans(n doc.Note) ([]doc.Span, bool) {
	blocks := n.Blocks()
	if len(blocks) != 1 {
		return nil, false
	}
	p, is := blocks[0].(doc.Paragraph)
	return p.Spans, is && len(p.Spans) > 0
}

// practices says how to get each missing practice in place, with the notes on it.
func (r *reportBuilder) practices(e reviewed.Question, planned improvement.Entry) []doc.Block {
	var out []doc.Block
	for i, p := range planned.Practices {
		of, where := choiceWhere(p.Title, e), "Improvement of choice “"+p.Title+"” of question "+e.Number
		title := doc.PlainSpan(r.str(of, p.Title), doc.StyleStrong)
		if p.DocumentID != "" {
			title = append(title, doc.Span{Text: "  " + r.str(where, p.DocumentID), Style: doc.StyleSmall})
		}
		c := doc.Choice{State: doc.ChoiceMissing, Body: []doc.Block{doc.Paragraph{Spans: title}}}
		if i > 0 {
			c.Above = closeReference
		}
		if choice := e.Question.Choice(p.ChoiceID); choice != nil {
			if d := r.str(of, choice.Description); d != "" {
				c.Body = append(c.Body, keptParagraph(d, doc.StyleAside))
			}
		}
		if how := r.howTo(where, p); len(how) > 0 {
			c.Body = append(c.Body, doc.Paragraph{Layout: keptBelow(0), Spans: how})
		}
		c.Body = append(c.Body, r.choiceNote(of, e.Answer.Choice(p.ChoiceID).Notes)...)
		out = append(out, c)
	}
	return out
}

// howTo is one paragraph: what it takes and wins, what to do, in steps where the lens has them, and where to read on.
func (r *reportBuilder) howTo(where string, p improvement.Practice) (text []doc.Span) {
	parts := [][]doc.Span{nil, nil, r.steps(where, p.Steps)}
	if len(p.Facts) > 0 {
		parts[0] = doc.PlainSpan(r.str(where, labels.Capital(strings.Join(p.Facts, ", "))+"."), doc.StyleSmall)
	}
	if t := r.str(where, p.Text); t != "" {
		parts[1] = doc.PlainSpan(t, doc.StyleSource)
	}
	for _, more := range append(parts, r.sources(where, p.Links)...) {
		if len(text) > 0 && len(more) > 0 {
			text = append(text, doc.Span{Text: "  ", Style: doc.StyleSource})
		}
		text = append(text, more...)
	}
	return text
}

// sources are the links of a practice.
func (r *reportBuilder) sources(where string, all []improvement.SourceLink) [][]doc.Span {
	out := make([][]doc.Span, len(all))
	for i, l := range all {
		out[i] = r.source(where, l)
	}
	return out
}

// source is a link with its text in front.
func (r *reportBuilder) source(where string, l improvement.SourceLink) []doc.Span {
	name, address := r.str(where, l.Text), r.str(where, l.URL)
	switch {
	case address == "" && name == "":
		return nil
	case address == "":
		return doc.PlainSpan(name, doc.StyleSmall)
	case name == "" || name == address:
		return []doc.Span{linkTo(address, doc.StyleSmall)}
	}
	named := doc.LinkedSpan(doc.Span{Text: name, Style: doc.StyleSmall}, string(address))
	return []doc.Span{named, {Text: " " + emptyDash + " ", Style: doc.StyleSmall}, linkTo(address, doc.StyleSmall)}
}

// steps are one paragraph with a number in front of each: what to do, in order. Code stands between backticks.
func (r *reportBuilder) steps(where string, all []string) (line []doc.Span) {
	for i, s := range all {
		number := strconv.Itoa(i + 1)
		if i > 0 {
			number = "  " + number
		}
		line = append(line, doc.Span{Text: doc.CleanText(number + " "), Style: doc.StyleStrong})
		text := r.take(where, strings.Join(strings.Fields(s), " "))
		spans, plain := paragraphSpans(doc.Note{Source: text})
		if !plain {
			spans = doc.PlainSpan(text, doc.StyleBody)
		}
		for _, span := range spans {
			if span.Style == doc.StyleBody {
				span.Style = doc.StyleSource
			}
			line = append(line, span)
		}
	}
	return line
}
