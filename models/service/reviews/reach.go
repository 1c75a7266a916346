package reviews

import (
	"slices"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// EndUnreached ends a person's assignments in workloads that the person does not reach any more, and returns their
// number: for the operations that take or narrow a membership, once they have.
func EndUnreached(tx *store.Tx, userID string) (int64, error) {
	reviews, err := tx.AssignedTo(userID)
	if err != nil || len(reviews) == 0 {
		return 0, err
	}
	user, err := tx.User(userID)
	if err != nil {
		return 0, err
	}
	var lost []string
	for _, r := range reviews {
		owner, err := tx.WorkloadOwnerNow(r.WorkloadID)
		if err != nil {
			return 0, err
		}
		reaches, err := ReachesWorkload(tx, user, models.ThingPlace{WorkspaceID: owner, WorkloadID: r.WorkloadID})
		if err != nil {
			return 0, err
		}
		if !reaches {
			lost = append(lost, r.ReviewID)
		}
	}
	if len(lost) == 0 {
		return 0, nil
	}
	return tx.EndAssignments(userID, lost)
}

// endWithShare ends what people of another workspace look after in a workload, once it is shared with them no more.
func endWithShare(tx *store.Tx, share models.Share) error {
	if share.Kind != models.WorkloadShare {
		return nil
	}
	people, err := tx.Assignees(share.ThingID)
	if err != nil {
		return err
	}
	for _, id := range people {
		if _, err := EndUnreached(tx, id); err != nil {
			return err
		}
	}
	return nil
}

// membershipsThatReach returns the memberships by which people reach a workload, by name: those of its workspace and of
// those that it is shared with, as far as they are not narrowed to other workloads.
func membershipsThatReach(tx *store.Tx, owner, workloadID string) ([]store.Participation, error) {
	shares, err := tx.SharedWith(workloadID)
	if err != nil {
		return nil, err
	}
	spaces, roles := []string{owner}, map[string]models.Role{}
	for _, s := range shares {
		spaces, roles[s.TargetID] = append(spaces, s.TargetID), s.Role
	}
	rows, err := tx.Participations(spaces)
	return slices.DeleteFunc(rows, func(p store.Participation) bool {
		place := models.ThingPlace{WorkspaceID: owner, WorkloadID: workloadID, Shared: roles[p.WorkspaceID]}
		return models.Allow(p.Member.Actor(), models.ReadWorkload, place) != nil
	}), err
}

// Participants returns the people who reach a workload, by name, each once.
func Participants(tx *store.Tx, owner, workloadID string) ([]models.Participant, error) {
	rows, err := membershipsThatReach(tx, owner, workloadID)
	if err != nil {
		return nil, err
	}
	var people []models.Participant
	at := map[string]int{}
	for _, row := range rows {
		i, seen := at[row.UserID]
		switch {
		case !seen:
			at[row.UserID] = len(people)
			people = append(people, models.Participant{UserID: row.UserID, Name: row.Name, Email: row.Email,
				Workspace: row.WorkspaceID})
		case row.WorkspaceID == owner:
			people[i].Workspace = owner
		}
	}
	return people, nil
}

// ReachesWorkload reports whether a person reaches a workload by any membership.
func ReachesWorkload(tx *store.Tx, user models.User, at models.ThingPlace) (bool, error) {
	if user.Disabled() {
		return false, nil
	}
	members, err := tx.MembershipsOf(user.ID)
	if err != nil {
		return false, err
	}
	for _, m := range members {
		if err := core.Allow(tx, m.Actor(), models.ReadWorkload, at); !core.IsDenied(err) {
			return err == nil, err
		}
	}
	return false, nil
}

// Keepers are those who answer for the review of a workload, by name: whom its review owner names, by e-mail address or
// whole name, else the architects and owners of its workspace.
func Keepers(tx *store.Tx, owner, workloadID, reviewOwner string) ([]models.Participant, error) {
	rows, err := membershipsThatReach(tx, owner, workloadID)
	if err != nil {
		return nil, err
	}
	var named, lead []models.Participant
	for _, row := range rows {
		if row.WorkspaceID != owner {
			continue
		}
		p := models.Participant{UserID: row.UserID, Name: row.Name, Email: row.Email, Workspace: owner}
		if models.SameName(row.Email, reviewOwner) || models.SameName(row.Name, reviewOwner) {
			named = append(named, p)
		}
		if row.Role.AtLeast(models.Architect) {
			lead = append(lead, p)
		}
	}
	if len(named) > 0 {
		return named, nil
	}
	return lead, nil
}
