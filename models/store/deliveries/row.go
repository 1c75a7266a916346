package deliveries

import (
	"plumbline/models/delivery"
	"plumbline/models/store/micros"
)

type row struct {
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

// TableName is what GORM calls the table.
func (row) TableName() string { return "outbox" }

func rowOf(d delivery.Delivery) row {
	return row{
		ID: d.ID, Kind: string(d.Kind), About: string(d.About), WorkspaceID: d.WorkspaceID, LinkID: d.LinkID,
		Recipient: d.Recipient, Payload: d.Payload, CreatedAt: micros.Of(d.CreatedAt), QueuedAt: micros.Of(d.QueuedAt),
		DueAt: micros.Of(d.DueAt), ExpiresAt: micros.Of(d.ExpiresAt), Attempts: d.Attempts, ClaimedBy: d.ClaimedBy,
		ClaimedUntil: micros.Of(d.ClaimedTo), State: string(d.State), LastError: d.LastError,
		EndedAt: micros.Of(d.EndedAt),
	}
}

func (r row) noun() delivery.Delivery {
	return delivery.Delivery{
		ID: r.ID, Kind: delivery.Kind(r.Kind), About: delivery.About(r.About), WorkspaceID: r.WorkspaceID,
		LinkID: r.LinkID, Recipient: r.Recipient, Payload: r.Payload, CreatedAt: micros.Time(r.CreatedAt),
		QueuedAt: micros.Time(r.QueuedAt), DueAt: micros.Time(r.DueAt), ExpiresAt: micros.Time(r.ExpiresAt),
		Attempts: r.Attempts, ClaimedBy: r.ClaimedBy, ClaimedTo: micros.Time(r.ClaimedUntil),
		State: delivery.State(r.State), LastError: r.LastError, EndedAt: micros.Time(r.EndedAt),
	}
}
