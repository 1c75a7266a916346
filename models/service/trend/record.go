package trend

import (
	"slices"
	"time"

	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/models/store/acceptances"
	"plumbline/reports"
)

// recordUntil reads what auditors ask for beside a state: nothing that is later than a milestone. The place in the
// audit log is for those who may read the log.
func recordUntil(tx *store.Tx, actor models.Actor, load models.Workload,
	snap models.Snapshot) (*reports.Record, error) {
	var until time.Time // zero: there is no end
	if snap.Milestone != nil {
		until = snap.Milestone.CreatedAt.Add(time.Microsecond)
	}
	out := &reports.Record{}
	list, err := store.Acceptances(tx).All(acceptances.Query{WorkspaceID: load.WorkspaceID, Workloads: []string{load.ID}})
	if err != nil {
		return nil, err
	}
	out.Acceptances = slices.DeleteFunc(list, func(a accepted.Acceptance) bool {
		return !until.IsZero() && !a.AskedAt.Before(until)
	})
	slices.Reverse(out.Acceptances)
	if !until.IsZero() {
		for i := range out.Acceptances {
			out.Acceptances[i] = asOf(out.Acceptances[i], until)
		}
	}
	if out.Milestones, err = milestonesUntil(tx, load.ID, snap.Milestone); err != nil {
		return nil, err
	}
	changes, err := core.AuditPage(tx, load.WorkspaceID, models.AuditQuery{WorkloadID: load.ID, Kind: "answer",
		Until: until, PageRequest: models.PageRequest{Limit: reports.MaxAnswerChanges}})
	if err != nil {
		return nil, err
	}
	out.Changes, out.MoreChanges = changes.Items, changes.Next != ""
	if models.Allow(actor, models.ReadAudit, models.InWorkspace(load.WorkspaceID)) == nil {
		out.Place, err = placeInLog(tx, load, until)
	}
	return out, err
}

// asOf takes back what became of an acceptance later.
func asOf(a accepted.Acceptance, until time.Time) accepted.Acceptance {
	if !a.ClosedAt.IsZero() && !a.ClosedAt.Before(until) {
		a.ClosedAt, a.ClosedBy, a.ClosedNote = time.Time{}, "", ""
		a.State = accepted.Asked
		if !a.DecidedAt.IsZero() {
			a.State = accepted.Accepted
		}
	}
	if !a.DecidedAt.IsZero() && !a.DecidedAt.Before(until) {
		a.DecidedAt, a.DecidedBy, a.DecidedByID, a.DecisionNote = time.Time{}, "", "", ""
		a.State = accepted.Asked
	}
	return a
}

// milestonesUntil lists the milestones up to one, or all, the oldest first.
func milestonesUntil(tx *store.Tx, workloadID string, last *models.Milestone) (all []models.Milestone, err error) {
	page := models.PageRequest{Limit: models.MaxPage}
	for {
		rows, err := tx.Milestones(workloadID, page)
		if err != nil {
			return nil, err
		}
		step := core.PageOf(rows, page, store.MilestoneCursor)
		for _, m := range step.Items {
			if last == nil || m.Number <= last.Number {
				all = append(all, m)
			}
		}
		if page.After = step.Next; step.Next == "" {
			break
		}
	}
	slices.SortFunc(all, func(a, b models.Milestone) int { return a.Number - b.Number })
	return all, nil
}

// placeInLog is the newest sealed line about the workload; nil where there is none.
func placeInLog(tx *store.Tx, load models.Workload, until time.Time) (*models.AuditLine, error) {
	newest, err := core.AuditPage(tx, load.WorkspaceID, models.AuditQuery{WorkloadID: load.ID, Until: until,
		PageRequest: models.PageRequest{Limit: models.DefaultPage}})
	for i, line := range newest.Items {
		if !line.Unsealed() {
			return &newest.Items[i], err
		}
	}
	return nil, err
}
