package plan

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
	"plumbline/questionnaires"
)

// Items are the operations of items.
type Items struct {
	core  *core.OperationBase
	steps *Steps
}

// ItemInput makes an item. Practices of Fields are not looked at: Practices names them as people do.
type ItemInput struct {
	Fields    remediation.ItemFields
	Practices []PracticeName
	Origin    remediation.Origin
}

// PracticeName names a best practice of a workload: the lens by its id or key.
type PracticeName struct{ Lens, Question, Choice string }

// Create makes an item of a workload.
func (i Items) Create(ctx context.Context, workloadID string, in ItemInput, idem models.IdempotencyKey) (ItemView,
	error) {
	if err := byPeople(in.Origin, ""); err != nil {
		return ItemView{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, i.core, func(tx *store.Tx) (ItemView, error) {
		load, err := core.Workload(tx, actor, models.UpdateItem, workloadID)
		if err != nil {
			return ItemView{}, err
		}
		id, err := i.core.MadeBefore(tx, actor, idem, "item")
		if err != nil {
			return ItemView{}, err
		}
		if id != "" {
			view, err := i.steps.view(tx, actor, id)
			return view, core.SinceDeleted(err)
		}
		made, err := i.steps.Make(tx, actor, load, []ItemInput{in})
		if err != nil {
			return ItemView{}, sharedFaults(err)
		}
		if err := i.core.RememberMade(tx, actor, idem, core.CreatedThing{Kind: "item", ID: made[0].ID}); err != nil {
			return ItemView{}, err
		}
		return i.steps.view(tx, actor, made[0].ID)
	})
}

// CreateMany makes several items of a workload, all or none. Faults name the item by its place, from 0.
func (i Items) CreateMany(ctx context.Context, workloadID string, in []ItemInput,
	idem models.IdempotencyKey) ([]ItemRow, error) {
	if err := checkCount("items", len(in)); err != nil {
		return nil, err
	}
	for n, one := range in {
		if err := byPeople(one.Origin, fmt.Sprintf("items/%d/", n)); err != nil {
			return nil, err
		}
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, i.core, func(tx *store.Tx) ([]ItemRow, error) {
		load, err := core.Workload(tx, actor, models.UpdateItem, workloadID)
		if err != nil {
			return nil, err
		}
		first, err := i.core.MadeBefore(tx, actor, idem, "items")
		if err != nil {
			return nil, err
		}
		if first != "" {
			made, err := i.steps.madeFrom(tx, load, first, len(in))
			if err != nil {
				return nil, err
			}
			return i.steps.rows(tx, actor, made)
		}
		made, err := i.steps.Make(tx, actor, load, in)
		if err != nil {
			return nil, err
		}
		if err := i.core.RememberMade(tx, actor, idem, core.CreatedThing{Kind: "items", ID: made[0].ID}); err != nil {
			return nil, err
		}
		return i.steps.rows(tx, actor, made)
	})
}

// madeFrom gives the items that one request made: their numbers follow each other.
func (steps *Steps) madeFrom(tx *store.Tx, load models.Workload, first string, count int) ([]remediation.Item, error) {
	item, err := store.Items(tx).Get(first)
	if err != nil {
		return nil, core.SinceDeleted(err)
	}
	list := []remediation.Item{item}
	for n := item.Number + 1; n < item.Number+count; n++ {
		next, err := store.Items(tx).Numbered(load.WorkspaceID, n)
		if err != nil {
			return nil, core.SinceDeleted(err)
		}
		list = append(list, next)
	}
	return list, nil
}

// Make makes items of a workload that the actor may change, whose row is locked.
func (steps *Steps) Make(tx *store.Tx, actor models.Actor, load models.Workload, in []ItemInput) ([]remediation.Item,
	error) {
	views, err := steps.viewsOf(tx, load.ID)
	if err != nil {
		return nil, err
	}
	maker := itemMaker{Steps: steps, tx: tx, actor: actor, load: load, views: views, answers: answersByQuestion{}}
	if maker.today, err = steps.Today(tx, load.WorkspaceID); err != nil {
		return nil, err
	}
	if maker.settings, err = store.PlanSettings(tx).Of(load.WorkspaceID); err != nil {
		return nil, err
	}
	var list []remediation.Item
	var faults []models.FieldFault
	for n, one := range in {
		item, err := maker.item(one)
		if e, is := errors.AsType[*models.Error](err); is && e.Code == models.CodeInvalid {
			for _, f := range e.Faults {
				f.Field = fmt.Sprintf("items/%d/%s", n, f.Field)
				faults = append(faults, f)
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	if len(faults) > 0 {
		return nil, models.InvalidInput(faults...)
	}
	return list, maker.store(list)
}

// itemMaker makes the items of one request.
type itemMaker struct {
	*Steps
	tx       *store.Tx
	actor    models.Actor
	load     models.Workload
	views    map[string]reviews.ReviewView
	answers  answersByQuestion
	settings remediation.PlanSettings
	today    remediation.Date
}

// item makes an item without a number.
func (m *itemMaker) item(in ItemInput) (remediation.Item, error) {
	now := m.core.Now()
	item := remediation.Item{ID: models.NewID(), WorkspaceID: m.load.WorkspaceID, WorkloadID: m.load.ID,
		ItemFields: in.Fields, Status: remediation.Open, Origin: in.Origin, CreatedAt: now, CreatedBy: m.actor.Name,
		UpdatedAt: now, UpdatedBy: m.actor.Name, Version: 1}
	if item.Priority == "" {
		item.Priority = remediation.NormalPriority
	}
	if item.Origin.Kind == "" {
		item.Origin.Kind = remediation.ByHand
	}
	if err := m.checkOrigin(item.Origin); err != nil {
		return item, err
	}
	var err error
	if item.Practices, err = m.refs(in.Practices); err != nil {
		return item, err
	}
	slices.Sort(item.Needs)
	if err := item.Check(); err != nil {
		return item, err
	}
	if err := m.mayChange(m.tx, m.actor, m.load.Place(), item.Practices); err != nil {
		return item, err
	}
	if err := m.checkOwner(m.tx, m.load, &item.Owner); err != nil {
		return item, err
	}
	if err := m.checkNeeds(m.tx, m.actor, item, nil); err != nil {
		return item, err
	}
	if err := answersTo(m.tx, item.Practices, m.answers); err != nil {
		return item, err
	}
	if remediation.AllClosed(states(item.Practices, m.answers)) {
		return item, models.InvalidInput(models.FieldFault{Field: "practices", Message: "are all in place already"})
	}
	item.Risk = worstRisk(item.Practices, m.answers)
	m.setDates(&item)
	item.RegressedFrom, err = m.closedBefore(item.Practices)
	return item, err
}

// setDates gives the item its due date, by the settings where nobody chose one.
func (m *itemMaker) setDates(item *remediation.Item) {
	item.SLADueOn = m.settings.DueOn(item.Risk, m.today)
	item.DueSource = remediation.DueAgreed
	if item.DueOn == "" {
		item.DueOn, item.DueSource = item.SLADueOn, remediation.DueBySLA
	}
	if item.DueOn == "" {
		item.DueSource = remediation.NoDueDate
	}
	item.FirstDueOn = item.DueOn
}

// worstRisk is the highest risk of the questions of practices as they are.
func worstRisk(practices []remediation.PracticeRef, answers answersByQuestion) (worst questionnaires.Risk) {
	order := []questionnaires.Risk{"", questionnaires.RiskUndecided, questionnaires.RiskMedium, questionnaires.RiskHigh}
	for _, p := range practices {
		risk := answers[[2]string{p.ReviewID, p.QuestionID}].Risk
		if slices.Index(order, risk) > slices.Index(order, worst) {
			worst = risk
		}
	}
	return worst
}

// closedBefore is the id of the newest item that had closed one of the practices before, "" if none had.
func (m *itemMaker) closedBefore(practices []remediation.PracticeRef) (string, error) {
	newest := remediation.Item{}
	for _, p := range practices {
		list, err := store.Items(m.tx).Closing(p.ReviewID, p.QuestionID)
		if err != nil {
			return "", err
		}
		for _, old := range list {
			if slices.Contains(old.Practices, p) && (old.Status == remediation.Done || old.Reopened > 0) &&
				old.Number > newest.Number {
				newest = old
			}
		}
	}
	return newest.ID, nil
}

// refs finds the practices that are named.
func (m *itemMaker) refs(names []PracticeName) ([]remediation.PracticeRef, error) {
	var list []remediation.PracticeRef
	var faults []models.FieldFault
	for n, name := range names {
		ref, wrong := findPractice(m.views, name)
		if wrong != "" {
			faults = append(faults, models.FieldFault{Field: fmt.Sprintf("practices/%d", n), Message: wrong})
			continue
		}
		list = append(list, ref)
	}
	if len(faults) > 0 {
		return nil, models.InvalidInput(faults...)
	}
	return list, nil
}

func findPractice(views map[string]reviews.ReviewView, name PracticeName) (remediation.PracticeRef, string) {
	for id, view := range views {
		if view.Lens.Key != name.Lens && view.Lens.ID != name.Lens {
			continue
		}
		_, question := view.Doc.Question(name.Question)
		if question == nil {
			return remediation.PracticeRef{}, fmt.Sprintf("the lens %q has no question %q", view.Lens.Key, name.Question)
		}
		choice := question.Choice(name.Choice)
		if choice == nil || choice.NoneOfThese() {
			return remediation.PracticeRef{}, fmt.Sprintf("the question %q has no practice %q", name.Question, name.Choice)
		}
		return remediation.PracticeRef{ReviewID: id, QuestionID: question.ID, ChoiceID: choice.ID}, ""
	}
	return remediation.PracticeRef{}, fmt.Sprintf("no lens %q is applied to this workload", name.Lens)
}

// store numbers the items and writes them.
func (m *itemMaker) store(list []remediation.Item) error {
	if len(list) == 0 {
		return nil
	}
	for _, item := range list {
		for _, p := range item.Practices {
			view := m.views[p.ReviewID]
			if err := store.FollowReview(m.tx, view.Review); err != nil {
				return err
			}
			view.Review.Followed = true
			m.views[p.ReviewID] = view
		}
	}
	number, err := store.PlanSettings(m.tx).NextNumber(m.load.WorkspaceID, len(list))
	if err != nil {
		return err
	}
	for n := range list {
		list[n].Number = number + n
		if err := store.Items(m.tx).Create(list[n]); err != nil {
			return err
		}
		made := m.activity(m.actor, list[n], remediation.ItemCreated, "", string(list[n].Status), list[n].Title)
		if err := store.ItemTalk(m.tx).AddActivity(made); err != nil {
			return err
		}
		if err := m.Tell.assigned(m.tx, m.actor, remediation.Item{}, list[n]); err != nil {
			return err
		}
		if err := m.record(m.tx, m.actor, models.UpdateItem, list[n], itemChanges(remediation.Item{}, list[n])); err != nil {
			return err
		}
	}
	return nil
}

// checkOwner finds the member that is to own an item: somebody who reaches the workload.
func (steps *Steps) checkOwner(tx *store.Tx, load models.Workload, owner *remediation.ItemOwner) error {
	if owner.Kind != remediation.MemberOwner {
		return nil
	}
	people, err := reviews.Participants(tx, load.WorkspaceID, load.ID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(people, func(p models.Participant) bool { return p.UserID == owner.UserID })
	if at < 0 {
		return models.InvalidInput(models.FieldFault{Field: "owner/user_id",
			Message: "must be somebody who reaches this workload"})
	}
	owner.Name = people[at].Name
	return nil
}

// checkNeeds refuses items of elsewhere and circles among what items need first.
func (steps *Steps) checkNeeds(tx *store.Tx, actor models.Actor, item remediation.Item,
	had []string) error {
	if len(item.Needs) == 0 {
		return nil
	}
	// Two requests that run at once could each add a part of a circle.
	if err := tx.Alone("item needs\n" + item.WorkspaceID); err != nil {
		return err
	}
	found, err := store.Items(tx).Several(item.Needs)
	if err != nil {
		return err
	}
	var faults []models.FieldFault
	for n, id := range item.Needs {
		at := slices.IndexFunc(found, func(i remediation.Item) bool { return i.ID == id })
		seen := at >= 0 && found[at].WorkspaceID == item.WorkspaceID
		if seen && !slices.Contains(had, id) { // what is there already may be of a workload that the actor does not reach
			if seen, err = reaches(tx, actor, found[at]); err != nil {
				return err
			}
		}
		switch {
		case !seen:
			faults = append(faults, models.FieldFault{Field: fmt.Sprintf("needs/%d", n),
				Message: "is no item of this workspace"})
		case id == item.ID:
			faults = append(faults, models.FieldFault{Field: fmt.Sprintf("needs/%d", n),
				Message: "is the item itself"})
		}
	}
	if len(faults) > 0 {
		return models.InvalidInput(faults...)
	}
	return steps.checkCircle(tx, actor, item)
}
