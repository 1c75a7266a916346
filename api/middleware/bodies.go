package middleware

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"plumbline/models"
)

// MaxOpenBody is how many bytes the body of a request may have that everybody may make, signed in or not.
const MaxOpenBody = 16 << 10

// What bounds the bodies that are being read, all of which are held in memory until their requests are answered. A body
// counts with what has arrived of it.
const (
	bodiesKnown    = 96 << 20 // bytes of people who are signed in, tokens and keys
	bodiesEach     = 32 << 20 // of one workspace among them
	bodiesStrange  = 16 << 20 // of everybody else
	bodiesAddress  = 4 << 20  // of one address among them
	strangerTime   = 10 * time.Second
	bodyChunk      = 4 << 10 // bytes that are counted at once
	bodiesTryAgain = 2 * time.Second
)

// bodyCounter counts the bytes of bodies, by who sends them.
type bodyCounter struct {
	mu     sync.Mutex
	groups map[string]int
	known  int
	others int
}

// bodySender is who sends a body, as it is counted.
type bodySender struct {
	group string // workspace, user or address
	known bool
}

// take counts n bytes more, unless that are too many.
func (b *bodyCounter) take(from bodySender, n int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	all, most, each := &b.others, bodiesStrange, bodiesAddress
	if from.known {
		all, most, each = &b.known, bodiesKnown, bodiesEach
	}
	if *all+n > most || b.groups[from.group]+n > each {
		return false
	}
	*all += n
	b.groups[from.group] += n
	return true
}

// give counts n bytes less.
func (b *bodyCounter) give(from bodySender, n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if from.known {
		b.known -= n
	} else {
		b.others -= n
	}
	if b.groups[from.group] -= n; b.groups[from.group] <= 0 {
		delete(b.groups, from.group)
	}
}

// BodyRules say how the bodies of requests are bounded. Routes are as gin has them, with their methods before them,
// such as "POST /api/v1/session".
type BodyRules struct {
	Open   []string // routes that everybody may use: each body has at most MaxOpenBody bytes
	Queued []string // routes that bound their bodies themselves, by a queue of their own

	// Identify tells who is behind a request that nobody has identified yet; the zero Actor is nobody.
	Identify func(context.Context, *http.Request) models.Actor
}

// LimitBodies bounds the bodies of all requests together: those of one workspace, of one address, and all. Where there
// is no room reading gives Unavailable; more than MaxOpenBody gives http.MaxBytesError.
func LimitBodies(rules BodyRules) gin.HandlerFunc {
	all := &bodyCounter{groups: map[string]int{}}
	return func(c *gin.Context) {
		route := c.Request.Method + " " + c.FullPath()
		if c.Request.Body == nil || c.Request.Body == http.NoBody || slices.Contains(rules.Queued, route) {
			return
		}
		if slices.Contains(rules.Open, route) {
			c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, MaxOpenBody)
		}
		body := &countedBody{ReadCloser: c.Request.Body, c: c, all: all, identify: rules.Identify}
		c.Request.Body = body
		defer body.release()
		c.Next()
	}
}

// countedBody asks who sends it when the first byte of it is wanted: by then that is known, if it ever will be.
type countedBody struct {
	io.ReadCloser
	c        *gin.Context
	all      *bodyCounter
	identify func(context.Context, *http.Request) models.Actor
	from     bodySender
	asked    bool
	taken    int // bytes counted
	read     int // bytes read
}

// Read reads on if there is room; Unavailable says that there is none.
func (b *countedBody) Read(p []byte) (int, error) {
	if !b.asked {
		b.ask()
	}
	if b.read == b.taken {
		if !b.all.take(b.from, bodyChunk) {
			e := models.Errorf(models.CodeUnavailable,
				"the server is busy: too much is being sent to it at once; try again in a moment")
			e.Wait = bodiesTryAgain
			return 0, e
		}
		b.taken += bodyChunk
	}
	n, err := b.ReadCloser.Read(p[:min(len(p), b.taken-b.read)])
	b.read += n
	return n, err
}

func (b *countedBody) ask() {
	b.asked = true
	ctx := b.c.Request.Context()
	actor := models.ActorFrom(ctx)
	if actor.Kind == "" {
		actor = b.identify(ctx, b.c.Request)
	}
	group := cmp.Or(actor.WorkspaceID, actor.UserID, actor.ID, "address "+models.ClientFrom(ctx).Address)
	b.from = bodySender{group, actor.Kind != ""}
	if b.from.known {
		return
	}
	err := http.NewResponseController(b.c.Writer).SetReadDeadline(time.Now().Add(strangerTime))
	if err != nil && !errors.Is(err, http.ErrNotSupported) {
		b.c.Error(err) //nolint:errcheck // gives what it is given
	}
}

func (b *countedBody) release() {
	if b.taken > 0 {
		b.all.give(b.from, b.taken)
	}
}
