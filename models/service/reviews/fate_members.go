package reviews

import (
	"slices"
	"strconv"

	"plumbline/models"
	"plumbline/models/store"
)

// narrowed finds the people and open invitations that are narrowed to a pillar whose id is gone. A membership is
// never changed: the review remembers the ids that its pillars had, so that who could change a pillar can still do
// so, there alone.
func (a *accounting) narrowed() error {
	if len(a.pillars) == 0 {
		return nil
	}
	members, err := narrowedMembers(a.tx, a.owner, a.review.WorkloadID)
	if err != nil {
		return err
	}
	invited, err := a.tx.OpenInvitations(a.owner)
	if err != nil {
		return err
	}
	for _, m := range a.pillars {
		ids := append(models.IDsBefore(a.before.Pillars, m.id), m.id)
		to := func(pillars []string) bool {
			return slices.ContainsFunc(pillars, func(id string) bool { return slices.Contains(ids, id) })
		}
		var names []string
		for _, p := range members {
			if to(p.Pillars) {
				names = append(names, p.Name)
			}
		}
		if len(names) > 0 {
			a.add(m, UpgradeEffect{Kind: MembersEffect, Names: names}, OutcomeClosed)
		}
		n := 0
		for _, link := range invited {
			if to(link.Grant.Pillars) {
				n++
			}
		}
		if n > 0 {
			a.add(m, UpgradeEffect{Kind: InvitationsEffect, Count: n, was: strconv.Itoa(n)}, OutcomeClosed)
		}
	}
	return nil
}

// narrowedMembers lists who reaches the workload and is narrowed to pillars, by name.
func narrowedMembers(tx *store.Tx, owner, workloadID string) ([]store.Participation, error) {
	rows, err := membershipsThatReach(tx, owner, workloadID)
	return slices.DeleteFunc(rows, func(p store.Participation) bool { return len(p.Pillars) == 0 }), err
}
