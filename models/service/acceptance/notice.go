package acceptance

import (
	"cmp"
	"slices"

	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/models/store/acceptances"
)

// Notice is an acceptance of which people are to be told.
type Notice struct {
	View
	ReviewOwner string   // of the workload, as it is typed there; may be an e-mail address or a name
	Tell        []string // ids of people: who asked, who decided, who was named to decide; each once
}

// Ending lists the acceptances of a workspace that are in force and whose last day is today or one of the next days, by
// that day.
func (steps *Steps) Ending(tx *store.Tx, workspaceID string, days int) ([]Notice, error) {
	today, err := steps.Today(tx, workspaceID)
	if err != nil {
		return nil, err
	}
	return steps.notices(tx, accepted.InForce, acceptances.Query{WorkspaceID: workspaceID, From: today,
		To: accepted.DaysAhead(today, days)})
}

// EndedSince lists the acceptances of a workspace whose last day is over, and is that day or a later one, by it.
func (steps *Steps) EndedSince(tx *store.Tx, workspaceID, day string) ([]Notice, error) {
	today, err := steps.Today(tx, workspaceID)
	if err != nil {
		return nil, err
	}
	return steps.notices(tx, accepted.Ended, acceptances.Query{WorkspaceID: workspaceID, From: day,
		To: accepted.DaysAhead(today, -1)})
}

func (steps *Steps) notices(tx *store.Tx, standing accepted.Standing, q acceptances.Query) ([]Notice, error) {
	q.States = []accepted.State{accepted.Accepted}
	list, err := store.Acceptances(tx).All(q)
	if err != nil {
		return nil, err
	}
	look := steps.look(tx, models.ProgramActor(q.WorkspaceID))
	var found []Notice
	for _, a := range list {
		v, err := look.view(a)
		if err != nil {
			return nil, err
		}
		if v.Standing != standing {
			continue
		}
		load, err := tx.Workload(a.WorkloadID)
		if err != nil {
			return nil, err
		}
		found = append(found, Notice{v, load.ReviewOwner, peopleOf(a)})
	}
	slices.SortFunc(found, func(a, b Notice) int {
		return cmp.Or(cmp.Compare(a.Until, b.Until), cmp.Compare(a.ID, b.ID))
	})
	return found, nil
}

func peopleOf(a accepted.Acceptance) (ids []string) {
	for _, id := range []string{a.AskedByID, a.DecidedByID, a.ApproverID} {
		if id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// Ended does what follows once the last day of an acceptance is over: the item that it closed is opened again with its
// first due date. It is for a step that is taken once; that the risk is back does not depend on it.
func (steps *Steps) Ended(tx *store.Tx, id string) error {
	a, err := store.Acceptances(tx).Get(id)
	if err != nil {
		return err
	}
	if a.State != accepted.Accepted {
		return nil
	}
	actor := models.ProgramActor(a.WorkspaceID)
	if _, err := core.WorkloadOwner(tx, actor, models.ReadWorkload, a.WorkloadID); err != nil { // locked before its items
		return err
	}
	if err := steps.over(tx, actor, a, "The acceptance of the risk ended on "+a.Until+"."); err != nil {
		return err
	}
	return steps.core.Record(tx, actor, core.AuditEntry{Action: models.DecideAcceptance, Kind: "acceptance", ID: a.ID,
		WorkloadID: a.WorkloadID, Workspace: a.WorkspaceID, Changes: core.AddChange(nil, "ended", a.Until, "")})
}
