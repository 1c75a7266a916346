// Package paging has the cursors of lists, a part of the store, and how a query is narrowed to a page.
//
// It may import models and micros, and with the store it knows GORM.
package paging

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

// Cursor is the sort key of the last row that a client has seen, as base64url-encoded JSON: where one points stays
// right when rows before it come or go. It names its list, so that the cursor of another one is refused.
type Cursor struct {
	List string `json:"l"`
	Text string `json:"t,omitempty"` // what the list is sorted by, if that is a text …
	Int  int64  `json:"n,omitempty"` // … or a number
	ID   string `json:"i,omitempty"` // tells rows with the same one apart
}

// String gives the cursor as a client gets it.
func (c Cursor) String() string {
	b, err := json.Marshal(c)
	if err != nil {
		panic(fmt.Sprintf("paging: a cursor that does not encode: %v", err)) // texts and numbers always do
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// After reads the cursor of a page; ok is false at the start of the list.
func After(p models.PageRequest, list string) (c Cursor, ok bool, err error) {
	if p.After == "" {
		return Cursor{}, false, nil
	}
	if c, ok = parse(p.After); !ok || c.List != list {
		fault := models.FieldFault{Field: "cursor", Message: "is not a cursor of this list"}
		return Cursor{}, false, models.InvalidInput(fault)
	}
	return c, true, nil
}

func parse(text string) (c Cursor, ok bool) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return Cursor{}, false
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if d.Decode(&c) != nil {
		return Cursor{}, false
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Cursor{}, false
	}
	return c, models.TextFault(c.Text) == "" && models.TextFault(c.ID) == ""
}

// Rows returns how many rows to read for a page: one more than it shows, to tell whether another follows.
func Rows(p models.PageRequest) int {
	switch {
	case p.Limit <= 0:
		return models.DefaultPage + 1
	case p.Limit > models.MaxPage:
		return models.MaxPage + 1
	}
	return p.Limit + 1
}

// ByAge is the cursor of a list that is sorted by creation, newest first.
func ByAge(list string, created time.Time, id string) string {
	return Cursor{List: list, Int: micros.Of(created), ID: id}.String()
}

// Before narrows a query that is sorted by creation, newest first, to what comes after the cursor of the page.
func Before(q *gorm.DB, p models.PageRequest, list string) (*gorm.DB, error) {
	c, ok, err := After(p, list)
	if err == nil && ok {
		q = q.Where("(created_at, id) < (?, ?)", c.Int, c.ID)
	}
	return q, err
}
