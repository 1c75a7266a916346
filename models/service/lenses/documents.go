package lenses

import (
	"container/list"
	"fmt"
	"sync"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/questionnaires"
)

// Version is a published lens version with its parsed document. It is immutable and shared.
type Version struct {
	models.LensVersion
	Doc *questionnaires.Lens
}

// Documents keeps the lens versions that were used last, parsed. Versions never change, so nothing is ever invalidated.
type Documents struct {
	mu    sync.Mutex
	limit int
	order *list.List // of *version, the most recently used first
	byID  map[string]*list.Element
}

func newDocuments(limit int) *Documents {
	return &Documents{limit: limit, order: list.New(), byID: map[string]*list.Element{}}
}

// Get returns the version, from memory or from tx.
func (d *Documents) Get(tx *store.Tx, id string) (*Version, error) {
	parse, err := d.Read(tx, id)
	if err != nil {
		return nil, err
	}
	return parse()
}

// Read is the part of Get that needs tx: what it returns gives the version, and may be called elsewhere meanwhile: to
// parse a large lens takes as long as to read some thousand answers to it.
func (d *Documents) Read(tx *store.Tx, id string) (parse func() (*Version, error), err error) {
	d.mu.Lock()
	e, known := d.byID[id]
	if known {
		d.order.MoveToFront(e)
	}
	d.mu.Unlock()
	if known {
		return func() (*Version, error) { return e.Value.(*Version), nil }, nil
	}
	row, err := tx.LensVersion(id)
	if err != nil {
		return nil, err
	}
	return func() (*Version, error) { return d.parse(row) }, nil
}

func (d *Documents) parse(row models.LensVersion) (*Version, error) {
	doc, problems := questionnaires.Parse(row.Document, questionnaires.ParseOptions{})
	if doc == nil {
		return nil, fmt.Errorf("the stored lens version %s can't be read: %w", row.ID, problems.Err())
	}
	v := &Version{row, doc}
	d.put(v)
	return v, nil
}

func (d *Documents) put(v *Version) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, ok := d.byID[v.ID]; ok {
		return
	}
	d.byID[v.ID] = d.order.PushFront(v)
	if d.order.Len() > d.limit {
		oldest := d.order.Remove(d.order.Back()).(*Version)
		delete(d.byID, oldest.ID)
	}
}
