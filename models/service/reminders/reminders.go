// Package reminders tells people of the items and acceptances of improvement plans: that an item is theirs, due soon,
// overdue or back, and that the acceptance of a risk is about to end or has ended. What depends on the day is a source
// of the scheduler, so that each step is told once.
//
// It may import models, notice, remediation, timezone, urls, the store, core, acceptance, outbox, plan, reviews and
// schedule.
package reminders

import (
	"plumbline/models"
	"plumbline/models/notice"
	"plumbline/models/remediation"
	"plumbline/models/service/acceptance"
	"plumbline/models/service/core"
	"plumbline/models/service/outbox"
	"plumbline/models/service/plan"
	"plumbline/models/service/reviews"
	"plumbline/models/service/schedule"
	"plumbline/models/store"
	"plumbline/models/urls"
)

// sweptAfter is how many days after it can't be asked for any more a step is forgotten, wherever on earth it is.
const sweptAfter = 30

// Steps tell people, in transactions that are open already.
type Steps struct {
	core        *core.OperationBase
	outbox      *outbox.Steps
	acceptances *acceptance.Steps
}

// Dependencies are what the reminders stand on; all of it must be set.
type Dependencies struct {
	Core        *core.OperationBase
	Outbox      *outbox.Steps
	Acceptances *acceptance.Steps
	Schedule    *schedule.Steps
}

// New makes the reminders and registers what they tell by the clock.
func New(n Dependencies) *Steps {
	steps := &Steps{n.Core, n.Outbox, n.Acceptances}
	n.Schedule.Register(schedule.Source{Name: "item", Find: steps.dueItems, Every: hourly})
	n.Schedule.Register(schedule.Source{Name: "acceptance", Find: steps.acceptancesDue, Every: hourly})
	n.Schedule.AddSection(steps.ownItems)
	for _, kind := range []string{notice.ItemDueSoonStep, notice.ItemOverdueStep, notice.ItemLeadStep,
		notice.ItemSponsorStep} {
		n.Schedule.AddSweep(schedule.ForgetGone(kind, "items"))
		n.Schedule.AddSweep(schedule.ForgetAfter(kind, lateDays+sweptAfter))
	}
	for _, kind := range []string{notice.AcceptanceEndingStep, notice.AcceptanceEndedStep,
		notice.AcceptanceEndToldStep} {
		n.Schedule.AddSweep(schedule.ForgetGone(kind, "acceptances"))
		n.Schedule.AddSweep(schedule.ForgetAfter(kind, endedDays+sweptAfter))
	}
	return steps
}

// Hooks are what items tell when they change.
func (steps *Steps) Hooks() plan.Hooks {
	return plan.Hooks{Assigned: steps.assigned, CameBack: steps.cameBack}
}

// assigned tells a member whose item it is now, unless it was the member who took it.
func (steps *Steps) assigned(tx *store.Tx, actor models.Actor, item remediation.Item) error {
	if item.Owner.UserID == actor.UserID {
		return nil
	}
	return steps.tellOne(tx, item.Owner.UserID, item, notice.Reminder{Event: notice.ItemAssigned, By: actor.Name})
}

// cameBack tells those who had closed an item that came back: who confirmed it, and whose it is.
func (steps *Steps) cameBack(tx *store.Tx, actor models.Actor, item remediation.Item, closedBy, why string) error {
	told := map[string]bool{"": true, actor.UserID: true}
	for _, id := range []string{closedBy, item.Owner.UserID} {
		if told[id] {
			continue
		}
		told[id] = true
		if err := steps.tellOne(tx, id, item, notice.Reminder{Event: notice.ItemRegressed, Note: why}); err != nil {
			return err
		}
	}
	return nil
}

// tellOne tells a person of an item, if the person still reaches its workload.
func (steps *Steps) tellOne(tx *store.Tx, userID string, item remediation.Item, n notice.Reminder) error {
	to, err := participant(tx, item, userID)
	if err != nil || to.UserID == "" {
		return err
	}
	_, err = steps.tell(tx, to, item, n)
	return err
}

func (steps *Steps) tell(tx *store.Tx, to models.Participant, item remediation.Item,
	n notice.Reminder) (notice.Outcome, error) {
	load, err := tx.Workload(item.WorkloadID)
	if err != nil {
		return "", err
	}
	space, err := tx.Workspace(item.WorkspaceID)
	if err != nil {
		return "", err
	}
	n.Workspace, n.Workload, n.Number, n.Title = space.Name, load.Name, item.Number, item.Title
	n.Day, n.Path = string(item.DueOn), string(urls.Item(item.ID))
	if to.UserID != item.Owner.UserID {
		n.Owner = item.Owner.Name
	}
	return steps.outbox.Tell(tx, to, notice.KindOf(n.Event), outbox.Letter{WorkspaceID: item.WorkspaceID, About: n})
}

// participant finds a person among those who reach the workload of an item; the zero one is nobody.
func participant(tx *store.Tx, item remediation.Item, userID string) (models.Participant, error) {
	if userID == "" {
		return models.Participant{}, nil
	}
	people, err := reviews.Participants(tx, item.WorkspaceID, item.WorkloadID)
	if models.CodeOf(err) == models.CodeNotFound {
		return models.Participant{}, nil
	}
	for _, p := range people {
		if p.UserID == userID {
			return p, err
		}
	}
	return models.Participant{}, err
}

// gone turns the error of a thing that is not there any more into that of a step that is not due.
func gone(err error) error {
	if models.CodeOf(err) == models.CodeNotFound {
		return schedule.ErrNotDue
	}
	return err
}
