package web

import (
	"plumbline/models"
	"plumbline/models/service/access"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
)

type guestData struct {
	Code     string // of the link, as it was pasted
	Passcode bool   // the link asks for one
}

func (w *Web) guestPage(r *request) (page, error) {
	return page{name: "guest", title: "Open a guest link", data: guestData{Code: codeIn(r.post("code"))}}, nil
}

// guestOpen opens the link; where it asks for a passcode that was not given, the page asks for it.
func (w *Web) guestOpen(r *request) (page, error) {
	in := access.GuestEntry{Code: codeIn(r.post("code")), Passcode: r.post("passcode"), Previous: w.auth.Session(r.http)}
	secret, view, err := w.svc.Guests.Open(r.http.Context(), in)
	if err != nil {
		return w.again(r, "guest", err, func(r *request) (page, error) {
			p, err := w.guestPage(r)
			asked := r.form.fault("passcode") != "" || in.Passcode != ""
			if asked && in.Passcode == "" { // nothing is wrong yet
				r.form.Faults, r.form.Alert = nil, ""
			}
			p.data = guestData{in.Code, asked}
			return p, err
		})
	}
	w.auth.SignIn(r.c.Writer, secret, view)
	return page{to: urls.Home}, nil
}

type guestHomeData struct {
	Link    models.GuestLink
	Review  reviews.View
	Pillars []guestPillar
}

// guestPillar is a pillar of the review with what its questions add up to.
type guestPillar struct {
	Name string
	models.PillarReview
}

// guestHome is the one review that the link opens.
func (w *Web) guestHome(r *request) (page, error) {
	link := r.session.Guest
	review, err := w.svc.Reviews.Get(r.http.Context(), link.WorkloadID, link.LensID)
	if err != nil {
		return page{}, err
	}
	data := guestHomeData{Link: link, Review: review}
	for _, p := range review.Pillars {
		row := guestPillar{p.PillarID, p}
		if pillar := review.Doc.Pillar(p.PillarID); pillar != nil {
			row.Name = pillar.Name
		}
		data.Pillars = append(data.Pillars, row)
	}
	return page{name: "visit", title: review.Lens.Name, data: data}, nil
}
