package reports

import (
	"slices"
	"strings"

	"plumbline/models"
	"plumbline/models/labels"
	q "plumbline/questionnaires"
	"plumbline/reports/doc"
	"plumbline/reports/reviewed"
)

// changesOfAnswers is the history of the answers, the newest change first.
func (r *reportBuilder) changesOfAnswers(record Record) doc.Section {
	s := doc.Section{Title: "How the answers changed", Place: "history"}
	g := doc.Grid{Layout: spaceAbove(afterIntro), Tight: true, Columns: []doc.GridColumn{{Name: "When", Share: 4},
		{Name: "Who", Share: 3}, {Name: "Question", Share: 4}, {Name: "What changed", Share: 10}}}
	for _, line := range record.Changes {
		lensID, questionID, _ := strings.Cut(line.ThingID, "/")
		if len(r.reviewed) < len(r.snap.Reviews) && !r.reportsOn(lensID) {
			continue
		}
		const where = "History of the answers"
		e, known := r.asked(lensID, questionID)
		if r.listing.Narrows() && (!known || !r.listing.HasQuestion(lensID, e.Question.ID)) {
			continue
		}
		name := quietCell(r.str(where, questionID))
		if known {
			name = cell(r.str("Short name of question "+e.Number, e.Number+"  "+e.Question.Short()))
		}
		g.Rows = append(g.Rows, doc.GridRow{Cells: []doc.GridCell{cell(doc.CleanText(r.time(line.At))),
			cell(r.str("Names of people", line.ActorName)), name, cell(r.str(where, r.changedWords(e, line)))}})
	}
	if len(g.Rows) == 0 {
		return s
	}
	s.Body = []doc.Block{paragraphOf("The newest change is first. Texts of notes stand at their questions in the report "+
		"to architects; every earlier text is in the audit log.", doc.StyleQuiet), g}
	if record.MoreChanges {
		s.Body = append(s.Body, remarkBelow("The newest "+labels.CountLabel(len(record.Changes), "change is", "changes are")+
			" shown; the audit log has the earlier ones too."))
	}
	return s
}

// changedWords says what a line of the log changed in an answer.
func (r *reportBuilder) changedWords(e reviewed.Question, line models.AuditLine) string {
	var what []string
	for _, c := range line.Changes {
		if text := answerChange(e.Question, c); text != "" {
			what = append(what, text)
		}
	}
	return strings.Join(what, " ")
}

// reportsOn reports whether the report is about a lens, by its id.
func (r *reportBuilder) reportsOn(lensID string) bool {
	return slices.ContainsFunc(r.reviewed, func(sh reviewed.Lens) bool { return sh.Review.Lens.ID == lensID })
}

// asked finds a question of the report by its id, which may be one from before.
func (r *reportBuilder) asked(lensID, questionID string) (reviewed.Question, bool) {
	for _, sh := range r.reviewed {
		if sh.Review.Lens.ID != lensID {
			continue
		}
		for _, ch := range sh.Pillars {
			for _, e := range ch.Questions {
				if e.Question.ID == questionID || slices.Contains(sh.Review.Review.FormerQuestions(e.Question.ID), questionID) {
					return e, true
				}
			}
		}
	}
	return reviewed.Question{}, false
}

// answerChange says in a sentence what became of a field of an answer; "" where there is nothing to say. The question
// may be nil: then choices go by their ids.
func answerChange(question *q.Question, c models.FieldChange) string {
	switch c.Field {
	case "selected":
		return changedChoices(question, c, "Selected: ", "No longer selected: ")
	case "not_applicable":
		return changedChoices(question, c, "Not applicable: ", "Applicable again: ")
	case "risk":
		return "Risk: " + labels.InSentence(labels.AuditValue(c.Field, c.From)) + " → " +
			labels.InSentence(labels.AuditValue(c.Field, c.To)) + "."
	case "applicable":
		return map[bool]string{true: "The question applies.", false: "The question does not apply."}[c.To == "yes"]
	case "notes":
		return "Notes changed."
	case "reason":
		if c.To == string(models.NoReason) || c.To == "" {
			return ""
		}
		return "Reason: " + labels.InSentence(labels.Reason(models.NotApplicableReason(c.To))) + "."
	}
	id, notes := strings.CutSuffix(strings.TrimPrefix(c.Field, "choices/"), "/notes")
	if notes {
		return "Note on " + choiceName(question, id) + " changed."
	}
	id, reason := strings.CutSuffix(id, "/reason")
	if reason && c.To != string(models.NoReason) && c.To != "" {
		return "Reason for " + choiceName(question, id) + ": " +
			labels.InSentence(labels.Reason(models.NotApplicableReason(c.To))) + "."
	}
	return ""
}

// changedChoices says which choices came to a list and which left it.
func changedChoices(question *q.Question, c models.FieldChange, in, out string) string {
	was, is := c.Lists()
	var parts []string
	for _, part := range []struct {
		name   string
		of, by []string
	}{{in, is, was}, {out, was, is}} {
		var names []string
		for _, id := range part.of {
			if !slices.Contains(part.by, id) {
				names = append(names, choiceName(question, id))
			}
		}
		if len(names) > 0 {
			parts = append(parts, part.name+joinedNames(names)+".")
		}
	}
	return strings.Join(parts, " ")
}

// choiceName is what people cite a choice by, or its title; its id where the lens has it no more.
func choiceName(question *q.Question, id string) string {
	if question == nil {
		return id
	}
	c := question.Choice(id)
	switch {
	case c == nil:
		return id
	case c.Guidance != nil && c.Guidance.DocumentID != "":
		return c.Guidance.DocumentID
	}
	return "“" + c.Title + "”"
}
