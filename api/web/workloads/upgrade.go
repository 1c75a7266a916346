package workloads

import (
	"maps"
	"net/http"

	"plumbline/api/web/page"
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
func (h handlers) upgradePage(r *page.Request) (page.Reply, error) {
	in := reviews.UpgradeInput{Version: r.Query("version"), ByTitle: true}
	if r.Post("mapped") != "" || r.Form.Name != "" {
		in = reviews.UpgradeInput{Version: r.Post("version"), Map: postedRenames(r)}
	}
	return h.upgradePageFor(r, in)
}

func (h handlers) upgradePageFor(r *page.Request, in reviews.UpgradeInput) (page.Reply, error) {
	ctx, id, lens := r.HTTP.Context(), r.Param("workload"), r.Param("lens")
	carried, err := h.Service.Reviews.PreviewUpgrade(ctx, id, lens, in)
	if models.CodeOf(err) == models.CodeInvalid && r.Form.Name != "" { // the map itself is wrong: its fields say so
		carried, err = h.Service.Reviews.PreviewUpgrade(ctx, id, lens, reviews.UpgradeInput{Version: in.Version})
	}
	if err != nil {
		return page.Reply{}, err
	}
	load, err := h.Service.Workloads.Get(ctx, id)
	if err != nil {
		return page.Reply{}, err
	}
	review, err := h.Service.Reviews.Get(ctx, id, lens)
	if err != nil {
		return page.Reply{}, err
	}
	target, err := h.Service.Lenses.Document(ctx, review.LensID, carried.To)
	if err != nil {
		return page.Reply{}, err
	}
	data := upgradeData{WorkloadID: load.ID, Workload: load.Name, Key: review.Lens.Key, Lens: review.Lens.Name,
		From: carried.From, To: carried.To,
		Milestone: "Before version " + carried.To, Outcomes: fateGroups(carried.Fates)}
	data.list(carried, questionTitles(review.Doc, target.Doc))
	names := in.Map
	if in.ByTitle {
		names = models.OfferRenames(review.Doc, target.Doc, in.Map)
		data.Proposed = !names.Empty()
	}
	data.Renames = renameForm{r.Form, review.Doc, target.Doc, names}.groups()
	return page.Reply{Template: "upgrade", Title: "Upgrade " + review.Lens.Name, Data: data}, nil
}

func (d *upgradeData) list(c reviews.CarriedOver, title map[string]string) {
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

// questionTitles are the questions of both versions in words, those of the later one where both have them.
func questionTitles(docs ...*questionnaires.Lens) map[string]string {
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

// upgradeReview upgrades, or shows again what would happen. A question that was led elsewhere since the page was made
// brings choices along that nobody has seen yet: they are shown first.
func (h handlers) upgradeReview(r *page.Request) (page.Reply, error) {
	id, lens := r.Param("workload"), r.Param("lens")
	in := reviews.UpgradeInput{Version: r.Post("version"), Milestone: r.Line("milestone"), Map: postedRenames(r)}
	if r.Post("mapped") != "" {
		seen, unseen, err := h.withUnseenChoices(r, in)
		if err != nil {
			return h.Again(r, "upgrade", err, h.upgradePage)
		}
		if r.Post("do") == "preview" || unseen {
			r.Form = page.Form{Name: "upgrade", Values: r.HTTP.PostForm}
			if r.Post("do") != "preview" {
				r.Form.Alert = "Nothing has changed yet: a question goes elsewhere than before. Look at its choices below, " +
					"then upgrade."
				r.Status = http.StatusConflict
			}
			return h.upgradePageFor(r, seen)
		}
	}
	if _, _, err := h.Service.Reviews.Upgrade(r.HTTP.Context(), id, lens, in); err != nil {
		return h.Again(r, "upgrade", err, h.upgradePage)
	}
	return page.Done(urls.WorkloadPage(id), "upgraded")
}

// withUnseenChoices adds the choices that would go on by identical titles and for which the form had no field.
func (h handlers) withUnseenChoices(r *page.Request, in reviews.UpgradeInput) (reviews.UpgradeInput, bool, error) {
	carried, err := h.Service.Reviews.PreviewUpgrade(r.HTTP.Context(), r.Param("workload"), r.Param("lens"), in)
	if err != nil {
		return in, false, err
	}
	in.Map = in.Map.Clone()
	maps.DeleteFunc(carried.Offered.Choices, func(key, _ string) bool { return r.HTTP.PostForm.Has("choice." + key) })
	maps.Copy(in.Map.Choices, carried.Offered.Choices)
	return in, len(carried.Offered.Choices) > 0, nil
}
