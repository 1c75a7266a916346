package v1

import (
	"context"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
)

type roomPatch struct {
	QuestionID *string         `json:"question_id,omitempty" doc:"where the room goes; empty: to no question"`
	ShowNotes  *bool           `json:"show_notes,omitempty" doc:"does the shared screen show notes"`
	Agenda     *map[string]int `json:"agenda,omitempty" doc:"planned minutes by pillar id, 0 to 600 each; replaces the agenda"`
	Running    *bool           `json:"running,omitempty" doc:"true starts the clock, false stops it"`
}

// roomJSON is where a facilitated review stands.
type roomJSON struct {
	QuestionID    string         `json:"question_id,omitempty" doc:"where the room is; missing: at no question"`
	QuestionSince *time.Time     `json:"question_since,omitempty" doc:"since when it is there; missing while nobody facilitates"`
	ShowNotes     bool           `json:"show_notes" doc:"does the shared screen show notes"`
	Agenda        map[string]int `json:"agenda" doc:"planned minutes by pillar id"`
	Running       bool           `json:"running" doc:"is it under way"`
	StartedAt     *time.Time     `json:"started_at,omitempty" doc:"since when it is under way"`
	Version       int            `json:"version" doc:"the ETag's number; 0 where nobody has facilitated the review"`
	UpdatedAt     *time.Time     `json:"updated_at,omitempty" doc:"when it was changed last"`
	UpdatedBy     string         `json:"updated_by,omitempty" doc:"who changed it last"`
}

func (r roomJSON) ETag() int { return r.Version }

func roomOut(f models.Facilitation) roomJSON {
	if f.Agenda == nil {
		f.Agenda = map[string]int{}
	}
	return roomJSON{f.QuestionID, rest.TimeOrNil(f.QuestionSince), f.ShowNotes, f.Agenda, f.Running(),
		rest.TimeOrNil(f.StartedAt),
		f.Version, rest.TimeOrNil(f.UpdatedAt), f.UpdatedBy}
}

func (a *API) getFacilitation(ctx context.Context, r *rest.Request, _ rest.None) (roomJSON, error) {
	f, err := a.svc.Facilitation.Get(ctx, reviewPath(r))
	return roomOut(f), err
}

func (a *API) updateFacilitation(ctx context.Context, r *rest.Request, in roomPatch) (roomJSON, error) {
	seen, err := r.IfMatch()
	if err != nil {
		return roomJSON{}, err
	}
	p := models.FacilitationPatch{QuestionID: in.QuestionID, ShowNotes: in.ShowNotes, Running: in.Running}
	if in.Agenda != nil {
		if p.Agenda = *in.Agenda; p.Agenda == nil {
			p.Agenda = map[string]int{}
		}
	}
	f, err := a.svc.Facilitation.Update(ctx, reviewPath(r), p, seen)
	return roomOut(f), err
}
