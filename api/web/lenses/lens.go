package lenses

import (
	"cmp"
	"fmt"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/service/lenses"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

// lensHead is what every page about one lens shows first.
type lensHead struct {
	Lens       lenses.LensView
	Path       urls.LensPath
	MayEdit    bool
	MayPublish bool
	MayDelete  bool
	MayShare   bool
}

// headOf says what the person may do to the lens; the service decides it again.
func headOf(r *page.Request, l lenses.LensView) lensHead {
	place := l.Place()
	if l.Shared != nil {
		place.Shared = l.Shared.Role
	}
	may := func(action models.Action) bool { return models.Allow(r.Session.Actor, action, place) == nil }
	return lensHead{l, lensPath(l), may(models.ImportLens), may(models.PublishLens), may(models.DeleteLens),
		may(models.ShareLens)}
}

// lensPath is the page of a lens: by its key, unless that could be taken for another page or another lens.
func lensPath(l lenses.LensView) urls.LensPath {
	if l.Shared != nil || l.Key == "import" || l.Key == "new" {
		return urls.LensPage(l.ID)
	}
	return urls.LensPage(l.Key)
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

func (h handlers) lensesPage(r *page.Request) (page.Reply, error) {
	data := lensesData{Name: r.Query("name")}
	query := models.LensQuery{Name: data.Name, PageRequest: r.ListPage("after", 0)}
	list, err := h.Service.Lenses.Catalogue(r.HTTP.Context(), query)
	for _, l := range list.Items {
		data.Lenses = append(data.Lenses, lensEntry{l, lensPath(l.LensView), lensOrigin(l)})
	}
	data.Next = r.NextPage("after", list.Next)
	return page.Reply{Template: "lenses", Title: "Lenses", Data: data}, err
}

// lensOrigin says where a lens is from.
func lensOrigin(l lenses.CatalogueEntry) string {
	switch {
	case l.Shared != nil:
		return "Shared by " + l.Shared.Workspace
	case l.Shipped:
		return "Built in"
	}
	return "This workspace"
}

type lensData struct {
	Head     lensHead
	Version  string // that the outline is of: the latest, or the draft
	Versions []models.LensVersion
	Outline  lensOutline
	Uses     []lenses.LensUse
	Behind   int // of the uses
}

func (h handlers) lensPage(r *page.Request) (page.Reply, error) {
	ctx, ref := r.HTTP.Context(), r.Param("lens")
	l, err := h.Service.Lenses.Get(ctx, ref)
	if err != nil {
		return page.Reply{}, err
	}
	if !l.DeletedAt.IsZero() {
		return page.Reply{}, models.Errorf(models.CodeNotFound, "the lens %q was deleted", l.Key)
	}
	data := lensData{Head: headOf(r, l), Version: cmp.Or(l.Latest, lenses.DraftVersion)}
	if data.Versions, err = h.Service.Lenses.Versions(ctx, ref); err != nil {
		return page.Reply{}, err
	}
	if l.Latest != "" || l.HasDraft {
		d, err := h.Service.Lenses.Document(ctx, ref, data.Version)
		if err != nil {
			return page.Reply{}, err
		}
		found, err := h.Service.Lenses.Findings(ctx, d)
		if err != nil {
			return page.Reply{}, err
		}
		data.Outline = outlineOf(d.Doc, found, data.Head.Path.Version(data.Version))
	}
	if data.Uses, err = h.Service.Lenses.Uses(ctx, ref); err != nil {
		return page.Reply{}, err
	}
	for _, u := range data.Uses {
		if u.Behind {
			data.Behind++
		}
	}
	return page.Reply{Template: "lens", Title: l.Name, Data: data}, nil
}

func (h handlers) deleteLens(r *page.Request) (page.Reply, error) {
	if err := h.Service.Lenses.Delete(r.HTTP.Context(), r.Param("lens"),
		lenses.LensDeletion{Confirm: r.Line("confirm")}); err != nil {
		return h.Again(r, "delete", err, h.lensPage)
	}
	return page.Done(urls.Lenses, "lens-deleted")
}

func (h handlers) discardDraft(r *page.Request) (page.Reply, error) {
	l, err := h.Service.Lenses.Get(r.HTTP.Context(), r.Param("lens"))
	if err == nil {
		err = h.Service.Drafts.Discard(r.HTTP.Context(), r.Param("lens"))
	}
	switch {
	case err != nil:
		return page.Reply{}, err
	case l.Latest == "": // the lens went with it
		return page.Done(urls.Lenses, "lens-deleted")
	}
	return page.Done(lensPath(l), "draft-discarded")
}

// lensOutline is a lens from afar: its pillars and questions.
type lensOutline struct {
	Base      urls.LensVersionPath
	Pillars   []pillarOutline
	Questions int
	Findings  []findingView
}

type pillarOutline struct {
	Name        string
	Description string
	Questions   []questionOutline
}

type questionOutline struct {
	ID, Cite, Title string
	Short           string // its short name, where the lens gives one
	Choices         []string
	Findings        int
}

type findingView struct {
	QuestionID, Question string
	Message              string
}

// outlineOf shows a lens with what was found in it, as it stands at the path base.
func outlineOf(doc *questionnaires.Lens, all []questionnaires.RuleFinding, base urls.LensVersionPath) lensOutline {
	o := lensOutline{Base: base, Questions: doc.Questions()}
	found := map[string]int{}
	for _, f := range all {
		found[f.QuestionID]++
		_, q := doc.Question(f.QuestionID)
		o.Findings = append(o.Findings, findingView{f.QuestionID, q.Title, f.Message})
	}
	for _, p := range doc.Pillars {
		pillar := pillarOutline{Name: p.Name, Description: p.Description}
		for _, q := range p.Questions {
			question := questionOutline{ID: q.ID, Cite: q.DocumentID, Title: q.Title, Short: q.ShortName,
				Findings: found[q.ID]}
			for _, c := range q.Choices {
				question.Choices = append(question.Choices, c.Title)
			}
			pillar.Questions = append(pillar.Questions, question)
		}
		o.Pillars = append(o.Pillars, pillar)
	}
	return o
}

// countNoun writes a number with its noun.
func countNoun(n int, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, several)
}
