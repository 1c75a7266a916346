package models

import (
	"cmp"
	"regexp"
	"time"

	"plumbline/questionnaires"
)

// ReviewEvent tells those who have a review open that something happened in it. It holds ids, numbers and names, never
// texts: whoever wants to know more asks, and is asked for permission then.
type ReviewEvent struct {
	Kind       EventKind
	WorkloadID string
	LensID     string // of the review; "" for all reviews of the workload
	QuestionID string
	PillarID   string
	Version    int // of the answer or review; a milestone's number
	Risk       questionnaires.Risk
	ActorID    string // the person; else the token, key or guest link
	ActorName  string
	Client     string // what the browser tab calls itself, so that it knows its own changes; may be ""
	At         time.Time

	Here bool // of a presence event: the person came, or is there; otherwise the person left

	// These are of the servers among themselves.
	Origin string // the server that tells who is there
	Step   string // what a roll call is at
}

// EventKind says what happened.
type EventKind string

// The kinds of events. Events of one question can overtake each other between servers: the higher version is the newer
// state.
const (
	EventAnswer       EventKind = "answer"     // one answer changed
	EventReview       EventKind = "review"     // notes changed, or the lens version, or the review is gone: load it again
	EventMilestone    EventKind = "milestone"  // one was saved
	EventComment      EventKind = "comment"    // the thread of a question changed
	EventAssignment   EventKind = "assignment" // a question or pillar was given to somebody
	EventParking      EventKind = "parking"    // the parking lot changed
	EventFacilitation EventKind = "facilitation"
	EventAcceptance   EventKind = "acceptance" // of the risk of a question
	EventPresence     EventKind = "presence"   // somebody came to a question or left it
	EventResync       EventKind = "resync"     // events were lost: load everything again

	// These never leave the server.
	EventAccess EventKind = "access" // somebody may see less than before: every listener is looked at again
	EventRoll   EventKind = "roll"   // the servers tell each other who is there
)

// EventKinds lists those that listeners get.
var EventKinds = [...]EventKind{EventAnswer, EventReview, EventMilestone, EventComment, EventAssignment, EventParking,
	EventFacilitation, EventAcceptance, EventPresence, EventResync}

// By returns the event with who did it.
func (e ReviewEvent) By(a Actor) ReviewEvent {
	e.ActorID, e.ActorName = cmp.Or(a.UserID, a.ID), a.Name
	return e
}

// Presence is a person who has a question of a review open. QuestionID is "" for the review as a whole.
type Presence struct {
	UserID     string // "" for a guest
	Name       string
	QuestionID string
}

var tabNamePattern = regexp.MustCompile(`^[A-Za-z0-9-]{1,64}$`)

// IsTab reports whether a browser tab may call itself that.
func IsTab(s string) bool { return tabNamePattern.MatchString(s) }
