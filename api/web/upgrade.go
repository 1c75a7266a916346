package web

import (
	"maps"
	"net/http"

	"plumbline/models"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

type upgradeData struct {
	WorkloadID, Workload, Key, Lens, From, To string
	Milestone                                 string // a name for it
	Rerated, Trimmed, Dropped, New, Kept      []upgradedQuestion
	Outcomes                                  []fateGroup
	Renames                                   []renameGroup
	Proposed                                  bool // something in Renames was filled in by identical titles
}

// upgradedQuestion is a question with its risk before and after, where they differ.
type upgradedQuestion struct {
	ID, Title string
	From, To  questionnaires.Risk
}

// upgradePage shows what an upgrade would do. At first it goes by identical titles; the form then says what goes where.
func (w *Web) upgradePage(r *request) (page, error) {
	in := reviews.UpgradeInput{Version: r.query("version"), ByTitle: true}
	if r.post("mapped") != "" || r.form.Name != "" {
		in = reviews.UpgradeInput{Version: r.post("version"), Map: r.postedRenames()}
	}
	return w.upgradePageFor(r, in)
}

func (w *Web) upgradePageFor(r *request, in reviews.UpgradeInput) (page, error) {
	ctx, id, lens := r.http.Context(), r.param("workload"), r.param("lens")
	carried, err := w.svc.Reviews.PreviewUpgrade(ctx, id, lens, in)
	if models.CodeOf(err) == models.Invalid && r.form.Name != "" { // the map itself is wrong: its fields say so
		carried, err = w.svc.Reviews.PreviewUpgrade(ctx, id, lens, reviews.UpgradeInput{Version: in.Version})
	}
	if err != nil {
		return page{}, err
	}
	load, err := w.svc.Workloads.Get(ctx, id)
	if err != nil {
		return page{}, err
	}
	review, err := w.svc.Reviews.Get(ctx, id, lens)
	if err != nil {
		return page{}, err
	}
	target, err := w.svc.Lenses.Document(ctx, review.LensID, carried.To)
	if err != nil {
		return page{}, err
	}
	data := upgradeData{WorkloadID: load.ID, Workload: load.Name, Key: review.Lens.Key, Lens: review.Lens.Name, From: carried.From, To: carried.To,
		Milestone: "Before version " + carried.To, Outcomes: fateGroups(carried.Fates)}
	data.list(carried, titles(review.Doc, target.Doc))
	names := in.Map
	if in.ByTitle {
		names = models.OfferRenames(review.Doc, target.Doc, in.Map)
		data.Proposed = !names.Empty()
	}
	data.Renames = renameForm{r.form, review.Doc, target.Doc, names}.groups()
	return page{name: "upgrade", title: "Upgrade " + review.Lens.Name, data: data}, nil
}

func (d *upgradeData) list(c reviews.Carried, title map[string]string) {
	of := func(ids []string) (list []upgradedQuestion) {
		for _, id := range ids {
			list = append(list, upgradedQuestion{ID: id, Title: title[id]})
		}
		return list
	}
	d.Kept, d.Trimmed, d.Dropped, d.New = of(c.Kept), of(c.Trimmed), of(c.Dropped), of(c.New)
	for _, x := range c.Rerated {
		d.Rerated = append(d.Rerated, upgradedQuestion{x.QuestionID, title[x.QuestionID], x.From, x.To})
	}
}

// titles are the questions of both versions in words, those of the later one where both have them.
func titles(docs ...*questionnaires.Lens) map[string]string {
	all := map[string]string{}
	for _, doc := range docs {
		for _, p := range doc.Pillars {
			for _, q := range p.Questions {
				all[q.ID] = q.Title
			}
		}
	}
	return all
}

// upgradeReview upgrades, or shows again what would happen. A question that was led elsewhere since the page was made brings choices along that nobody has
// seen yet: they are shown first.
func (w *Web) upgradeReview(r *request) (page, error) {
	id, lens := r.param("workload"), r.param("lens")
	in := reviews.UpgradeInput{Version: r.post("version"), Milestone: r.line("milestone"), Map: r.postedRenames()}
	if r.post("mapped") != "" {
		seen, unseen, err := w.withUnseenChoices(r, in)
		if err != nil {
			return w.again(r, "upgrade", err, w.upgradePage)
		}
		if r.post("do") == "preview" || unseen {
			r.form = form{Name: "upgrade", Values: r.http.PostForm}
			if r.post("do") != "preview" {
				r.form.Alert = "Nothing has changed yet: a question goes elsewhere than before. Look at its choices below, then upgrade."
				r.status = http.StatusConflict
			}
			return w.upgradePageFor(r, seen)
		}
	}
	if _, _, err := w.svc.Reviews.Upgrade(r.http.Context(), id, lens, in); err != nil {
		return w.again(r, "upgrade", err, w.upgradePage)
	}
	return done(urls.Workload(id), "upgraded")
}

// withUnseenChoices adds the choices that would go on by identical titles and for which the form had no field.
func (w *Web) withUnseenChoices(r *request, in reviews.UpgradeInput) (reviews.UpgradeInput, bool, error) {
	carried, err := w.svc.Reviews.PreviewUpgrade(r.http.Context(), r.param("workload"), r.param("lens"), in)
	if err != nil {
		return in, false, err
	}
	in.Map = in.Map.Clone()
	maps.DeleteFunc(carried.Offered.Choices, func(key, _ string) bool { return r.http.PostForm.Has("choice." + key) })
	maps.Copy(in.Map.Choices, carried.Offered.Choices)
	return in, len(carried.Offered.Choices) > 0, nil
}
