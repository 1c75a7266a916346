package store

import (
	"context"

	"gorm.io/gorm"

	"plumbline/models"
)

// Engine runs transactions on one kind of database and carries events between its processes. The packages
// sqlite and postgres have one each.
//
// Read and Write give fn's error back as it is, after a rollback; a panic of fn rolls back and goes on. After
// Close they give os.ErrClosed.
type Engine interface {
	// Dialector gives what GORM has to know of the database.
	Dialector() gorm.Dialector

	// Read runs fn in a transaction that sees the database as it is at one moment, and waits for no writer.
	Read(ctx context.Context, fn func(gorm.ConnPool) error) error

	// Write runs fn in a transaction and commits it; when it returns nil, the change is on disk. The events
	// that fn gives go to all processes on the database with the commit. fn may run more than once.
	Write(ctx context.Context, fn func(gorm.ConnPool) ([]models.ReviewEvent, error)) error

	// Announce sends an event to all processes on the database, outside of a transaction.
	Announce(ctx context.Context, e models.ReviewEvent) error

	// Listen begins to receive events from other processes, and waits until that works or is clear not to for
	// now. Where events go is said when the Engine is opened.
	Listen(ctx context.Context)

	// Explain tells what an error of the database means: Conflict, a row exists already; Invalid, no column
	// can hold the text; Unavailable, the database is in trouble, and why; "", anything else.
	Explain(err error) (code models.ErrorCode, why string)

	// Started says that the migrations are done: what takes long from now on is a fault.
	Started()

	// Close lets the transactions that run finish and closes all connections.
	Close() error
}
