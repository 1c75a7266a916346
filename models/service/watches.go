package service

import (
	"cmp"
	"context"
	"sync"
	"time"

	"plumbline/models"
	"plumbline/models/store"
)

// watches are those who listen through this process, and who is present in reviews, here and at other servers.
type watches struct {
	floor *floor
	times WatchTimes
	self  string      // names this process among the servers
	out   *store.Feed // what is to be told to the other servers, in order

	starting sync.Mutex // held while listening begins

	mu       sync.Mutex
	started  bool
	stopped  bool
	telling  bool                                      // the other servers are not told everything yet
	byReview map[models.ReviewPath]map[*Watch]struct{} // by review
	count    int
	each     map[string]int // by what shares the places
	people   people
}

func newWatches(f *floor, times WatchTimes) *watches {
	return &watches{floor: f, times: times.withDefaults(), self: models.NewID(), out: store.NewFeed(4 * MaxWatches),
		byReview: map[models.ReviewPath]map[*Watch]struct{}{}, each: map[string]int{}, people: newPeople()}
}

// listen begins to listen to the store, once.
func (a *watches) listen(ctx context.Context) error {
	a.starting.Lock()
	defer a.starting.Unlock()
	a.mu.Lock()
	started, stopped := a.started, a.stopped
	a.mu.Unlock()
	if stopped {
		return errStopping()
	}
	if started {
		return nil
	}
	feed, err := a.floor.core.Store.Listen(ctx)
	if err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.started, a.telling = true, true
	a.out.Put(a.step(stepAsk))
	go a.pump(feed)
	go a.tell()
	return nil
}

func errStopping() error {
	return models.Errorf(models.Unavailable, "the server is stopping; try again")
}

// open makes the Watch one of those who listen, and seats its person.
func (a *watches) open(ctx context.Context, w *Watch) error {
	if err := a.listen(ctx); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	w.shares = sharesOf(w.actor)
	switch {
	case a.stopped:
		return errStopping()
	case a.count >= MaxWatches:
		return models.Errorf(models.Unavailable, "too many people listen at the moment; try again later")
	}
	for _, s := range w.shares {
		if a.each[s.key] >= s.most {
			e := models.Errorf(models.RateLimited, "too many pages listen %s; close some", s.said)
			e.Wait = time.Minute
			return e
		}
	}
	a.count++
	for _, s := range w.shares {
		a.each[s.key]++
	}
	if a.byReview[w.at] == nil {
		a.byReview[w.at] = map[*Watch]struct{}{}
	}
	if w.seat != (seat{}) {
		a.sit(w.seat, w.name)
	}
	if w.actor.Kind != models.GuestActor {
		w.People = a.people.in(w.at)
	}
	a.byReview[w.at][w] = struct{}{}
	return nil
}

// share is something that may have so many of the places and no more, such as a session or a guest link.
type share struct {
	key  string
	most int
	said string // how its listeners listen
}

// sharesOf says in what a listener counts. Neither one person nor one guest link, nor all guests together, can take all places.
func sharesOf(a models.Actor) []share {
	if a.Kind == models.GuestActor {
		return []share{{"visit " + a.SessionID, maxWatchesVisit, "in this browser"}, {"link " + a.ID, maxWatchesLink, "with this guest link"},
			{"guests", maxWatchesGuests, "with guest links"}}
	}
	shares := []share{{"credential " + cmp.Or(a.SessionID, a.ID), maxWatchesEach, "with this sign-in or token"}}
	if a.UserID != "" {
		shares = append(shares, share{"person " + a.UserID, maxWatchesPerson, "with your sign-ins and tokens"})
	}
	return shares
}

func (a *watches) shut(w *Watch) {
	w.feed.End()
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, is := a.byReview[w.at][w]; !is {
		return
	}
	delete(a.byReview[w.at], w)
	if len(a.byReview[w.at]) == 0 {
		delete(a.byReview, w.at)
	}
	a.count--
	for _, s := range w.shares {
		if a.each[s.key]--; a.each[s.key] <= 0 {
			delete(a.each, s.key)
		}
	}
	if w.seat != (seat{}) && !a.stopped {
		a.rise(w.seat)
	}
}

func (a *watches) present(at models.ReviewPath) []models.Presence {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.people.in(at)
}

// stop ends every Watch and lets none begin. The other servers learn that the people of this one are gone, unless they come back elsewhere.
func (a *watches) stop() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.stopped {
		return
	}
	a.stopped = true
	for _, review := range a.byReview {
		for w := range review {
			w.feed.End()
		}
	}
	a.people.end()
	a.out.Put(a.step(stepBye))
	a.out.End()
}

// pump hands what the store tells to those whom it concerns, until the store closes.
func (a *watches) pump(feed *store.Feed) {
	defer a.stop()
	beat := time.Now().Add(a.times.Beat)
	for {
		ctx, cancel := context.WithDeadline(context.Background(), beat)
		e, err := feed.Next(ctx)
		late := ctx.Err() != nil
		cancel()
		switch {
		case err == nil:
			a.pass(e)
		case !late:
			return
		}
		if !time.Now().Before(beat) {
			beat = time.Now().Add(a.times.Beat)
			a.pulse()
		}
	}
}

func (a *watches) pass(e models.Event) {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case e.Kind == models.EventRoll:
		a.roll(e)
	case e.Kind == models.EventResync && e.WorkloadID == "":
		a.out.Put(a.step(stepAsk))
		a.everybody(e)
	case e.Kind == models.EventAccess:
		a.everybody(e)
	case e.LensID == "":
		for at := range a.byReview {
			if at.Workload == e.WorkloadID {
				a.review(at, e)
			}
		}
	default:
		a.review(models.ReviewPath{Workload: e.WorkloadID, Lens: e.LensID}, e)
	}
}

func (a *watches) everybody(e models.Event) {
	for at := range a.byReview {
		a.review(at, e)
	}
}

func (a *watches) review(at models.ReviewPath, e models.Event) {
	for w := range a.byReview[at] {
		w.feed.Put(e)
	}
}

// silent tells whether a server that stops has told everything.
func (a *watches) silent() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return !a.stopped || !a.telling
}

// tell sends to the other servers what is to be told, one after the other, until the server stops.
func (a *watches) tell() {
	defer func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.telling = false
	}()
	for {
		e, err := a.out.Next(context.Background())
		if err != nil {
			return
		}
		if e.Kind == models.EventResync { // more than the queue takes: say everything again
			a.mu.Lock()
			a.answerRoll()
			a.mu.Unlock()
			continue
		}
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		if err := a.floor.core.Store.Announce(ctx, e); err != nil && models.CodeOf(err) != models.Unavailable {
			a.floor.core.Log.Warn("could not tell other servers who is present", "error", err)
		}
		cancel()
	}
}
