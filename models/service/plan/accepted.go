package plan

import (
	"slices"

	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/remediation"
	"plumbline/models/store"
)

// FitsItem is an error where the workload has no such item with something left to do.
func (steps *Steps) FitsItem(tx *store.Tx, workloadID, itemID string) error {
	item, err := store.Items(tx).Get(itemID)
	if err == nil && (item.WorkloadID != workloadID || !item.Status.Active()) {
		err = models.Errorf(models.CodeNotFound, "the workload has no open item %q", itemID)
	}
	return err
}

// RiskAccepted closes the item of an accepted risk: it won't be done while the acceptance holds.
func (steps *Steps) RiskAccepted(tx *store.Tx, actor models.Actor, a accepted.Acceptance) error {
	item, err := store.Items(tx).Get(a.ItemID)
	if models.CodeOf(err) == models.CodeNotFound || (err == nil && !item.Status.Active()) {
		return nil
	}
	if err != nil {
		return err
	}
	return steps.move(tx, actor, item, remediation.StatusMove{To: remediation.WontDo,
		Reason: remediation.RiskAccepted, Note: "The risk is accepted until " + a.Until + " by " + a.ApproverRole + "."})
}

// acceptanceRemoved opens the item of an acceptance whose subject is not asked any more.
func (steps *Steps) acceptanceRemoved(tx *store.Tx, actor models.Actor, a accepted.Acceptance) error {
	if a.ItemID == "" {
		return nil
	}
	return steps.AcceptanceOver(tx, actor, a, "The acceptance of the risk ended. "+a.ClosedNote)
}

// AcceptanceOver opens the item of a risk that is not accepted any more, with its first due date. An item that was
// closed for another reason, is gone, or is that of another acceptance whose last day is not over, stays as it is.
func (steps *Steps) AcceptanceOver(tx *store.Tx, actor models.Actor, a accepted.Acceptance, why string) error {
	item, err := store.Items(tx).Get(a.ItemID)
	switch {
	case models.CodeOf(err) == models.CodeNotFound:
		return nil
	case err != nil:
		return err
	case item.Status != remediation.WontDo || item.WontDoReason != remediation.RiskAccepted:
		return nil
	}
	still, err := steps.acceptedOtherwise(tx, item, a)
	if err != nil || still {
		return err
	}
	known := answersByQuestion{}
	if err := answersTo(tx, item.Practices, known); err != nil {
		return err
	}
	now := item
	now.Status, now.StatusNote, now.WontDoReason, now.DueOn = remediation.Open, why, "", item.FirstDueOn
	if remediation.AllClosed(states(item.Practices, known)) {
		now.Status = remediation.ToVerify
	}
	return steps.put(tx, actor, item, now)
}

// acceptedOtherwise reports whether another acceptance keeps the item closed.
func (steps *Steps) acceptedOtherwise(tx *store.Tx, item remediation.Item, a accepted.Acceptance) (bool, error) {
	today, err := steps.Today(tx, item.WorkspaceID)
	if err != nil {
		return false, err
	}
	list, err := store.Acceptances(tx).OfWorkload(item.WorkloadID, accepted.Accepted)
	return slices.ContainsFunc(list, func(o accepted.Acceptance) bool {
		return o.ID != a.ID && o.ItemID == item.ID && o.Until >= string(today)
	}), err
}
