package review

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
)

// goneData is the page of a question that is not there any more. What was sent to it, or lies in the browser, is shown
// to be taken along.
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

// gone gives the page for a question that a review asked once, and false for any other error. Whoever only looks is led
// to where the question is now.
func (h handlers) gone(r *page.Request, err error) (page.Reply, bool) {
	gone, is := errors.AsType[*reviews.GoneQuestion](err)
	if !is {
		return page.Reply{}, false
	}
	at := reviewPathOf(r)
	data := goneData{Message: page.Sentence(page.MessageOf(err)), Workload: string(urls.WorkloadPage(at.Workload)),
		Review: string(at.href()), Sent: sentTexts(r)}
	if r.Session.Guest.ID == "" {
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
		if r.HTTP.Method != http.MethodPost {
			return page.Reply{To: data.Moved + carriedQuery(r)}, true
		}
	}
	if r.HTTP.Method == http.MethodPost {
		status = http.StatusConflict
	}
	return page.Reply{Template: "gone", Title: "This question is not asked any more", Data: data, Status: status}, true
}

// lostGround gives the page for a form whose whole review or workload is not there any more: what was typed is shown,
// to be taken along.
func (h handlers) lostGround(r *page.Request, err error) (page.Reply, error) {
	if p, is := h.gone(r, err); is {
		return p, nil
	}
	if models.CodeOf(err) != models.CodeNotFound {
		return page.Reply{}, err
	}
	data := goneData{Message: page.Sentence(page.MessageOf(err)), Sent: sentTexts(r)}
	return page.Reply{Template: "gone", Title: "This review is not there any more", Data: data,
		Status: http.StatusNotFound}, nil
}

// sentTexts are the texts of a form that was sent.
func sentTexts(r *page.Request) (list []sentText) {
	for field, values := range r.HTTP.PostForm {
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

// sentToPillars are the texts that were sent to pillars that are meant.
func sentToPillars(r *page.Request, meant func(pillar string) bool) (list []sentText) {
	for _, x := range sentTexts(r) {
		if id, is := strings.CutPrefix(x.Label, "Notes of the pillar "); is && meant(id) {
			list = append(list, x)
		}
	}
	return list
}

// MovedTo is the address of a question that has another id now, "" for any other error.
func MovedTo(r *page.Request, err error) string {
	if gone, is := errors.AsType[*reviews.GoneQuestion](err); is && gone.MovedTo != "" {
		return string(reviewPathOf(r).question(gone.MovedTo))
	}
	return ""
}
