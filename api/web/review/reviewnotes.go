package review

import (
	"cmp"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/service/collaboration"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
)

// reviewNotesData are the notes of a review and of its pillars.
type reviewNotesData struct {
	Base           urls.ReviewPath
	Workload, Lens string
	Fields         []noteField
	Version        int
	May            bool
	NoLongerAsked  []collaboration.NoLongerAsked
	Sent           []sentText // to pillars that the lens has not got any more
}

// noteField is one of the texts, with what it was when the form was made: what was changed of it is told from that.
type noteField struct {
	Name, ID, Label string
	Text, Was       string
	Now             string // what somebody else saved meanwhile, where both changed it
	Fault           string
	Rows            int
}

// reviewNotes is the page with the notes that belong to no question.
func (h handlers) reviewNotes(r *page.Request) (page.Reply, error) {
	at := reviewPathOf(r)
	review, err := h.Service.Reviews.Get(r.HTTP.Context(), at.Workload, at.Lens)
	if err != nil {
		return page.Reply{}, err
	}
	return h.reviewNotesOf(r, review, noteFields(review))
}

func (h handlers) reviewNotesOf(r *page.Request, review reviews.ReviewView, fields []noteField) (page.Reply, error) {
	at := reviewPathOf(r)
	data := reviewNotesData{Lens: review.Lens.Name, Base: at.href(), Fields: fields, Version: review.Review.Version,
		May:  models.Allow(r.Session.Actor, models.UpdateAnswer, models.InWorkspace(r.Session.Actor.WorkspaceID)) == nil,
		Sent: textsWithoutPillar(r, review)}
	if r.Session.Guest.ID == "" {
		var err error
		if data.NoLongerAsked, err = h.Service.Comments.NoLongerAsked(r.HTTP.Context(), at.path()); err != nil {
			return page.Reply{}, err
		}
	}
	return page.Reply{Template: "reviewnotes", Title: "Notes: " + review.Lens.Name, Data: data}, nil
}

// textsWithoutPillar are the texts that were changed for pillars that the lens has no more.
func textsWithoutPillar(r *page.Request, review reviews.ReviewView) []sentText {
	return sentToPillars(r, func(pillar string) bool {
		field := "pillar." + pillar
		return review.Doc.Pillar(pillar) == nil &&
			models.NormalizeLineEnds(r.Post(field)) != models.NormalizeLineEnds(r.Post("was."+field))
	})
}

// noteFields are the texts as they are.
func noteFields(review reviews.ReviewView) []noteField {
	list := []noteField{{Name: "notes", ID: "notes-notes", Label: "The review as a whole", Text: review.Notes,
		Was: review.Notes, Rows: 6}}
	for i, p := range review.Doc.Pillars {
		text := review.Pillars[i].Notes
		list = append(list, noteField{Name: "pillar." + p.ID, ID: "notes-pillar-" + p.ID, Label: p.Name, Text: text,
			Was: text, Rows: 3})
	}
	return list
}

// saveReviewNotes takes the notes that were changed; a field that is not in the form stays. What somebody else changed
// meanwhile, too, and what can't be taken, comes back, and holds back nothing else.
func (h handlers) saveReviewNotes(r *page.Request) (page.Reply, error) {
	seen := r.Seen()
	if seen == nil {
		return page.Reply{}, models.Errorf(models.CodeInvalid, "the form is not whole; reload the page")
	}
	at := reviewPathOf(r)
	review, err := h.Service.Reviews.Get(r.HTTP.Context(), at.Workload, at.Lens)
	if err != nil {
		return h.lostGround(r, err)
	}
	fields := noteFields(review)
	patch, code := notesPatchOf(r, fields, *seen == review.Review.Version)
	if _, err := h.Service.Reviews.UpdateNotes(r.HTTP.Context(), at.Workload, at.Lens, patch,
		&review.Review.Version); err != nil {
		if models.CodeOf(err) == models.CodeStale { // within this moment: what was sent is compared with that
			return h.saveReviewNotes(r)
		}
		return page.Reply{}, err
	}
	if code == "" && len(textsWithoutPillar(r, review)) > 0 {
		code = models.CodeConflict
	}
	if code == "" {
		return page.Done(at.href().Notes(), "notes")
	}
	if review, err = h.Service.Reviews.Get(r.HTTP.Context(), at.Workload, at.Lens); err != nil {
		return page.Reply{}, err
	}
	r.Status = page.StatusOf(code)
	r.Form = page.Form{Name: "notes", Values: r.HTTP.PostForm, Stale: code == models.CodeStale,
		Alert: map[models.ErrorCode]string{
			models.CodeStale: "Not saved: somebody else changed the same notes meanwhile. Nothing of theirs is overwritten " +
				"yet: look at both below, then save again what is to stay.",
			models.CodeConflict: "Not saved: notes of pillars that the lens has no more. They are shown first. Everything else " +
				"is saved.",
			models.CodeInvalid: "Not saved: what is marked below. Everything else is saved."}[code]}
	return h.reviewNotesOf(r, review, fields)
}

// notesPatchOf takes from the form what was changed and can be saved. It sets the fields to what the form is to show
// again, and gives Stale or Invalid where something was not taken. A form that does not bring what its texts were is
// compared with the present ones, if they are those that it was made with.
func notesPatchOf(r *page.Request, fields []noteField, fresh bool) (models.ReviewPatch, models.ErrorCode) {
	patch, code := models.ReviewPatch{PillarNotes: map[string]string{}}, models.ErrorCode("")
	for i := range fields {
		f := &fields[i]
		if !r.HTTP.PostForm.Has(f.Name) {
			continue
		}
		now, mine := models.NormalizeLineEnds(f.Text), models.NormalizeLineEnds(r.Post(f.Name))
		was, known := now, fresh
		if r.HTTP.PostForm.Has("was." + f.Name) {
			was, known = models.NormalizeLineEnds(r.Post("was."+f.Name)), true
		}
		one := notesOf(f.Name, mine)
		switch err := models.Validate(one); {
		case mine == now || known && mine == was:
		case err != nil:
			f.Text, f.Fault, code = mine, models.WhyOf(err), cmp.Or(code, models.CodeInvalid)
		case !known || was != now:
			f.Text, f.Now, code = mine, cmp.Or(now, "(empty)"), models.CodeStale
		default:
			f.Text, f.Was = mine, mine
			patch = patch.With(one)
		}
	}
	return patch, code
}

// notesOf is the patch of one field.
func notesOf(field, text string) models.ReviewPatch {
	if field == "notes" {
		return models.ReviewPatch{Notes: &text}
	}
	return models.ReviewPatch{PillarNotes: map[string]string{field[len("pillar."):]: text}}
}
