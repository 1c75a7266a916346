package core

import (
	"cmp"
	"slices"

	"plumbline/models"
	"plumbline/models/store"
)

// AuditEntry is what an audit line says beside who and when.
type AuditEntry struct {
	Action     models.Action
	Kind       string // of the thing that was changed, such as "review"
	ID         string // of the thing
	WorkloadID string // the thing belongs to, "" if it is part of none
	Instance   bool   // belongs to no workspace
	Workspace  string // the thing's, where it may not be the actor's; "" is the actor's
	Changes    []models.FieldChange
}

// Record writes the audit line of a change, in the transaction of the change. After it those who listen are told,
// where somebody may see less now.
func (base *OperationBase) Record(tx *store.Tx, actor models.Actor, entry AuditEntry) error {
	if entry.narrows() {
		base.Publish(tx, models.ReviewEvent{Kind: models.EventAccess})
	}
	space := cmp.Or(entry.Workspace, actor.WorkspaceID)
	if entry.Instance {
		space = ""
	}
	return tx.AppendAudit(models.AuditLine{
		WorkspaceID: space,
		At:          base.Now(),
		ActorKind:   actor.Kind,
		ActorID:     actor.ID,
		ActorName:   actor.Name,
		Address:     actor.Address,
		Action:      entry.Action,
		Kind:        entry.Kind,
		ThingID:     entry.ID,
		WorkloadID:  entry.WorkloadID,
		Changes:     entry.Changes,
	})
}

// AddChange appends a field to the list if it changed.
func AddChange(list []models.FieldChange, field, from, to string) []models.FieldChange {
	if from == to {
		return list
	}
	return append(list, models.FieldChange{Field: field, From: from, To: to})
}

// AddListChange appends a field that holds a list to the list of changes if it changed.
func AddListChange(list []models.FieldChange, field string, from, to []string) []models.FieldChange {
	if slices.Equal(from, to) {
		return list
	}
	return append(list, models.ListChange(field, from, to))
}

// narrows reports whether somebody may see less after the change than before. Then the permission of all who listen is
// checked again before they get another event; an action that is listed without need costs such a check.
func (entry AuditEntry) narrows() bool {
	switch entry.Action {
	case models.ManageMembers,
		models.ManageUsers,
		models.ManageMappings,
		models.ManageTokens,
		models.ManageOwnKeys,
		models.ManageGuests,
		models.ShareWorkload,
		models.AnswerShares,
		models.DeleteWorkload:
		return true
	case models.UpdateReview:
		return len(entry.Changes) > 0 && entry.Changes[0].To == "" // no lens version: it is removed
	case models.ManageSelf:
		return entry.Kind == "user" || (len(entry.Changes) > 0 && entry.Changes[0].Field == "revoked")
	}
	return false
}

// YesNo is how a Change writes a truth.
func YesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
