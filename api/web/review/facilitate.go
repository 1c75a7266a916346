package review

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/service/collaboration"
	"plumbline/questionnaires"
)

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

func (h handlers) facilitate(r *page.Request) (page.Reply, error) {
	view, err := h.Service.Facilitation.Lead(r.HTTP.Context(), reviewPathOf(r).path(), r.Query("question"))
	if err != nil {
		return page.Reply{}, err
	}
	d, err := h.facilitateData(r, view)
	return page.Reply{Template: "facilitate", Title: "Facilitate: " + d.Question.Title, Data: d}, err
}

func (h handlers) facilitateData(r *page.Request, v collaboration.RoomView) (facilitateData, error) {
	now, q := v.Facilitation, sheetOf(r, v.QuestionView)
	d := facilitateData{Question: q, Lead: reviewPathOf(r).href().Facilitate(), Version: now.Version,
		Running: now.Running(), Notes: now.ShowNotes,
		Edits: r.Form.Name == "agenda"}
	pillar, _ := v.Review.Doc.Question(q.QuestionID)
	d.agenda(r, v, pillar.ID)
	d.Clock = clockOf(now, pillar, time.Now())
	var err error
	if d.Parking, err = h.parkingData(r); err != nil {
		return d, err
	}
	d.Parking.Back, d.Parking.QuestionID, d.Parking.CameUp = d.Lead, q.QuestionID, q.Title
	return d, nil
}

// agenda lists the pillars with their minutes, planned and left. What was spent is nowhere kept, so nothing is said
// about it.
func (d *facilitateData) agenda(r *page.Request, v collaboration.RoomView, here string) {
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
			row.Typed, row.Fault = r.Post("minutes."+p.ID), r.Form.Fault("agenda/"+models.EscapeKey(p.ID))
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
func (h handlers) saveFacilitation(r *page.Request) (page.Reply, error) {
	patch, name, said := models.FacilitationPatch{}, "lead", ""
	if r.HTTP.PostForm.Has("to") {
		to := r.Post("to")
		patch.QuestionID = &to
	}
	if run := r.Post("running"); run != "" {
		on := run == "yes"
		patch.Running, said = &on, map[bool]string{true: "led-begun", false: "led-ended"}[on]
	}
	if show := r.Post("show_notes"); show != "" {
		on := show == "yes"
		patch.ShowNotes, said = &on, map[bool]string{true: "led-notes", false: "led-no-notes"}[on]
	}
	var faults []models.FieldFault
	if r.Post("agenda") != "" {
		name, said = "agenda", "agenda"
		patch.Agenda, faults = agendaMinutes(r)
	}
	if len(faults) > 0 {
		return h.Again(r, name, models.InvalidInput(faults...), h.facilitate)
	}
	return h.lead(r, patch, [2]string{name, said})
}

// agendaMinutes reads the agenda of the form: minutes by pillar. What is empty is none.
func agendaMinutes(r *page.Request) (map[string]int, []models.FieldFault) {
	agenda, faults := map[string]int{}, []models.FieldFault(nil)
	for _, field := range slices.Sorted(maps.Keys(r.HTTP.PostForm)) {
		id, is := strings.CutPrefix(field, "minutes.")
		if !is {
			continue
		}
		text := r.Line(field)
		n, err := strconv.Atoi(text)
		if err != nil && text != "" {
			faults = append(faults, models.FieldFault{Field: "agenda/" + models.EscapeKey(id), Message: "must be whole minutes"})
		}
		agenda[id] = n
	}
	return agenda, faults
}

// lead changes the facilitation as far as the page that the form was on is not out of date. Words are the form's name
// and what is said when it is done.
func (h handlers) lead(r *page.Request, patch models.FacilitationPatch, words [2]string) (page.Reply, error) {
	version, err := strconv.Atoi(r.Post("version"))
	if err != nil {
		return page.Reply{}, models.Errorf(models.CodeInvalid, "the form is not whole; reload the page").Because(err)
	}
	if _, err := h.Service.Facilitation.Update(r.HTTP.Context(), reviewPathOf(r).path(), patch, &version); err != nil {
		p, err := h.Again(r, words[0], err, h.facilitate)
		if r.Status == page.StatusOf(models.CodeStale) {
			r.Form.Alert = "Somebody else led on meanwhile: below is where the room is now. Nothing of theirs was changed."
		}
		return p, err
	}
	return page.Done(reviewPathOf(r).href().Facilitate(), words[1])
}

// leadOn goes on after an answer that was given on the facilitator's page without a script: there, and on to another
// question if the button says so.
func (h handlers) leadOn(r *page.Request) (p page.Reply, does bool, err error) {
	to, moves := strings.CutPrefix(r.Post("then"), "room/")
	switch {
	case moves:
		if to == "" {
			to = r.Post("to")
		}
		p, err = h.lead(r, models.FacilitationPatch{QuestionID: &to}, [2]string{"lead", ""})
	case r.Post("then") == "lead":
		p = page.Reply{To: reviewPathOf(r).href().Facilitate() + "?done=answer&question=" +
			url.QueryEscape(r.Param("question"))}
	default:
		return page.Reply{}, false, nil
	}
	return p, true, err
}
