package items

import (
	"errors"
	"strconv"
	"strings"

	"gorm.io/gorm"
)

// packed is a column of what is selected in groups: the values of a group as one text, with semicolons between them.
// All packed columns of a group are in the same order. Values must have no semicolon: no column with a text of people.
func packed(column string) string { return "string_agg(CAST(" + column + " AS text), ';'), " }

// groups reads the groups of a query into the variables, and calls add for each with the number of its items, which is
// the last column.
func (t *Table) groups(q *gorm.DB, into []any, add func(n int) error) error {
	rows, err := q.Rows()
	if err != nil {
		return t.tx.Failed("list", "items", err)
	}
	defer func() { _ = rows.Close() }()
	var n int
	into = append(into, &n)
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return t.tx.Failed("list", "items", err)
		}
		if err := add(n); err != nil {
			return t.tx.Failed("list", "items", err)
		}
	}
	return t.tx.Failed("list", "items", rows.Err())
}

// packedValues are the values of a packed column that were not read yet.
type packedValues struct {
	rest string
	more bool
	err  error
}

func packedColumn(text string) *packedValues { return &packedValues{rest: text, more: true} }

var errPacked = errors.New("items: a packed column has other values than its group has items")

// text is the next value; "" where there is none.
func (p *packedValues) text() (value string) {
	if !p.more {
		p.err = errPacked
	}
	value, p.rest, p.more = strings.Cut(p.rest, ";")
	return value
}

// number is the next value.
func (p *packedValues) number() int64 {
	n, err := strconv.ParseInt(p.text(), 10, 64)
	if err != nil {
		p.err = err
	}
	return n
}

// end tells what was wrong with the values: as many must have been read as there are.
func (p *packedValues) end() error {
	if p.more && p.err == nil {
		return errPacked
	}
	return p.err
}
