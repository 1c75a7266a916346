package web

import (
	"cmp"
	"fmt"

	"plumbline/models"
	"plumbline/models/service/lenses"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

var lensPages = map[string]any{"lenses": lensesData{}, "lens": lensData{}, "lensversion": lensVersionData{}, "lensquestion": lensQuestionData{},
	"lensimport": lensImportData{}, "lenspublish": lensPublishData{}, "lensdiff": lensDiffData{}, "lensnew": lensNewData{}, "lensedit": lensEditData{},
	"lensquestionedit": questionEditData{}, "lenscheck": meaning{}}

func (w *Web) lensRoutes() []route {
	lens := urls.Lens(":lens")
	version := lens.Version(":version")
	return []route{
		{get, urls.Lenses, models.ReadLens, w.lensesPage},
		{get, urls.ImportLens, models.ImportLens, w.lensImportPage},
		{post, urls.ImportLens, models.ImportLens, w.queued(w.importLens)},
		{get, urls.NewLens, models.ImportLens, w.lensNewPage},
		{post, urls.NewLens, models.ImportLens, w.queued(w.createLens)},
		{get, string(lens), models.ReadLens, w.lensPage},
		{post, lens.Name(), models.PublishLens, w.renameLens},
		{post, lens.Delete(), models.DeleteLens, w.deleteLens},
		{post, lens.Discard(), models.ImportLens, w.discardDraft},
		{get, lens.Import(), models.ImportLens, w.draftImportPage},
		{post, lens.Import(), models.ImportLens, w.queued(w.importDraft)},
		{get, lens.Publish(), models.PublishLens, w.queued(w.lensPublishPage)},
		{post, lens.Publish(), models.PublishLens, w.queued(w.publishLens)},
		{get, lens.Diff(), models.ReadLens, w.lensDiffPage},
		{get, string(version), models.ReadLens, w.lensVersionPage},
		{get, version.Document(), models.ReadLens, w.lensDocument},
		{get, version.Question(":question"), models.ReadLens, w.queued(w.lensQuestionPage)},
		{get, lens.Edit(), models.ImportLens, w.queued(w.lensEditPage)},
		{post, lens.Edit(), models.ImportLens, w.queued(w.editLens)},
		{post, lens.EditPillars(), models.ImportLens, w.queued(w.addPillar)},
		{post, lens.EditPillar(":pillar"), models.ImportLens, w.queued(w.editPillar)},
		{post, lens.PlaceQuestion(":question"), models.ImportLens, w.queued(w.placeQuestion)},
		{get, lens.EditQuestion(":question"), models.ImportLens, w.queued(w.questionEditPage)},
		{post, lens.EditQuestion(":question"), models.ImportLens, w.queued(w.editQuestion)},
		{post, lens.CheckQuestion(":question"), models.ImportLens, w.queued(w.checkQuestion)},
	}
}

// lensHead is what every page about one lens shows first.
type lensHead struct {
	Lens       lenses.View
	Path       urls.LensPath
	MayEdit    bool
	MayPublish bool
	MayDelete  bool
}

// head says what the person may do to the lens; the verbs decide it again.
func (r *request) head(l lenses.View) lensHead {
	place := l.Place()
	if l.Shared != nil {
		place.Shared = l.Shared.Role
	}
	may := func(action models.Action) bool { return models.Allow(r.session.Actor, action, place) == nil }
	return lensHead{l, lensPath(l), may(models.ImportLens), may(models.PublishLens), may(models.DeleteLens)}
}

// lensPath is the page of a lens: by its key, unless that could be taken for another page or another lens.
func lensPath(l lenses.View) urls.LensPath {
	if l.Shared != nil || l.Key == "import" || l.Key == "new" {
		return urls.Lens(l.ID)
	}
	return urls.Lens(l.Key)
}

type lensesData struct {
	Name   string // the filter
	Lenses []lensEntry
	Next   string
}

type lensEntry struct {
	lenses.CatalogueEntry
	Path  urls.LensPath
	Whose string
}

func (w *Web) lensesPage(r *request) (page, error) {
	data := lensesData{Name: r.query("name")}
	list, err := w.svc.Lenses.Catalogue(r.http.Context(), models.LensQuery{Name: data.Name, Page: r.page("after", 0)})
	for _, l := range list.Items {
		data.Lenses = append(data.Lenses, lensEntry{l, lensPath(l.View), whose(l)})
	}
	data.Next = r.next("after", list.Next)
	return page{name: "lenses", title: "Lenses", data: data}, err
}

// whose says where a lens is from.
func whose(l lenses.CatalogueEntry) string {
	switch {
	case l.Shared != nil:
		return "Shared by " + l.Shared.Workspace
	case l.Shipped:
		return "Comes with Plumbline"
	}
	return "This workspace"
}

type lensData struct {
	Head     lensHead
	Version  string // that the outline is of: the latest, or the draft
	Versions []models.LensVersion
	Outline  outline
	Uses     []lenses.Use
	Behind   int // of the uses
}

func (w *Web) lensPage(r *request) (page, error) {
	ctx, ref := r.http.Context(), r.param("lens")
	l, err := w.svc.Lenses.Get(ctx, ref)
	if err != nil {
		return page{}, err
	}
	if !l.DeletedAt.IsZero() {
		return page{}, models.Errorf(models.NotFound, "the lens %q was deleted", l.Key)
	}
	data := lensData{Head: r.head(l), Version: cmp.Or(l.Latest, lenses.DraftVersion)}
	if data.Versions, err = w.svc.Lenses.Versions(ctx, ref); err != nil {
		return page{}, err
	}
	if l.Latest != "" || l.HasDraft {
		d, err := w.svc.Lenses.Document(ctx, ref, data.Version)
		if err != nil {
			return page{}, err
		}
		found, err := w.svc.Lenses.Findings(ctx, d)
		if err != nil {
			return page{}, err
		}
		data.Outline = outlineOf(d.Doc, found, data.Head.Path.Version(data.Version))
	}
	if data.Uses, err = w.svc.Lenses.Uses(ctx, ref); err != nil {
		return page{}, err
	}
	for _, u := range data.Uses {
		if u.Behind {
			data.Behind++
		}
	}
	return page{name: "lens", title: l.Name, data: data}, nil
}

func (w *Web) deleteLens(r *request) (page, error) {
	if err := w.svc.Lenses.Delete(r.http.Context(), r.param("lens"), lenses.LensDeletion{Confirm: r.line("confirm")}); err != nil {
		return w.again(r, "delete", err, w.lensPage)
	}
	return done(urls.Lenses, "lens-deleted")
}

func (w *Web) discardDraft(r *request) (page, error) {
	l, err := w.svc.Lenses.Get(r.http.Context(), r.param("lens"))
	if err == nil {
		err = w.svc.Drafts.Discard(r.http.Context(), r.param("lens"))
	}
	switch {
	case err != nil:
		return page{}, err
	case l.Latest == "": // the lens went with it
		return done(urls.Lenses, "lens-deleted")
	}
	return done(lensPath(l), "draft-discarded")
}

// outline is a lens from afar: its pillars and questions.
type outline struct {
	Base      urls.LensVersionPath
	Pillars   []pillarOutline
	Questions int
	Findings  []findingView
}

type pillarOutline struct {
	Name      string
	Questions []questionOutline
}

type questionOutline struct {
	ID, Cite, Title string
	Choices         []string
	Findings        int
}

type findingView struct {
	QuestionID, Question string
	Message              string
}

// outlineOf shows a lens with what was found in it, as it stands at the path base.
func outlineOf(doc *questionnaires.Lens, all []questionnaires.Finding, base urls.LensVersionPath) outline {
	o := outline{Base: base, Questions: doc.Questions()}
	found := map[string]int{}
	for _, f := range all {
		found[f.QuestionID]++
		_, q := doc.Question(f.QuestionID)
		o.Findings = append(o.Findings, findingView{f.QuestionID, q.Title, f.Message})
	}
	for _, p := range doc.Pillars {
		pillar := pillarOutline{Name: p.Name}
		for _, q := range p.Questions {
			question := questionOutline{ID: q.ID, Cite: q.DocumentID, Title: q.Title, Findings: found[q.ID]}
			for _, c := range q.Choices {
				question.Choices = append(question.Choices, c.Title)
			}
			pillar.Questions = append(pillar.Questions, question)
		}
		o.Pillars = append(o.Pillars, pillar)
	}
	return o
}

// count writes a number with its noun.
func count(n int, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, several)
}
