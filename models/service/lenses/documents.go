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
	d.mu.Lock()
	if e, ok := d.byID[id]; ok {
		d.order.MoveToFront(e)
		d.mu.Unlock()
		return e.Value.(*Version), nil
	}
	d.mu.Unlock()
	row, err := tx.LensVersion(id)
	if err != nil {
		return nil, err
	}
	doc, problems := questionnaires.Parse(row.Document, questionnaires.ParseOptions{})
	if doc == nil {
		return nil, fmt.Errorf("the stored lens version %s can't be read: %w", id, problems.Err())
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
