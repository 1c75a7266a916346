package postgres

import (
	"encoding/json"
	"fmt"

	"plumbline/models"
	"plumbline/models/store/micros"
	"plumbline/questionnaires"
)

const (
	maxPayload   = 7999 // bytes, so that nobody keeps much here
	maxEventName = 100  // characters of a name
)

// eventPayload is an event as it travels.
type eventPayload struct {
	Kind     string `json:"k"`
	Workload string `json:"w,omitempty"`
	Lens     string `json:"l,omitempty"`
	Question string `json:"q,omitempty"`
	Pillar   string `json:"p,omitempty"`
	Version  int    `json:"v,omitempty"`
	Risk     string `json:"r,omitempty"`
	Actor    string `json:"a,omitempty"`
	Name     string `json:"n,omitempty"`
	Client   string `json:"c,omitempty"`
	At       int64  `json:"t,omitempty"` // microseconds since 1970; 0 is no time
	Here     bool   `json:"h,omitempty"`
	Origin   string `json:"o,omitempty"`
	Step     string `json:"s,omitempty"`
}

// fitPayload fits the event into what an event may have. Should one be too long for it all the same, listeners
// load everything again.
func fitPayload(e models.ReviewEvent) string {
	if name := []rune(e.ActorName); len(name) > maxEventName {
		e.ActorName = string(name[:maxEventName])
	}
	data, err := json.Marshal(eventPayload{
		Kind: string(e.Kind), Workload: e.WorkloadID, Lens: e.LensID, Question: e.QuestionID, Pillar: e.PillarID,
		Version: e.Version, Risk: string(e.Risk), Actor: e.ActorID, Name: e.ActorName, Client: e.Client, At: micros.Of(e.At),
		Here: e.Here, Origin: e.Origin, Step: e.Step,
	})
	if err != nil {
		panic(fmt.Sprintf("postgres: an event that does not encode: %v", err)) // texts and numbers always do
	}
	if len(data) > maxPayload {
		return fitPayload(models.ReviewEvent{Kind: models.EventResync, At: e.At})
	}
	return string(data)
}

func fromPayload(text string) (models.ReviewEvent, error) {
	var r eventPayload
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		return models.ReviewEvent{}, err
	}
	return models.ReviewEvent{
		Kind: models.EventKind(r.Kind), WorkloadID: r.Workload, LensID: r.Lens, QuestionID: r.Question, PillarID: r.Pillar,
		Version: r.Version, Risk: questionnaires.Risk(r.Risk), ActorID: r.Actor, ActorName: r.Name, Client: r.Client,
		At: micros.Time(r.At), Here: r.Here, Origin: r.Origin, Step: r.Step,
	}, nil
}
