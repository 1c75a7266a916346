package main

import (
	"context"
	"fmt"

	"plumbline/cmd/plumbline/output"
	"plumbline/models"
	"plumbline/models/service"
)

type keyCmd struct {
	Create keyCreateCmd `cmd:"" help:"Create an access key and print its id and secret. It needs the server's secret key."`
	List   keyListCmd   `cmd:"" help:"List the access keys of a workspace, personal and revoked ones included."`
	Revoke keyRevokeCmd `cmd:"" help:"Revoke an access key."`
}

type keyCreateCmd struct {
	spaceFlag
	unusedAddress
	keyFlags
	credentialFlags
}

// Run makes an access key of the workspace.
func (k *keyCreateCmd) Run(ctx context.Context, std programStreams) error {
	keys, err := k.secretKeys(k.Data)
	if err != nil {
		return err
	}
	return k.besideWith(ctx, service.Options{SecretKeys: keys}, func(ctx context.Context, svc *service.Service) error {
		in, err := k.input(ctx, svc)
		if err != nil {
			return err
		}
		secret, key, err := svc.Keys.Create(ctx, in)
		if err == nil {
			_, err = fmt.Fprintln(std.out, key.ID, secret)
		}
		return err
	})
}

func newKeyRow(k models.AccessKey) credentialRow {
	return credentialRow{k.ID, "", k.Name, string(k.Role), k.UserID, k.CreatedAt, k.CreatedBy,
		output.TimeOrNil(k.ExpiresAt),
		output.TimeOrNil(k.RevokedAt),
		output.TimeOrNil(k.LastUsedAt)}
}

type keyListCmd struct {
	spaceFlag
	unusedAddress
	output.ListFlag
}

// Run lists the access keys.
func (k *keyListCmd) Run(ctx context.Context, std programStreams) error {
	return k.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		keys, err := readAllPages(func(p models.PageRequest) (models.ResultPage[models.AccessKey], error) {
			return svc.Keys.List(ctx, p)
		})
		if err != nil {
			return err
		}
		return output.List(k.ListFlag, std.out, credentialHeads, output.ConvertAll(keys, newKeyRow))
	})
}

type keyRevokeCmd struct {
	spaceFlag
	unusedAddress
	ID string `arg:"" help:"Id of the access key, as key list prints it."`
}

// Run ends the access key.
func (k *keyRevokeCmd) Run(ctx context.Context) error {
	return k.beside(ctx, func(ctx context.Context, svc *service.Service) error { return svc.Keys.Revoke(ctx, k.ID) })
}
