package access

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"
	"time"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/models/timezone"
)

// Workspaces are the operations of the workspace itself.
type Workspaces struct {
	core  *core.OperationBase
	steps *Steps
}

// Get returns the actor's workspace.
func (w Workspaces) Get(ctx context.Context) (models.Workspace, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, w.core, func(tx *store.Tx) (models.Workspace, error) {
		if err := models.Allow(actor, models.ReadWorkspace, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return models.Workspace{}, err
		}
		return tx.Workspace(actor.WorkspaceID)
	})
}

// setupPause keeps servers that start at once from ending each other's set-up links.
const setupPause = 10 * time.Second

// FirstStart makes the first workspace where there is none yet and, as long as there is no administrator, a set-up
// link: it returns the link's secret, which cannot be read again and ends the one before, unless another server made
// that a moment ago. On a server that is set up it does nothing and returns "".
func (w Workspaces) FirstStart(ctx context.Context) (secret string, err error) {
	return core.Write(ctx, w.core, func(tx *store.Tx) (string, error) {
		if err := tx.Alone("first start"); err != nil {
			return "", err
		}
		found, err := tx.Workspaces()
		if err != nil {
			return "", err
		}
		if len(found) == 0 {
			if _, err := w.steps.newWorkspace(tx, models.ProgramActor(""), "Default"); err != nil {
				return "", err
			}
		}
		if n, err := tx.Administrators(); err != nil || n > 0 {
			return "", err
		}
		open, err := tx.Links(models.SetupLink, "", models.PageRequest{Limit: 1})
		if err != nil {
			return "", err
		}
		if len(open) > 0 && open[0].Open(w.core.Now()) && w.core.Now().Sub(open[0].CreatedAt) < setupPause {
			return "", nil
		}
		secret, _, err := w.steps.setupLink(tx, models.ProgramActor(""))
		return secret, err
	})
}

// NeedsSetup reports whether the server has no administrator yet, so that the sign-in page can say what to do. It is
// for everybody, and says nothing else; where that can't be read, the page is shown as usual.
func (w Workspaces) NeedsSetup(ctx context.Context) bool {
	n, err := core.Read(ctx, w.core, func(tx *store.Tx) (int, error) {
		n, err := tx.Administrators()
		return int(n), err
	})
	return err == nil && n == 0
}

// SetupLink makes a new set-up link, which ends the one before, as long as there is no administrator: for the command
// line beside the database.
func (w Workspaces) SetupLink(ctx context.Context) (secret string, link models.OneTimeLink, err error) {
	actor := models.ActorFrom(ctx)
	err = w.core.Store.Write(ctx, func(tx *store.Tx) error {
		if err := models.Allow(actor, models.ManageUsers, nil); err != nil {
			return err
		}
		if err := tx.Alone("first start"); err != nil {
			return err
		}
		if n, err := tx.Administrators(); err != nil || n > 0 {
			if err == nil {
				err = models.Errorf(models.CodeConflict,
					"this server has an administrator already: a set-up link is for the first one")
			}
			return err
		}
		if secret, link, err = w.steps.setupLink(tx, actor); err != nil {
			return err
		}
		return w.core.Record(tx, actor, core.AuditEntry{Action: models.ManageUsers, Instance: true,
			Kind: "setup link", ID: link.ID})
	})
	return secret, link, err
}

// setupLink replaces the open set-up links by a new one.
func (steps *Steps) setupLink(tx *store.Tx, by models.Actor) (string, models.OneTimeLink, error) {
	if _, err := tx.RevokeLinks(models.SetupLink, "", steps.core.Now()); err != nil {
		return "", models.OneTimeLink{}, err
	}
	return steps.newLink(tx, by, models.OneTimeLink{Kind: models.SetupLink}, SetupTTL)
}

// newWorkspace stores a workspace under an account id that none has.
func (steps *Steps) newWorkspace(tx *store.Tx, by models.Actor, name string) (models.Workspace, error) {
	for {
		account, err := newAccountID()
		if err != nil {
			return models.Workspace{}, err
		}
		if _, err := tx.WorkspaceByAccount(account); err == nil {
			continue
		} else if models.CodeOf(err) != models.CodeNotFound {
			return models.Workspace{}, err
		}
		space := models.Workspace{ID: models.NewID(), Name: name, AccountID: account, CreatedAt: steps.core.Now(),
			TimeZone: timezone.UTC.String()}
		if err := tx.CreateWorkspace(space); err != nil {
			return space, err
		}
		return space, steps.core.Record(tx, by, core.AuditEntry{Action: models.ManageWorkspaces, Instance: true,
			Kind: "workspace", ID: space.ID,
			Changes: core.AddChange(nil, "name", "", name)})
	}
}

// Create makes a workspace. Its lenses are those of the program; it has no members yet.
func (w Workspaces) Create(ctx context.Context, in models.WorkspaceInput) (models.Workspace, error) {
	if err := models.Validate(&in); err != nil {
		return models.Workspace{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, w.core, func(tx *store.Tx) (models.Workspace, error) {
		if err := models.Allow(actor, models.ManageWorkspaces, nil); err != nil {
			return models.Workspace{}, err
		}
		if err := tx.Alone("workspace names"); err != nil {
			return models.Workspace{}, err
		}
		if err := workspaceNameIsFree(tx, in.Name, ""); err != nil {
			return models.Workspace{}, err
		}
		space, err := w.steps.newWorkspace(tx, actor, in.Name)
		if err != nil {
			return space, err
		}
		return space, w.steps.Hooks.WorkspaceMade(tx, models.ProgramActor(space.ID))
	})
}

func workspaceNameIsFree(tx *store.Tx, name, except string) error {
	all, err := tx.Workspaces()
	if err != nil {
		return err
	}
	for _, other := range all {
		if other.ID != except && models.FoldName(other.Name) == models.FoldName(name) {
			return models.Errorf(models.CodeConflict,
				"a workspace named %q exists already (letter case and spaces do not count)", other.Name)
		}
	}
	return nil
}

// Rename returns the actor's workspace another name. Names of workspaces that the actor can't see are not told apart
// from free ones.
func (w Workspaces) Rename(ctx context.Context, in models.WorkspaceInput) (models.Workspace, error) {
	if err := models.Validate(&in); err != nil {
		return models.Workspace{}, err
	}
	return w.Update(ctx, models.WorkspacePatch{Name: &in.Name})
}

// Update changes the actor's workspace: its name, its time zone, and whether it requires one-time codes. Who
// requires them has them, or signed in where the provider looks after that.
func (w Workspaces) Update(ctx context.Context, patch models.WorkspacePatch) (models.Workspace, error) {
	if err := models.Validate(&patch); err != nil {
		return models.Workspace{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, w.core, func(tx *store.Tx) (models.Workspace, error) {
		if err := models.Allow(actor, models.UpdateWorkspace, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return models.Workspace{}, err
		}
		old, err := store.WorkspaceToUpdate(tx, actor.WorkspaceID)
		if err != nil {
			return old, err
		}
		space := old
		if patch.Name != nil {
			space.Name = *patch.Name
		}
		if patch.TimeZone != nil {
			space.TimeZone, _ = timezone.Name(*patch.TimeZone)
		}
		if patch.RequireCodes != nil {
			space.RequireCodes = *patch.RequireCodes
		}
		if space == old {
			return old, nil
		}
		if space.RequireCodes && !old.RequireCodes {
			if err := mayRequireCodes(tx, actor); err != nil {
				return old, err
			}
			w.core.Publish(tx, models.ReviewEvent{Kind: models.EventAccess}) // who listens without codes is looked at again
		}
		if err := tx.UpdateWorkspace(space); err != nil {
			return old, err
		}
		changes := core.AddChange(nil, "name", old.Name, space.Name)
		changes = core.AddChange(changes, "time_zone", old.TimeZone, space.TimeZone)
		return space, w.core.Record(tx, actor, core.AuditEntry{Action: models.UpdateWorkspace, Kind: "workspace",
			ID: space.ID,
			Changes: core.AddChange(changes, "require_one_time_codes", core.YesNo(old.RequireCodes),
				core.YesNo(space.RequireCodes))})
	})
}

// List returns all workspaces of the instance, the oldest first: for administrators.
func (w Workspaces) List(ctx context.Context) ([]models.Workspace, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, w.core, func(tx *store.Tx) ([]models.Workspace, error) {
		if err := models.Allow(actor, models.ManageWorkspaces, nil); err != nil {
			return nil, err
		}
		return tx.Workspaces()
	})
}

// All lists every workspace: for the command line beside the database, which has no actor yet.
func (w Workspaces) All(ctx context.Context) ([]models.Workspace, error) {
	return core.Read(ctx, w.core, func(tx *store.Tx) ([]models.Workspace, error) { return tx.Workspaces() })
}

// newAccountID generates the 12 digits that stand for the workspace where an AWS account id is expected.
func newAccountID() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(900_000_000_000))
	if err != nil {
		return "", fmt.Errorf("draw an account id: %w", err)
	}
	return fmt.Sprint(n.Int64() + 100_000_000_000), nil
}

// Inventory counts what the database holds, across all workspaces: for administrators.
func (w Workspaces) Inventory(ctx context.Context) (models.Inventory, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, w.core, func(tx *store.Tx) (models.Inventory, error) {
		if err := models.Allow(actor, models.ReadInstance, nil); err != nil {
			return models.Inventory{}, err
		}
		return tx.Inventory()
	})
}
