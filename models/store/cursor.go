package store

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"gorm.io/gorm"

	"plumbline/models"
	"plumbline/models/store/micros"
)

// A cursor is the sort key of the last row that a client has seen, as base64url-encoded JSON: where one points stays
// right when rows before it come or go. It names its list, so that the cursor of another one is refused.
type cursor struct {
	List string `json:"l"`
	Text string `json:"t,omitempty"` // what the list is sorted by, if that is a text …
	Int  int64  `json:"n,omitempty"` // … or a number
	ID   string `json:"i,omitempty"` // tells rows with the same one apart
}

func (c cursor) String() string {
	b, err := json.Marshal(c)
	if err != nil {
		panic(fmt.Sprintf("store: a cursor that does not encode: %v", err)) // texts and numbers always do
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// after reads the cursor of a page; ok is false at the start of the list.
func after(p models.Page, list string) (c cursor, ok bool, err error) {
	if p.After == "" {
		return cursor{}, false, nil
	}
	if c, ok = parseCursor(p.After); !ok || c.List != list {
		fault := models.Fault{Field: "cursor", Message: "is not a cursor of this list"}
		return cursor{}, false, models.Faulty(fault)
	}
	return c, true, nil
}

func parseCursor(text string) (c cursor, ok bool) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return cursor{}, false
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if d.Decode(&c) != nil {
		return cursor{}, false
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return cursor{}, false
	}
	return c, models.Text(c.Text) == "" && models.Text(c.ID) == ""
}

// rowsFor returns how many rows to read for a page: one more than it shows, to tell whether another follows.
func rowsFor(p models.Page) int {
	switch {
	case p.Limit <= 0:
		return models.DefaultPage + 1
	case p.Limit > models.MaxPage:
		return models.MaxPage + 1
	}
	return p.Limit + 1
}

// byAge is the cursor of a list that is sorted by creation, newest first.
func byAge(list string, created time.Time, id string) string {
	return cursor{List: list, Int: micros.Of(created), ID: id}.String()
}

// before narrows a query that is sorted by creation, newest first, to what comes after the cursor of the page.
func before(q *gorm.DB, p models.Page, list string) (*gorm.DB, error) {
	c, ok, err := after(p, list)
	if err == nil && ok {
		q = q.Where("(created_at, id) < (?, ?)", c.Int, c.ID)
	}
	return q, err
}
