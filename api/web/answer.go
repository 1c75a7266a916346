package web

import (
	"bytes"
	"encoding/json"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/markdown"
	"plumbline/models/service"
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
	f := models.AnswerFields{Notes: s.Notes, Applicable: s.Applicable, Reason: models.Reason(s.Reason)}
	for _, c := range q.Choices {
		if x, ok := s.Choices[c.ID]; ok {
			f.Choices = append(f.Choices, models.ChoiceAnswer{ChoiceID: c.ID, Status: models.ChoiceStatus(x.Status), Reason: models.Reason(x.Reason), Notes: x.Notes})
		}
	}
	return f
}

// saveForm takes the whole form of a question, as browsers without scripts send it, and goes where its button says. What was changed is told from the
// state that the form was made with, so that others' changes stay; what clashes comes back, both sides of it.
func (w *Web) saveForm(r *request) (page, error) {
	view, err := w.svc.Reviews.Question(r.http.Context(), r.answerPath())
	if err != nil {
		return page{}, err
	}
	q := view.Answer.Question
	var base answerState
	if err := json.Unmarshal([]byte(r.post("base")), &base); err != nil {
		return page{}, models.Errorf(models.Invalid, "the form is not whole; reload the page").Because(err)
	}
	mine := r.answered(q, base)
	done, err := w.svc.Reviews.Edit(r.http.Context(), r.answerPath(), models.EditOf(q, base.fields(q), mine))
	if err != nil {
		return w.again(r, "answer", err, func(r *request) (page, error) { return w.asTyped(r, view, mine) })
	}
	if len(done.Clashes) > 0 {
		r.status = http.StatusConflict
		r.form = form{Name: "answer", Alert: "Somebody else changed the same things meanwhile. Nothing of theirs is overwritten yet: look at both below, then save again what is to stay."}
		if view, err = w.svc.Reviews.Question(r.http.Context(), r.answerPath()); err != nil {
			return page{}, err
		}
		return w.clashed(r, view, mine, done.Clashes)
	}
	if p, leads, err := w.leadOn(r); leads {
		return p, err
	}
	return page{to: r.onward(view)}, nil
}

// asTyped is the page with the form as it was sent.
func (w *Web) asTyped(r *request, view service.QuestionView, mine models.AnswerFields) (page, error) {
	d, err := w.questionData(r, view)
	d.Choices, d.Notes, d.Applies, d.Reason = choiceRows(view.Answer.Question, mine), mine.Notes, mine.Applicable, string(mine.Reason)
	d.State = r.post("base")
	return d.page(), err
}

// clashed is the page with what was sent where it clashes, and the state as it is elsewhere. Saving again means it: its base is the state as it is.
func (w *Web) clashed(r *request, view service.QuestionView, sent models.AnswerFields, clashes []models.Clash) (page, error) {
	q := view.Answer.Question
	mine := view.Answer.AnswerFields
	mine.Choices = nil
	for _, c := range q.Choices {
		x, wanted := view.Answer.Choice(c.ID), sent.Choice(c.ID)
		for _, clash := range clashes {
			switch clash.Part {
			case "choices/" + c.ID:
				x.Status, x.Reason = wanted.Status, wanted.Reason
			case "choices/" + c.ID + "/notes":
				x.Notes = wanted.Notes
			}
		}
		mine.Choices = append(mine.Choices, x)
	}
	for _, clash := range clashes {
		switch clash.Part {
		case "notes":
			mine.Notes = sent.Notes
		case "applicable":
			mine.Applicable, mine.Reason = sent.Applicable, sent.Reason
		}
	}
	d, err := w.questionData(r, view)
	d.Choices, d.Notes, d.Applies, d.Reason = choiceRows(q, mine), mine.Notes, mine.Applicable, string(mine.Reason)
	d.Clashes = clashViews(q, clashes)
	return d.page(), err
}

// answered reads the form of a question. A choice whose box and whose mark of not applying contradict each other is what was changed of the two.
func (r *request) answered(q *questionnaires.Question, base answerState) models.AnswerFields {
	f := models.AnswerFields{Notes: r.post("notes"), Applicable: r.post("inapplicable") == "", Reason: models.Reason(r.post("reason"))}
	if f.Applicable {
		f.Reason = models.NoReason
	}
	selected := r.http.PostForm["selected"]
	for _, c := range q.Choices {
		x := models.ChoiceAnswer{ChoiceID: c.ID, Status: models.ChoiceUnselected, Reason: models.NoReason, Notes: r.post("note." + c.ID)}
		was := base.Choices[c.ID].Status
		on, off := slices.Contains(selected, c.ID), r.post("na."+c.ID)
		switch {
		case off != "" && (!on || was != string(models.ChoiceNotApplicable)):
			x.Status, x.Reason = models.ChoiceNotApplicable, models.Reason(off)
		case on:
			x.Status = models.ChoiceSelected
		}
		f.Choices = append(f.Choices, x)
	}
	return f
}

// onward is where the pressed button leads.
func (r *request) onward(v service.QuestionView) string {
	var d questionData
	d.around(r, v)
	to := map[string]string{"next": d.Next.Href, "previous": d.Previous.Href, "open": d.Open.Href}[r.post("then")]
	if to == "" {
		to = r.reviewPath().question(v.Answer.QuestionID) + r.carried()
		if strings.Contains(to, "?") {
			return to + "&done=answer"
		}
		return to + "?done=answer"
	}
	return to
}

// answerEdit is what a script sends of a change: each part as it was and as it is to be.
type answerEdit struct {
	Choices map[string]struct {
		Mark  *edit[choiceMark] `json:"mark"`
		Notes *edit[string]     `json:"notes"`
	} `json:"choices"`
	Notes      *edit[string]        `json:"notes"`
	Applicable *edit[applicability] `json:"applicable"`
}

type edit[T any] struct {
	From T `json:"from"`
	To   T `json:"to"`
}

type choiceMark struct {
	Status models.ChoiceStatus `json:"status"`
	Reason models.Reason       `json:"reason"`
}

type applicability struct {
	Applicable bool          `json:"applicable"`
	Reason     models.Reason `json:"reason"`
}

func (e answerEdit) model() models.AnswerEdit {
	out := models.AnswerEdit{Choices: map[string]models.ChoiceEdit{}, Notes: (*models.Edit[string])(e.Notes)}
	for id, c := range e.Choices {
		x := models.ChoiceEdit{Notes: (*models.Edit[string])(c.Notes)}
		if c.Mark != nil {
			x.Mark = &models.Edit[models.Mark]{From: models.Mark(c.Mark.From), To: models.Mark(c.Mark.To)}
		}
		out.Choices[id] = x
	}
	if e.Applicable != nil {
		out.Applicable = &models.Edit[models.Applicability]{From: models.Applicability(e.Applicable.From), To: models.Applicability(e.Applicable.To)}
	}
	return out
}

// liveView is what a script gets to bring its page up to date: the answer, and the side of the page, which the server alone writes.
type liveView struct {
	State     answerState   `json:"state"`
	Risk      string        `json:"risk"` // class of its shape
	Word      string        `json:"word"`
	Side      template.HTML `json:"side"`
	NotesHTML template.HTML `json:"notes_html"`
	UpdatedAt *time.Time    `json:"updated_at,omitempty"`
	UpdatedBy string        `json:"updated_by,omitempty"`
	Clashes   []clashView   `json:"clashes,omitempty"`
}

// saveEdit takes a change from the script, merges it and gives the answer as it is then.
func (w *Web) saveEdit(r *request) (page, error) {
	in, err := decode[answerEdit](r)
	if err != nil {
		return page{}, err
	}
	done, err := w.svc.Reviews.Edit(r.http.Context(), r.answerPath(), in.model())
	if err != nil {
		return page{}, err
	}
	return w.live(r, done.Clashes)
}

// liveAnswer is the answer as it is, for a page that heard of a change.
func (w *Web) liveAnswer(r *request) (page, error) { return w.live(r, nil) }

func (w *Web) live(r *request, clashes []models.Clash) (page, error) {
	view, err := w.svc.Reviews.Question(r.http.Context(), r.answerPath())
	if err != nil {
		return page{}, err
	}
	piece := "side"
	if r.query("side") == "meaning" { // of a page that has the rest elsewhere
		piece = "meaning"
	}
	side, err := w.pages.part("review", piece, sideOf(r, view))
	if err != nil {
		return page{}, err
	}
	q, a := view.Answer.Question, view.Answer
	out := liveView{State: stateOf(q, a.Answer), Risk: ratingOf(a.Risk).Class, Word: ratingOf(a.Risk).Word, Side: side, UpdatedBy: a.UpdatedBy,
		NotesHTML: markdown.HTML(a.Notes), Clashes: clashViews(q, clashes)}
	if !a.UpdatedAt.IsZero() {
		out.UpdatedAt = &a.UpdatedAt
	}
	return page{json: out}, nil
}

// part renders a piece of a page.
func (p pages) part(name, piece string, data any) (template.HTML, error) {
	var out bytes.Buffer
	err := p.render(&out, name, piece, data)
	return template.HTML(out.String()), err
}

// clashView is a part of an answer that two people changed otherwise, in words.
type clashView struct {
	Part   string `json:"part"`
	What   string `json:"what"`
	Mine   string `json:"mine"`
	Theirs string `json:"theirs"`
	Who    string `json:"who"`
}

func clashViews(q *questionnaires.Question, clashes []models.Clash) (list []clashView) {
	for _, c := range clashes {
		v := clashView{Part: c.Part, Mine: c.Mine, Theirs: c.Theirs, Who: c.By}
		id, of := strings.CutPrefix(c.Part, "choices/")
		id, notes := strings.CutSuffix(id, "/notes")
		switch choice := q.Choice(id); {
		case c.Part == "notes":
			v.What = "Notes"
		case of && choice != nil && notes:
			v.What = "Note on “" + choice.Title + "”"
		case of && choice != nil:
			v.What, v.Mine, v.Theirs = "“"+choice.Title+"”", markWord(c.Mine), markWord(c.Theirs)
		default:
			v.What, v.Mine, v.Theirs = "Whether the question applies", markWord(c.Mine), markWord(c.Theirs)
		}
		list = append(list, v)
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
		return "Does not apply: " + reasonWord(reason)
	}
	return capital(statusWords(models.ChoiceStatus(kind)))
}

// preview sets notes as they will read.
func (w *Web) preview(r *request) (page, error) {
	in, err := decode[struct {
		Notes string `json:"notes"`
	}](r)
	if err == nil && len(in.Notes) > models.MaxNotes {
		err = models.Errorf(models.TooLarge, "notes take at most %d KB", models.MaxNotes>>10)
	}
	if err != nil {
		return page{}, err
	}
	return page{json: map[string]template.HTML{"html": markdown.HTML(in.Notes)}}, nil
}
