package schedule

import (
	"time"

	"plumbline/models"
	"plumbline/models/notice"
	"plumbline/models/service/outbox"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
	tables "plumbline/models/store/schedule"
	"plumbline/models/timezone"
	"plumbline/models/urls"
)

// overdueReviews finds the workloads whose next review is over, and whom to tell of each: once for each day that a
// review was due.
func (steps *Steps) overdueReviews(tx *store.Tx, now time.Time, after string) (Page, error) {
	rows, err := store.Schedule(tx).ReviewsDue(latestDay(now), after, pageSize)
	if err != nil {
		return Page{}, err
	}
	var page Page
	spaces := newSpaces(tx)
	for _, load := range rows {
		space, err := spaces.get(load.WorkspaceID)
		if err != nil {
			return page, err
		}
		if load.NextReviewOn >= today(space.TimeZone, now) {
			continue
		}
		people, err := reviews.Keepers(tx, load.WorkspaceID, load.ID, load.ReviewOwner)
		if err != nil {
			return page, err
		}
		for _, p := range people {
			page.Steps = append(page.Steps, steps.reviewStep(load, space.Name, p))
		}
	}
	if len(rows) == pageSize {
		page.Next = rows[len(rows)-1].ID
	}
	return page, nil
}

// reviewOverdue is the kind of the steps.
const reviewOverdue = "review.overdue"

func (steps *Steps) reviewStep(load tables.ReviewDue, space string, to models.Participant) Step {
	key := reviewOverdue + "/" + load.ID + "/" + load.NextReviewOn + "/" + to.UserID
	return Step{Key: key, Do: func(tx *store.Tx) error {
		now, err := tx.Workload(load.ID)
		if models.CodeOf(err) == models.CodeNotFound || err == nil && now.NextReviewOn != load.NextReviewOn {
			return ErrNotDue
		}
		if err != nil {
			return err
		}
		_, err = steps.outbox.Tell(tx, to, notice.Reviews, outbox.Letter{WorkspaceID: load.WorkspaceID,
			About: notice.Reminder{Event: notice.ReviewOverdue, Workspace: space, Workload: now.Name,
				Day: load.NextReviewOn, Path: string(urls.WorkloadPage(load.ID))}})
		return err
	}}
}

// today is the day of a moment in a zone.
func today(zone string, now time.Time) string { return timezone.Of(zone).In(now).Format(time.DateOnly) }

// latestDay is the day of a moment where it is latest on earth.
func latestDay(now time.Time) string { return now.UTC().Add(14 * time.Hour).Format(time.DateOnly) }

// spaces looks each workspace up once.
type spaces struct {
	tx    *store.Tx
	known map[string]models.Workspace
}

func newSpaces(tx *store.Tx) *spaces { return &spaces{tx, map[string]models.Workspace{}} }

func (s *spaces) get(id string) (models.Workspace, error) {
	if space, known := s.known[id]; known {
		return space, nil
	}
	space, err := s.tx.Workspace(id)
	if err == nil {
		s.known[id] = space
	}
	return space, err
}
