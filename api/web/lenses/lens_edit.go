package lenses

import (
	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/service/lenses"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

type lensNewData struct{}

func (h handlers) lensNewPage(*page.Request) (page.Reply, error) {
	return page.Reply{Template: "lensnew", Title: "Create lens", Data: lensNewData{}}, nil
}

func (h handlers) createLens(r *page.Request) (page.Reply, error) {
	if r.Line("name") == "" {
		missing := models.InvalidInput(models.FieldFault{Field: "name", Message: "is missing"})
		return h.Again(r, "new", missing, h.lensNewPage)
	}
	blank := questionnaires.BlankLens(r.Line("name"), r.Text("description"))
	l, _, err := h.Service.Lenses.Import(r.HTTP.Context(), blank.JSON(), models.IdempotencyKey{})
	if err != nil {
		return h.Again(r, "new", err, h.lensNewPage)
	}
	return page.Done(urls.LensPage(l.ID).Edit(), "lens-made")
}

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
	Description string
	First, Last bool
	Questions   []questionEdit
}

type questionEdit struct {
	ID, Cite, Title string
	Short           string // its short name, where the lens gives one
	Choices         int
	Findings        int
	First, Last     bool
	Elsewhere       []pillarRef // the other pillars
}

type pillarRef struct{ ID, Name string }

func (h handlers) lensEditPage(r *page.Request) (page.Reply, error) {
	t, err := h.Service.Drafts.Try(r.HTTP.Context(), r.Param("lens"), nil)
	if err != nil {
		return page.Reply{}, err
	}
	data := lensEditData{Head: headOf(r, t.Lens), From: t.From, Version: t.Lens.Version, Name: t.Doc.Name,
		Description: t.Doc.Description, Fixed: t.Lens.Latest != "",
		Warnings: len(t.Problems)}
	if r.Form.Name == "describe" {
		was := data
		data.Name, data.Description = r.Post("name"), r.Text("description")
		if r.Form.Stale && data.Description != was.Description {
			data.NowDescription = was.Description
		}
		if r.Form.Stale && data.Name != was.Name {
			data.NowName = was.Name
		}
	}
	found := map[string]int{}
	all, err := h.Service.Lenses.Findings(r.HTTP.Context(), lenses.LensDocument{Doc: t.Doc, Source: t.Source})
	if err != nil {
		return page.Reply{}, err
	}
	for _, f := range all {
		found[f.QuestionID]++
		data.Findings++
	}
	for i, p := range t.Doc.Pillars {
		pillar := pillarEdit{ID: p.ID, Name: p.Name, Description: p.Description, First: i == 0,
			Last: i == len(t.Doc.Pillars)-1}
		for j, q := range p.Questions {
			question := questionEdit{ID: q.ID, Cite: q.DocumentID, Title: q.Title, Short: q.ShortName,
				Choices: len(q.Choices), Findings: found[q.ID], First: j == 0, Last: j == len(p.Questions)-1}
			for _, other := range t.Doc.Pillars {
				if other != p {
					question.Elsewhere = append(question.Elsewhere, pillarRef{other.ID, other.Name})
				}
			}
			pillar.Questions = append(pillar.Questions, question)
		}
		data.Pillars = append(data.Pillars, pillar)
	}
	return page.Reply{Template: "lensedit", Title: "Edit " + t.Lens.Name, Data: data}, nil
}

// diffChange makes an edit and goes back to the outline, at a part of it.
func (h handlers) change(r *page.Request, form string, edit questionnaires.LensEdit, at string) (page.Reply, error) {
	l, err := h.Service.Drafts.Edit(r.HTTP.Context(), r.Param("lens"), edit, r.Seen())
	if err != nil {
		return h.Again(r, form, err, h.lensEditPage)
	}
	return page.Reply{To: lensPath(l).Edit() + "?done=lens-saved" + at}, nil
}

func (h handlers) editLens(r *page.Request) (page.Reply, error) {
	return h.change(r, "describe", questionnaires.DescribeLens(r.Line("name"), r.Text("description")), "")
}

func (h handlers) addPillar(r *page.Request) (page.Reply, error) {
	return h.change(r, "pillar", questionnaires.AddPillar(r.Line("name")), "#add-pillar")
}

// editPillar does what the button says.
func (h handlers) editPillar(r *page.Request) (page.Reply, error) {
	id, at := r.Param("pillar"), "#pillars"
	switch r.Post("do") {
	case "describe":
		return h.change(r, "pillar", questionnaires.DescribePillar(id, r.Line("name"), r.Text("description")), at)
	case "up":
		return h.change(r, "pillar", questionnaires.MovePillar(id, -1), at)
	case "down":
		return h.change(r, "pillar", questionnaires.MovePillar(id, 1), at)
	case "remove":
		return h.change(r, "pillar", questionnaires.RemovePillar(id), at)
	case "question":
		return h.addQuestion(r, id)
	}
	return h.Again(r, "pillar", models.Errorf(models.CodeInvalid, "no action was chosen"), h.lensEditPage)
}

// addQuestion goes on to the new question.
func (h handlers) addQuestion(r *page.Request, pillar string) (page.Reply, error) {
	var made string
	l, err := h.Service.Drafts.Edit(r.HTTP.Context(), r.Param("lens"), questionnaires.AddQuestion(pillar, r.Line("title"),
		&made), r.Seen())
	if err != nil {
		return h.Again(r, "pillar", err, h.lensEditPage)
	}
	return page.Done(lensPath(l).EditQuestion(made), "question-added")
}

func (h handlers) placeQuestion(r *page.Request) (page.Reply, error) {
	id, at := r.Param("question"), "#pillars"
	switch r.Post("do") {
	case "up":
		return h.change(r, "question", questionnaires.MoveQuestion(id, -1), at)
	case "down":
		return h.change(r, "question", questionnaires.MoveQuestion(id, 1), at)
	case "place":
		return h.change(r, "question", questionnaires.PlaceQuestion(id, r.Post("pillar")), at)
	case "remove":
		return h.change(r, "question", questionnaires.RemoveQuestion(id), "#pillars")
	}
	return h.Again(r, "question", models.Errorf(models.CodeInvalid, "no action was chosen"), h.lensEditPage)
}

// draftWords says what is being edited.
func draftWords(from string) string {
	if from == lenses.DraftVersion {
		return "The draft"
	}
	return "Version " + from
}
