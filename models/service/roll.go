package service

import (
	"time"

	"plumbline/models"
)

// Servers on one database tell each other who is present. Each tells who comes and goes at itself, and gives a sign of life with the number of its
// seats every beat. Whoever finds that it knows another number, does not know the server at all, or may have missed something, calls the roll: all servers
// then begin anew, name every seat, and end with a sign of life, after which the seats that were not named are empty.
const (
	stepAsk   = "ask"
	stepBegin = "begin"
	stepHere  = "here"
	stepGone  = "gone"
	stepAlive = "alive" // Version is the number of seats
	stepBye   = "bye"
)

const guestMark = "guest"

func (a *watches) step(step string) models.Event {
	return models.Event{Kind: models.EventRoll, Origin: a.self, Step: step, Version: len(a.people.own)}
}

func (a *watches) seatStep(step string, s seat, name string) models.Event {
	e := a.step(step)
	e.WorkloadID, e.LensID, e.QuestionID, e.ActorID, e.ActorName = s.Workload, s.Lens, s.question, s.actor, name
	if s.guest {
		e.Client = guestMark
	}
	return e
}

func seatIn(e models.Event) seat {
	return seat{models.ReviewPath{Workload: e.WorkloadID, Lens: e.LensID}, e.QuestionID, e.ActorID, e.Client == guestMark}
}

// roll takes in what another server says.
func (a *watches) roll(e models.Event) {
	if e.Origin == a.self {
		return
	}
	if e.Step == stepAsk {
		a.answerRoll()
		return
	}
	other := a.people.others[e.Origin]
	if other == nil {
		other = &server{seats: map[seat]string{}, stale: map[seat]string{}}
		a.people.others[e.Origin] = other
	}
	other.seen = time.Now()
	switch e.Step {
	case stepBegin:
		for s, name := range other.seats {
			other.stale[s] = name
		}
		clear(other.seats)
	case stepHere:
		a.hereAt(other, seatIn(e), e.ActorName)
	case stepGone:
		a.goneAt(other, seatIn(e))
	case stepAlive:
		for s := range other.stale {
			a.goneAt(other, s)
		}
		if len(other.seats) != e.Version {
			a.out.Put(a.step(stepAsk))
		}
	case stepBye:
		other.seen = time.Time{} // those who come back elsewhere have until the next beat
	}
}

func (a *watches) hereAt(other *server, s seat, name string) {
	shown := a.people.taken(s)
	delete(other.stale, s)
	other.seats[s] = name
	if !shown {
		a.show(s, name, true)
	}
	a.arrived(s)
}

func (a *watches) goneAt(other *server, s seat) {
	name := other.seats[s] + other.stale[s] // it is in one of them
	delete(other.seats, s)
	delete(other.stale, s)
	if name != "" && !a.people.taken(s) {
		a.show(s, name, false)
	}
}

// answerRoll names all seats that are taken here.
func (a *watches) answerRoll() {
	a.out.Put(a.step(stepBegin))
	for s, here := range a.people.own {
		a.out.Put(a.seatStep(stepHere, s, here.name))
	}
	a.out.Put(a.step(stepAlive))
}

// pulse gives a sign of life, and forgets servers that gave none for too long.
func (a *watches) pulse() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.stopped {
		return
	}
	a.out.Put(a.step(stepAlive))
	for name, other := range a.people.others {
		if time.Since(other.seen) < 3*a.times.Beat {
			continue
		}
		for s := range other.stale {
			a.goneAt(other, s)
		}
		for s := range other.seats {
			a.goneAt(other, s)
		}
		delete(a.people.others, name)
	}
}
