package reports

import (
	"fmt"

	"plumbline/models"
	"plumbline/models/labels"
	q "plumbline/questionnaires"
	"plumbline/reports/doc"
	"plumbline/reports/reviewed"
)

// choiceStates are the groups of choices, in the order in which a question shows them.
var choiceStates = [...]struct {
	state  doc.ChoiceState
	status models.ChoiceStatus
	name   doc.CleanText
}{
	{doc.ChoiceInPlace, models.ChoiceSelected, "Selected"},
	{doc.ChoiceMissing, models.ChoiceUnselected, "Not selected"},
	{doc.ChoiceNotApplicable, models.ChoiceNotApplicable, "Not applicable"},
}

// detailsTitle is the lens with its letter, if it has one: the letter that its questions' numbers begin with.
func (r *reportBuilder) detailsTitle(sh reviewed.Lens) doc.CleanText {
	name := r.str("Name of "+sh.Place, reviewed.LensName(sh.Review))
	if sh.Prefix != "" {
		name = doc.CleanText(sh.Prefix) + "  " + name
	}
	return name
}

// details shows one review in full.
func (r *reportBuilder) details(sh reviewed.Lens) doc.Section {
	s := doc.Section{Title: r.detailsTitle(sh), Place: sh.Place, Topic: cleanText(reviewed.LensName(sh.Review))}
	where, review := "Lens "+reviewed.LensName(sh.Review), sh.Review.Review
	s.Body = []doc.Block{
		paragraphOf("The review, question by question, with everything that was answered and noted.", doc.StyleQuiet),
		r.value(keptBelow(afterIntro), "Version", where+", version", r.lensVersion(sh.Review.Version)),
		r.value(spaceAbove(nextRow), "Description", where+", description", sh.Review.Doc.Description),
		r.value(spaceAbove(nextRow), "Last updated", where+", last changed",
			changedBy(review.UpdatedBy, r.time(review.UpdatedAt))),
		textRow(spaceAbove(nextRow), "Answered", doc.CleanText(answeredWords(sh.Counts))),
		labelledRow(spaceAbove(nextRow), "Risks", doc.Tally{Counts: tallyOf(sh.Counts, lowerRiskWord)}),
	}
	s.Body = append(s.Body,
		r.notes("Review notes", "Notes of the review of "+reviewed.LensName(sh.Review), review.Notes)...)
	for _, ch := range sh.Pillars {
		s.Body = append(s.Body, r.pillar(ch))
	}
	return s
}

// lensVersion tells the version and when it was published.
func (r *reportBuilder) lensVersion(v models.LensVersion) string {
	if v.Name == "" {
		return emptyDash
	}
	if v.PublishedAt.IsZero() {
		return v.Name
	}
	return v.Name + ", published " + r.day(v.PublishedAt)
}

// answeredWords tells progress and score in one line. The score is left out where no question applies.
func answeredWords(c q.RiskCounts) string {
	s := fmt.Sprintf("%d of %s", c.Answered(), labels.CountLabel(c.Total(), "question", "questions"))
	if n, ok := c.Score(); ok {
		s += fmt.Sprintf(", score %d of 100", n)
	}
	return s
}

// lowerRiskWord is the word for a risk within a line.
func lowerRiskWord(risk q.Risk) string { return labels.InSentence(labels.Risk(risk)) }

// pillar opens with its counts and notes. Without notes its first question follows at once.
func (r *reportBuilder) pillar(ch reviewed.Pillar) doc.Part {
	p := doc.Part{
		Number: doc.CleanText(ch.Number), Title: r.str("Name of pillar "+ch.Number, ch.Pillar.Name), Place: ch.Place,
		Opens: true, Needs: doc.ThirdOfPage,
		Intro: []doc.Block{
			labelledRow(spaceAbove(closeRow), "", doc.Tally{Counts: tallyOf(ch.Counts, lowerRiskWord)}),
			labelledRow(keptBelow(0), "", paragraphOf(doc.CleanText("Answered: "+answeredWords(ch.Counts)), doc.StyleCaption)),
		},
	}
	p.Intro = append(p.Intro, r.notes("Pillar notes", "Notes of pillar "+ch.Number, ch.Notes)...)
	for i, e := range ch.Questions {
		item := r.question(e)
		item.Keep = i == 0 && ch.Notes == ""
		p.Items = append(p.Items, item)
	}
	return p
}

// question shows one question with its answer in full.
func (r *reportBuilder) question(e reviewed.Question) doc.Item {
	of := " of question " + e.Number
	item := doc.Item{Number: doc.CleanText(e.Number), Title: r.str("Title"+of, e.Question.Title), Place: e.Place}
	if id := r.str("Document id"+of, e.Question.DocumentID); id != "" {
		item.Body = append(item.Body, labelledRow(keptBelow(0), "", paragraphOf(id, doc.StyleSmall)))
	}
	if d := r.str("Description"+of, e.Question.Description); d != "" && d != item.Title {
		item.Body = append(item.Body, labelledRow(keptBelow(closeLine), "", paragraphOf(d, doc.StyleQuiet)))
	}
	why := labels.ExplainRecorded(e.Answer.Risk, e.Reason()).Beside()
	item.Body = append(item.Body, riskRow(keptBelow(nextRow), e.Answer.Risk, cleanText(why)))
	if !e.Answer.Applicable {
		item.Body = append(
			item.Body,
			r.value(spaceAbove(closeRow), "Reason", "Reason"+of, labels.Reason(e.Answer.Reason)),
		)
	}
	item.Body = append(item.Body, r.choices(e)...)
	item.Body = append(item.Body, r.notes("Notes", "Notes"+of, e.Answer.Notes)...)
	if by := changedBy(e.Answer.UpdatedBy, r.time(e.Answer.UpdatedAt)); by != emptyDash {
		item.Body = append(item.Body, r.value(keptBelow(closeRow), "Last updated", "Who changed the answer"+of, by))
	}
	return item
}

// choices lists the selected, the missing and the not applicable ones, each group in the lens's order.
func (r *reportBuilder) choices(e reviewed.Question) []doc.Block {
	var out []doc.Block
	for _, s := range choiceStates {
		var those []*q.Choice
		for _, c := range e.Question.Choices {
			a := e.Answer.Choice(c.ID)
			if a.Status == s.status && (s.state != doc.ChoiceMissing || !c.NoneOfThese() || a.Notes != "") {
				those = append(those, c)
			}
		}
		if len(those) == 0 {
			continue
		}
		group := doc.Row{Layout: spaceAbove(nextRow), Label: s.name}
		for i, c := range those {
			choice := r.choice(e, c, s.state)
			choice.Keep = i == 1 || i > 0 && i == len(those)-1
			if i > 0 {
				choice.Above = closeLine
				if e.Answer.Choice(those[i-1].ID).Notes != "" {
					choice.Above = afterNote
				}
			}
			group.Body = append(group.Body, choice)
		}
		out = append(out, group)
	}
	return out
}

// choice is one line with its mark, then what belongs to it: its description, its reason, its note.
func (r *reportBuilder) choice(e reviewed.Question, c *q.Choice, state doc.ChoiceState) doc.Choice {
	a := e.Answer.Choice(c.ID)
	where := "Choice “" + c.Title + "” of question " + e.Number
	line := doc.PlainSpan(r.str(where, c.Title), doc.StyleBody)
	if state == doc.ChoiceNotApplicable {
		why := r.str(where, " "+emptyDash+" "+labels.InSentence(labels.Reason(a.Reason)))
		line = append(line, doc.Span{Text: why, Style: doc.StyleQuiet})
	}
	out := doc.Choice{State: state, Body: []doc.Block{doc.Paragraph{Spans: line}}}
	if d := r.str(where, c.Description); d != "" {
		out.Body = append(out.Body, keptParagraph(d, doc.StyleAside))
	}
	if a.Notes != "" {
		out.Body = append(out.Body, doc.Note{Layout: keptBelow(closeLine), Source: r.take("Note of c"+where[1:],
			a.Notes)})
	}
	return out
}
