package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"plumbline/cmd/plumbline/command"
	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/store"
)

// localCommand is what a command does beside the database, as the program itself.
type localCommand func(context.Context, *service.Service) error

// beside opens the data that a server may be using at the same time and does something there that concerns the
// instance.
func (d dataFlag) beside(ctx context.Context, do localCommand) error {
	return d.besideWith(ctx, service.Options{}, do)
}

func (d dataFlag) besideWith(ctx context.Context, opt service.Options, do localCommand) (err error) {
	st, err := d.open(ctx, store.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	return d.on(ctx, st, opt, do)
}

// open opens a database that is there. Nothing is logged.
func (d dataFlag) open(ctx context.Context, opt store.Options) (*store.Store, error) {
	if err := d.present(); err != nil {
		return nil, err
	}
	opt.Logger = slog.New(slog.DiscardHandler)
	return openStore(ctx, d.Data, opt)
}

func (d dataFlag) on(ctx context.Context, st *store.Store, opt service.Options, do localCommand) error {
	opt.Shipped = builtinLenses()
	return do(models.WithActor(ctx, models.ProgramActor("")), service.New(st, opt))
}

// spaceFlag is for what is done in one workspace.
type spaceFlag struct {
	dataFlag
	Workspace string `help:"Name, id or account id of the workspace; needed where there are several." placeholder:"WORKSPACE"`
}

// beside is that of dataFlag for what concerns the workspace.
func (s spaceFlag) beside(ctx context.Context, do localCommand) error {
	return s.besideWith(ctx, service.Options{}, do)
}

func (s spaceFlag) besideWith(ctx context.Context, opt service.Options, do localCommand) error {
	return s.dataFlag.besideWith(ctx, opt, func(ctx context.Context, svc *service.Service) error {
		spaces, err := svc.Workspaces.All(ctx)
		if err != nil {
			return err
		}
		space, err := chooseWorkspace(spaces, s.Workspace)
		if err != nil {
			return err
		}
		return do(models.WithActor(ctx, models.ProgramActor(space.ID)), svc)
	})
}

// program is what commands with a package of their own get.
func (std programStreams) program() *command.Program {
	return &command.Program{In: std.in, Out: std.out, Err: std.err, BesideWith: func(ctx context.Context, at command.Place,
		opt service.Options, do func(context.Context, *service.Service) error) error {
		return spaceFlag{dataFlag{at.Data}, at.Workspace}.besideWith(ctx, opt, do)
	}, Instance: func(ctx context.Context, data string, opt service.Options,
		do func(context.Context, *service.Service) error) error {
		return dataFlag{data}.besideWith(ctx, opt, do)
	}, Keys: func(file, data string) ([][]byte, error) { return keyFlags{file}.secretKeys(data) }}
}

// chooseWorkspace finds the one workspace that is meant.
func chooseWorkspace(spaces []models.Workspace, ref string) (models.Workspace, error) {
	var found []models.Workspace
	for _, w := range spaces {
		if ref == "" || ref == w.ID || ref == w.AccountID || models.FoldName(ref) == models.FoldName(w.Name) {
			found = append(found, w)
		}
	}
	switch {
	case len(spaces) == 0:
		return models.Workspace{},
			models.Errorf(models.CodeConflict, "there is no workspace yet: start the server once with the same --data")
	case len(found) == 1:
		return found[0], nil
	case len(found) == 0:
		return models.Workspace{},
			models.Errorf(models.CodeNotFound, "there is no workspace %q; there are:\n%s", ref, listWorkspaces(spaces))
	}
	return models.Workspace{},
		models.Errorf(models.CodeConflict, "say which workspace with --workspace:\n%s", listWorkspaces(found))
}

// maxNamed bounds the workspaces that a complaint lists.
const maxNamed = 20

func listWorkspaces(spaces []models.Workspace) string {
	var lines []string
	for _, w := range spaces[:min(len(spaces), maxNamed)] {
		lines = append(lines, fmt.Sprintf("  %s  %s", w.AccountID, w.Name))
	}
	if len(spaces) > maxNamed {
		lines = append(lines, fmt.Sprintf("  and %d more", len(spaces)-maxNamed))
	}
	return strings.Join(lines, "\n")
}

// readAllPages reads a list to its end.
func readAllPages[T any](ask func(models.PageRequest) (models.ResultPage[T], error)) (all []T, err error) {
	for p := (models.PageRequest{Limit: models.MaxPage}); ; {
		page, err := ask(p)
		if err != nil {
			return nil, err
		}
		all = append(all, page.Items...)
		if page.Next == "" {
			return all, nil
		}
		p.After = page.Next
	}
}
