package review

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"plumbline/api/web/page"
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
	NewItem                      string // address of the form of an item that is made from it, "" for those who may not
}

// parkingIn is what the template "parking" gets.
type parkingIn struct {
	V page.View
	P parkingData
}

func withParking(v page.View, p parkingData) parkingIn { return parkingIn{v, p} }

// parkingData gives the parking lot of the review that the address names. What is parked from here on came up at the
// question of the address, if it names one, and the forms lead back to where they are.
func (h handlers) parkingData(r *page.Request) (parkingData, error) {
	if r.Session.Guest.ID != "" {
		return parkingData{}, nil
	}
	_, p, err := h.parking(r)
	return p, err
}

func (h handlers) parking(r *page.Request) (collaboration.ParkingView, parkingData, error) {
	v, err := h.Service.Parking.View(r.HTTP.Context(), reviewPathOf(r).path())
	if err != nil {
		return v, parkingData{}, err
	}
	p := parkingData{Shown: true, Base: reviewPathOf(r).href(), May: v.May,
		QuestionID: r.Param("question"), Back: r.HTTP.URL.Path}
	if r.HTTP.Method == http.MethodPost { // a form that was not taken
		p.Back, p.QuestionID = h.Local(r.Post("back")), r.Post("question")
	}
	for _, item := range v.Items {
		one := parkedView{ID: item.ID, Body: item.Body, By: item.CreatedBy, At: item.CreatedAt}
		_, q := v.Review.Doc.Question(item.QuestionID)
		if models.Allow(r.Session.Actor, models.UpdateItem, v.Review.Place()) == nil {
			one.NewItem = newItemFrom(r, v.Review, q, "parked:"+item.ID, item.Body)
		}
		if q != nil {
			one.Question, one.Href = q.Title, string(reviewPathOf(r).question(q.ID))
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

func (h handlers) parkingPage(r *page.Request) (page.Reply, error) {
	v, p, err := h.parking(r)
	return page.Reply{Template: "parking", Title: "Parking lot", Data: parkingPageData{v.Workload, v.Review.Lens.Name,
		p}}, err
}

// doneParking leads back to the page that the form was on.
func (h handlers) doneParking(r *page.Request, what string) (page.Reply, error) {
	back, _, _ := strings.Cut(h.Local(r.Post("back")), "#")
	if back == urls.Home {
		back = reviewPathOf(r).href().Parking()
	}
	path, query, _ := strings.Cut(back, "?")
	q, err := url.ParseQuery(query)
	if err != nil {
		q = url.Values{}
	}
	q.Set("done", what)
	return page.Reply{To: path + "?" + q.Encode() + "#parking"}, nil
}

func (h handlers) park(r *page.Request) (page.Reply, error) {
	in := models.ParkedInput{QuestionID: r.Post("question"), Body: strings.TrimSpace(r.Text("body"))}
	if _, err := h.Service.Parking.Add(r.HTTP.Context(), reviewPathOf(r).path(), in, models.IdempotencyKey{}); err != nil {
		return h.Again(r, "park", err, h.parkingPage)
	}
	return h.doneParking(r, "parked")
}

func parkedPathOf(r *page.Request) collaboration.ParkedPath {
	return collaboration.ParkedPath{ReviewPath: reviewPathOf(r).path(), ID: r.Param("item")}
}

func (h handlers) tickParked(r *page.Request) (page.Reply, error) { return h.setParked(r, true) }
func (h handlers) openParked(r *page.Request) (page.Reply, error) { return h.setParked(r, false) }

func (h handlers) setParked(r *page.Request, done bool) (page.Reply, error) {
	if _, err := h.Service.Parking.SetDone(r.HTTP.Context(), parkedPathOf(r), done); err != nil {
		return page.Reply{}, err
	}
	if done {
		return h.doneParking(r, "parked-done")
	}
	return h.doneParking(r, "parked-open")
}

func (h handlers) keepParked(r *page.Request) (page.Reply, error) {
	if _, err := h.Service.Parking.Keep(r.HTTP.Context(), parkedPathOf(r)); err != nil {
		return h.Again(r, "", err, h.parkingPage)
	}
	return h.doneParking(r, "parked-kept")
}

func (h handlers) deleteParked(r *page.Request) (page.Reply, error) {
	if err := h.Service.Parking.Delete(r.HTTP.Context(), parkedPathOf(r)); err != nil {
		return page.Reply{}, err
	}
	return h.doneParking(r, "parked-deleted")
}
