package plan

import (
	"context"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
)

// FormView is what there is to choose from for an item of a workload.
type FormView struct {
	Workload string               // name
	People   []models.Participant // who may own it, and be mentioned
	Settings remediation.PlanSettings
	Today    remediation.Date

	MayComment bool
	MayDelete  bool // comments of others
}

// Form returns what there is to choose from for an item of a workload.
func (i Items) Form(ctx context.Context, workloadID string) (FormView, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, i.core, func(tx *store.Tx) (v FormView, err error) {
		load, err := core.Workload(tx, actor, models.ReadItem, workloadID)
		if err != nil {
			return v, err
		}
		v.Workload = load.Name
		if v.People, err = reviews.Participants(tx, load.WorkspaceID, load.ID); err != nil {
			return v, err
		}
		if v.Settings, err = store.PlanSettings(tx).Of(load.WorkspaceID); err != nil {
			return v, err
		}
		if v.MayComment, err = allowed(tx, actor, models.CreateComment, load.Place()); err != nil {
			return v, err
		}
		if v.MayDelete, err = allowed(tx, actor, models.DeleteComment, load.Place()); err != nil {
			return v, err
		}
		v.Today, err = i.steps.Today(tx, load.WorkspaceID)
		return v, err
	})
}

// allowed tells whether the actor may do something; an error is none of permission.
func allowed(tx *store.Tx, actor models.Actor, action models.Action, at models.ThingPlace) (bool, error) {
	err := core.Allow(tx, actor, action, at)
	if core.IsDenied(err) {
		return false, nil
	}
	return err == nil, err
}

// Today is the day in the time zone of the actor's workspace.
func (i Items) Today(ctx context.Context) (remediation.Date, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, i.core, func(tx *store.Tx) (remediation.Date, error) {
		if err := models.Allow(actor, models.ReadItem, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return "", err
		}
		return i.steps.Today(tx, actor.WorkspaceID)
	})
}
