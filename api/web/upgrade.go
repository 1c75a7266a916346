package web

import (
	"plumbline/models/service"
	"plumbline/questionnaires"
)

type upgradeData struct {
	WorkloadID, Workload, Key, Lens, From, To string
	Milestone                                 string // a name for it
	Rerated, Trimmed, Dropped, New, Kept      []upgradedQuestion
}

// upgradedQuestion is a question with its risk before and after, where they differ.
type upgradedQuestion struct {
	ID, Title string
	From, To  questionnaires.Risk
}

// upgradePage shows what an upgrade would do.
func (w *Web) upgradePage(r *request) (page, error) {
	ctx, id, lens := r.http.Context(), r.param("workload"), r.param("lens")
	carried, err := w.svc.Reviews.PreviewUpgrade(ctx, id, lens, r.query("version"))
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
		Milestone: "Before version " + carried.To}
	data.list(carried, titles(review.Doc, target.Doc))
	return page{name: "upgrade", title: "Upgrade " + review.Lens.Name, data: data}, nil
}

func (d *upgradeData) list(c service.Carried, title map[string]string) {
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

func (w *Web) upgradeReview(r *request) (page, error) {
	id, lens := r.param("workload"), r.param("lens")
	in := service.UpgradeInput{Version: r.post("version"), Milestone: r.line("milestone")}
	if _, _, err := w.svc.Reviews.Upgrade(r.http.Context(), id, lens, in); err != nil {
		return w.again(r, "upgrade", err, w.upgradePage)
	}
	return done("/workloads/"+id, "upgraded")
}
