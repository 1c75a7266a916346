package web

import (
	"plumbline/models"
	"plumbline/models/service/lenses"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

type lensNewData struct{}

func (w *Web) lensNewPage(*request) (page, error) {
	return page{name: "lensnew", title: "New lens", data: lensNewData{}}, nil
}

func (w *Web) createLens(r *request) (page, error) {
	blank := questionnaires.Blank(r.line("name"), r.text("description"))
	l, _, err := w.svc.Lenses.Import(r.http.Context(), blank.JSON(), models.IdempotencyKey{})
	if err != nil {
		return w.again(r, "new", err, w.lensNewPage)
	}
	return done(urls.Lens(l.ID).Edit(), "lens-made")
}

// text is a posted text of several lines; browsers end each with CR LF.
func (r *request) text(name string) string { return models.Lines(r.post(name)) }

// lensEditData is the outline of a draft, to be changed.
type lensEditData struct {
	Head                    lensHead
	From                    string // "draft", or the version that the first change makes a draft of
	Version                 int
	Name, Description       string
	Fixed                   bool // a published lens keeps its name
	Pillars                 []pillarEdit
	Findings                int
	Warnings                int
	NowName, NowDescription string // with a stale form: what somebody else saved meanwhile
}

type pillarEdit struct {
	ID, Name    string
	First, Last bool
	Questions   []questionEdit
}

type questionEdit struct {
	ID, Cite, Title string
	Choices         int
	Findings        int
	First, Last     bool
	Elsewhere       []pillarRef // the other pillars
}

type pillarRef struct{ ID, Name string }

func (w *Web) lensEditPage(r *request) (page, error) {
	t, err := w.svc.Drafts.Try(r.http.Context(), r.param("lens"), nil)
	if err != nil {
		return page{}, err
	}
	data := lensEditData{Head: r.head(t.Lens), From: t.From, Version: t.Lens.Version, Name: t.Doc.Name, Description: t.Doc.Description, Fixed: t.Lens.Latest != "",
		Warnings: len(t.Problems)}
	if r.form.Name == "describe" {
		was := data
		data.Name, data.Description = r.post("name"), r.text("description")
		if r.form.Stale && data.Description != was.Description {
			data.NowDescription = was.Description
		}
		if r.form.Stale && data.Name != was.Name {
			data.NowName = was.Name
		}
	}
	found := map[string]int{}
	all, err := w.svc.Lenses.Findings(r.http.Context(), lenses.Document{Doc: t.Doc, Source: t.Source})
	if err != nil {
		return page{}, err
	}
	for _, f := range all {
		found[f.QuestionID]++
		data.Findings++
	}
	for i, p := range t.Doc.Pillars {
		pillar := pillarEdit{ID: p.ID, Name: p.Name, First: i == 0, Last: i == len(t.Doc.Pillars)-1}
		for j, q := range p.Questions {
			question := questionEdit{ID: q.ID, Cite: q.DocumentID, Title: q.Title, Choices: len(q.Choices), Findings: found[q.ID], First: j == 0, Last: j == len(p.Questions)-1}
			for _, other := range t.Doc.Pillars {
				if other != p {
					question.Elsewhere = append(question.Elsewhere, pillarRef{other.ID, other.Name})
				}
			}
			pillar.Questions = append(pillar.Questions, question)
		}
		data.Pillars = append(data.Pillars, pillar)
	}
	return page{name: "lensedit", title: "Edit " + t.Lens.Name, data: data}, nil
}

// change makes an edit and goes back to the outline, at a part of it.
func (w *Web) change(r *request, form string, edit questionnaires.Edit, at string) (page, error) {
	l, err := w.svc.Drafts.Edit(r.http.Context(), r.param("lens"), edit, r.seen())
	if err != nil {
		return w.again(r, form, err, w.lensEditPage)
	}
	return page{to: lensPath(l).Edit() + "?done=lens-saved" + at}, nil
}

func (w *Web) editLens(r *request) (page, error) {
	return w.change(r, "describe", questionnaires.Describe(r.line("name"), r.text("description")), "")
}

func (w *Web) addPillar(r *request) (page, error) {
	return w.change(r, "pillar", questionnaires.AddPillar(r.line("name")), "#add-pillar")
}

// editPillar does what the button says.
func (w *Web) editPillar(r *request) (page, error) {
	id, at := r.param("pillar"), "#pillars"
	switch r.post("do") {
	case "rename":
		return w.change(r, "pillar", questionnaires.RenamePillar(id, r.line("name")), at)
	case "up":
		return w.change(r, "pillar", questionnaires.MovePillar(id, -1), at)
	case "down":
		return w.change(r, "pillar", questionnaires.MovePillar(id, 1), at)
	case "remove":
		return w.change(r, "pillar", questionnaires.RemovePillar(id), at)
	case "question":
		return w.addQuestion(r, id)
	}
	return w.again(r, "pillar", models.Errorf(models.Invalid, "nothing was asked for"), w.lensEditPage)
}

// addQuestion goes on to the new question.
func (w *Web) addQuestion(r *request, pillar string) (page, error) {
	var made string
	l, err := w.svc.Drafts.Edit(r.http.Context(), r.param("lens"), questionnaires.AddQuestion(pillar, r.line("title"), &made), r.seen())
	if err != nil {
		return w.again(r, "pillar", err, w.lensEditPage)
	}
	return done(lensPath(l).EditQuestion(made), "question-added")
}

func (w *Web) placeQuestion(r *request) (page, error) {
	id, at := r.param("question"), "#pillars"
	switch r.post("do") {
	case "up":
		return w.change(r, "question", questionnaires.MoveQuestion(id, -1), at)
	case "down":
		return w.change(r, "question", questionnaires.MoveQuestion(id, 1), at)
	case "place":
		return w.change(r, "question", questionnaires.PlaceQuestion(id, r.post("pillar")), at)
	case "remove":
		return w.change(r, "question", questionnaires.RemoveQuestion(id), "#pillars")
	}
	return w.again(r, "question", models.Errorf(models.Invalid, "nothing was asked for"), w.lensEditPage)
}

// draftWords says what is being edited.
func draftWords(from string) string {
	if from == lenses.DraftVersion {
		return "The draft"
	}
	return "Version " + from
}
