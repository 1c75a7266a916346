package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"plumbline/cmd/plumbline/command"
	"plumbline/cmd/plumbline/output"
	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/text"
)

type guestCmd struct {
	Create guestCreateCmd `cmd:"" help:"Create a link that opens one review, read only, without an account, and print it."`
	List   guestListCmd   `cmd:"" help:"List the guest links of a review, revoked and expired ones included."`
	Revoke guestRevokeCmd `cmd:"" aliases:"end" help:"Revoke a guest link."`
}

// reviewFlag names a review.
type reviewFlag struct {
	Workload string `arg:"" help:"Id or name of the workload."`
	Lens     string `arg:"" help:"Id or key of the lens."`
}

func (f reviewFlag) path(ctx context.Context, svc *service.Service) (models.ReviewPath, error) {
	id, err := command.WorkloadID(ctx, svc, f.Workload)
	return models.ReviewPath{Workload: id, Lens: f.Lens}, err
}

type guestCreateCmd struct {
	spaceFlag
	addressFlags
	reviewFlag
	Name     string `help:"Who the link is for; every page of a report says so." required:""`
	Expires  string `help:"When it ends: 30d, 12h, after 2027-01-31, or at 2027-01-31T00:00:00Z." default:"30d"`
	Passcode bool   `name:"passcode-stdin" help:"Read a passcode from standard input, which the guest must know too."`
}

// Run makes the link.
func (c *guestCreateCmd) Run(ctx context.Context, std programStreams) error {
	if err := c.check(); err != nil {
		return err
	}
	in := models.GuestInput{Name: c.Name}
	if c.Passcode {
		data, err := io.ReadAll(io.LimitReader(std.in, 4096))
		if err != nil {
			return err
		}
		if in.Passcode, err = text.DecodeSecret(data); err != nil {
			return fmt.Errorf("the passcode on standard input %w", err)
		}
		in.Passcode = strings.TrimRight(in.Passcode, "\r\n")
	}
	return c.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		at, err := c.path(ctx, svc)
		if err != nil {
			return err
		}
		if in.ExpiresAt, err = expiryOf(ctx, svc, c.Expires); err != nil {
			return err
		}
		secret, _, err := svc.GuestLinks.Create(ctx, at, in, models.IdempotencyKey{})
		if err == nil {
			_, err = fmt.Fprintln(std.out, c.site().Guest(secret))
		}
		return err
	})
}

// guestRow is a guest link as it is printed.
type guestRow struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	Passcode  bool       `json:"passcode"`
	Opens     int        `json:"opens"`
	OpenedAt  *time.Time `json:"opened_at,omitempty"`
	ExpiresAt *time.Time `json:"expires_at"`
	RevokedAt *time.Time `json:"revoked_at,omitempty"`
	State     string     `json:"state"`
	CreatedBy string     `json:"created_by"`
}

func newGuestRow(g models.GuestLink) guestRow {
	return guestRow{g.ID, g.Name, g.Passcode != "", g.Opens, output.TimeOrNil(g.OpenedAt), output.TimeOrNil(g.ExpiresAt),
		output.TimeOrNil(g.RevokedAt), string(g.State(time.Now())), g.CreatedBy}
}

func (r guestRow) Cells() []string {
	return []string{r.ID, output.WordIf(r.Passcode, "yes"), fmt.Sprint(r.Opens), output.Minute(r.OpenedAt),
		r.State, output.Minute(r.ExpiresAt), r.CreatedBy, r.Name}
}

type guestListCmd struct {
	spaceFlag
	unusedAddress
	output.ListFlag
	reviewFlag
}

// Run lists the links.
func (c *guestListCmd) Run(ctx context.Context, std programStreams) error {
	return c.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		at, err := c.path(ctx, svc)
		if err != nil {
			return err
		}
		rows, err := readAllPages(func(p models.PageRequest) (models.ResultPage[models.GuestLink],
			error) {
			return svc.GuestLinks.List(ctx, at, p)
		})
		if err != nil {
			return err
		}
		return output.List(c.ListFlag, std.out, "ID PASSCODE OPENS OPENED STATE EXPIRES CREATED_BY NAME",
			output.ConvertAll(rows, newGuestRow))
	})
}

type guestRevokeCmd struct {
	spaceFlag
	unusedAddress
	reviewFlag
	ID string `arg:"" help:"Id of the link, as guest list prints it."`
}

// Run ends the link.
func (c *guestRevokeCmd) Run(ctx context.Context) error {
	return c.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		at, err := c.path(ctx, svc)
		if err != nil {
			return err
		}
		return svc.GuestLinks.Revoke(ctx, at, c.ID)
	})
}
