package service

import (
	"context"
	"slices"
	"strings"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

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

// Sealed counts the secrets that are kept under keys of the server, and those that the keys at hand do not open: for administrators.
func (k Keys) Sealed(ctx context.Context) (sealed models.Sealed, err error) {
	actor := models.ActorFrom(ctx)
	all, err := core.Read(ctx, k.core, func(tx *store.Tx) ([]models.SealedSecret, error) {
		if err := models.Allow(actor, models.ReadInstance, nil); err != nil {
			return nil, err
		}
		return tx.SealedSecrets()
	})
	for _, secret := range all {
		count, lost, of := &sealed.Keys, &sealed.LostKeys, "access key "+secret.Of
		if secret.Code {
			count, lost, of = &sealed.Codes, &sealed.LostCodes, "totp "+secret.Of
		}
		*count++
		if _, err := k.keys.Open(secret.Text, of); err != nil {
			*lost++
			id, _, _ := strings.Cut(secret.Text, ".")
			sealed.Missing = append(sealed.Missing, id)
		}
	}
	slices.Sort(sealed.Missing)
	sealed.Missing = slices.Compact(sealed.Missing)
	return sealed, err
}
