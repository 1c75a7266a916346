package postgres

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"
)

// pipelineDriver makes connections that keep statements until the next one whose result is wanted, and send all of them
// at once: BEGIN goes with the first statement of a transaction, and what nobody waits for with COMMIT. It stands where
// database/sql knows connections, so that everything above it has the shape of gorm.ConnPool.
type pipelineDriver struct{ driver.Connector }

// Connect is part of driver.Connector.
func (d pipelineDriver) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := d.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &pipelineConn{Conn: conn.(*stdlib.Conn)}, nil
}

// pipelineConn is a connection with statements that are not sent yet.
type pipelineConn struct {
	*stdlib.Conn
	queue    []queued
	answered bool // the server answered since the transaction began
}

// queued is a statement that is not sent yet.
type queued struct {
	query string
	args  []any
}

// ResetSession is part of driver.SessionResetter: nobody gets a connection with anything left of whoever had it before.
func (c *pipelineConn) ResetSession(ctx context.Context) error {
	if c.queue = nil; c.Conn.Conn().PgConn().TxStatus() != 'I' {
		return driver.ErrBadConn
	}
	return c.Conn.ResetSession(ctx)
}

// QueryContext is part of driver.QueryerContext.
func (c *pipelineConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if len(c.queue) > 0 && len(args) > 0 {
		return c.sendQuery(ctx, query, plainArgs(args))
	}
	if err := c.flush(ctx); err != nil {
		return nil, err
	}
	rows, err := c.Conn.QueryContext(ctx, query, args)
	c.answered = c.answered || err == nil
	return rows, err
}

// ExecContext is part of driver.ExecerContext. A text without parameters may be several statements, which go alone.
func (c *pipelineConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if len(c.queue) > 0 && len(args) > 0 {
		tag, err := c.send(ctx, query, plainArgs(args)...)
		return driver.RowsAffected(tag.RowsAffected()), err
	}
	if err := c.flush(ctx); err != nil {
		return nil, err
	}
	result, err := c.Conn.ExecContext(ctx, query, args)
	c.answered = c.answered || err == nil
	return result, err
}

func plainArgs(args []driver.NamedValue) []any {
	plain := make([]any, len(args))
	for i, a := range args {
		plain[i] = a.Value
	}
	return plain
}

// flush sends what is kept.
func (c *pipelineConn) flush(ctx context.Context) error {
	if len(c.queue) == 0 {
		return nil
	}
	last := c.queue[len(c.queue)-1]
	c.queue = c.queue[:len(c.queue)-1]
	_, err := c.send(ctx, last.query, last.args...)
	return err
}

// send sends what is kept and one more statement, and gives the result of that.
func (c *pipelineConn) send(ctx context.Context, query string, args ...any) (tag pgconn.CommandTag, err error) {
	if len(c.queue) == 0 {
		tag, err = c.Conn.Conn().Exec(ctx, query, args...)
		c.answered = c.answered || err == nil
		return tag, unusable(err)
	}
	results, err := c.sendKept(ctx, query, args)
	if err == nil {
		tag, err = results.Exec()
	}
	return tag, unusable(cmp.Or(err, results.Close()))
}

// sendQuery is send for a query: it gives its rows, read to the end.
func (c *pipelineConn) sendQuery(ctx context.Context, query string, args []any) (driver.Rows, error) {
	results, err := c.sendKept(ctx, query, args)
	var all *rowsRead
	if err == nil {
		all, err = readRows(results, c.Conn.Conn().TypeMap())
	}
	if err := cmp.Or(err, results.Close()); err != nil {
		return nil, unusable(err)
	}
	return all, nil
}

// sendKept sends a batch, and looks at all its results but the last.
func (c *pipelineConn) sendKept(ctx context.Context, query string, args []any) (pgx.BatchResults, error) {
	kept := c.queue
	c.queue = nil
	batch := &pgx.Batch{}
	for _, q := range kept {
		batch.Queue(q.query, q.args...)
	}
	batch.Queue(query, args...)
	results := c.Conn.Conn().SendBatch(ctx, batch)
	for range kept {
		if _, err := results.Exec(); err != nil {
			return results, err
		}
		c.answered = true
	}
	return results, nil
}

// unusable gives the error of a connection on which nothing was sent the meaning that database/sql knows.
func unusable(err error) error {
	if err != nil && pgconn.SafeToRetry(err) {
		return errors.Join(driver.ErrBadConn, err)
	}
	return err
}

// rowsRead are rows that were read to the end.
type rowsRead struct {
	columns []string
	rows    [][]driver.Value
}

// Columns is part of driver.Rows.
func (r *rowsRead) Columns() []string { return r.columns }

// Close is part of driver.Rows.
func (r *rowsRead) Close() error { return nil }

// Next is part of driver.Rows.
func (r *rowsRead) Next(into []driver.Value) error {
	if len(r.rows) == 0 {
		return io.EOF
	}
	copy(into, r.rows[0])
	r.rows = r.rows[1:]
	return nil
}

func readRows(results pgx.BatchResults, types *pgtype.Map) (*rowsRead, error) {
	rows, err := results.Query()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := &rowsRead{}
	for _, f := range rows.FieldDescriptions() {
		all.columns = append(all.columns, f.Name)
	}
	for rows.Next() {
		row := make([]driver.Value, len(all.columns))
		for i, raw := range rows.RawValues() {
			if row[i], err = columnValue(types, rows.FieldDescriptions()[i], raw); err != nil {
				return nil, err
			}
		}
		all.rows = append(all.rows, row)
	}
	if all.columns == nil { // known only now
		for _, f := range rows.FieldDescriptions() {
			all.columns = append(all.columns, f.Name)
		}
	}
	return all, rows.Err()
}

// columnValue gives a column as the driver of database/sql does.
func columnValue(types *pgtype.Map, f pgconn.FieldDescription, raw []byte) (driver.Value, error) {
	if raw == nil {
		return nil, nil
	}
	switch f.DataTypeOID {
	case pgtype.BoolOID:
		return columnAs[bool](types, f, raw)
	case pgtype.ByteaOID:
		return columnAs[[]byte](types, f, raw)
	case pgtype.Int2OID, pgtype.Int4OID, pgtype.Int8OID:
		return columnAs[int64](types, f, raw)
	case pgtype.Float4OID, pgtype.Float8OID:
		return columnAs[float64](types, f, raw)
	case pgtype.TextOID, pgtype.VarcharOID, pgtype.NameOID, pgtype.UnknownOID, pgtype.JSONOID, pgtype.JSONBOID:
		return columnAs[string](types, f, raw)
	}
	known, is := types.TypeForOID(f.DataTypeOID)
	if !is {
		return string(raw), nil
	}
	return known.Codec.DecodeDatabaseSQLValue(types, f.DataTypeOID, f.Format, raw)
}

func columnAs[T any](types *pgtype.Map, f pgconn.FieldDescription, raw []byte) (driver.Value, error) {
	var value T
	if err := types.Scan(f.DataTypeOID, f.Format, raw, &value); err != nil {
		return nil, fmt.Errorf("postgres: column %s: %w", f.Name, err)
	}
	return value, nil
}

// pipelined runs fn on the connection itself.
func pipelined(conn *sql.Conn, fn func(*pipelineConn) error) error {
	return conn.Raw(func(c any) error { return fn(c.(*pipelineConn)) })
}
