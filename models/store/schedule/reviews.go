package schedule

import (
	"time"

	"plumbline/models/store/micros"
)

// ReviewDue is a workload whose next review has a day.
type ReviewDue struct {
	ID, WorkspaceID, Name, ReviewOwner, NextReviewOn string
}

// ReviewsDue lists the workloads whose next review is before a day, by id, after a workload.
func (t *Table) ReviewsDue(before, after string, limit int) (rows []ReviewDue, err error) {
	err = t.tx.DB.Table("workloads").Select("id, workspace_id, name, review_owner, next_review_on").
		Where("next_review_on <> '' AND next_review_on < ? AND id > ?", before, after).Order("id").Limit(limit).
		Find(&rows).Error
	return rows, t.tx.Failed("list", "workloads", err)
}

// ReviewsDueIn is ReviewsDue of one workspace.
func (t *Table) ReviewsDueIn(workspaceID, before, after string, limit int) (rows []ReviewDue, err error) {
	err = t.tx.DB.Table("workloads").Select("id, workspace_id, name, review_owner, next_review_on").
		Where("workspace_id = ? AND next_review_on <> '' AND next_review_on < ? AND id > ?", workspaceID, before, after).
		Order("id").Limit(limit).Find(&rows).Error
	return rows, t.tx.Failed("list", "workloads", err)
}

// SetNextReview keeps the day of the next review of a workload. It is derived, and so no new version.
func (t *Table) SetNextReview(workloadID, day string) error {
	q := t.tx.DB.Table("workloads").Where("id = ?", workloadID).UpdateColumn("next_review_on", day)
	return t.tx.Failed("update", "workload", q.Error)
}

// LastMilestone is when the last milestone of a workload was saved; zero: there is none.
func (t *Table) LastMilestone(workloadID string) (time.Time, error) {
	var at []int64
	err := t.tx.DB.Table("milestones").Where("workload_id = ?", workloadID).Order("number DESC").Limit(1).
		Pluck("created_at", &at).Error
	if err != nil || len(at) == 0 {
		return time.Time{}, t.tx.Failed("read", "milestone", err)
	}
	return micros.Time(at[0]), nil
}

// Person is somebody who may sign in, with what a notice needs to know.
type Person struct {
	ID, Name, Email, TimeZone string
	CreatedAt                 int64 `gorm:"autoCreateTime:false"`
}

// JoinedAt is when the account was made.
func (p Person) JoinedAt() time.Time { return micros.Time(p.CreatedAt) }

// People lists those who may sign in and are members of a workspace, by id, after a person.
func (t *Table) People(after string, limit int) (people []Person, err error) {
	err = t.tx.DB.Table("users").Select("id, name, email, time_zone, created_at").
		Where("id > ? AND disabled_at = 0 AND EXISTS (SELECT 1 FROM members AS m WHERE m.user_id = users.id)", after).
		Order("id").Limit(limit).Find(&people).Error
	return people, t.tx.Failed("list", "people", err)
}
