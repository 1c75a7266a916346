package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"plumbline/models"
	"plumbline/questionnaires"
)

const (
	channel       = "plumbline_events"
	maxPayload    = 7999 // bytes that NOTIFY takes
	maxEventName  = 100  // characters of a name
	firstWait     = 3 * time.Second
	quiet         = 20 * time.Second // without a notification: then the connection is tried
	connectWait   = 10 * time.Second
	shortestPause = 100 * time.Millisecond
	longestPause  = 10 * time.Second
)

var notify = newStatement("SELECT pg_notify('" + channel + "', ?)")

// notifyBus carries events by LISTEN and NOTIFY. One connection of the process listens, from the first listener on. A commit that notifies waits for
// the others that do, so that all processes see events in the order of the commits.
type notifyBus struct {
	engine *postgresEngine
	hub    *hub

	start   sync.Once
	first   chan struct{} // closed when it listens, or failed to the first time
	ctx     context.Context
	cancel  context.CancelFunc
	running sync.WaitGroup
}

func (e *postgresEngine) bus(h *hub) bus {
	b := &notifyBus{engine: e, hub: h, first: make(chan struct{})}
	b.ctx, b.cancel = context.WithCancel(context.Background())
	return b
}

func (b *notifyBus) enclose(tx *Tx) error {
	for _, e := range tx.events {
		if _, err := tx.run(notify, payload(e)); err != nil {
			return tx.failed("send", "event", err)
		}
	}
	return nil
}

func (b *notifyBus) committed([]models.Event) {}

func (b *notifyBus) announce(ctx context.Context, e models.Event) error {
	_, err := b.engine.pool.ExecContext(ctx, notify[postgresDialect], payload(e))
	return err
}

func (b *notifyBus) ready(ctx context.Context) {
	b.start.Do(func() {
		if b.ctx.Err() == nil {
			b.running.Go(b.run)
		}
	})
	patience := time.NewTimer(firstWait)
	defer patience.Stop()
	select {
	case <-b.first:
	case <-patience.C:
	case <-ctx.Done():
	case <-b.ctx.Done():
	}
}

func (b *notifyBus) close() {
	b.cancel()
	b.start.Do(func() {}) // none starts from now on
	b.running.Wait()
}

// run keeps listening until the store closes. After a failure it waits a little, longer each time that nothing came of it.
func (b *notifyBus) run() {
	tell := sync.OnceFunc(func() { close(b.first) })
	defer tell()
	pause := shortestPause
	for b.ctx.Err() == nil {
		listened, err := b.listen(tell)
		if b.ctx.Err() != nil {
			return
		}
		tell()
		if listened {
			pause = shortestPause
		}
		b.engine.log.Warn("events of other processes can't be heard; trying again", "error", err, "in", pause)
		select {
		case <-time.After(pause):
		case <-b.ctx.Done():
		}
		pause = min(2*pause, longestPause)
	}
}

// listen connects and hands events on until the connection fails. Whoever listens already may have lost events in between.
func (b *notifyBus) listen(tell func()) (listened bool, err error) {
	conn, err := b.connect()
	if err != nil {
		return false, err
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		err = errors.Join(err, conn.Close(ctx))
	}()
	b.hub.put(models.Event{Kind: models.EventResync, At: time.Now().UTC()})
	tell()
	for {
		if err := b.receive(conn); err != nil {
			return true, err
		}
	}
}

func (b *notifyBus) connect() (*pgx.Conn, error) {
	ctx, cancel := context.WithTimeout(b.ctx, connectWait)
	defer cancel()
	config := b.engine.config.Copy()
	config.RuntimeParams["application_name"] = "plumbline events"
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return nil, errors.Join(err, conn.Close(ctx))
	}
	return conn, nil
}

// receive waits for one event. When none comes for a while, the connection has to show that it is alive.
func (b *notifyBus) receive(conn *pgx.Conn) error {
	ctx, cancel := context.WithTimeout(b.ctx, quiet)
	defer cancel()
	n, err := conn.WaitForNotification(ctx)
	switch {
	case err == nil:
		e, err := fromPayload(n.Payload)
		if err != nil {
			b.engine.log.Warn("an event can't be read", "error", err)
			return nil
		}
		b.hub.put(e)
		return nil
	case b.ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded):
		ctx, cancel := context.WithTimeout(b.ctx, connectWait)
		defer cancel()
		return conn.Ping(ctx)
	}
	return err
}

// eventRow is an event as it travels.
type eventRow struct {
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
	At       int64  `json:"t,omitempty"`
	Here     bool   `json:"h,omitempty"`
	Origin   string `json:"o,omitempty"`
	Step     string `json:"s,omitempty"`
}

// payload fits the event into what NOTIFY takes. Should one be too long for it all the same, listeners
// load everything again.
func payload(e models.Event) string {
	if name := []rune(e.ActorName); len(name) > maxEventName {
		e.ActorName = string(name[:maxEventName])
	}
	data, err := json.Marshal(eventRow{string(e.Kind), e.WorkloadID, e.LensID, e.QuestionID, e.PillarID, e.Version, string(e.Risk), e.ActorID,
		e.ActorName, e.Client, micros(e.At), e.Here, e.Origin, e.Step})
	if err != nil {
		panic(fmt.Sprintf("store: an event that does not encode: %v", err)) // texts and numbers always do
	}
	if len(data) > maxPayload {
		return payload(models.Event{Kind: models.EventResync, At: e.At})
	}
	return string(data)
}

func fromPayload(text string) (models.Event, error) {
	var r eventRow
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		return models.Event{}, err
	}
	return models.Event{Kind: models.EventKind(r.Kind), WorkloadID: r.Workload, LensID: r.Lens, QuestionID: r.Question, PillarID: r.Pillar,
		Version: r.Version, Risk: questionnaires.Risk(r.Risk), ActorID: r.Actor, ActorName: r.Name, Client: r.Client, At: moment(r.At),
		Here: r.Here, Origin: r.Origin, Step: r.Step}, nil
}
