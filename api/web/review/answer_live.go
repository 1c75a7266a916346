package review

import (
	"html/template"
	"time"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/markdown"
	"plumbline/models/service/reviews"
)

// answerEdit is what a script sends of a change: each part as it was and as it is to be.
type answerEdit struct {
	Choices map[string]struct {
		Mark  *liveEdit[choiceMark] `json:"mark"`
		Notes *liveEdit[string]     `json:"notes"`
	} `json:"choices"`
	Notes      *liveEdit[string]        `json:"notes"`
	Applicable *liveEdit[applicability] `json:"applicable"`
}

type liveEdit[T any] struct {
	From T `json:"from"`
	To   T `json:"to"`
}

type choiceMark struct {
	Status models.ChoiceStatus        `json:"status"`
	Reason models.NotApplicableReason `json:"reason"`
}

type applicability struct {
	Applicable bool                       `json:"applicable"`
	Reason     models.NotApplicableReason `json:"reason"`
}

func (e answerEdit) model() models.AnswerEdit {
	out := models.AnswerEdit{Choices: map[string]models.ChoiceEdit{}, Notes: (*models.PartEdit[string])(e.Notes)}
	for id, c := range e.Choices {
		x := models.ChoiceEdit{Notes: (*models.PartEdit[string])(c.Notes)}
		if c.Mark != nil {
			x.Mark = &models.PartEdit[models.ChoiceMark]{From: models.ChoiceMark(c.Mark.From), To: models.ChoiceMark(c.Mark.To)}
		}
		out.Choices[id] = x
	}
	if e.Applicable != nil {
		out.Applicable = &models.PartEdit[models.Applicability]{From: models.Applicability(e.Applicable.From),
			To: models.Applicability(e.Applicable.To)}
	}
	return out
}

// liveView is what a script gets to bring its page up to date: the answer, and the side of the page, which the server
// alone writes.
type liveView struct {
	State     answerState   `json:"state"`
	Risk      string        `json:"risk"` // class of its shape
	Word      string        `json:"word"`
	Answered  int           `json:"answered"` // questions of the review
	Side      template.HTML `json:"side"`
	NotesHTML template.HTML `json:"notes_html"`
	UpdatedAt *time.Time    `json:"updated_at,omitempty"`
	UpdatedBy string        `json:"updated_by,omitempty"`
	Clashes   []clashView   `json:"clashes,omitempty"`
	Refused   []refusedView `json:"refused,omitempty"`
}

// saveEdit takes a change from the script, merges it and gives the answer as it is then.
func (h handlers) saveEdit(r *page.Request) (page.Reply, error) {
	in, err := page.Decode[answerEdit](r)
	if err != nil {
		return page.Reply{}, err
	}
	done, err := h.Service.Answers.Edit(r.HTTP.Context(), answerPathOf(r), in.model())
	if err != nil {
		return page.Reply{}, err
	}
	return h.live(r, done)
}

// liveAnswer is the answer as it is, for a page that heard of a change.
func (h handlers) liveAnswer(r *page.Request) (page.Reply, error) {
	view, err := h.Service.Answers.Question(r.HTTP.Context(), answerPathOf(r))
	if err != nil {
		return page.Reply{}, err
	}
	return h.live(r, reviews.Edited{QuestionView: view})
}

func (h handlers) live(r *page.Request, view reviews.Edited) (page.Reply, error) {
	piece := "side"
	if r.Query("side") == "meaning" { // of a page that has the rest elsewhere
		piece = "meaning"
	}
	side, err := h.Fragment(r, "review", piece, sideOf(r, view.QuestionView))
	if err != nil {
		return page.Reply{}, err
	}
	q, a := view.Answer.Question, view.Answer
	out := liveView{State: stateOf(q, a.Answer), Risk: ratingOf(a.Risk).Class, Word: ratingOf(a.Risk).Word, Side: side,
		Answered:  answeredOf(view.Answers),
		UpdatedBy: a.UpdatedBy,
		NotesHTML: h.Rooted(markdown.HTML(a.Notes)), Clashes: clashViews(q, view.Clashes),
		Refused: refusedViews(q, view.Refused)}
	if !a.UpdatedAt.IsZero() {
		out.UpdatedAt = &a.UpdatedAt
	}
	return page.Reply{JSON: out}, nil
}

// preview sets notes as they will read.
func (h handlers) preview(r *page.Request) (page.Reply, error) {
	in, err := page.Decode[struct {
		Notes string `json:"notes"`
	}](r)
	if err == nil && len(in.Notes) > models.MaxNotes {
		err = models.Errorf(models.CodeTooLarge, "notes take at most %d KB", models.MaxNotes>>10)
	}
	if err != nil {
		return page.Reply{}, err
	}
	return page.Reply{JSON: map[string]template.HTML{"html": h.Rooted(markdown.HTML(in.Notes))}}, nil
}
