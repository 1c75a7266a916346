package web

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/service/collaboration"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

// facilitatePages are the pages of a review that somebody leads a room through.
var facilitatePages = map[string]any{"facilitate": facilitateData{}, "present": presentData{}}

func (w *Web) facilitationRoutes() []route {
	review := urls.Review(":workload", ":lens")
	return []route{
		{get, review.Present(), models.ReadReview, w.present},
		{get, review.Facilitate(), models.UpdateFacilitation, w.facilitate},
		{post, review.Facilitate(), models.UpdateFacilitation, w.saveFacilitation},
	}
}

// facilitateData is what whoever leads the room sees.
type facilitateData struct {
	Question questionData
	Lead     string // address of this page
	Version  int    // of the facilitation
	Running  bool
	Notes    bool // the shared screen shows them
	Clock    clockView
	Pillars  []agendaView
	Planned  int // minutes in all
	Left     int // of them for what is unanswered
	Open     int // questions that are that
	Total    int
	Edits    bool
	Parking  parkingData
}

// clockView is how long the room is at the question, and how long it was to be there.
type clockView struct {
	Since   time.Time // zero while the clock stands
	Minutes int       // since then, whole ones
	Planned int       // seconds; 0: no time is planned
	Plan    string    // the same in words
	Over    bool
}

// agendaView is a pillar of the agenda.
type agendaView struct {
	ID, Name     string
	Planned      int    // minutes
	Typed, Fault string // of the field that changes them
	Open, Total  int    // unanswered questions, and all
	Left         int    // minutes of the plan that fall to the unanswered ones
	Here         bool
}

func (w *Web) facilitate(r *request) (page, error) {
	view, err := w.svc.Facilitation.Lead(r.http.Context(), r.reviewPath().path(), r.query("question"))
	if err != nil {
		return page{}, err
	}
	d, err := w.facilitateData(r, view)
	return page{name: "facilitate", title: "Facilitate: " + d.Question.Title, data: d}, err
}

func (w *Web) facilitateData(r *request, v collaboration.RoomView) (facilitateData, error) {
	now, q := v.Facilitation, sheetOf(r, v.QuestionView)
	d := facilitateData{Question: q, Lead: r.reviewPath().href().Facilitate(), Version: now.Version, Running: now.Running(), Notes: now.ShowNotes,
		Edits: r.form.Name == "agenda"}
	pillar, _ := v.Review.Doc.Question(q.QuestionID)
	d.agenda(r, v, pillar.ID)
	d.Clock = clockOf(now, pillar, time.Now())
	var err error
	if d.Parking, err = w.parkingData(r); err != nil {
		return d, err
	}
	d.Parking.Back, d.Parking.QuestionID, d.Parking.CameUp = d.Lead, q.QuestionID, q.Title
	return d, nil
}

// agenda lists the pillars with their minutes, planned and left. What was spent is nowhere kept, so nothing is said about it.
func (d *facilitateData) agenda(r *request, v collaboration.RoomView, here string) {
	for _, p := range v.Review.Doc.Pillars {
		minutes := v.Facilitation.Agenda[p.ID]
		row := agendaView{ID: p.ID, Name: p.Name, Planned: minutes, Typed: strconv.Itoa(minutes), Here: p.ID == here}
		answered, all := pillarAnswers(v.QuestionView, p.ID)
		row.Open, row.Total = all-answered, all
		if row.Total > 0 {
			row.Left = (minutes*row.Open + all - 1) / row.Total
		}
		d.Planned += minutes
		d.Left += row.Left
		d.Open += row.Open
		d.Total += all
		if d.Edits {
			row.Typed, row.Fault = r.post("minutes."+p.ID), r.form.fault("agenda/"+models.EscapeKey(p.ID))
		}
		d.Pillars = append(d.Pillars, row)
	}
}

// clockOf tells the time of a question: its share of its pillar's minutes.
func clockOf(f models.Facilitation, p *questionnaires.Pillar, now time.Time) clockView {
	c := clockView{Since: f.QuestionSince}
	if n := len(p.Questions); n > 0 {
		c.Planned = f.Agenda[p.ID] * 60 / n
	}
	switch {
	case c.Planned == 0:
		c.Plan = "no time planned"
	case c.Planned < 60:
		c.Plan = "under 1 min planned"
	default:
		c.Plan = strconv.Itoa((c.Planned+30)/60) + " min planned"
	}
	if !c.Since.IsZero() {
		spent := max(0, now.Sub(c.Since))
		c.Minutes = int(spent / time.Minute)
		c.Over = c.Planned > 0 && spent > time.Duration(c.Planned)*time.Second
	}
	return c
}

// saveFacilitation takes what one of the page's forms changes, and leads back to the page.
func (w *Web) saveFacilitation(r *request) (page, error) {
	patch, name, said := models.FacilitationPatch{}, "lead", ""
	if r.http.PostForm.Has("to") {
		to := r.post("to")
		patch.QuestionID = &to
	}
	if run := r.post("running"); run != "" {
		on := run == "yes"
		patch.Running, said = &on, map[bool]string{true: "led-begun", false: "led-ended"}[on]
	}
	if show := r.post("show_notes"); show != "" {
		on := show == "yes"
		patch.ShowNotes, said = &on, map[bool]string{true: "led-notes", false: "led-no-notes"}[on]
	}
	var faults []models.Fault
	if r.post("agenda") != "" {
		name, said = "agenda", "agenda"
		patch.Agenda, faults = r.minutes()
	}
	if len(faults) > 0 {
		return w.again(r, name, models.Faulty(faults...), w.facilitate)
	}
	return w.lead(r, patch, [2]string{name, said})
}

// minutes reads the agenda of the form: minutes by pillar. What is empty is none.
func (r *request) minutes() (map[string]int, []models.Fault) {
	agenda, faults := map[string]int{}, []models.Fault(nil)
	for _, field := range slices.Sorted(maps.Keys(r.http.PostForm)) {
		id, is := strings.CutPrefix(field, "minutes.")
		if !is {
			continue
		}
		text := r.line(field)
		n, err := strconv.Atoi(text)
		if err != nil && text != "" {
			faults = append(faults, models.Fault{Field: "agenda/" + models.EscapeKey(id), Message: "must be whole minutes"})
		}
		agenda[id] = n
	}
	return agenda, faults
}

// lead changes the facilitation as far as the page that the form was on is not out of date. Words are the form's name and what is said when it is done.
func (w *Web) lead(r *request, patch models.FacilitationPatch, words [2]string) (page, error) {
	version, err := strconv.Atoi(r.post("version"))
	if err != nil {
		return page{}, models.Errorf(models.Invalid, "the form is not whole; reload the page").Because(err)
	}
	if _, err := w.svc.Facilitation.Update(r.http.Context(), r.reviewPath().path(), patch, &version); err != nil {
		p, err := w.again(r, words[0], err, w.facilitate)
		if r.status == statusOf(models.Stale) {
			r.form.Alert = "Somebody else led on meanwhile: below is where the room is now. Nothing of theirs was changed."
		}
		return p, err
	}
	return done(r.reviewPath().href().Facilitate(), words[1])
}

// leadOn goes on after an answer that was given on the facilitator's page without a script: there, and on to another question if the button says so.
func (w *Web) leadOn(r *request) (p page, does bool, err error) {
	to, moves := strings.CutPrefix(r.post("then"), "room/")
	switch {
	case moves:
		if to == "" {
			to = r.post("to")
		}
		p, err = w.lead(r, models.FacilitationPatch{QuestionID: &to}, [2]string{"lead", ""})
	case r.post("then") == "lead":
		p = page{to: r.reviewPath().href().Facilitate() + "?done=answer&question=" + url.QueryEscape(r.param("question"))}
	default:
		return page{}, false, nil
	}
	return p, true, err
}
