package access

import (
	"context"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// Mappings are the operations of the table that turns claims of the identity provider into roles: for administrators.
// A change of it works from each person's next sign-in on.
type Mappings struct{ core *core.OperationBase }

// List returns all mappings by claim, value and workspace, with what the sign-ins so far say of them.
func (m Mappings) List(ctx context.Context) ([]models.RoleMapping, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, m.core, func(tx *store.Tx) ([]models.RoleMapping, error) {
		if err := models.Allow(actor, models.ManageMappings, nil); err != nil {
			return nil, err
		}
		all, err := store.Mappings(tx).All()
		if err != nil {
			return nil, err
		}
		return judgeMappings(tx, all)
	})
}

// Create adds a mapping. A claim's value has one role in a workspace: to give another one, delete the mapping first.
// Reasons why it may never match are returned as a warning.
func (m Mappings) Create(ctx context.Context, in models.MappingInput) (models.RoleMapping, error) {
	if err := models.ValidateMapping(&in); err != nil {
		return models.RoleMapping{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, m.core, func(tx *store.Tx) (models.RoleMapping, error) {
		if err := models.Allow(actor, models.ManageMappings, nil); err != nil {
			return models.RoleMapping{}, err
		}
		if err := tx.Alone("mappings"); err != nil {
			return models.RoleMapping{}, err
		}
		if err := m.fits(tx, in); err != nil {
			return models.RoleMapping{}, err
		}
		made := models.RoleMapping{ID: models.NewID(), Claim: in.Claim, Value: in.Value, WorkspaceID: in.WorkspaceID,
			Role:      in.Role,
			CreatedAt: m.core.Now(), CreatedBy: actor.Name}
		if err := store.Mappings(tx).Create(made); err != nil {
			return made, err
		}
		all, err := judgeMappings(tx, []models.RoleMapping{made})
		if err != nil {
			return made, err
		}
		return all[0], m.core.Record(tx, actor, mappingDeed(made.ID, models.RoleMapping{}, made))
	})
}

// fits reports whether the workspace exists, and there is room and no such mapping yet.
func (m Mappings) fits(tx *store.Tx, in models.MappingInput) error {
	if in.WorkspaceID != "" {
		if _, err := tx.Workspace(in.WorkspaceID); models.CodeOf(err) == models.CodeNotFound {
			return models.InvalidInput(models.FieldFault{Field: "workspace_id", Message: "is no workspace of this server"})
		} else if err != nil {
			return err
		}
	}
	all, err := store.Mappings(tx).All()
	if err != nil {
		return err
	}
	if len(all) >= models.MaxMappings {
		return models.Errorf(models.CodeConflict,
			"there are %d mappings, more are not kept: map a claim that fewer values say it with", len(all))
	}
	for _, other := range all {
		if other.Claim == in.Claim && other.Value == in.Value && other.WorkspaceID == in.WorkspaceID {
			return models.Errorf(models.CodeConflict, "%s %q has the role %s there already: delete that mapping first",
				in.Claim, in.Value, other.Role)
		}
	}
	return nil
}

// Delete removes a mapping. Whoever has a role by it keeps it until the next sign-in.
func (m Mappings) Delete(ctx context.Context, id string) error {
	actor := models.ActorFrom(ctx)
	return m.core.Store.Write(ctx, func(tx *store.Tx) error {
		if err := models.Allow(actor, models.ManageMappings, nil); err != nil {
			return err
		}
		old, err := store.Mappings(tx).Get(id)
		if models.CodeOf(err) == models.CodeNotFound {
			return models.Errorf(models.CodeNotFound, "there is no mapping %q", id)
		}
		if err != nil {
			return err
		}
		if err := store.Mappings(tx).Delete(id); err != nil {
			return err
		}
		return m.core.Record(tx, actor, mappingDeed(id, old, models.RoleMapping{}))
	})
}

func mappingDeed(id string, from, to models.RoleMapping) core.AuditEntry {
	changes := core.AddChange(nil, "claim", from.Claim, to.Claim)
	changes = core.AddChange(changes, "value", from.Value, to.Value)
	changes = core.AddChange(changes, "workspace", from.WorkspaceID, to.WorkspaceID)
	return core.AuditEntry{Action: models.ManageMappings, Instance: true, Kind: "mapping", ID: id,
		Changes: core.AddChange(changes, "role", string(from.Role), string(to.Role))}
}
