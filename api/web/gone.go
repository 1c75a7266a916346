package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"plumbline/models"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
)

// goneData is the page of a question that is not there any more. What was sent to it, or lies in the browser, is shown to be taken along.
type goneData struct {
	Title    string // of the question, where it is known
	Message  string
	Workload string // address of the workload, where that is still there
	Review   string // address of the review, where that is still there
	Moved    string // address of the question that it is now; "" if there is none
	Comments string // address of what was said of it
	Sent     []sentText
}

// sentText is a text that was sent and not saved.
type sentText struct{ Label, Text string }

// gone gives the page for a question that a review asked once, and false for any other error. Whoever only looks is led to where the question is now.
func (w *Web) gone(r *request, err error) (page, bool) {
	gone, is := errors.AsType[*reviews.GoneQuestion](err)
	if !is {
		return page{}, false
	}
	at := r.reviewPath()
	data := goneData{Message: sentence(message(err)), Workload: string(urls.Workload(at.Workload)), Review: string(at.href()), Sent: r.sentTexts()}
	if r.session.Guest.ID == "" {
		data.Comments = at.question(gone.ID).Comments()
	} else {
		data.Workload = ""
	}
	if gone.Was != nil {
		data.Title = gone.Was.Title
	}
	status := http.StatusGone
	if gone.MovedTo != "" {
		data.Moved, data.Comments = string(at.question(gone.MovedTo)), ""
		if r.http.Method != post {
			return page{to: data.Moved + r.carried()}, true
		}
	}
	if r.http.Method == post {
		status = http.StatusConflict
	}
	return page{name: "gone", title: "This question is not asked any more", data: data, status: status}, true
}

// lostGround gives the page for a form whose whole review or workload is not there any more: what was typed is shown, to be taken along.
func (w *Web) lostGround(r *request, err error) (page, error) {
	if p, is := w.gone(r, err); is {
		return p, nil
	}
	if models.CodeOf(err) != models.NotFound {
		return page{}, err
	}
	data := goneData{Message: sentence(message(err)), Sent: r.sentTexts()}
	return page{name: "gone", title: "This review is not there any more", data: data, status: http.StatusNotFound}, nil
}

// message is what an error says to people.
func message(err error) string {
	if e, ok := errors.AsType[*models.Error](err); ok {
		return e.Message
	}
	return ""
}

// sentTexts are the texts of a form that was sent.
func (r *request) sentTexts() (list []sentText) {
	for field, values := range r.http.PostForm {
		label := ""
		switch kind, id, _ := strings.Cut(field, "."); {
		case field == "notes":
			label = "Notes"
		case kind == "note":
			label = "Note on " + id
		case kind == "pillar":
			label = "Notes of the pillar " + id
		case field == "body":
			label = "Comment"
		}
		if label != "" && strings.TrimSpace(values[0]) != "" {
			list = append(list, sentText{label, values[0]})
		}
	}
	slices.SortFunc(list, func(a, b sentText) int { return strings.Compare(a.Label, b.Label) })
	return list
}

// sentTo are the texts that were sent to pillars that are meant.
func (r *request) sentTo(meant func(pillar string) bool) (list []sentText) {
	for _, x := range r.sentTexts() {
		if id, is := strings.CutPrefix(x.Label, "Notes of the pillar "); is && meant(id) {
			list = append(list, x)
		}
	}
	return list
}
