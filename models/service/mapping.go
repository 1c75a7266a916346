package service

import (
	"context"

	"plumbline/models"
	"plumbline/models/store"
)

// Mappings are the verbs of the table that gives roles to claims of the identity provider.
type Mappings struct{ *floor }

// List gives all mappings by claim, value and workspace.
func (m Mappings) List(ctx context.Context) ([]models.Mapping, error) {
	actor := models.ActorFrom(ctx)
	return read(ctx, m.floor, func(tx *store.Tx) ([]models.Mapping, error) {
		if err := models.Allow(actor, models.ManageMappings, nil); err != nil {
			return nil, err
		}
		return tx.Mappings()
	})
}

// Create makes a mapping. It is in force from the next sign-in of each person on.
func (m Mappings) Create(ctx context.Context, in models.MappingInput) (models.Mapping, error) {
	if err := models.Validate(in); err != nil {
		return models.Mapping{}, err
	}
	if (in.WorkspaceID == "") != (in.Role == models.Administrator) {
		return models.Mapping{}, models.Faulty(models.Fault{Field: "workspace", Message: "is for every role but administrator, which is of the instance"})
	}
	actor := models.ActorFrom(ctx)
	return write(ctx, m.floor, func(tx *store.Tx) (models.Mapping, error) {
		if err := models.Allow(actor, models.ManageMappings, nil); err != nil {
			return models.Mapping{}, err
		}
		if in.WorkspaceID != "" {
			if _, err := tx.Workspace(in.WorkspaceID); models.CodeOf(err) == models.NotFound {
				return models.Mapping{}, models.Faulty(models.Fault{Field: "workspace", Message: "is no workspace"})
			} else if err != nil {
				return models.Mapping{}, err
			}
		}
		row := models.Mapping{ID: models.NewID(), Claim: in.Claim, Value: in.Value, WorkspaceID: in.WorkspaceID, Role: in.Role,
			CreatedAt: m.now(), CreatedBy: actor.Name}
		if err := tx.CreateMapping(row); err != nil {
			return row, err
		}
		return row, m.record(tx, actor, deed{action: models.ManageMappings, instance: true, kind: "mapping", id: row.ID,
			changes: mappingChanges(models.Mapping{}, row)})
	})
}

func mappingChanges(a, b models.Mapping) []models.Change {
	list := changed(changed(nil, "claim", a.Claim, b.Claim), "value", a.Value, b.Value)
	return changed(changed(list, "workspace", a.WorkspaceID, b.WorkspaceID), "role", string(a.Role), string(b.Role))
}

// Delete takes a mapping away. What it gave goes at the next sign-in of each person.
func (m Mappings) Delete(ctx context.Context, id string) error {
	actor := models.ActorFrom(ctx)
	return m.store.Write(ctx, func(tx *store.Tx) error {
		if err := models.Allow(actor, models.ManageMappings, nil); err != nil {
			return err
		}
		row, err := tx.Mapping(id)
		if models.CodeOf(err) == models.NotFound {
			return models.Errorf(models.NotFound, "there is no mapping %q", id)
		}
		if err != nil {
			return err
		}
		if err := tx.DeleteMapping(id); err != nil {
			return err
		}
		return m.record(tx, actor, deed{action: models.ManageMappings, instance: true, kind: "mapping", id: id,
			changes: mappingChanges(row, models.Mapping{})})
	})
}
