package service

import (
	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// joint is what somebody did in a review beside answering it.
type joint struct {
	action   models.Action
	kind     string // comment, assignment, parking or facilitation, as the event's
	id       string // of the comment or parked item; else the lens's
	review   ReviewView
	question string // "" where it is about none
	changes  []models.Change
}

// together is told by every verb of comments, assignments, parking and facilitation what it did, in the same transaction.
func (f *floor) together(tx *store.Tx, actor models.Actor, j joint) error {
	id := j.id
	if id == "" {
		id = j.review.LensID
	}
	f.core.Publish(tx, models.Event{Kind: models.EventKind(j.kind), WorkloadID: j.review.WorkloadID, LensID: j.review.LensID, QuestionID: j.question}.By(actor))
	return f.core.Record(tx, actor, core.AuditEntry{Action: j.action, Kind: j.kind, ID: id, WorkloadID: j.review.WorkloadID, Workspace: j.review.Owner,
		Changes: append(core.AddChange(nil, "question", "", j.question), j.changes...)})
}

// memberActor is a member as an actor: what the person may do, whoever asks.
func memberActor(m models.Member) models.Actor {
	return models.Actor{Kind: models.UserActor, ID: m.UserID, UserID: m.UserID, WorkspaceID: m.WorkspaceID, Role: m.Role, Scope: m.Scope()}
}

// participants gives the people who reach a workload, by name: members of its workspace and of those that it is shared with, as far as they are not
// narrowed to others.
func participants(tx *store.Tx, owner, workloadID string) ([]models.Participant, error) {
	shares, err := tx.SharedWith(workloadID)
	if err != nil {
		return nil, err
	}
	spaces, roles := []string{owner}, map[string]models.Role{}
	for _, s := range shares {
		spaces, roles[s.TargetID] = append(spaces, s.TargetID), s.Role
	}
	rows, err := tx.Participations(spaces)
	if err != nil {
		return nil, err
	}
	var people []models.Participant
	at := map[string]int{}
	for _, row := range rows {
		place := models.Place{WorkspaceID: owner, WorkloadID: workloadID, Shared: roles[row.WorkspaceID]}
		if models.Allow(memberActor(row.Member), models.ReadWorkload, place) != nil {
			continue
		}
		i, seen := at[row.UserID]
		switch {
		case !seen:
			at[row.UserID] = len(people)
			people = append(people, models.Participant{UserID: row.UserID, Name: row.Name, Email: row.Email, Workspace: row.WorkspaceID})
		case row.WorkspaceID == owner:
			people[i].Workspace = owner
		}
	}
	return people, nil
}

// reachedBy tells whether a person reaches a workload by any membership.
func reachedBy(tx *store.Tx, user models.User, at models.Place) (bool, error) {
	if user.Disabled() {
		return false, nil
	}
	members, err := tx.MembershipsOf(user.ID)
	if err != nil {
		return false, err
	}
	for _, m := range members {
		if err := core.Allow(tx, memberActor(m), models.ReadWorkload, at); !core.Denied(err) {
			return err == nil, err
		}
	}
	return false, nil
}
