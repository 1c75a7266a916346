// Package command is what the program gives to commands that have a package of their own: streams, and how to work
// beside the database. Their flags say where.
//
// It may import models and the service.
package command

import (
	"context"
	"errors"
	"io"

	"plumbline/models"
	"plumbline/models/service"
)

// ErrFound ends a command that did its work and found something wrong; what it was has been said already.
var ErrFound = errors.New("problems were found")

// ErrOutdated ends a command that found what it looked at genuine, and superseded by something newer.
var ErrOutdated = errors.New("there is something newer")

// Program is what a command gets of the program.
type Program struct {
	In       io.Reader
	Out, Err io.Writer

	// BesideWith opens the data that a server may be using at the same time, and does something in a workspace there.
	BesideWith func(context.Context, Place, service.Options, func(context.Context, *service.Service) error) error

	// Instance opens such data at a place, and does something that concerns all workspaces.
	Instance func(ctx context.Context, data string, opt service.Options,
		do func(context.Context, *service.Service) error) error

	// Keys reads the keys of the server: those of the file, or where the server finds them if it is "". None at all is
	// no error.
	Keys func(file, data string) ([][]byte, error)
}

// Beside is BesideWith without options.
func (p *Program) Beside(ctx context.Context, at Place, do func(context.Context, *service.Service) error) error {
	return p.BesideWith(ctx, at, service.Options{}, do)
}

// Place says where the data are, and which workspace is meant: by name, id or account id, "" for the only one.
type Place struct{ Data, Workspace string }

// Flags are the Place of a command. The flags of a server can be given too, so that one configuration file serves both.
type Flags struct {
	Data      string `help:"SQLite file, or postgres://" default:"./plumbline.db" placeholder:"WHERE" env:"PLUMBLINE_DATA"`
	Workspace string `help:"Name or id of the workspace; needed where there are several." placeholder:"WORKSPACE"`

	URL     string `name:"url" hidden:"" env:"PLUMBLINE_URL"`
	Listen  string `hidden:"" env:"PLUMBLINE_LISTEN"`
	TLSCert string `hidden:"" env:"PLUMBLINE_TLS_CERT"`
}

// Place is where the flags say.
func (f Flags) Place() Place { return Place{f.Data, f.Workspace} }

// DataFlags are Flags for what concerns all workspaces.
type DataFlags struct {
	Data string `help:"SQLite file, or postgres://" default:"./plumbline.db" placeholder:"WHERE" env:"PLUMBLINE_DATA"`

	URL     string `name:"url" hidden:"" env:"PLUMBLINE_URL"`
	Listen  string `hidden:"" env:"PLUMBLINE_LISTEN"`
	TLSCert string `hidden:"" env:"PLUMBLINE_TLS_CERT"`
}

// WorkloadID takes an id as it is and looks a name up.
func WorkloadID(ctx context.Context, svc *service.Service, ref string) (string, error) {
	if models.IsID(ref) {
		return ref, nil
	}
	q := models.WorkloadQuery{Name: ref, PageRequest: models.PageRequest{Limit: models.MaxPage}}
	for {
		page, err := svc.Workloads.List(ctx, q)
		if err != nil {
			return "", err
		}
		for _, w := range page.Items {
			if models.FoldName(w.Name) == models.FoldName(ref) {
				return w.ID, nil
			}
		}
		if q.After = page.Next; page.Next == "" {
			return "", NoWorkload(ref)
		}
	}
}

// NoWorkload is the error where nothing has the id or name.
func NoWorkload(ref string) error {
	return models.Errorf(models.CodeNotFound, "there is no workload with the id or name %q", ref)
}
