package service

import (
	"cmp"
	"slices"
	"time"

	"plumbline/models"
)

// seat is where somebody is: a person with one question of one review open. The same person in two tabs on one question has one seat.
type seat struct {
	models.ReviewPath
	question string
	actor    string // id of the user or guest link
	guest    bool
}

// seatOf gives the actor's seat and name. Only people are shown: the zero seat is that of a token, a key and the system.
func seatOf(a models.Actor, at models.ReviewPath, question string) (seat, string) {
	if a.Kind != models.UserActor && a.Kind != models.GuestActor {
		return seat{}, ""
	}
	return seat{at, question, a.ID, a.Kind == models.GuestActor}, a.Name
}

// people are those who are present.
type people struct {
	own    map[seat]*sitter
	others map[string]*server // by the name of the server
}

// sitter is a seat that is taken at this server.
type sitter struct {
	name    string
	tabs    int
	leaving *time.Timer // runs while there are no tabs
}

// server is another one, with the seats that are taken there.
type server struct {
	seen  time.Time
	seats map[seat]string // names
	stale map[seat]string // in a roll call: those that it did not confirm yet
}

func newPeople() people {
	return people{own: map[seat]*sitter{}, others: map[string]*server{}}
}

// taken tells whether the person is shown there.
func (p *people) taken(s seat) bool {
	if p.own[s] != nil {
		return true
	}
	for _, other := range p.others {
		if other.seats[s] != "" || other.stale[s] != "" {
			return true
		}
	}
	return false
}

// in lists who is in a review, by name.
func (p *people) in(at models.ReviewPath) []models.Presence {
	found := map[seat]string{}
	add := func(s seat, name string) {
		if s.ReviewPath == at {
			found[s] = name
		}
	}
	for _, other := range p.others {
		for s, name := range other.seats {
			add(s, name)
		}
		for s, name := range other.stale {
			add(s, name)
		}
	}
	for s, here := range p.own {
		add(s, here.name)
	}
	list := make([]models.Presence, 0, len(found))
	for s, name := range found {
		list = append(list, s.presence(name))
	}
	slices.SortFunc(list, func(a, b models.Presence) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.UserID, b.UserID), cmp.Compare(a.QuestionID, b.QuestionID))
	})
	return slices.Compact(list)
}

func (s seat) presence(name string) models.Presence {
	p := models.Presence{UserID: s.actor, Name: name, QuestionID: s.question}
	if s.guest {
		p.UserID = ""
	}
	return p
}

func (p *people) end() {
	for _, here := range p.own {
		if here.leaving != nil {
			here.leaving.Stop()
		}
	}
}

// sit seats a person at this server. Whoever had left another question of the review, to come here, is not shown there any longer.
func (a *watches) sit(s seat, name string) {
	here := a.people.own[s]
	if here == nil {
		shown := a.people.taken(s)
		here = &sitter{name: name}
		a.people.own[s] = here
		a.out.Put(a.seatStep(stepHere, s, name))
		if !shown {
			a.show(s, name, true)
		}
		a.arrived(s)
	}
	here.tabs++
	if here.leaving != nil {
		here.leaving.Stop()
		here.leaving = nil
	}
}

// arrived empties the seats that the person is about to leave anyway.
func (a *watches) arrived(now seat) {
	for s, here := range a.people.own {
		if s.ReviewPath == now.ReviewPath && s.actor == now.actor && s != now && here.tabs == 0 {
			here.leaving.Stop()
			a.leave(s)
		}
	}
}

// rise takes one tab of a person away; the last one only after a while.
func (a *watches) rise(s seat) {
	here := a.people.own[s]
	if here == nil {
		return
	}
	if here.tabs--; here.tabs > 0 {
		return
	}
	var timer *time.Timer
	timer = time.AfterFunc(a.times.Linger, func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		if here := a.people.own[s]; !a.stopped && here != nil && here.leaving == timer {
			a.leave(s)
		}
	})
	here.leaving = timer
}

func (a *watches) leave(s seat) {
	name := a.people.own[s].name
	delete(a.people.own, s)
	a.out.Put(a.seatStep(stepGone, s, name))
	if !a.people.taken(s) {
		a.show(s, name, false)
	}
}

// show tells those who listen here that somebody came or left.
func (a *watches) show(s seat, name string, here bool) {
	p := s.presence(name)
	a.review(s.ReviewPath, models.Event{Kind: models.EventPresence, WorkloadID: s.Workload, LensID: s.Lens, QuestionID: s.question,
		ActorID: p.UserID, ActorName: name, Here: here, At: a.floor.core.Now()})
}
