package store

import (
	"plumbline/models/delivery"
	"plumbline/models/store/deliveries"
	"plumbline/models/store/paging"
	"plumbline/models/store/planning"
)

// Outbox is the table of what leaves the server, in the transaction.
func Outbox(tx *Tx) *deliveries.Table {
	return deliveries.New(deliveries.Transaction{DB: tx.db, Postgres: tx.dialect == postgresDialect, Locks: tx.locks,
		Found: tx.found, Failed: tx.failed, AfterCommit: func(call func()) { tx.after = append(tx.after, call) }})
}

// Planning is the proposals, and what the plan of a workspace is made of, in the transaction.
func Planning(tx *Tx) *planning.Table {
	return planning.New(tx.db, planning.Hooks{Locks: tx.locks, Among: tx.among, Found: tx.found, Failed: tx.failed})
}

// Deliveries lists the outbox, newest first: up to one row more than the page.
func Deliveries(tx *Tx, query delivery.Query) ([]delivery.Delivery, error) {
	q, err := paging.Before(tx.db.Limit(paging.Rows(query.PageRequest)), query.PageRequest, "deliveries")
	if err != nil {
		return nil, err
	}
	return deliveries.List(Outbox(tx), q, query.State)
}

// DeliveryCursor is the cursor that continues a list of deliveries after d.
func DeliveryCursor(d delivery.Delivery) string { return paging.ByAge("deliveries", d.CreatedAt, d.ID) }
