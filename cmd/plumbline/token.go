package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strings"

	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/store"
)

type tokenCmd struct {
	Create tokenCreateCmd `cmd:"" help:"Make a token and print it."`
}

type tokenCreateCmd struct {
	dataFlag
	Name string `help:"What the token is for." default:"Made on the command line"`
	Role string `help:"viewer, contributor, architect or owner." enum:"viewer,contributor,architect,owner" default:"owner"`
}

// Run makes a token in the first workspace.
func (t *tokenCreateCmd) Run(ctx context.Context, std streams) error {
	return t.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		secret, _, err := svc.Tokens.Create(ctx, models.TokenInput{Name: t.Name, Role: models.Role(t.Role)})
		if err == nil {
			_, err = fmt.Fprintln(std.out, secret)
		}
		return err
	})
}

// beside opens the data that a server may be using at the same time and does something there as the program itself.
func (d dataFlag) beside(ctx context.Context, do func(context.Context, *service.Service) error) (err error) {
	if _, err := os.Stat(d.Data); errors.Is(err, fs.ErrNotExist) && !strings.Contains(d.Data, "://") && !strings.HasPrefix(d.Data, "file:") {
		return fmt.Errorf("there is no database at %s: start the server once with the same --data", d.Data)
	}
	st, err := store.Open(ctx, d.Data, store.Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := st.Close(); err == nil {
			err = closeErr
		}
	}()
	svc := service.New(st, service.Options{})
	spaces, err := svc.Workspaces.All(ctx)
	if err != nil {
		return err
	}
	if len(spaces) == 0 {
		return models.Errorf(models.Conflict, "there is no workspace yet: start the server once with the same --data")
	}
	return do(models.WithActor(ctx, service.SystemActor(spaces[0].ID)), svc)
}
