package plan

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// BulkEdit changes many items in one transaction, all or none.
type BulkEdit struct {
	IDs    []string
	Fields remediation.ItemPatch
	Move   *remediation.StatusMove
}

// EditMany changes many items and gives them in their order. Faults name an item by its place, from 0.
func (i Items) EditMany(ctx context.Context, edit BulkEdit) ([]ItemRow, error) {
	if err := checkCount("ids", len(edit.IDs)); err != nil {
		return nil, err
	}
	if edit.Fields.Practices != nil {
		return nil, models.InvalidInput(models.FieldFault{Field: "practices", Message: "are changed item by item"})
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, i.core, func(tx *store.Tx) ([]ItemRow, error) {
		order, err := lockOrder(tx, actor, edit.IDs)
		if err != nil {
			return nil, err
		}
		for _, at := range order {
			if err := i.steps.editOne(tx, actor, edit.IDs[at], edit); err != nil {
				return nil, ofItem(err, at)
			}
		}
		list := make([]remediation.Item, len(edit.IDs))
		for n, name := range edit.IDs {
			if list[n], err = i.steps.item(tx, actor, models.ReadItem, name); err != nil {
				return nil, err
			}
		}
		return i.steps.rows(tx, actor, list)
	})
}

// lockOrder gives the places of items in the order in which all who change many lock them: by workload, then by item.
func lockOrder(tx *store.Tx, actor models.Actor, names []string) ([]int, error) {
	type place struct {
		id, workload string
		at           int
	}
	places := make([]place, len(names))
	for at, name := range names {
		id, workload, err := placeOf(tx, actor, name)
		if models.CodeOf(err) == models.CodeNotFound {
			return nil, noItem(at)
		}
		if err != nil {
			return nil, err
		}
		places[at] = place{id, workload, at}
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.workload, b.workload), cmp.Compare(a.id, b.id), cmp.Compare(a.at, b.at))
	})
	var order []int
	for n, p := range places {
		if n > 0 && places[n-1].id == p.id {
			return nil, models.InvalidInput(models.FieldFault{Field: fmt.Sprintf("ids/%d", p.at), Message: "is named twice"})
		}
		order = append(order, p.at)
	}
	return order, nil
}

func (steps *Steps) editOne(tx *store.Tx, actor models.Actor, id string, edit BulkEdit) error {
	item, err := steps.toChange(tx, actor, id, nil)
	if err != nil {
		return err
	}
	if err := steps.edit(tx, actor, item, ItemEdit{Fields: edit.Fields}); err != nil || edit.Move == nil {
		return err
	}
	if item, err = store.Items(tx).Get(item.ID); err != nil {
		return err
	}
	if item.Status == edit.Move.To {
		return nil
	}
	return steps.move(tx, actor, item, *edit.Move)
}

func noItem(at int) error {
	return models.InvalidInput(models.FieldFault{Field: fmt.Sprintf("ids/%d", at),
		Message: "is no item of this workspace"})
}

// ofItem puts the place of the item before what is wrong with it.
func ofItem(err error, at int) error {
	e, is := errors.AsType[*models.Error](err)
	if !is {
		return err
	}
	if e.Code == models.CodeNotFound { // the same words as for what is not there
		return noItem(at)
	}
	if e.Code == models.CodeInvalid {
		faults := slices.Clone(e.Faults)
		for n := range faults {
			faults[n].Field = fmt.Sprintf("ids/%d/%s", at, faults[n].Field)
		}
		return models.InvalidInput(faults...)
	}
	return models.Errorf(e.Code, "item %d of the list: %s", at+1, e.Message)
}
