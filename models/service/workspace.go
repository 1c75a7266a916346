package service

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"

	"plumbline/models"
	"plumbline/models/store"
)

// Workspaces are the verbs of the workspace itself.
type Workspaces struct{ *floor }

// Get gives the actor's workspace.
func (w Workspaces) Get(ctx context.Context) (models.Workspace, error) {
	actor := models.ActorFrom(ctx)
	return read(ctx, w.floor, func(tx *store.Tx) (models.Workspace, error) {
		if err := models.Allow(actor, models.ReadWorkspace, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return models.Workspace{}, err
		}
		return tx.Workspace(actor.WorkspaceID)
	})
}

// FirstStart makes the first workspace and its owner's token where there is no workspace yet, and gives the token's
// secret, which is not to be had again. On a database that was started before it does nothing and gives "".
func (w Workspaces) FirstStart(ctx context.Context) (secret string, err error) {
	return write(ctx, w.floor, func(tx *store.Tx) (string, error) {
		if err := tx.Alone("first start"); err != nil {
			return "", err
		}
		found, err := tx.Workspaces()
		if err != nil || len(found) > 0 {
			return "", err
		}
		account, err := newAccountID()
		if err != nil {
			return "", err
		}
		space := models.Workspace{ID: models.NewID(), Name: "Default", AccountID: account, CreatedAt: w.now()}
		if err := tx.CreateWorkspace(space); err != nil {
			return "", err
		}
		secret, _, err := w.newToken(tx, SystemActor(space.ID), models.TokenInput{Name: "First owner", Role: models.Owner})
		return secret, err
	})
}

// All lists every workspace: for the command line beside the database, which has no actor yet.
func (w Workspaces) All(ctx context.Context) ([]models.Workspace, error) {
	return read(ctx, w.floor, func(tx *store.Tx) ([]models.Workspace, error) { return tx.Workspaces() })
}

// SystemActor is the program itself at work in a workspace: on the first start, in the demo, on the command line beside the
// database.
func SystemActor(workspaceID string) models.Actor {
	return models.Actor{Kind: models.SystemActor, Name: "Plumbline", WorkspaceID: workspaceID, Role: models.Owner}
}

// newAccountID draws the 12 digits that stand for the workspace where an AWS account id is expected.
func newAccountID() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(900_000_000_000))
	if err != nil {
		return "", fmt.Errorf("draw an account id: %w", err)
	}
	return fmt.Sprint(n.Int64() + 100_000_000_000), nil
}
