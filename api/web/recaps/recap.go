package recaps

import (
	"errors"
	"slices"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/mail"
	"plumbline/models/notice"
	"plumbline/models/service/recap"
	"plumbline/models/urls"
)

// recapData is the recap before it is sent.
type recapData struct {
	At        urls.ReviewPath
	Workload  string
	Lens      string
	Empty     bool // nothing is answered: there is nothing to send
	SendsMail bool
	People    []personChoice
	Fault     string // what is wrong with whom was chosen
	Attended  string // names, one a line
	Subject   string
	Text      string // the mail
	Once      string
}

// personChoice is somebody who can be chosen.
type personChoice struct {
	ID, Name, Email string
	On, Off         bool
}

func reviewPath(r *page.Request) models.ReviewPath {
	return models.ReviewPath{Workload: r.Param("workload"), Lens: r.Param("lens")}
}

// page shows the recap as it would be sent; of a form that was not taken, without what is wrong with it.
func (h handlers) page(r *page.Request) (page.Reply, error) {
	var in recap.Input
	if r.Form.Name != "" && len(r.Form.Faults) == 0 {
		in = typed(r)
		in.To = nil
	}
	p, err := h.Service.Recaps.Preview(r.HTTP.Context(), reviewPath(r), in)
	if err != nil {
		return page.Reply{}, err
	}
	m, err := mail.ComposeMail(h.SiteOf(r), notice.Notice{About: p.Facts})
	if err != nil {
		return page.Reply{}, err
	}
	data := recapData{At: urls.ReviewPage(r.Param("workload"), r.Param("lens")), Workload: p.Facts.Workload,
		Lens: p.Facts.Lens, Empty: p.Empty, SendsMail: p.SendsMail, Attended: strings.Join(p.Facts.Attended, "\n"),
		Subject: m.Subject, Text: m.Text, Once: models.NewID()}
	for _, of := range p.People {
		one := personChoice{of.UserID, of.Name, of.Email, of.Proposed, of.Off}
		if r.Form.Name != "" {
			one.On = !of.Off && slices.Contains(r.Form.Values["to"], of.UserID)
		}
		data.People = append(data.People, one)
	}
	for _, f := range r.Form.Faults {
		if f.Field == "to" {
			data.Fault = f.Message
		}
	}
	return page.Reply{Template: "recap", Title: "Recap of " + p.Facts.Workload, Data: data}, nil
}

// send sends the recap, or shows it with what was typed.
func (h handlers) send(r *page.Request) (page.Reply, error) {
	in := typed(r)
	if r.Post("do") == "preview" {
		in.To = nil
		if _, err := h.Service.Recaps.Preview(r.HTTP.Context(), reviewPath(r), in); err != nil {
			return h.Again(r, "recap", named(err), h.page)
		}
		r.Form = page.Form{Name: "recap", Values: r.HTTP.PostForm}
		return h.page(r)
	}
	sent, err := h.Service.Recaps.Send(r.HTTP.Context(), reviewPath(r), in, r.Once())
	if err != nil {
		return h.Again(r, "recap", named(err), h.page)
	}
	return page.Done(urls.ReviewPage(r.Param("workload"), r.Param("lens")).Recap(), sentKey(sent.Recipients))
}

// typed is what the form says.
func typed(r *page.Request) recap.Input {
	to, attended := r.HTTP.PostForm["to"], []string{}
	if to == nil {
		to = []string{}
	}
	for line := range strings.Lines(r.Text("attended")) {
		if line = strings.TrimSpace(line); line != "" {
			attended = append(attended, line)
		}
	}
	return recap.Input{To: &to, Attended: &attended, Note: r.Text("note")}
}

// named puts what is wrong with one of the names, or with one of the people, beside the field of all of them.
func named(err error) error {
	e, is := errors.AsType[*models.Error](err)
	if !is {
		return err
	}
	for i, f := range e.Faults {
		if field, _, part := strings.Cut(f.Field, "/"); part {
			e.Faults[i].Field = field
		}
	}
	return e
}
