package store

import (
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"plumbline/models"
	"plumbline/models/store/micros"
)

type deliveryRow struct {
	ID           string `gorm:"primaryKey"`
	Kind         string
	About        string
	WorkspaceID  string
	LinkID       string
	Recipient    string
	Payload      string
	CreatedAt    int64 `gorm:"autoCreateTime:false"`
	QueuedAt     int64
	DueAt        int64
	ExpiresAt    int64
	Attempts     int
	ClaimedBy    string
	ClaimedUntil int64
	State        string
	LastError    string
	EndedAt      int64
}

func (deliveryRow) TableName() string { return "outbox" }

func deliveryRowOf(d models.Delivery) deliveryRow {
	return deliveryRow{
		ID: d.ID, Kind: string(d.Kind), About: string(d.About), WorkspaceID: d.WorkspaceID, LinkID: d.LinkID,
		Recipient: d.Recipient, Payload: d.Payload, CreatedAt: micros.Of(d.CreatedAt), QueuedAt: micros.Of(d.QueuedAt),
		DueAt: micros.Of(d.DueAt), ExpiresAt: micros.Of(d.ExpiresAt), Attempts: d.Attempts, ClaimedBy: d.ClaimedBy,
		ClaimedUntil: micros.Of(d.ClaimedTo), State: string(d.State), LastError: d.LastError,
		EndedAt: micros.Of(d.EndedAt),
	}
}

func (r deliveryRow) noun() models.Delivery {
	return models.Delivery{
		ID: r.ID, Kind: models.DeliveryKind(r.Kind), About: models.DeliveryAbout(r.About), WorkspaceID: r.WorkspaceID,
		LinkID: r.LinkID, Recipient: r.Recipient, Payload: r.Payload, CreatedAt: micros.Time(r.CreatedAt),
		QueuedAt: micros.Time(r.QueuedAt), DueAt: micros.Time(r.DueAt), ExpiresAt: micros.Time(r.ExpiresAt),
		Attempts: r.Attempts, ClaimedBy: r.ClaimedBy, ClaimedTo: micros.Time(r.ClaimedUntil),
		State: models.DeliveryState(r.State), LastError: r.LastError, EndedAt: micros.Time(r.EndedAt),
	}
}

// databaseClock is the present time of the database in microseconds: servers whose clocks differ agree on it.
var databaseClock = [2]string{
	sqliteDialect:   "CAST(unixepoch('subsec') * 1000000 AS INTEGER)",
	postgresDialect: "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS bigint)",
}

// fromNow is a time of the database's clock that lies so far ahead.
func (tx *Tx) fromNow(ahead time.Duration) clause.Expr {
	return gorm.Expr(databaseClock[tx.dialect]+" + ?", ahead.Microseconds())
}

// CreateDelivery adds a row to the outbox; Conflict if its id is taken.
func (tx *Tx) CreateDelivery(d models.Delivery) error {
	row := deliveryRowOf(d)
	return tx.create("delivery", &row)
}

// Delivery gives a row of the outbox, or NotFound. In a write transaction it stays locked.
func (tx *Tx) Delivery(id string) (models.Delivery, error) {
	row, err := one[deliveryRow](tx, "delivery", tx.lock(tx.db.Where("id = ?", id)))
	return row.noun(), err
}

// Deliveries lists the outbox, newest first: up to one row more than the page.
func (tx *Tx) Deliveries(query models.DeliveryQuery) ([]models.Delivery, error) {
	q := tx.db.Order("created_at DESC, id DESC").Limit(rowsFor(query.Page))
	if query.State != "" {
		q = q.Where("state = ?", string(query.State))
	}
	q, err := before(q, query.Page, "deliveries")
	if err != nil {
		return nil, err
	}
	return many(tx, "deliveries", q, deliveryRow.noun)
}

// DeliveryCursor is the cursor that continues a list of deliveries after d.
func DeliveryCursor(d models.Delivery) string { return byAge("deliveries", d.CreatedAt, d.ID) }

// CountDeliveries counts those in a state.
func (tx *Tx) CountDeliveries(state models.DeliveryState) (n int64, err error) {
	q := tx.db.Model(&deliveryRow{}).Where("state = ?", string(state)).Count(&n)
	return n, tx.failed("count", "deliveries", q.Error)
}

// dueDeliveries narrows to what waits, is due, and is claimed by nobody, by the database's clock.
func (tx *Tx) dueDeliveries(kinds []models.DeliveryKind) *gorm.DB {
	now := databaseClock[tx.dialect]
	return tx.db.Model(&deliveryRow{}).
		Where("state = 'waiting' AND due_at <= "+now+" AND claimed_until <= "+now).
		Where("kind IN ?", each(kinds, func(k models.DeliveryKind) string { return string(k) }))
}

// AnyDeliveryDue tells whether ClaimDeliveries would find something. It costs no writer's turn.
func (tx *Tx) AnyDeliveryDue(kinds []models.DeliveryKind) (bool, error) {
	var ids []string
	err := tx.dueDeliveries(kinds).Limit(1).Pluck("id", &ids).Error
	return len(ids) > 0, tx.failed("list", "deliveries", err)
}

// DeliveryClaim says who claims deliveries, and which.
type DeliveryClaim struct {
	By    string // the worker
	Kinds []models.DeliveryKind
	Limit int
	Lease time.Duration // how long nobody else gets them
}

// ClaimDeliveries gives some deliveries that are due to the worker, those first that have waited longest. What another
// server is claiming at the moment is passed over, not waited for.
func (tx *Tx) ClaimDeliveries(c DeliveryClaim) ([]models.Delivery, error) {
	q := tx.dueDeliveries(c.Kinds).Order("due_at, id").Limit(c.Limit)
	if tx.locks {
		q = q.Clauses(clause.Locking{Strength: "UPDATE", Options: clause.LockingOptionsSkipLocked})
	}
	found, err := many(tx, "deliveries", q, deliveryRow.noun)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	ids := make([]string, len(found))
	for i := range found {
		ids[i], found[i].ClaimedBy = found[i].ID, c.By
	}
	claimed := tx.db.Model(&deliveryRow{}).Where(tx.among("id", ids)).
		UpdateColumns(map[string]any{"claimed_by": c.By, "claimed_until": tx.fromNow(c.Lease)})
	return found, tx.affected("claim", "deliveries", claimed)
}

// claimed narrows to a delivery that the worker has claimed and nobody else since.
func (tx *Tx) claimed(id, by string) *gorm.DB {
	return tx.db.Model(&deliveryRow{}).Where("id = ? AND claimed_by = ? AND state = 'waiting'", id, by)
}

// EndDelivery marks a claimed delivery as d says, sent or failed: its state, attempts, error and payload. NotFound if
// the worker has lost it to another one, or somebody has discarded it.
func (tx *Tx) EndDelivery(d models.Delivery) error {
	return tx.affected("end", "delivery", tx.claimed(d.ID, d.ClaimedBy).UpdateColumns(map[string]any{
		"state": string(d.State), "attempts": d.Attempts, "last_error": d.LastError, "payload": d.Payload,
		"ended_at": micros.Of(d.EndedAt), "claimed_until": 0}))
}

// PutBackDelivery lets a claimed delivery wait for its next try, with the attempts and error of d. NotFound as with
// EndDelivery.
func (tx *Tx) PutBackDelivery(d models.Delivery, wait time.Duration) error {
	return tx.affected("put back", "delivery", tx.claimed(d.ID, d.ClaimedBy).UpdateColumns(map[string]any{
		"attempts": d.Attempts, "last_error": d.LastError, "due_at": tx.fromNow(wait), "claimed_until": 0}))
}

// RewriteDelivery changes what a claimed delivery tells: what it is about, to whom, its link, payload and end. NotFound
// as with EndDelivery.
func (tx *Tx) RewriteDelivery(d models.Delivery) error {
	return tx.affected("rewrite", "delivery", tx.claimed(d.ID, d.ClaimedBy).UpdateColumns(map[string]any{
		"about": string(d.About), "recipient": d.Recipient, "link_id": d.LinkID, "payload": d.Payload,
		"expires_at": micros.Of(d.ExpiresAt)}))
}

// RequeueDelivery lets a delivery wait as if it were new since then; NotFound if there is none.
func (tx *Tx) RequeueDelivery(id string, at time.Time) error {
	return tx.affected("requeue", "delivery", tx.db.Model(&deliveryRow{}).Where("id = ?", id).
		UpdateColumns(map[string]any{"state": string(models.DeliveryWaiting), "attempts": 0, "due_at": 0,
			"queued_at": micros.Of(at), "claimed_by": "", "claimed_until": 0, "ended_at": 0}))
}

// DeleteDelivery takes a row out of the outbox; NotFound if there is none.
func (tx *Tx) DeleteDelivery(id string) error {
	return tx.affected("delete", "delivery", tx.db.Where("id = ?", id).Delete(&deliveryRow{}))
}

// DeliveryClaimed tells whether a worker is sending the delivery at the moment.
func (tx *Tx) DeliveryClaimed(id string) (bool, error) {
	var n int64
	q := tx.db.Model(&deliveryRow{}).
		Where("id = ? AND state = 'waiting' AND claimed_until > "+databaseClock[tx.dialect], id).Count(&n)
	return n > 0, tx.failed("read", "delivery", q.Error)
}

// FreeDeliveries ends the claims of processes that are gone, for a server that starts. On SQLite one server has the
// file, so that all claims are such; on PostgreSQL nobody can tell, and they end by themselves.
func (tx *Tx) FreeDeliveries() error {
	if tx.dialect == postgresDialect {
		return nil
	}
	q := tx.db.Model(&deliveryRow{}).Where("state = 'waiting' AND claimed_until <> 0").UpdateColumn("claimed_until", 0)
	return tx.failed("free", "deliveries", q.Error)
}

// DeliverySweep says what of the outbox is over.
type DeliverySweep struct {
	Now          time.Time // what ended before it has expired
	QueuedBefore time.Time // what waits since then is given up
	Expired      string    // the error of what has expired
	GivenUp      string    // the error of what is given up and has none of its own

	SentBefore   time.Time // what was sent before is forgotten
	FailedBefore time.Time // what failed before is forgotten
}

// SweepDeliveries ends what waits for too long, and forgets what has ended long ago.
func (tx *Tx) SweepDeliveries(s DeliverySweep) error {
	free := "state = 'waiting' AND claimed_until <= " + databaseClock[tx.dialect]
	end := map[string]any{"state": string(models.DeliveryFailed), "ended_at": micros.Of(s.Now)}
	expired := map[string]any{"last_error": s.Expired, "payload": ""}
	givenUp := map[string]any{
		"last_error": gorm.Expr("CASE WHEN last_error = '' THEN ? ELSE last_error END", s.GivenUp)}
	for column, value := range end {
		expired[column], givenUp[column] = value, value
	}
	for _, q := range []*gorm.DB{
		tx.db.Model(&deliveryRow{}).Where(free+" AND expires_at <> 0 AND expires_at <= ?", micros.Of(s.Now)).
			UpdateColumns(expired),
		tx.db.Model(&deliveryRow{}).Where(free+" AND queued_at <= ?", micros.Of(s.QueuedBefore)).UpdateColumns(givenUp),
		tx.db.Where("state = 'sent' AND ended_at < ?", micros.Of(s.SentBefore)).Delete(&deliveryRow{}),
		tx.db.Where("state = 'failed' AND ended_at < ?", micros.Of(s.FailedBefore)).Delete(&deliveryRow{}),
	} {
		if q.Error != nil {
			return tx.failed("sweep", "deliveries", q.Error)
		}
	}
	return nil
}
