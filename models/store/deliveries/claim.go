package deliveries

import (
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"plumbline/models/delivery"
	"plumbline/models/store/micros"
)

// due narrows to what waits, is due, and is claimed by nobody, by the database's clock.
func (t *Table) due(kinds []delivery.Kind) *gorm.DB {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = string(k)
	}
	now := t.clock()
	return t.all().Where("state = 'waiting' AND due_at <= "+now+" AND claimed_until <= "+now).Where("kind IN ?", names)
}

// AnyDue reports whether Claim would find something. It waits for no writer.
func (t *Table) AnyDue(kinds []delivery.Kind) (bool, error) {
	var ids []string
	err := t.due(kinds).Limit(1).Pluck("id", &ids).Error
	return len(ids) > 0, t.tx.Failed("list", "deliveries", err)
}

// Claim says who claims deliveries, and which.
type Claim struct {
	By    string // the worker
	Kinds []delivery.Kind
	Limit int
	Lease time.Duration // how long nobody else gets them
}

// Claim gives some deliveries that are due to the worker, those first that have waited longest. What another server is
// claiming at the moment is passed over, not waited for. It is two statements: PostgreSQL may evaluate a sub-select
// with a limit and locks more than once.
func (t *Table) Claim(c Claim) ([]delivery.Delivery, error) {
	q := t.due(c.Kinds).Order("due_at, id").Limit(c.Limit)
	if t.tx.Locks {
		q = q.Clauses(clause.Locking{Strength: "UPDATE", Options: clause.LockingOptionsSkipLocked})
	}
	found, err := t.list(q)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	ids := make([]string, len(found))
	for i := range found {
		ids[i], found[i].ClaimedBy = found[i].ID, c.By
	}
	return found, t.hit("claim", t.all().Where("id IN ?", ids).UpdateColumns(map[string]any{
		"claimed_by": c.By, "claimed_until": t.fromNow(c.Lease)}))
}

// claimed narrows to a delivery that its worker has claimed and nobody else since.
func (t *Table) claimed(d delivery.Delivery) *gorm.DB {
	return t.all().Where("id = ? AND claimed_by = ? AND state = 'waiting'", d.ID, d.ClaimedBy)
}

// End marks a claimed delivery as d says, sent or failed: its state, attempts, error and payload. NotFound if the
// worker has lost it to another one, or somebody has discarded it.
func (t *Table) End(d delivery.Delivery) error {
	return t.hit("end", t.claimed(d).UpdateColumns(map[string]any{
		"state": string(d.State), "attempts": d.Attempts, "last_error": d.LastError, "payload": d.Payload,
		"ended_at": micros.Of(d.EndedAt), "claimed_until": 0}))
}

// PutBack lets a claimed delivery wait for its next try, with the attempts and error of d. NotFound as with End.
func (t *Table) PutBack(d delivery.Delivery, wait time.Duration) error {
	return t.hit("put back", t.claimed(d).UpdateColumns(map[string]any{
		"attempts": d.Attempts, "last_error": d.LastError, "due_at": t.fromNow(wait), "claimed_until": 0}))
}

// Rewrite changes what a claimed delivery tells: what it is about, to whom, its link, payload and end. NotFound as with
// End.
func (t *Table) Rewrite(d delivery.Delivery) error {
	return t.hit("rewrite", t.claimed(d).UpdateColumns(map[string]any{
		"about": string(d.About), "recipient": d.Recipient, "link_id": d.LinkID, "payload": d.Payload,
		"expires_at": micros.Of(d.ExpiresAt)}))
}

// FreeClaims ends the claims of processes that are gone, for a server that starts. On SQLite one server has the file,
// so that all claims are such; on PostgreSQL nobody can tell, and they end by themselves.
func (t *Table) FreeClaims() error {
	if t.tx.Postgres {
		return nil
	}
	q := t.all().Where("state = 'waiting' AND claimed_until <> 0").UpdateColumn("claimed_until", 0)
	return t.tx.Failed("free", "deliveries", q.Error)
}

// Over says what of the outbox is over.
type Over struct {
	Now          time.Time // what ended before it has expired
	QueuedBefore time.Time // what waits since then is given up
	Expired      string    // the error of what has expired
	GivenUp      string    // the error of what is given up and has none of its own

	SentBefore   time.Time // what was sent before is forgotten
	FailedBefore time.Time // what failed before is forgotten
}

// Sweep ends what waits for too long, and forgets what has ended long ago.
func (t *Table) Sweep(o Over) error {
	free := "state = 'waiting' AND claimed_until <= " + t.clock()
	fails := func(narrowed *gorm.DB, lastError any, more map[string]any) *gorm.DB {
		columns := map[string]any{"state": string(delivery.Failed), "ended_at": micros.Of(o.Now), "last_error": lastError}
		for column, value := range more {
			columns[column] = value
		}
		return narrowed.UpdateColumns(columns)
	}
	expired := t.all().Where(free+" AND expires_at <> 0 AND expires_at <= ?", micros.Of(o.Now))
	givenUp := t.all().Where(free+" AND queued_at <= ?", micros.Of(o.QueuedBefore))
	reason := gorm.Expr("CASE WHEN last_error = '' THEN ? ELSE last_error END", o.GivenUp)
	for _, statement := range []func() *gorm.DB{
		func() *gorm.DB { return fails(expired, o.Expired, map[string]any{"payload": ""}) },
		func() *gorm.DB { return fails(givenUp, reason, nil) },
		func() *gorm.DB {
			return t.tx.DB.Where("state = 'sent' AND ended_at < ?", micros.Of(o.SentBefore)).Delete(&row{})
		},
		func() *gorm.DB {
			return t.tx.DB.Where("state = 'failed' AND ended_at < ?", micros.Of(o.FailedBefore)).Delete(&row{})
		},
	} {
		if err := statement().Error; err != nil {
			return t.tx.Failed("sweep", "deliveries", err)
		}
	}
	return nil
}
