package outbox_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/delivery"
	"plumbline/models/notice"
	"plumbline/models/service/outbox"
	"plumbline/models/store"
	"plumbline/models/store/deliveries"
	"plumbline/models/store/storetest"
)

// What is committed is sent soon, without a look at the table that comes by itself; what is rolled back never is.
func TestACommitWakesTheWorker(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		o := newOutgoing(t, s, outbox.Times{Poll: time.Hour})
		o.Worker.Start()
		rolledBack := errors.New("no")
		err := s.Write(o.ctx, func(tx *store.Tx) error {
			must(t, o.Steps.Post(tx, letter("nobody@example.org")))
			return rolledBack
		})
		if !errors.Is(err, rolledBack) {
			t.Fatal(err)
		}
		o.write(letter("a@example.org"))
		eventually(t, "it is sent", func() bool { _, taken := o.post.counts(); return taken == 1 })
		must(t, o.Worker.Stop(t.Context()))
		d := o.only()
		if d.State != delivery.Sent || d.Payload != "" || d.Attempts != 1 || d.EndedAt.IsZero() ||
			o.post.taken[0].ID != d.ID || o.post.taken[0].To != "a@example.org" {
			t.Errorf("%+v, sent %+v", d, o.post.taken)
		}
	})
}

// What it says is sealed while it waits, and gone when it was sent.
func TestWhatWaitsIsSealed(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		o := newOutgoing(t, s, outbox.Times{})
		ends := time.Now().Add(time.Hour).UTC().Truncate(time.Microsecond)
		invited := notice.Invitation{By: "Ada", Workspace: "Shop", Role: models.Viewer, Secret: secret, ExpiresAt: ends}
		o.write(outbox.Letter{To: "a@example.org", About: invited})
		if d := o.only(); len(d.Payload) < 100 || strings.Contains(d.Payload, secret) || strings.Contains(d.Payload, "Shop") {
			t.Errorf("%+v", d)
		}
		list, err := o.Deliveries.List(o.ctx, delivery.Query{})
		if err != nil || len(list.Items) != 1 || list.Items[0].Payload != "" {
			t.Errorf("%+v %v", list, err)
		}
		o.sendDue()
		if o.post.taken[0].About != notice.Subject(invited) || o.only().Payload != "" {
			t.Errorf("%+v, %+v", o.post.taken, o.only())
		}
	})
}

// A refusal for good fails at once and stays to be seen; one for now, and a fault that nobody knows, wait for the next
// try. No error shows a secret.
func TestRefusals(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		for name, row := range map[string]struct {
			err   error
			state delivery.State
		}{
			"for good":     {trouble(delivery.NeverTaken, "550 nobody of that name"), delivery.Failed},
			"for now":      {trouble(delivery.TakenLater, "450 later"), delivery.Waiting},
			"within it":    {&delivery.Error{}, delivery.Waiting},
			"unknown":      {errors.New("what is this? " + secret), delivery.Waiting},
			"a long error": {errors.New(secret + string(make([]byte, 5000))), delivery.Waiting},
		} {
			if name == "within it" {
				began := delivery.NewError(delivery.OtherSideAway, errors.New("EOF"))
				began.Begun = true
				row.err = began
			}
			o := newOutgoing(t, s, outbox.Times{})
			o.post.failing(func(notice.Notice) error { return row.err })
			o.write(letter("a@example.org"))
			o.sendDue()
			d := o.only()
			if d.State != row.state || d.Attempts != 1 || d.LastError == "" || strings.Contains(d.LastError, "AAAA") ||
				len([]rune(d.LastError)) > 300 || d.Payload == "" {
				t.Errorf("%s: %+v", name, d)
			}
			if wait := time.Until(d.DueAt); row.state == delivery.Waiting && (wait < 15*time.Second || wait > 31*time.Second) {
				t.Errorf("%s: it is tried again in %s", name, wait)
			}
			must(t, s.Write(o.ctx, func(tx *store.Tx) error { return store.Outbox(tx).Delete(d.ID) }))
		}
	})
}

// A mail server that is out of reach stops all mails, and costs none of them an attempt: one is tried now and then, and
// when it goes through, all do.
func TestOutOfReachPausesAll(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		o := newOutgoing(t, s, outbox.Times{FirstPause: 50 * time.Millisecond, LastPause: 200 * time.Millisecond,
			Poll: 20 * time.Millisecond})
		o.post.failing(func(notice.Notice) error { return trouble(delivery.OtherSideAway, "dial") })
		o.many(50)
		o.sendDue()
		o.sendDue() // within the pause: nothing
		if tried, _ := o.post.counts(); tried < 1 || tried > 4 {
			t.Errorf("%d tries before the pause", tried)
		}
		o.Worker.Start()
		time.Sleep(time.Second)
		if tried, _ := o.post.counts(); tried > 4+12 {
			t.Errorf("%d tries within a second of pauses of up to 200 ms", tried)
		}
		for _, d := range o.rows() {
			if d.State != delivery.Waiting || d.Attempts != 0 {
				t.Fatalf("%+v", d)
			}
		}
		o.post.failing(nil)
		eventually(t, "all are sent", func() bool { _, taken := o.post.counts(); return taken == 50 })
		must(t, o.Worker.Stop(t.Context()))
	})
}

// A letter at which the server breaks off each time does not stand in the way of the others.
func TestOneBadLetterHoldsUpNobody(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		o := newOutgoing(t, s, outbox.Times{FirstPause: 10 * time.Millisecond, Poll: 10 * time.Millisecond})
		o.post.failing(func(n notice.Notice) error {
			if n.To != "bad@example.org" {
				return nil
			}
			began := delivery.NewError(delivery.OtherSideAway, errors.New("EOF"))
			began.Begun = true
			return began
		})
		o.write(letter("bad@example.org"))
		o.many(20)
		o.Worker.Start()
		eventually(t, "the others are sent", func() bool { _, taken := o.post.counts(); return taken == 20 })
		must(t, o.Worker.Stop(t.Context()))
	})
}

// A letter whose link has ended, by time or otherwise, is not sent any more.
func TestAnEndedLinkIsNotSent(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		now := time.Now().UTC().Truncate(time.Microsecond)
		for name, row := range map[string]struct {
			expires time.Time
			revoked bool
			sent    bool
		}{
			"open":    {now.Add(time.Hour), false, true},
			"over":    {now.Add(-time.Second), false, false},
			"revoked": {now.Add(time.Hour), true, false},
		} {
			o := newOutgoing(t, s, outbox.Times{})
			link := models.OneTimeLink{ID: models.NewID(), Kind: models.SetupLink, Hash: []byte(name), CreatedAt: now,
				ExpiresAt: row.expires}
			must(t, s.Write(o.ctx, func(tx *store.Tx) error { return tx.CreateLink(link) }))
			o.write(outbox.Letter{To: "a@example.org", Link: link, About: notice.PasswordReset{Secret: secret}})
			if row.revoked {
				must(t, s.Write(o.ctx, func(tx *store.Tx) error { return tx.EndLink(link.ID, false, now) }))
			}
			o.sendDue()
			_, taken := o.post.counts()
			d := o.only()
			if (taken == 1) != row.sent || d.Payload != "" || (d.State == delivery.Sent) != row.sent ||
				strings.Contains(d.LastError, "expired") == row.sent {
				t.Errorf("%s: %d sent, %+v", name, taken, d)
			}
			if _, err := o.Deliveries.Retry(o.ctx, d.ID); models.CodeOf(err) != models.CodeConflict {
				t.Errorf("%s: retry: %v", name, err)
			}
			must(t, s.Write(o.ctx, func(tx *store.Tx) error { return store.Outbox(tx).Delete(d.ID) }))
		}
	})
}

// Two servers on one database never send one delivery at the same time, and each once.
func TestTwoServersNeverSendOneAtTheSameTime(t *testing.T) {
	storetest.OnPostgres(t, func(t *testing.T, dsn string) {
		const letters = 300
		var mu sync.Mutex
		inFlight, sent, both := map[string]bool{}, map[string]int{}, atomic.Int64{}
		var servers []*outgoing
		for range 2 {
			o := newOutgoing(t, storetest.OpenAt(t, dsn), outbox.Times{Poll: 5 * time.Millisecond})
			o.post.during = func(n notice.Notice) {
				mu.Lock()
				if inFlight[n.ID] {
					both.Add(1)
				}
				inFlight[n.ID] = true
				sent[n.ID]++
				mu.Unlock()
				time.Sleep(2 * time.Millisecond)
				mu.Lock()
				inFlight[n.ID] = false
				mu.Unlock()
			}
			servers = append(servers, o)
		}
		servers[0].many(letters)
		for _, o := range servers {
			o.Worker.Start()
		}
		eventually(t, "all are sent", func() bool {
			var left int64
			must(t, servers[0].store.Read(t.Context(), func(tx *store.Tx) (err error) {
				left, err = store.Outbox(tx).Count(delivery.Waiting)
				return err
			}))
			return left == 0
		})
		for _, o := range servers {
			must(t, o.Worker.Stop(t.Context()))
		}
		if len(sent) != letters || both.Load() != 0 {
			t.Errorf("%d sent, %d at the same time", len(sent), both.Load())
		}
		for id, n := range sent {
			if n != 1 {
				t.Errorf("%s was sent %d times", id, n)
			}
		}
		_, a := servers[0].post.counts()
		_, b := servers[1].post.counts()
		if a == 0 || b == 0 {
			t.Errorf("one server did all: %d and %d", a, b)
		}
	})
}

// What a process had claimed that is gone is sent again when the lease ends, and not before.
func TestALeaseEnds(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		o := newOutgoing(t, s, outbox.Times{})
		o.write(letter("a@example.org"))
		claim := deliveries.Claim{By: "gone", Kinds: []delivery.Kind{delivery.Mail}, Limit: 9, Lease: time.Second}
		var got []delivery.Delivery
		must(t, s.Write(o.ctx, func(tx *store.Tx) (err error) {
			got, err = store.Outbox(tx).Claim(claim)
			return err
		}))
		if len(got) != 1 {
			t.Fatalf("claimed: %+v", got)
		}
		o.sendDue()
		if tried, _ := o.post.counts(); tried != 0 {
			t.Error("it is sent although somebody has it")
		}
		if _, err := o.Deliveries.Retry(o.ctx, got[0].ID); models.CodeOf(err) != models.CodeConflict {
			t.Errorf("retry of what is being sent: %v", err)
		}
		if err := o.Deliveries.Discard(o.ctx, got[0].ID); models.CodeOf(err) != models.CodeConflict {
			t.Errorf("discard of what is being sent: %v", err)
		}
		time.Sleep(1100 * time.Millisecond)
		o.sendDue()
		if _, taken := o.post.counts(); taken != 1 || o.post.taken[0].ID != got[0].ID {
			t.Errorf("%d sent: %+v", taken, o.post.taken)
		}
		// Who comes back late changes nothing.
		late := got[0]
		late.State = delivery.Failed
		err := s.Write(o.ctx, func(tx *store.Tx) error { return store.Outbox(tx).End(late) })
		if models.CodeOf(err) != models.CodeNotFound || o.only().State != delivery.Sent {
			t.Errorf("%v, %+v", err, o.only())
		}
	})
}

// At a clean stop nothing new is begun, and what is being sent is waited for, within bounds; the rest stays.
func TestStopWaitsForWhatIsBeingSent(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		o := newOutgoing(t, s, outbox.Times{})
		begun, goOn := make(chan bool, 100), make(chan bool)
		o.post.during = func(notice.Notice) { begun <- true; <-goOn }
		o.many(20)
		o.Worker.Start()
		<-begun
		short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if err := o.Worker.Stop(short); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("it stops although one is being sent: %v", err)
		}
		close(goOn)
		must(t, o.Worker.Stop(t.Context()))
		sent, waiting := 0, 0
		for _, d := range o.rows() {
			if d.State == delivery.Sent {
				sent++
			} else if d.State == delivery.Waiting {
				waiting++
			}
		}
		if _, taken := o.post.counts(); sent != taken || sent < 1 || sent > 4 || sent+waiting != 20 {
			t.Errorf("%d taken, %d marked as sent, %d wait", taken, sent, waiting)
		}
	})
}

// What is over is cleared away: sent and failed rows after some days; what waits for too long fails.
func TestSweep(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		o := newOutgoing(t, s, outbox.Times{Sweep: time.Millisecond, Poll: 5 * time.Millisecond,
			FirstPause: time.Hour, LastPause: time.Hour})
		o.post.failing(func(notice.Notice) error { return trouble(delivery.OtherSideAway, "dial") })
		now := time.Now()
		row := func(state delivery.State, queued, ended, expires time.Duration) delivery.Delivery {
			d := delivery.Delivery{ID: models.NewID(), Kind: delivery.Mail, About: delivery.AboutMention,
				Recipient: "a@example.org", Payload: "x", DueAt: now.Add(time.Hour), CreatedAt: now.Add(queued),
				QueuedAt: now.Add(queued), State: state}
			if ended != 0 {
				d.EndedAt = now.Add(ended)
			}
			if expires != 0 {
				d.ExpiresAt = now.Add(expires)
			}
			must(t, s.Write(o.ctx, func(tx *store.Tx) error { return store.Outbox(tx).Create(d, func() {}) }))
			return d
		}
		const day = 24 * time.Hour
		later := row(delivery.Waiting, -2*day, 0, 0)
		gone := []delivery.Delivery{row(delivery.Sent, -9*day, -8*day, 0), row(delivery.Failed, -40*day, -31*day, 0)}
		kept := []delivery.Delivery{row(delivery.Sent, -9*day, -6*day, 0), row(delivery.Failed, -40*day, -29*day, 0),
			later}
		fails := []delivery.Delivery{row(delivery.Waiting, -4*day, 0, 0), row(delivery.Waiting, -day, 0, -time.Hour)}
		o.Worker.Start()
		defer func() { must(t, o.Worker.Stop(t.Context())) }()
		state := func(d delivery.Delivery) (is delivery.State) {
			for _, r := range o.rows() {
				if r.ID == d.ID {
					is = r.State
				}
			}
			return is
		}
		eventually(t, "what is over is gone", func() bool { return state(gone[0]) == "" && state(gone[1]) == "" })
		eventually(t, "what waits for too long fails", func() bool {
			return state(fails[0]) == delivery.Failed && state(fails[1]) == delivery.Failed
		})
		for _, d := range kept {
			if state(d) != d.State {
				t.Errorf("%+v is %s", d, state(d))
			}
		}
	})
}
