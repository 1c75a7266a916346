package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"plumbline/cmd/plumbline/output"
	"plumbline/models"
	"plumbline/models/service"
)

type workspaceCmd struct {
	List   workspaceListCmd   `cmd:"" help:"List the workspaces of the server, the oldest first."`
	Create workspaceCreateCmd `cmd:"" help:"Create a workspace; it has no members yet."`
	Rename workspaceRenameCmd `cmd:"" help:"Rename a workspace."`
	Zone   workspaceZoneCmd   `cmd:"" name:"time-zone" help:"Set the time zone in which reports and pages show dates."`
	Codes  workspaceCodesCmd  `cmd:"" name:"require-codes" help:"Require one-time codes of the members of a workspace, or no longer."`
}

// spaceRow is a workspace as it is printed.
type spaceRow struct {
	ID        string    `json:"id"`
	AccountID string    `json:"account_id"`
	Name      string    `json:"name"`
	CreatedAt time.Time `json:"created_at"`

	TimeZone     string `json:"time_zone"`
	RequireCodes bool   `json:"require_one_time_codes"`
}

func newSpaceRow(w models.Workspace) spaceRow {
	return spaceRow{w.ID, w.AccountID, w.Name, w.CreatedAt, w.TimeZone, w.RequireCodes}
}

func (r spaceRow) Cells() []string {
	return []string{r.ID, r.AccountID, output.Minute(&r.CreatedAt), r.Name}
}

type workspaceListCmd struct {
	dataFlag
	unusedAddress
	output.ListFlag
}

// Run lists the workspaces.
func (w *workspaceListCmd) Run(ctx context.Context, std programStreams) error {
	return w.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		spaces, err := svc.Workspaces.List(ctx)
		if err != nil {
			return err
		}
		return output.List(w.ListFlag, std.out, "ID ACCOUNT CREATED NAME", output.ConvertAll(spaces, newSpaceRow))
	})
}

type workspaceCreateCmd struct {
	dataFlag
	unusedAddress
	Name string `arg:"" help:"What the workspace is called."`
}

// Run makes the workspace and prints its ids.
func (w *workspaceCreateCmd) Run(ctx context.Context, std programStreams) error {
	return w.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		space, err := svc.Workspaces.Create(ctx, models.WorkspaceInput{Name: w.Name})
		if err != nil {
			return err
		}
		return printSpace(std.out, space)
	})
}

func printSpace(to io.Writer, w models.Workspace) error {
	_, err := fmt.Fprintf(to, "%s  %s  %s\n", w.ID, w.AccountID, w.Name)
	return err
}

type workspaceRenameCmd struct {
	spaceFlag
	unusedAddress
	Name string `arg:"" help:"The new name."`
}

// Run renames the workspace.
func (w *workspaceRenameCmd) Run(ctx context.Context, std programStreams) error {
	return w.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		space, err := svc.Workspaces.Rename(ctx, models.WorkspaceInput{Name: w.Name})
		if err != nil {
			return err
		}
		return printSpace(std.out, space)
	})
}

type workspaceZoneCmd struct {
	spaceFlag
	unusedAddress
	Zone string `arg:"" help:"A name of the tz database, such as Europe/Berlin."`
}

// Run sets the time zone of the workspace.
func (w *workspaceZoneCmd) Run(ctx context.Context, std programStreams) error {
	return w.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		space, err := svc.Workspaces.Update(ctx, models.WorkspacePatch{TimeZone: &w.Zone})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(std.out, "%s  %s  %s\n", space.ID, space.TimeZone, space.Name)
		return err
	})
}

type workspaceCodesCmd struct {
	spaceFlag
	unusedAddress
	State string `arg:"" enum:"on,off" help:"on: members without one-time codes are asked to set them up, and can do nothing else there; off."`
}

// Run sets whether the workspace requires one-time codes.
func (w *workspaceCodesCmd) Run(ctx context.Context, std programStreams) error {
	return w.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		require := w.State == "on"
		space, err := svc.Workspaces.Update(ctx, models.WorkspacePatch{RequireCodes: &require})
		if err != nil {
			return err
		}
		return printSpace(std.out, space)
	})
}
