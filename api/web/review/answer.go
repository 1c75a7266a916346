package review

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/service/reviews"
	"plumbline/questionnaires"
)

// answerState is an answer as pages and their scripts pass it on.
type answerState struct {
	Version    int                    `json:"version"`
	Choices    map[string]choiceState `json:"choices"` // all of the question, by id
	Notes      string                 `json:"notes"`
	Applicable bool                   `json:"applicable"`
	Reason     string                 `json:"reason"`
}

type choiceState struct {
	Status string `json:"status"`
	Reason string `json:"reason"`
	Notes  string `json:"notes"`
}

func stateOf(q *questionnaires.Question, a models.Answer) answerState {
	s := answerState{a.Version, map[string]choiceState{}, a.Notes, a.Applicable, string(a.Applicability().Reason)}
	for _, c := range q.Choices {
		mark := a.Mark(c.ID)
		s.Choices[c.ID] = choiceState{string(mark.Status), string(mark.Reason), a.Choice(c.ID).Notes}
	}
	return s
}

func (s answerState) text() string {
	out, err := json.Marshal(s)
	if err != nil {
		panic(err) // strings and numbers
	}
	return string(out)
}

// fields are the answer that the state tells.
func (s answerState) fields(q *questionnaires.Question) models.AnswerFields {
	f := models.AnswerFields{Notes: s.Notes, Applicable: s.Applicable, Reason: models.NotApplicableReason(s.Reason)}
	for _, c := range q.Choices {
		if x, ok := s.Choices[c.ID]; ok {
			f.Choices = append(f.Choices, models.ChoiceAnswer{ChoiceID: c.ID, Status: models.ChoiceStatus(x.Status),
				Reason: models.NotApplicableReason(x.Reason), Notes: x.Notes})
		}
	}
	return f
}

// saveForm takes the whole form of a question, as browsers without scripts send it, and goes where its button says.
// What was changed is told from the state that the form was made with, so that others' changes stay; what clashes comes
// back, both sides of it.
func (h handlers) saveForm(r *page.Request) (page.Reply, error) {
	var mine models.AnswerFields
	var broken error
	done, err := h.Service.Answers.EditByForm(r.HTTP.Context(), answerPathOf(r),
		func(q *questionnaires.Question) (models.AnswerEdit, error) {
			var base answerState
			if err := json.Unmarshal([]byte(r.Post("base")), &base); err != nil {
				broken = models.Errorf(models.CodeInvalid, "the form is not whole; reload the page").Because(err)
				return models.AnswerEdit{}, broken
			}
			mine = answerFieldsOf(r, q, base)
			return models.EditOf(q, base.fields(q), mine), nil
		})
	_, gone := errors.AsType[*reviews.GoneQuestion](err)
	switch {
	case broken != nil:
		return page.Reply{}, broken
	case gone, models.CodeOf(err) == models.CodeNotFound:
		return h.lostGround(r, err)
	case err != nil:
		return h.Again(r, "answer", err, func(r *page.Request) (page.Reply, error) { return h.asTyped(r, mine) })
	}
	if len(done.Clashes)+len(done.Refused) > 0 {
		return h.unsaved(r, mine, done)
	}
	if p, leads, err := h.leadOn(r); leads {
		return p, err
	}
	return page.Reply{To: onwardFrom(r, done.QuestionView)}, nil
}

// asTyped is the page with the form as it was sent.
func (h handlers) asTyped(r *page.Request, mine models.AnswerFields) (page.Reply, error) {
	view, err := h.Service.Answers.Question(r.HTTP.Context(), answerPathOf(r))
	if err != nil {
		return h.lostGround(r, err)
	}
	d, err := h.questionData(r, view)
	d.Choices, d.Notes, d.Applies, d.Reason = choiceRows(view.Answer.Question, mine), mine.Notes, mine.Applicable,
		string(mine.Reason)
	d.State = r.Post("base")
	return d.page(), err
}

// answerFieldsOf reads the form of a question. A choice whose box and whose mark of not applying contradict each other
// is what was changed of the two.
func answerFieldsOf(r *page.Request, q *questionnaires.Question, base answerState) models.AnswerFields {
	f := models.AnswerFields{Notes: r.Post("notes"), Applicable: r.Post("inapplicable") == "",
		Reason: models.NotApplicableReason(r.Post("reason"))}
	if f.Applicable {
		f.Reason = models.NoReason
	}
	selected := r.HTTP.PostForm["selected"]
	for _, c := range q.Choices {
		x := models.ChoiceAnswer{ChoiceID: c.ID, Status: models.ChoiceUnselected, Reason: models.NoReason,
			Notes: r.Post("note." + c.ID)}
		was := base.Choices[c.ID].Status
		on, off := slices.Contains(selected, c.ID), r.Post("na."+c.ID)
		switch {
		case off != "" && (!on || was != string(models.ChoiceNotApplicable)):
			x.Status, x.Reason = models.ChoiceNotApplicable, models.NotApplicableReason(off)
		case on:
			x.Status = models.ChoiceSelected
		}
		f.Choices = append(f.Choices, x)
	}
	return f
}

// onwardFrom is where the pressed button leads.
func onwardFrom(r *page.Request, v reviews.QuestionView) string {
	var d questionData
	d.around(r, v)
	to := map[string]string{"next": d.Next.Href, "previous": d.Previous.Href, "open": d.Open.Href}[r.Post("then")]
	if to == "" {
		to = string(reviewPathOf(r).question(v.Answer.QuestionID)) + carriedQuery(r)
		if strings.Contains(to, "?") {
			return to + "&done=answer"
		}
		return to + "?done=answer"
	}
	return to
}
