package postgres

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"plumbline/models"
)

// An event comes back as it was, whatever is in it.
func TestPayloadComesBack(t *testing.T) {
	full := models.ReviewEvent{
		Kind: models.EventAnswer, WorkloadID: "w", LensID: "l", QuestionID: "q", PillarID: "p", Version: 7, Risk: "HIGH",
		ActorID: "a", ActorName: "Zoë 'Z' \"<O'Neil>\" 日本", Client: "tab",
		At: time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC), Here: true, Origin: "o", Step: "s",
	}
	for i := range reflect.TypeFor[models.ReviewEvent]().NumField() {
		if reflect.ValueOf(full).Field(i).IsZero() {
			t.Errorf("the event of this test has no %s", reflect.TypeFor[models.ReviewEvent]().Field(i).Name)
		}
	}
	for _, e := range []models.ReviewEvent{full, {}} {
		if back, err := fromPayload(fitPayload(e)); err != nil || back != e {
			t.Errorf("%+v comes back as %+v, %v", e, back, err)
		}
	}
	if _, err := fromPayload("{"); err == nil {
		t.Error("half of a payload is read")
	}
}

// NOTIFY takes no more than so many bytes: a long name is cut, and of an event that is too long all the same
// only the news that one was lost remains.
func TestPayloadFits(t *testing.T) {
	name := models.ReviewEvent{Kind: models.EventAnswer, ActorName: strings.Repeat("\x01日", 5000)}
	question := models.ReviewEvent{Kind: models.EventAnswer, QuestionID: strings.Repeat("q", maxPayload)}
	for e, want := range map[models.ReviewEvent]models.EventKind{name: models.EventAnswer, question: models.EventResync} {
		text := fitPayload(e)
		back, err := fromPayload(text)
		if len(text) > maxPayload || err != nil || back.Kind != want {
			t.Errorf("%d bytes, which come back as %+v, %v", len(text), back, err)
		}
	}
}
