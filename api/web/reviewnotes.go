package web

import (
	"strconv"

	"plumbline/models"
	"plumbline/models/service"
)

// reviewNotesData are the notes of a review and of its pillars.
type reviewNotesData struct {
	Workload, Lens, Base string
	Notes                string
	Pillars              []pillarNotes
	Version              int
	May                  bool
	NoLongerAsked        []service.NoLongerAsked
	Sent                 []sentText // to pillars that the lens has not got any more
}

type pillarNotes struct{ ID, Name, Notes string }

// reviewNotes is the page with the notes that belong to no question.
func (w *Web) reviewNotes(r *request) (page, error) {
	at := r.reviewPath()
	review, err := w.svc.Reviews.Get(r.http.Context(), at.Workload, at.Lens)
	if err != nil {
		return page{}, err
	}
	data := reviewNotesData{Lens: review.Lens.Name, Base: at.href(), Notes: review.Notes, Version: review.Review.Version,
		May: models.Allow(r.session.Actor, models.UpdateAnswer, models.InWorkspace(r.session.Actor.WorkspaceID)) == nil}
	for i, p := range review.Doc.Pillars {
		data.Pillars = append(data.Pillars, pillarNotes{p.ID, p.Name, review.Pillars[i].Notes})
	}
	if r.session.Guest.ID == "" {
		if data.NoLongerAsked, err = w.svc.Comments.NoLongerAsked(r.http.Context(), at.path()); err != nil {
			return page{}, err
		}
	}
	if r.form.Name != "" { // as typed; the version is the present one, so that saving again means it
		data.Notes = r.post("notes")
		for i := range data.Pillars {
			data.Pillars[i].Notes = r.post("pillar." + data.Pillars[i].ID)
		}
		data.Sent = r.sentTo(func(pillar string) bool { return review.Doc.Pillar(pillar) == nil })
	}
	return page{name: "reviewnotes", title: "Notes: " + review.Lens.Name, data: data}, nil
}

// saveReviewNotes takes the notes that were changed; a field that is not in the form stays.
func (w *Web) saveReviewNotes(r *request) (page, error) {
	at := r.reviewPath()
	version, err := strconv.Atoi(r.post("version"))
	if err != nil {
		return page{}, models.Errorf(models.Invalid, "the form is not whole; reload the page").Because(err)
	}
	review, err := w.svc.Reviews.Get(r.http.Context(), at.Workload, at.Lens)
	if err != nil {
		return w.lostGround(r, err)
	}
	patch := models.ReviewPatch{Notes: r.rewritten("notes", review.Notes), PillarNotes: map[string]string{}}
	for _, p := range review.Pillars {
		if notes := r.rewritten("pillar."+p.PillarID, p.Notes); notes != nil {
			patch.PillarNotes[p.PillarID] = *notes
		}
	}
	if _, err := w.svc.Reviews.UpdateNotes(r.http.Context(), at.Workload, at.Lens, patch, &version); err != nil {
		return w.again(r, "notes", err, w.reviewNotes)
	}
	return done(at.href()+"/notes", "notes")
}

// rewritten gives a posted text if it is another one than it was; how its lines end does not count.
func (r *request) rewritten(field, was string) *string {
	now := models.Lines(r.post(field))
	if !r.http.PostForm.Has(field) || now == models.Lines(was) {
		return nil
	}
	return &now
}
