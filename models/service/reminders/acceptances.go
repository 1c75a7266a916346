package reminders

import (
	"slices"
	"time"

	"plumbline/models"
	"plumbline/models/notice"
	"plumbline/models/service/acceptance"
	"plumbline/models/service/outbox"
	"plumbline/models/service/reviews"
	"plumbline/models/service/schedule"
	"plumbline/models/store"
	"plumbline/models/urls"
)

const (
	endingDays = 14  // before its last day it is told that an acceptance ends
	endedDays  = 120 // after it, the end is still told where no server ran
)

// acceptancesDue finds the acceptances that end within two weeks and those that have ended, and whom to tell of each.
// The end opens the item that the acceptance had closed, whether or not anybody is told.
func (steps *Steps) acceptancesDue(tx *store.Tx, now time.Time, after string) (schedule.Page, error) {
	all, err := tx.Workspaces()
	if err != nil {
		return schedule.Page{}, err
	}
	var ids []string
	for _, space := range all {
		if space.ID > after {
			ids = append(ids, space.ID)
		}
	}
	slices.Sort(ids)
	ids = ids[:min(len(ids), pageSize)]
	var page schedule.Page
	for _, id := range ids {
		found, err := steps.acceptancesOf(tx, id, now)
		if err != nil {
			return page, err
		}
		page.Steps = append(page.Steps, found...)
	}
	if len(ids) == pageSize {
		page.Next = ids[len(ids)-1]
	}
	return page, nil
}

// acceptancesOf are the steps of one workspace.
func (steps *Steps) acceptancesOf(tx *store.Tx, id string, now time.Time) (list []schedule.Step, err error) {
	ending, err := steps.acceptances.Ending(tx, id, endingDays)
	if err != nil {
		return nil, err
	}
	for _, n := range ending {
		for _, person := range n.Tell {
			list = append(list, steps.acceptanceStep(notice.AcceptanceEndingStep, notice.AcceptanceEnding, n, person, now))
		}
	}
	ended, err := steps.acceptances.EndedSince(tx, id, now.AddDate(0, 0, -endedDays).Format(time.DateOnly))
	if err != nil {
		return nil, err
	}
	for _, n := range ended {
		list = append(list, schedule.Step{Key: notice.StepOf(notice.AcceptanceEndedStep, n.ID, n.Until),
			Do: func(tx *store.Tx) error { return gone(steps.acceptances.Ended(tx, n.ID)) }})
		for _, person := range n.Tell {
			list = append(list, steps.acceptanceStep(notice.AcceptanceEndToldStep, notice.AcceptanceEnded, n, person, now))
		}
	}
	return list, nil
}

func (steps *Steps) acceptanceStep(kind string, event notice.Event, n acceptance.Notice, person string,
	now time.Time) schedule.Step {
	return schedule.Step{Key: notice.StepOf(kind, n.ID, n.Until, person), Do: func(tx *store.Tx) error {
		a, err := store.Acceptances(tx).Get(n.ID)
		if err != nil {
			return gone(err)
		}
		if a.State != n.State || a.Until != n.Until {
			return schedule.ErrNotDue
		}
		people, err := reviews.Participants(tx, n.WorkspaceID, n.WorkloadID)
		if err != nil {
			return gone(err)
		}
		space, err := tx.Workspace(n.WorkspaceID)
		if err != nil {
			return err
		}
		for _, to := range people {
			if to.UserID == person {
				return steps.tellAcceptance(tx, to, event, n, space.Name, now)
			}
		}
		return schedule.ErrNotDue
	}}
}

func (steps *Steps) tellAcceptance(tx *store.Tx, to models.Participant, event notice.Event, n acceptance.Notice,
	space string, now time.Time) error {
	title := n.QuestionID
	if n.Question != nil {
		title = n.Question.Title
	}
	_, err := steps.outbox.Tell(tx, to, notice.Acceptances, outbox.Letter{WorkspaceID: n.WorkspaceID,
		About: notice.Reminder{Event: event, Workspace: space, Workload: n.Workload, Title: title, Day: n.Until,
			Days: notice.DaysBetween(now.Format(time.DateOnly), n.Until), Path: string(urls.Acceptance(n.ID))}})
	return err
}
