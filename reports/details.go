package reports

import (
	"fmt"

	"plumbline/models"
	"plumbline/models/labels"
	q "plumbline/questionnaires"
)

// choiceState is how a report sorts choices.
type choiceState int

const (
	inPlace choiceState = iota
	missing
	outside
)

var choiceStates = [...]struct {
	state  choiceState
	status models.ChoiceStatus
	name   text
}{
	{inPlace, models.ChoiceSelected, "Selected"},
	{missing, models.ChoiceUnselected, "Not selected"},
	{outside, models.ChoiceNotApplicable, "Not applicable"},
}

// detailsTitle is the lens with its letter, if it has one: the letter that its questions' numbers begin with.
func (r *report) detailsTitle(sh sheet) text {
	name := r.str("Name of "+sh.place, lensName(sh.review))
	if sh.prefix != "" {
		name = text(sh.prefix) + "  " + name
	}
	return name
}

// details shows one review in full.
func (r *report) details(sh sheet) {
	title := r.detailsTitle(sh)
	r.section(title, sh.place)
	r.boxes[len(r.boxes)-1].marks = append(r.boxes[len(r.boxes)-1].marks, headMark{repeat(lensName(sh.review))})
	where := "Lens " + lensName(sh.review)
	r.plain("The review, question by question, with everything that was answered and noted.", quiet)
	r.keep()
	r.space(12)
	r.value("Version", where+", version", lensVersion(sh.review.Version))
	r.space(5)
	r.value("Description", where+", description", sh.review.Doc.Description)
	r.space(5)
	r.value("Last changed", where+", last changed", changed(sh.review.Review.UpdatedBy, moment(sh.review.Review.UpdatedAt)))
	r.space(5)
	r.row("Answered", func() { r.plain(text(answered(sh.counts)), body) })
	r.space(5)
	r.row("Risks", func() { r.countLine(sh.counts) })
	r.space(5)
	r.notes("Review notes", "Notes of the review of "+lensName(sh.review), sh.review.Review.Notes)
	for _, ch := range sh.pillars {
		r.pillar(ch)
	}
}

// lensVersion tells the version and when it was published.
func lensVersion(v models.LensVersion) string {
	if v.Name == "" {
		return dash
	}
	if v.PublishedAt.IsZero() {
		return v.Name
	}
	return v.Name + ", published " + day(v.PublishedAt)
}

// answered tells progress and score in one line. The score is left out where no question applies.
func answered(c q.Counts) string {
	s := fmt.Sprintf("%d of %s", c.Answered(), labels.Amount(c.Total(), "question", "questions"))
	if n, ok := c.Score(); ok {
		s += fmt.Sprintf(", score %d of 100", n)
	}
	return s
}

// countLine shows the counts with shapes and words on one line.
func (r *report) countLine(c q.Counts) {
	x := r.x
	for _, risk := range c.States() {
		t := text(itoa(c.Of(risk)) + " " + labels.Lower(labels.Risk(risk)))
		st := body.sized(9, body.lead)
		r.pin(shapeMark{x, 2.4, 8, risk})
		r.pinText(x+11, body.lead, span{text: t, style: st})
		x += 11 + r.set.measure(t, st) + 14
	}
	r.add(body.lead)
}

// pillar opens with its counts and notes. It starts a page when less than a third of one is left, and its first question comes
// with it.
func (r *report) pillar(ch chapter) {
	start := len(r.boxes)
	r.space(30)
	r.need = r.height / 3
	title := r.str("Name of pillar "+ch.number, ch.pillar.Name)
	r.list(1, text(ch.number)+"  "+title, ch.place)
	r.pin(placeMark{ch.place, text(ch.number) + "  " + title, 1})
	r.pin(lineMark{0, -6, r.width, 0, 1, ink})
	r.pinText(0, h2.lead, span{text: text(ch.number), style: h2})
	r.beside(func() { r.plain(title, h2) })
	r.keep()
	r.space(4)
	r.beside(func() { r.countLine(ch.counts) })
	r.keep()
	r.beside(func() { r.plain(text("Answered: "+answered(ch.counts)), small.sized(8.5, 13)) })
	if ch.notes != "" {
		r.space(5)
		r.notes("Pillar notes", "Notes of pillar "+ch.number, ch.notes)
	}
	for i, e := range ch.questions {
		r.question(e, i == 0 && ch.notes == "")
		if i == 0 {
			r.together(start)
		}
	}
}

// question shows one question with its answer in full.
func (r *report) question(e entry, tied bool) {
	of, first := " of question "+e.number, len(r.boxes)
	r.space(18)
	if tied {
		r.keep()
		r.space(10)
	}
	r.add(9, lineMark{0, 0, r.width, 0, rule, hair})
	r.keep()
	title := r.str("Title"+of, e.question.Title)
	r.pin(placeMark{e.place, text(e.number) + "  " + title, 2})
	r.pinText(0, h3.lead, span{text: text(e.number), style: h3})
	r.beside(func() { r.plain(title, h3) })
	if id := r.str("Document id"+of, e.question.DocumentID); id != "" {
		r.keep()
		r.beside(func() { r.plain(id, small) })
	}
	if d := r.str("Description"+of, e.question.Description); d != "" && d != title {
		r.keep()
		r.space(2)
		r.beside(func() { r.plain(d, quiet) })
	}
	r.keep()
	r.space(5)
	r.riskRow(e.answer.Risk, repeat(labels.ExplainRecorded(e.answer.Risk, e.reason()).Beside()))
	if !e.answer.Applicable {
		r.space(4)
		r.value("Reason", "Reason"+of, labels.Reason(e.answer.Reason))
	}
	r.choices(e)
	if e.answer.Notes != "" {
		r.space(5)
		r.notes("Notes", "Notes"+of, e.answer.Notes)
	}
	if by := changed(e.answer.UpdatedBy, moment(e.answer.UpdatedAt)); by != dash {
		r.space(4)
		r.keep()
		r.value("Last changed", "Who changed the answer"+of, by)
	}
	r.together(first)
}

// choices lists the selected, the missing and the not applicable ones, each group in the lens's order.
func (r *report) choices(e entry) {
	for _, s := range choiceStates {
		var those []*q.Choice
		for _, c := range e.question.Choices {
			if a := e.answer.Choice(c.ID); a.Status == s.status && (s.state != missing || !c.NoneOfThese() || a.Notes != "") {
				those = append(those, c)
			}
		}
		if len(those) == 0 {
			continue
		}
		r.space(5)
		r.row(s.name, func() {
			for i, c := range those {
				if i > 0 {
					r.space(2)
				}
				if i == 1 || i > 0 && i == len(those)-1 {
					r.keep()
				}
				r.choice(e, c, s.state)
			}
		})
	}
}

// choice is one line with its mark, then what belongs to it: its description, its reason, its note.
func (r *report) choice(e entry, c *q.Choice, state choiceState) {
	a := e.answer.Choice(c.ID)
	where := "Choice “" + c.Title + "” of question " + e.number
	spans := []span{{text: r.str(where, c.Title), style: body}}
	if state == outside {
		spans = append(spans, span{text: r.str(where, " "+dash+" "+labels.Lower(labels.Reason(a.Reason))), style: quiet})
	}
	r.pin(tickMark{r.x, 2.4, 8.5, state})
	r.x += 14
	r.para(spans...)
	if d := r.str(where, c.Description); d != "" {
		r.keep()
		r.plain(d, quiet.sized(8.5, 12))
	}
	if a.Notes != "" {
		r.keep()
		r.space(2)
		r.choiceNote(where, a.Notes)
	}
	r.x -= 14
}

// choiceNote sets a note where the choice is, without a label of its own.
func (r *report) choiceNote(where, s string) {
	r.note(r.markdown("Note of c"+where[1:], s))
	r.space(4)
}
