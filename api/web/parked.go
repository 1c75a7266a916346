package web

import (
	"net/url"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/service/collaboration"
	"plumbline/models/urls"
)

// parkingData is the parking lot of a review: what the template "parking" shows.
type parkingData struct {
	Shown      bool // false: to guests, who see none of it
	Base       urls.ReviewPath
	Back       string // where its forms lead back to
	QuestionID string // where something is parked; "" at none
	CameUp     string // title of that question, where it may be left out
	Open, Done []parkedView
	May        bool
}

// parkedView is a parked item.
type parkedView struct {
	ID, Body, By, Question, Href string // Question: title of where it came up, "" if at none
	At                           time.Time
	Kept                         string // what it became, in words
}

// parkingIn is what the template "parking" gets.
type parkingIn struct {
	V view
	P parkingData
}

func withParking(v view, p parkingData) parkingIn { return parkingIn{v, p} }

// parkingData gives the parking lot of the review that the address names. What is parked from here on came up at the question of the address, if it
// names one, and the forms lead back to where they are.
func (w *Web) parkingData(r *request) (parkingData, error) {
	if r.session.Guest.ID != "" {
		return parkingData{}, nil
	}
	_, p, err := w.parking(r)
	return p, err
}

func (w *Web) parking(r *request) (collaboration.ParkingView, parkingData, error) {
	v, err := w.svc.Parking.View(r.http.Context(), r.reviewPath().path())
	if err != nil {
		return v, parkingData{}, err
	}
	p := parkingData{Shown: true, Base: r.reviewPath().href(), May: v.May,
		QuestionID: r.param("question"), Back: r.http.URL.Path}
	if r.http.Method == post { // a form that was not taken
		p.Back, p.QuestionID = w.local(r.post("back")), r.post("question")
	}
	for _, item := range v.Items {
		one := parkedView{ID: item.ID, Body: item.Body, By: item.CreatedBy, At: item.CreatedAt}
		if _, q := v.Review.Doc.Question(item.QuestionID); q != nil {
			one.Question, one.Href = q.Title, string(r.reviewPath().question(q.ID))
		}
		switch item.KeptAs {
		case models.KeptAnswerNotes:
			one.Kept = "Kept in the notes of the answer"
		case models.KeptReviewNotes:
			one.Kept = "Kept in the notes of the review"
		}
		if item.DoneAt.IsZero() {
			p.Open = append(p.Open, one)
			continue
		}
		one.By, one.At = item.DoneBy, item.DoneAt
		p.Done = append(p.Done, one)
	}
	return v, p, nil
}

// parkingPageData is the page of the parking lot alone.
type parkingPageData struct {
	Workload, Lens string
	Parking        parkingData
}

func (w *Web) parkingPage(r *request) (page, error) {
	v, p, err := w.parking(r)
	return page{name: "parking", title: "Parking lot", data: parkingPageData{v.Workload, v.Review.Lens.Name, p}}, err
}

// doneParking leads back to the page that the form was on.
func (w *Web) doneParking(r *request, what string) (page, error) {
	back, _, _ := strings.Cut(w.local(r.post("back")), "#")
	if back == urls.Home {
		back = r.reviewPath().href().Parking()
	}
	path, query, _ := strings.Cut(back, "?")
	q, err := url.ParseQuery(query)
	if err != nil {
		q = url.Values{}
	}
	q.Set("done", what)
	return page{to: path + "?" + q.Encode() + "#parking"}, nil
}

func (w *Web) park(r *request) (page, error) {
	in := models.ParkedInput{QuestionID: r.post("question"), Body: strings.TrimSpace(r.text("body"))}
	if _, err := w.svc.Parking.Add(r.http.Context(), r.reviewPath().path(), in, models.IdempotencyKey{}); err != nil {
		return w.again(r, "park", err, w.parkingPage)
	}
	return w.doneParking(r, "parked")
}

func (r *request) parkedPath() collaboration.ParkedPath {
	return collaboration.ParkedPath{ReviewPath: r.reviewPath().path(), ID: r.param("item")}
}

func (w *Web) tickParked(r *request) (page, error) { return w.setParked(r, true) }
func (w *Web) openParked(r *request) (page, error) { return w.setParked(r, false) }

func (w *Web) setParked(r *request, done bool) (page, error) {
	if _, err := w.svc.Parking.SetDone(r.http.Context(), r.parkedPath(), done); err != nil {
		return page{}, err
	}
	if done {
		return w.doneParking(r, "parked-done")
	}
	return w.doneParking(r, "parked-open")
}

func (w *Web) keepParked(r *request) (page, error) {
	if _, err := w.svc.Parking.Keep(r.http.Context(), r.parkedPath()); err != nil {
		return w.again(r, "", err, w.parkingPage)
	}
	return w.doneParking(r, "parked-kept")
}

func (w *Web) deleteParked(r *request) (page, error) {
	if err := w.svc.Parking.Delete(r.http.Context(), r.parkedPath()); err != nil {
		return page{}, err
	}
	return w.doneParking(r, "parked-deleted")
}
