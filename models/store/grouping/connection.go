package grouping

import (
	"context"
	"database/sql"
	"errors"
)

// ErrAlone is the error of whoever wants more than its group has.
var ErrAlone = errors.New("grouping: an operation that has to run alone")

// NoConnection is the connection of an operation that has to do with what its group has read: it notes that somebody
// asked for more. It is a gorm.ConnPool.
type NoConnection struct{ Asked *bool }

func (c NoConnection) refuse() error {
	*c.Asked = true
	return ErrAlone
}

// PrepareContext is part of gorm.ConnPool.
func (c NoConnection) PrepareContext(context.Context, string) (*sql.Stmt, error) {
	return nil, c.refuse()
}

// ExecContext is part of gorm.ConnPool.
func (c NoConnection) ExecContext(context.Context, string, ...any) (sql.Result, error) {
	return nil, c.refuse()
}

// QueryContext is part of gorm.ConnPool.
func (c NoConnection) QueryContext(context.Context, string, ...any) (*sql.Rows, error) {
	return nil, c.refuse()
}

// QueryRowContext is part of gorm.ConnPool. Since no row can hold an error, it panics.
func (c NoConnection) QueryRowContext(context.Context, string, ...any) *sql.Row { panic(c.refuse()) }
