// Package plan has the operations of remediation: items of improvement plans and the settings of plans. Items follow
// the answers that they hang on, in the same transaction.
//
// It may import models, models/remediation, the store, its items, core, reviews, timezone and questionnaires.
package plan

import (
	"strconv"
	"strings"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
	"plumbline/models/timezone"
)

// Operations are the operations of this package, by what they are about.
type Operations struct {
	Items    Items
	Planned  PlannedItems
	Talk     Talk
	Settings Settings
	Views    Views
	Files    Files

	Steps *Steps
}

// Steps are the parts of operations that run in a transaction which is open already.
type Steps struct {
	Tell Hooks

	core    *core.OperationBase
	reviews *reviews.Steps
}

// Hooks tell people of changes, in the transaction of the change. One that is nil tells nobody.
type Hooks struct {
	Assigned func(*store.Tx, models.Actor, remediation.Item) error // a member is the owner now
	// CameBack is told with the id of who had confirmed the item, and why it is open again.
	CameBack func(tx *store.Tx, actor models.Actor, item remediation.Item, closedBy, why string) error
}

func (h Hooks) assigned(tx *store.Tx, actor models.Actor, was, now remediation.Item) error {
	if h.Assigned == nil || now.Owner.UserID == "" || now.Owner.UserID == was.Owner.UserID {
		return nil
	}
	return h.Assigned(tx, actor, now)
}

func (h Hooks) cameBack(tx *store.Tx, actor models.Actor, item remediation.Item, closedBy, why string) error {
	if h.CameBack == nil {
		return nil
	}
	return h.CameBack(tx, actor, item, closedBy, why)
}

// New makes the operations. The wiring gives the Hooks of their Steps to the reviews.
func New(base *core.OperationBase, reviewed *reviews.Steps) *Operations {
	steps := &Steps{core: base, reviews: reviewed}
	return &Operations{Items: Items{base, steps}, Planned: PlannedItems{base, steps},
		Talk: Talk{base, steps}, Settings: Settings{base, steps}, Views: Views{base, steps},
		Files: Files{base, steps}, Steps: steps}
}

// Today is the day in the time zone of a workspace.
func (steps *Steps) Today(tx *store.Tx, workspaceID string) (remediation.Date, error) {
	space, err := tx.Workspace(workspaceID)
	if err != nil {
		return "", err
	}
	return remediation.DateOf(timezone.Of(space.TimeZone).In(steps.core.Now())), nil
}

// item finds an item by its id, or by its number in the actor's workspace, and asks whether the actor may do the action
// to it. In a write transaction its workload and then the item stay locked.
func (steps *Steps) item(tx *store.Tx, actor models.Actor, action models.Action, name string) (remediation.Item,
	error) {
	none := models.Errorf(models.CodeNotFound, "there is no item %q in this workspace", name)
	id, workload, err := placeOf(tx, actor, name)
	if err == nil {
		_, err = core.WorkloadOwner(tx, actor, action, workload)
	}
	if models.CodeOf(err) == models.CodeNotFound {
		return remediation.Item{}, none
	}
	if err != nil {
		return remediation.Item{}, err
	}
	item, err := store.Items(tx).Get(id)
	if models.CodeOf(err) == models.CodeNotFound {
		return item, none
	}
	return item, err
}

// placeOf finds the id and the workload of an item that is named by its id, or by its number: 12 or #12. It locks
// nothing: whoever changes an item locks the workload first.
func placeOf(tx *store.Tx, actor models.Actor, name string) (id, workload string, err error) {
	if models.IsID(name) {
		workload, err = store.Items(tx).WorkloadOf(name)
		return name, workload, err
	}
	number, err := strconv.ParseInt(strings.TrimPrefix(name, "#"), 10, 32)
	if err != nil {
		return "", "", models.Errorf(models.CodeNotFound, "there is no item %q", name)
	}
	return store.Items(tx).PlaceOf(actor.WorkspaceID, int(number))
}

// mayChange asks whether the actor may change an item that closes these practices: those who are narrowed to pillars
// may where all of them lie in their pillars.
func (steps *Steps) mayChange(tx *store.Tx, actor models.Actor, of models.ThingPlace,
	practices []remediation.PracticeRef) error {
	if len(actor.Scope.Pillars) == 0 {
		return nil
	}
	views, err := steps.viewsOf(tx, of.WorkloadID)
	if err != nil {
		return err
	}
	for _, ref := range practices {
		view, ok := views[ref.ReviewID]
		if !ok {
			continue
		}
		pillar, _ := view.Doc.Question(ref.QuestionID)
		if pillar == nil {
			continue
		}
		at := view.PillarPlace(pillar.ID)
		at.WorkspaceID, at.WorkloadID = of.WorkspaceID, of.WorkloadID
		if err := core.Allow(tx, actor, models.UpdateItem, at); err != nil {
			return err
		}
	}
	return nil
}

// viewsOf gives the reviews of a workload with their lenses, by id.
func (steps *Steps) viewsOf(tx *store.Tx, workloadID string) (map[string]reviews.ReviewView, error) {
	list, err := reviews.Views(steps.reviews, tx, workloadID)
	if err != nil {
		return nil, err
	}
	views := make(map[string]reviews.ReviewView, len(list))
	for _, v := range list {
		views[v.Review.ID] = v
	}
	return views, nil
}

// record writes the audit line of a change of an item.
func (steps *Steps) record(tx *store.Tx, actor models.Actor, action models.Action, item remediation.Item,
	changes []models.FieldChange) error {
	if len(changes) == 0 {
		return nil
	}
	return steps.core.Record(tx, actor, core.AuditEntry{Action: action, Kind: "item", ID: item.ID,
		WorkloadID: item.WorkloadID, Workspace: item.WorkspaceID, Changes: changes})
}

// activity is something that happened to an item now.
func (steps *Steps) activity(actor models.Actor, item remediation.Item, kind remediation.ActivityKind, from, to,
	note string) remediation.Activity {
	return remediation.Activity{ID: models.NewID(), ItemID: item.ID, At: steps.core.Now(), ActorKind: actor.Kind,
		ActorID: actor.ID, ActorName: actor.Name, Kind: kind, Old: from, New: to, Note: note}
}
