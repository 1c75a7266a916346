package reviews

import (
	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/service/lenses"
	"plumbline/models/store"
)

// ApplyMinor brings the reviews on earlier versions of the same line to the new version: those of the lens's own
// workspace, and of those it is shared with.
func (steps *Steps) ApplyMinor(tx *store.Tx, actor models.Actor, to lenses.MinorVersion) error {
	var line []string
	for _, e := range to.Earlier {
		if e.Line == to.Line {
			line = append(line, e.ID)
		}
	}
	reviews, err := tx.ReviewsOn(line)
	if err != nil {
		return err
	}
	for _, r := range reviews {
		if err := steps.applyMinorTo(tx, actor, r, to); err != nil {
			return err
		}
	}
	return nil
}

func (steps *Steps) applyMinorTo(tx *store.Tx, actor models.Actor, r models.Review, to lenses.MinorVersion) error {
	owner, err := tx.WorkloadOwnerNow(r.WorkloadID)
	if err != nil {
		return err
	}
	if still, err := usableIn(tx, owner, to.Lens); err != nil || !still {
		return err
	}
	from, err := steps.lenses.Documents.Get(tx, r.LensVersionID)
	if err != nil {
		return err
	}
	plan, err := steps.carryOver(tx, r, upgradeCourse{to: to.Version})
	if err == nil {
		err = plan.account(tx, owner)
	}
	if err != nil {
		return err
	}
	if lost := plan.lost(); len(lost) > 0 {
		return models.Errorf(models.CodeConflict,
			"a review on version %s of this line would lose something (%s): publish the draft as a major version",
			from.Name, lost[0])
	}
	if err := steps.carryOut(tx, actor, plan); err != nil {
		return err
	}
	return steps.core.Record(tx, actor, core.AuditEntry{Action: models.PublishLens, Kind: "review", ID: r.LensID,
		WorkloadID: r.WorkloadID, Workspace: owner,
		Changes: core.AddChange(nil, "lens_version", from.Name, to.Name)})
}
