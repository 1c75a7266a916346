package plan

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
)

// ItemEdit changes an item. Practices, if it is not nil, replaces those of Fields.
type ItemEdit struct {
	Fields    remediation.ItemPatch
	Practices *[]PracticeName
}

// Update changes an item. A stale seen gives a Stale error with the present ItemView.
func (i Items) Update(ctx context.Context, id string, edit ItemEdit, seen models.IfMatch) (ItemView, error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, i.core, func(tx *store.Tx) (ItemView, error) {
		item, err := i.steps.toChange(tx, actor, id, seen)
		if err != nil {
			return ItemView{}, err
		}
		if err := i.steps.edit(tx, actor, item, edit); err != nil {
			return ItemView{}, err
		}
		return i.steps.view(tx, actor, id)
	})
}

// toChange finds an item that the actor may change and has seen as it is.
func (steps *Steps) toChange(tx *store.Tx, actor models.Actor, id string,
	seen models.IfMatch) (remediation.Item, error) {
	item, err := steps.item(tx, actor, models.UpdateItem, id)
	if err != nil {
		return item, err
	}
	if err := steps.mayChange(tx, actor, item.Place(), item.Practices); err != nil {
		return item, err
	}
	if seen == nil || *seen == item.Version {
		return item, nil
	}
	view, err := steps.view(tx, actor, id)
	if err != nil {
		return item, err
	}
	return item, core.CheckVersion(seen, item.Version, view)
}

// edit changes the fields of an item that is locked.
func (steps *Steps) edit(tx *store.Tx, actor models.Actor, item remediation.Item, edit ItemEdit) error {
	load, err := tx.Workload(item.WorkloadID)
	if err != nil {
		return err
	}
	views, err := steps.viewsOf(tx, load.ID)
	if err != nil {
		return err
	}
	m := itemMaker{Steps: steps, tx: tx, actor: actor, load: load, views: views, answers: answersByQuestion{}}
	now := item
	now.ItemFields = edit.Fields.Apply(item.ItemFields)
	if edit.Practices != nil {
		if now.Practices, err = m.refs(*edit.Practices); err != nil {
			return err
		}
	}
	if err := now.Check(); err != nil {
		return err
	}
	if err := m.changed(item, &now); err != nil {
		return err
	}
	return steps.put(tx, actor, item, now)
}

// changed checks what an edit gave an item, and what follows from it.
func (m *itemMaker) changed(was remediation.Item, now *remediation.Item) error {
	if now.Owner != was.Owner {
		if err := m.checkOwner(m.tx, m.load, &now.Owner); err != nil {
			return err
		}
	}
	if !slices.Equal(now.Needs, was.Needs) {
		if err := m.checkNeeds(m.tx, m.actor, *now, was.Needs); err != nil {
			return err
		}
	}
	if now.DueOn != was.DueOn {
		now.DueSource = remediation.DueAgreed
		if now.DueOn == "" {
			now.DueSource = remediation.NoDueDate
		}
		if was.FirstDueOn == "" {
			now.FirstDueOn = now.DueOn
		}
	}
	if slices.Equal(now.Practices, was.Practices) {
		return nil
	}
	if err := m.mayChange(m.tx, m.actor, m.load.Place(), now.Practices); err != nil {
		return err
	}
	if err := answersTo(m.tx, now.Practices, m.answers); err != nil {
		return err
	}
	list := states(now.Practices, m.answers)
	lost := now.Status == remediation.Done && len(list) > 0 && !remediation.AllClosed(list)
	now.Status = remediation.Follow(now.Status, list, lost)
	for _, p := range now.Practices {
		if err := store.FollowReview(m.tx, m.views[p.ReviewID].Review); err != nil {
			return err
		}
	}
	return nil
}

// put stores a changed item, with its activity and its audit line. Where nothing changed it does nothing.
func (steps *Steps) put(tx *store.Tx, actor models.Actor, was, now remediation.Item) error {
	changes := itemChanges(was, now)
	if len(changes) == 0 {
		return nil
	}
	moment := steps.core.Now()
	steps.settle(&now, was, actor, moment)
	now.Version++
	now.UpdatedAt, now.UpdatedBy = moment, actor.Name
	if err := store.Items(tx).Update(now); err != nil {
		return err
	}
	if err := store.ItemTalk(tx).AddActivity(steps.activitiesOf(actor, was, now, changes)...); err != nil {
		return err
	}
	if err := steps.Tell.assigned(tx, actor, was, now); err != nil {
		return err
	}
	if was.Status == remediation.Done && now.Status.Active() {
		if err := steps.Tell.cameBack(tx, actor, now, was.ClosedByID, now.StatusNote); err != nil {
			return err
		}
	}
	return steps.record(tx, actor, models.UpdateItem, now, changes)
}

// settle sets the moments that follow from a change of status.
func (steps *Steps) settle(now *remediation.Item, was remediation.Item, actor models.Actor, moment time.Time) {
	if now.Status == was.Status {
		return
	}
	if now.Status == remediation.InProgress && now.StartedAt.IsZero() {
		now.StartedAt = moment
	}
	switch {
	case !now.Status.Active():
		now.ClosedAt, now.ClosedBy, now.ClosedByID = moment, actor.Name, actor.UserID
	case !was.Status.Active():
		now.ClosedAt, now.ClosedBy, now.ClosedByID = time.Time{}, "", ""
		if was.Status == remediation.Done {
			now.Reopened++
		}
	}
}

// activitiesOf tells a change as people read it on the item's page.
func (steps *Steps) activitiesOf(actor models.Actor, was, now remediation.Item,
	changes []models.FieldChange) (list []remediation.Activity) {
	var edited []string
	for _, c := range changes {
		switch c.Field {
		case "status":
			kind := remediation.StatusChanged
			switch {
			case now.Status == remediation.Done:
				kind = remediation.ItemVerified
			case was.Status == remediation.Done:
				kind = remediation.ItemReopened
			}
			list = append(list, steps.activity(actor, now, kind, c.From, c.To, now.StatusNote))
		case "owner":
			list = append(list, steps.activity(actor, now, remediation.OwnerChanged, c.From, c.To, ""))
		case "due_on":
			list = append(list, steps.activity(actor, now, remediation.DueChanged, c.From, c.To, ""))
		case "status_note", "wont_do_reason":
		default:
			edited = append(edited, c.Field)
		}
	}
	if len(edited) > 0 {
		list = append(list, steps.activity(actor, now, remediation.ItemEdited, "", strings.Join(edited, ", "), ""))
	}
	return list
}

// itemChanges lists what the audit log says of a change of an item.
func itemChanges(a, b remediation.Item) []models.FieldChange {
	number := func(n int64) string {
		if n == 0 {
			return ""
		}
		return strconv.FormatInt(n, 10)
	}
	practices := func(i remediation.Item) (list []string) {
		for _, p := range i.Practices {
			list = append(list, p.QuestionID+"/"+p.ChoiceID)
		}
		return list
	}
	links := func(i remediation.Item) (list []string) {
		for _, l := range i.Links {
			list = append(list, strings.TrimSpace(l.Title+" "+l.URL))
		}
		return list
	}
	list := core.AddChange(nil, "title", a.Title, b.Title)
	list = core.AddChange(list, "status", string(a.Status), string(b.Status))
	list = core.AddChange(list, "status_note", a.StatusNote, b.StatusNote)
	list = core.AddChange(list, "wont_do_reason", string(a.WontDoReason), string(b.WontDoReason))
	list = core.AddChange(list, "description", a.Description, b.Description)
	list = core.AddListChange(list, "practices", practices(a), practices(b))
	list = core.AddChange(list, "owner", ownerText(a.Owner), ownerText(b.Owner))
	list = core.AddChange(list, "due_on", string(a.DueOn), string(b.DueOn))
	list = core.AddChange(list, "priority", string(a.Priority), string(b.Priority))
	list = core.AddChange(list, "effort", a.Effort, b.Effort)
	list = core.AddChange(list, "impact", a.Impact, b.Impact)
	list = core.AddChange(list, "build_cost", number(a.BuildCost), number(b.BuildCost))
	list = core.AddChange(list, "run_cost", number(a.RunCost), number(b.RunCost))
	list = core.AddChange(list, "tradeoff", a.Tradeoff, b.Tradeoff)
	list = core.AddListChange(list, "tradeoff_pillars", a.TradeoffPillars, b.TradeoffPillars)
	list = core.AddListChange(list, "links", links(a), links(b))
	return core.AddListChange(list, "needs", a.Needs, b.Needs)
}

// ownerText names an owner in logs.
func ownerText(o remediation.ItemOwner) string {
	switch o.Kind {
	case remediation.NoOwner:
		return ""
	case remediation.MemberOwner:
		return o.Name
	}
	return fmt.Sprintf("%s (%s)", o.Name, o.Kind)
}

// Move gives an item another status. Done is not reached this way: see Verify.
func (i Items) Move(ctx context.Context, id string, move remediation.StatusMove,
	seen models.IfMatch) (ItemView, error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, i.core, func(tx *store.Tx) (ItemView, error) {
		item, err := i.steps.toChange(tx, actor, id, seen)
		if err != nil {
			return ItemView{}, err
		}
		if err := i.steps.move(tx, actor, item, move); err != nil {
			return ItemView{}, err
		}
		return i.steps.view(tx, actor, id)
	})
}

func (steps *Steps) move(tx *store.Tx, actor models.Actor, item remediation.Item, move remediation.StatusMove) error {
	if err := move.Check(item.Status); err != nil {
		return err
	}
	now := item
	now.Status, now.StatusNote, now.WontDoReason = move.To, move.Note, move.Reason
	if now.Status.Active() && now.Status != remediation.ToVerify {
		known := answersByQuestion{}
		if err := answersTo(tx, item.Practices, known); err != nil {
			return err
		}
		if remediation.AllClosed(states(item.Practices, known)) {
			return models.Errorf(models.CodeConflict,
				"all its practices are in place: verify the item, or change its practices first")
		}
	}
	return steps.put(tx, actor, item, now)
}

// Verification confirms that an item is done. Select puts the practices in place that are not yet.
type Verification struct {
	Select bool
	Note   string `validate:"text,max=2000"`
}

// Verify closes an item by a person who confirms it, once all its practices are in place.
func (i Items) Verify(ctx context.Context, id string, in Verification, seen models.IfMatch) (ItemView, error) {
	if err := models.Validate(&in); err != nil {
		return ItemView{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, i.core, func(tx *store.Tx) (ItemView, error) {
		item, err := i.steps.toChange(tx, actor, id, seen)
		if err != nil {
			return ItemView{}, err
		}
		if actor.UserID == "" && actor.Kind != models.SystemActor {
			return ItemView{}, models.Errorf(models.CodeForbidden,
				"an item is confirmed by a person, or by that person's own token")
		}
		if !item.Status.Active() {
			return ItemView{}, models.Errorf(models.CodeConflict, "the item is closed already")
		}
		if item, err = i.steps.inPlace(tx, actor, item, in.Select); err != nil {
			return ItemView{}, err
		}
		now := item
		now.Status, now.StatusNote, now.WontDoReason = remediation.Done, in.Note, ""
		if err := i.steps.put(tx, actor, item, now); err != nil {
			return ItemView{}, err
		}
		return i.steps.view(tx, actor, id)
	})
}

// inPlace sees to it that all practices of an item are in place, and gives the item as it is then.
func (steps *Steps) inPlace(tx *store.Tx, actor models.Actor, item remediation.Item,
	mayChoose bool) (remediation.Item, error) {
	known := answersByQuestion{}
	if err := answersTo(tx, item.Practices, known); err != nil {
		return item, err
	}
	missing := map[[2]string][]string{}
	count := 0
	for _, s := range states(item.Practices, known) {
		if !s.Closed {
			key := [2]string{s.Ref.ReviewID, s.Ref.QuestionID}
			missing[key] = append(missing[key], s.Ref.ChoiceID)
			count++
		}
	}
	if count == 0 {
		return item, nil
	}
	if !mayChoose {
		return item, models.Errorf(models.CodeConflict,
			"%d of %d practices are not selected yet: select them in the review, or together with the confirmation", count,
			len(item.Practices))
	}
	views, err := steps.viewsOf(tx, item.WorkloadID)
	if err != nil {
		return item, err
	}
	for _, p := range item.Practices { // in their order, so that the log is the same each time
		key := [2]string{p.ReviewID, p.QuestionID}
		if len(missing[key]) == 0 {
			continue
		}
		at := models.AnswerPath{Workload: item.WorkloadID, Lens: views[p.ReviewID].Lens.ID, Question: p.QuestionID}
		if err := reviews.SelectPractices(steps.reviews, tx, actor, at, missing[key]); err != nil {
			return item, err
		}
		delete(missing, key)
	}
	return store.Items(tx).Get(item.ID)
}

// Delete takes out an item with its comments and activity. It repeats the number, so that nothing goes by mistake.
func (i Items) Delete(ctx context.Context, id string, confirm string) error {
	actor := models.ActorFrom(ctx)
	return i.core.Store.Write(ctx, func(tx *store.Tx) error {
		item, err := i.steps.item(tx, actor, models.DeleteItem, id)
		if err != nil {
			return err
		}
		if strings.TrimPrefix(confirm, "#") != strconv.Itoa(item.Number) {
			return models.InvalidInput(models.FieldFault{Field: "confirm", Message: "must be the number of the item"})
		}
		if err := store.Items(tx).Delete(item.ID); err != nil {
			return err
		}
		return i.steps.record(tx, actor, models.DeleteItem, item, core.AddChange(nil, "title", item.Title, ""))
	})
}

// BulkEdit changes many items in one transaction, all or none.
type BulkEdit struct {
	IDs    []string
	Fields remediation.ItemPatch
	Move   *remediation.StatusMove
}

// EditMany changes many items and gives them in their order. Faults name an item by its place, from 0.
func (i Items) EditMany(ctx context.Context, edit BulkEdit) ([]ItemRow, error) {
	if len(edit.IDs) == 0 || len(edit.IDs) > remediation.MaxItems {
		return nil, models.InvalidInput(models.FieldFault{Field: "ids",
			Message: fmt.Sprintf("must be 1 to %d", remediation.MaxItems)})
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
