package realtime

import (
	"cmp"
	"slices"
	"time"

	"plumbline/models"
)

// presenceKey is a person with one question of one review open. The same person in two tabs on one question
// has one key.
type presenceKey struct {
	ReviewID
	question string
	actor    string // id of the user or guest link
	guest    bool
}

// presenceOf returns the viewer's key and name. Only people are shown: the zero key is that of a token, an
// access key and the system.
func presenceOf(v Viewer) (key presenceKey, name string) {
	if v.Actor.Kind != models.UserActor && v.Actor.Kind != models.GuestActor {
		return presenceKey{}, ""
	}
	return presenceKey{v.Review, v.QuestionID, v.Actor.ID, v.Actor.Kind == models.GuestActor}, v.Actor.Name
}

func (k presenceKey) presence(name string) models.Presence {
	p := models.Presence{UserID: k.actor, Name: name, QuestionID: k.question}
	if k.guest {
		p.UserID = ""
	}
	return p
}

// presenceTable is who is present.
type presenceTable struct {
	here    map[presenceKey]*localPresence
	servers map[string]*remoteServer // the others, by name
}

// localPresence is somebody who is present at this server.
type localPresence struct {
	name    string
	tabs    int
	leaving *time.Timer // runs while there are no tabs
}

// remoteServer is another server, with the names of those who are present there.
type remoteServer struct {
	seen        time.Time
	present     map[presenceKey]string
	unconfirmed map[presenceKey]string // during a roll call: those whom it did not name again yet
}

func newRemoteServer() *remoteServer {
	return &remoteServer{present: map[presenceKey]string{}, unconfirmed: map[presenceKey]string{}}
}

func newPresenceTable() presenceTable {
	return presenceTable{here: map[presenceKey]*localPresence{}, servers: map[string]*remoteServer{}}
}

// shown reports whether the person is present at any server.
func (t *presenceTable) shown(k presenceKey) bool {
	if t.here[k] != nil {
		return true
	}
	for _, server := range t.servers {
		if server.present[k] != "" || server.unconfirmed[k] != "" {
			return true
		}
	}
	return false
}

// in lists who is in a review, by name.
func (t *presenceTable) in(review ReviewID) []models.Presence {
	found := map[presenceKey]string{}
	add := func(k presenceKey, name string) {
		if k.ReviewID == review {
			found[k] = name
		}
	}
	for _, server := range t.servers {
		for k, name := range server.present {
			add(k, name)
		}
		for k, name := range server.unconfirmed {
			add(k, name)
		}
	}
	for k, local := range t.here {
		add(k, local.name)
	}
	list := make([]models.Presence, 0, len(found))
	for k, name := range found {
		list = append(list, k.presence(name))
	}
	slices.SortFunc(list, func(a, b models.Presence) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.UserID, b.UserID),
			cmp.Compare(a.QuestionID, b.QuestionID))
	})
	return slices.Compact(list)
}

func (t *presenceTable) stopTimers() {
	for _, local := range t.here {
		if local.leaving != nil {
			local.leaving.Stop()
		}
	}
}

// enter notes one more tab of a person at this server.
func (h *Hub) enter(k presenceKey, name string) {
	local := h.presence.here[k]
	if local == nil {
		shown := h.presence.shown(k)
		local = &localPresence{name: name}
		h.presence.here[k] = local
		h.out.Put(h.rollCallOf(stepHere, k, name))
		if !shown {
			h.show(k, name, true)
		}
		h.arrived(k)
	}
	local.tabs++
	if local.leaving != nil {
		local.leaving.Stop()
		local.leaving = nil
	}
}

// arrived removes a person who came to one question from the others of the review that have no tab left: the
// person went on from there.
func (h *Hub) arrived(now presenceKey) {
	for k, local := range h.presence.here {
		if k.ReviewID == now.ReviewID && k.actor == now.actor && k != now && local.tabs == 0 {
			local.leaving.Stop()
			h.leave(k)
		}
	}
}

// leaveSoon takes one tab of a person away. After the last one the person is shown for a while yet.
func (h *Hub) leaveSoon(k presenceKey) {
	local := h.presence.here[k]
	if local == nil {
		return
	}
	if local.tabs--; local.tabs > 0 {
		return
	}
	var timer *time.Timer
	timer = time.AfterFunc(h.opt.Times.Linger, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if local := h.presence.here[k]; !h.stopped && local != nil && local.leaving == timer {
			h.leave(k)
		}
	})
	local.leaving = timer
}

func (h *Hub) leave(k presenceKey) {
	name := h.presence.here[k].name
	delete(h.presence.here, k)
	h.out.Put(h.rollCallOf(stepGone, k, name))
	if !h.presence.shown(k) {
		h.show(k, name, false)
	}
}

// show tells those who listen here that somebody came or left.
func (h *Hub) show(k presenceKey, name string, here bool) {
	p := k.presence(name)
	h.toReview(k.ReviewID, models.ReviewEvent{Kind: models.EventPresence, WorkloadID: k.WorkloadID, LensID: k.LensID,
		QuestionID: k.question, ActorID: p.UserID, ActorName: name, Here: here, At: h.opt.Now()})
}
