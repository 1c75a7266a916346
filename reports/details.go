package reports

import (
	"fmt"

	"plumbline/models"
	"plumbline/models/labels"
	q "plumbline/questionnaires"
	"plumbline/reports/doc"
	"plumbline/reports/improvement"
	"plumbline/reports/reviewed"
)

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
		if p := r.pillar(sh.Review.Lens.ID, ch); len(p.Items) > 0 || !r.listing.Narrows() {
			s.Body = append(s.Body, p)
		}
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
func (r *reportBuilder) pillar(lensID string, ch reviewed.Pillar) doc.Part {
	p := doc.Part{
		Number: doc.CleanText(ch.Number), Title: r.str("Name of pillar "+ch.Number, ch.Pillar.Name), Place: ch.Place,
		Opens: true, Needs: doc.QuarterPage,
		Intro: []doc.Block{
			labelledRow(spaceAbove(closeRow), "", doc.Tally{Counts: tallyOf(ch.Counts, lowerRiskWord)}),
			labelledRow(keptBelow(0), "", paragraphOf(doc.CleanText("Answered: "+answeredWords(ch.Counts)), doc.StyleCaption)),
		},
	}
	p.Intro = append(p.Intro, r.notes("Pillar notes", "Notes of pillar "+ch.Number, ch.Notes)...)
	for _, e := range ch.Questions {
		if !r.listing.Has(ch.Pillar.ID, e.Answer.Risk) {
			continue
		}
		item := r.question(lensID, e)
		item.Keep = len(p.Items) == 0 && ch.Notes == ""
		p.Items = append(p.Items, item)
	}
	return p
}

// question shows one question with its answer in full, and, where it carries a risk, what to do about it.
func (r *reportBuilder) question(lensID string, e reviewed.Question) doc.Item {
	of := " of question " + e.Number
	item := doc.Item{Number: doc.CleanText(e.Number), Title: r.str("Title"+of, e.Question.Title), Place: e.Place, Lines: 9}
	planned := r.entries[[2]string{lensID, e.Question.ID}]
	id, about := r.str("Document id"+of, e.Question.DocumentID), r.str("Description"+of, e.Question.Description)
	switch {
	case about != "" && about != item.Title:
		item.Body = append(item.Body, labelledRow(keptBelow(closeLine), id, paragraphOf(about, doc.StyleAside)))
	case id != "":
		item.Body = append(item.Body, labelledRow(keptBelow(0), "", paragraphOf(id, doc.StyleSmall)))
	}
	item.Body = append(item.Body, riskRow(keptBelow(closeRow), e.Answer.Risk, r.why(e, planned)))
	item.Body = append(item.Body, r.acceptedRows(planned)...)
	item.Body = append(item.Body, wayRows(planned)...)
	item.Body = append(item.Body, r.choices(e, planned)...)
	item.Body = append(item.Body, r.itemRow(lensID, e)...)
	return withBody(item, r.notes("Notes", "Notes"+of, e.Answer.Notes)...)
}

func withBody(item doc.Item, more ...doc.Block) doc.Item {
	item.Body = append(item.Body, more...)
	return item
}

// why says what led to the risk, and who gave the answer last.
func (r *reportBuilder) why(e reviewed.Question, planned improvement.Entry) doc.CleanText {
	of := " of question " + e.Number
	reason := e.Reason()
	reason.Cite = true
	explained := labels.ExplainRecorded(e.Answer.Risk, reason)
	why := explained.Beside()
	if len(planned.ShortestWays) > 0 {
		why = explained.Grounds()
	}
	text := cleanText(why)
	if !e.Answer.Applicable {
		text += " Reason: " + r.str("Reason"+of, labels.InSentence(labels.Reason(e.Answer.Reason))) + "."
	}
	if by := changedBy(e.Answer.UpdatedBy, r.time(e.Answer.UpdatedAt)); by != emptyDash {
		text += " Answered by " + r.str("Who changed the answer"+of, by) + "."
	}
	return text
}

// wayRows tell the ways to a lower risk.
func wayRows(e improvement.Entry) (rows []doc.Block) {
	for i, w := range e.ShortestWays {
		name := doc.CleanText("")
		if i == 0 {
			name = "To lower it"
		}
		rows = append(rows, labelledRow(spaceAbove(closeRow), name, wayDown(e, w)))
	}
	return rows
}
