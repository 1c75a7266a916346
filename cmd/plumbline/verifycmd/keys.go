package verifycmd

import (
	"context"
	"fmt"
	"os"

	"plumbline/api/v1/proofs"
	"plumbline/cmd/plumbline/client"
	"plumbline/cmd/plumbline/command"
	"plumbline/cmd/plumbline/output"
	"plumbline/models/service"
)

// Keys is the commands about the keys that sign reports.
type Keys struct {
	List   List   `cmd:"" help:"List the public keys with which the server signs reports, newest first."`
	Rotate Rotate `cmd:"" help:"Have a new key sign reports; what older keys signed stays genuine."`
}

// List prints the public keys.
type List struct {
	command.DataFlags
	Server string `help:"Ask this server; a token in PLUMBLINE_TOKEN is used." placeholder:"URL" env:"PLUMBLINE_SERVER"`
	PEM    bool   `name:"pem" help:"Print the keys as PEM, for verify --key."`
	output.ListFlag
}

type keyRow proofs.Key

// Cells are those of the table.
func (k keyRow) Cells() []string {
	return []string{k.ID, output.Minute(&k.CreatedAt), output.Minute(k.RetiredAt)}
}

// Run lists them, of a server or beside the database.
func (l *List) Run(ctx context.Context, program *command.Program) error {
	keys, err := l.keys(ctx, program)
	if err != nil {
		return err
	}
	if l.PEM {
		for _, k := range keys.Items {
			if _, err := fmt.Fprintf(program.Out, "%s%s", "key "+k.ID+"\n", k.PEM); err != nil {
				return err
			}
		}
		return nil
	}
	return output.List(l.ListFlag, program.Out, "KEY SINCE UNTIL",
		output.ConvertAll(keys.Items, func(k proofs.Key) keyRow { return keyRow(k) }))
}

func (l *List) keys(ctx context.Context, program *command.Program) (keys proofs.Keys, err error) {
	if l.Server != "" {
		server, err := client.Open(l.Server, os.Getenv(client.TokenVariable))
		if err != nil {
			return keys, err
		}
		return keys, server.Get(ctx, "/report-keys", nil, &keys)
	}
	err = program.Instance(ctx, l.Data, service.Options{}, func(ctx context.Context, svc *service.Service) error {
		list, err := svc.Proofs.Keys(ctx)
		if err != nil {
			return err
		}
		keys, err = proofs.KeysOf(list)
		return err
	})
	return keys, err
}

// Rotate makes a new key beside the database.
type Rotate struct {
	command.DataFlags
	SecretKeyFile string `help:"Key file of the server." placeholder:"FILE" env:"PLUMBLINE_SECRET_KEY_FILE"`
}

// Run makes the key and prints its id.
func (r *Rotate) Run(ctx context.Context, program *command.Program) error {
	keys, err := program.Keys(r.SecretKeyFile, r.Data)
	if err != nil {
		return err
	}
	opt := service.Options{SecretKeys: keys}
	return program.Instance(ctx, r.Data, opt, func(ctx context.Context, svc *service.Service) error {
		made, err := svc.Proofs.Rotate(ctx)
		if err == nil {
			_, err = fmt.Fprintln(program.Out, made.ID)
		}
		return err
	})
}
