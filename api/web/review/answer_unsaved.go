package review

import (
	"net/http"
	"slices"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/service/reviews"
	"plumbline/questionnaires"
)

// unsaved is the page after a form of which some parts could not be saved: those as they were sent, with both sides
// where two people changed one, and with the reason where one can't be taken; the rest is saved, and shown as it is.
// Saving again means it: the form's base is the state as it is.
func (h handlers) unsaved(r *page.Request, sent models.AnswerFields, done reviews.Edited) (page.Reply, error) {
	q := done.Answer.Question
	r.Status = http.StatusConflict
	r.Form = page.Form{Name: "answer", Alert: "Somebody else changed the same things meanwhile. Nothing of theirs is " +
		"overwritten yet: look at both below, then save again what is to stay."}
	if refused := refusedViews(q, done.Refused); len(refused) > 0 {
		if len(done.Clashes) == 0 {
			r.Status, r.Form.Alert = page.StatusOf(models.CodeInvalid),
				"Not saved: what is named below. Everything else is saved, and what you typed there is still in the form."
		}
		for _, x := range refused {
			r.Form.Faults = append(r.Form.Faults, models.FieldFault{Message: x.Message})
		}
	}
	var parts []string
	for _, c := range done.Clashes {
		parts = append(parts, c.Part)
	}
	for _, x := range done.Refused {
		parts = append(parts, x.Part)
	}
	mine := overlayAnswer(q, done.Answer.AnswerFields, sent, parts)
	d, err := h.questionData(r, done.QuestionView)
	d.Choices, d.Notes, d.Applies, d.Reason = choiceRows(q, mine), mine.Notes, mine.Applicable, string(mine.Reason)
	d.Clashes = clashViews(q, done.Clashes)
	return d.page(), err
}

// overlayAnswer is the answer as it is, with the named parts as they were sent.
func overlayAnswer(q *questionnaires.Question, now, sent models.AnswerFields, parts []string) models.AnswerFields {
	has := func(part string) bool { return slices.Contains(parts, part) }
	mine := now
	mine.Choices = nil
	for _, c := range q.Choices {
		x, wanted := now.Choice(c.ID), sent.Choice(c.ID)
		if has("choices/" + c.ID) {
			x.Status, x.Reason = wanted.Status, wanted.Reason
		}
		if has("choices/" + c.ID + "/notes") {
			x.Notes = wanted.Notes
		}
		mine.Choices = append(mine.Choices, x)
	}
	if has("notes") {
		mine.Notes = sent.Notes
	}
	if has("applicable") {
		mine.Applicable, mine.Reason = sent.Applicable, sent.Reason
	}
	return mine
}

// clashView is a part of an answer that two people changed otherwise, in words.
type clashView struct {
	Part   string `json:"part"`
	What   string `json:"what"`
	Mine   string `json:"mine"`
	Theirs string `json:"theirs"`
	Who    string `json:"who"`
}

func clashViews(q *questionnaires.Question, clashes []models.EditConflict) (list []clashView) {
	for _, c := range clashes {
		v := clashView{Part: c.Part, What: partWords(q, c.Part), Mine: c.Mine, Theirs: c.Theirs, Who: c.By}
		if !strings.HasSuffix(c.Part, "notes") {
			v.Mine, v.Theirs = markWord(c.Mine), markWord(c.Theirs)
		}
		list = append(list, v)
	}
	return list
}

// partWords names a part of an answer as the page shows it.
func partWords(q *questionnaires.Question, part string) string {
	id, of := strings.CutPrefix(part, "choices/")
	id, notes := strings.CutSuffix(id, "/notes")
	title := id
	if choice := q.Choice(id); choice != nil {
		title = choice.Title
	}
	switch {
	case part == "notes":
		return "Notes"
	case of && notes:
		return "Note on “" + title + "”"
	case of:
		return "“" + title + "”"
	}
	return "Whether the question applies"
}

// refusedView is a part of an answer that could not be saved, with the reason in words.
type refusedView struct {
	Part    string `json:"part"`
	What    string `json:"what"`
	Message string `json:"message"`
}

func refusedViews(q *questionnaires.Question, refused []models.EditRefusal) (list []refusedView) {
	for _, x := range refused {
		what := partWords(q, x.Part)
		list = append(list, refusedView{x.Part, what, page.Sentence(what + " " + x.Why)})
	}
	return list
}

// markWord says in words what a mark is.
func markWord(s string) string {
	kind, reason, _ := strings.Cut(s, " ")
	switch {
	case kind == "APPLICABLE":
		return "Applies"
	case reason != "":
		return "Does not apply: " + lowerReason(reason)
	}
	return labels.ChoiceStatus(models.ChoiceStatus(kind))
}
