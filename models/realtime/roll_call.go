package realtime

import (
	"time"

	"plumbline/models"
)

// Servers on one database tell each other who is present. Each tells who comes to and leaves itself, and
// gives a sign of life with the number of those present there every beat. A server that finds that it knows
// another number, does not know the other server at all, or may have missed something, calls the roll: all
// servers then begin again, name everybody who is present there, and end with a sign of life. Who was not
// named by then is gone.
const (
	stepAsk   = "ask"
	stepBegin = "begin"
	stepHere  = "here"
	stepGone  = "gone"
	stepAlive = "alive" // Version is the number of those present
	stepBye   = "bye"
)

const guestMark = "guest" // in place of the client, in events between servers

// rollCall makes an event of the roll call.
func (h *Hub) rollCall(step string) models.ReviewEvent {
	return models.ReviewEvent{Kind: models.EventRoll, Origin: h.self, Step: step, Version: len(h.presence.here)}
}

// rollCallOf makes an event of the roll call about one person.
func (h *Hub) rollCallOf(step string, k presenceKey, name string) models.ReviewEvent {
	e := h.rollCall(step)
	e.WorkloadID, e.LensID, e.QuestionID, e.ActorID, e.ActorName = k.WorkloadID, k.LensID, k.question, k.actor, name
	if k.guest {
		e.Client = guestMark
	}
	return e
}

func presenceIn(e models.ReviewEvent) presenceKey {
	return presenceKey{ReviewID{e.WorkloadID, e.LensID}, e.QuestionID, e.ActorID, e.Client == guestMark}
}

// hearRollCall takes in what another server says.
func (h *Hub) hearRollCall(e models.ReviewEvent) {
	if e.Origin == h.self {
		return
	}
	if e.Step == stepAsk {
		h.answerRollCall()
		return
	}
	server := h.presence.servers[e.Origin]
	if server == nil {
		server = newRemoteServer()
		h.presence.servers[e.Origin] = server
	}
	server.seen = time.Now()
	switch e.Step {
	case stepBegin:
		for k, name := range server.present {
			server.unconfirmed[k] = name
		}
		clear(server.present)
	case stepHere:
		h.hereAt(server, presenceIn(e), e.ActorName)
	case stepGone:
		h.goneAt(server, presenceIn(e))
	case stepAlive:
		for k := range server.unconfirmed {
			h.goneAt(server, k)
		}
		if len(server.present) != e.Version {
			h.out.Put(h.rollCall(stepAsk))
		}
	case stepBye:
		server.seen = time.Time{} // those who come back elsewhere have until the next beat
	}
}

func (h *Hub) hereAt(server *remoteServer, k presenceKey, name string) {
	shown := h.presence.shown(k)
	delete(server.unconfirmed, k)
	server.present[k] = name
	if !shown {
		h.show(k, name, true)
	}
	h.arrived(k)
}

func (h *Hub) goneAt(server *remoteServer, k presenceKey) {
	name := server.present[k] + server.unconfirmed[k] // it is in one of them
	delete(server.present, k)
	delete(server.unconfirmed, k)
	if name != "" && !h.presence.shown(k) {
		h.show(k, name, false)
	}
}

// answerRollCall names everybody who is present here.
func (h *Hub) answerRollCall() {
	h.out.Put(h.rollCall(stepBegin))
	for k, local := range h.presence.here {
		h.out.Put(h.rollCallOf(stepHere, k, local.name))
	}
	h.out.Put(h.rollCall(stepAlive))
}

// pulse returns a sign of life, and forgets servers that gave none for three beats.
func (h *Hub) pulse() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.stopped {
		return
	}
	h.out.Put(h.rollCall(stepAlive))
	for name, server := range h.presence.servers {
		if time.Since(server.seen) < 3*h.opt.Times.Beat {
			continue
		}
		for k := range server.unconfirmed {
			h.goneAt(server, k)
		}
		for k := range server.present {
			h.goneAt(server, k)
		}
		delete(h.presence.servers, name)
	}
}
