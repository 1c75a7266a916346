package itemfilescmd

import (
	"context"
	"fmt"
	"time"

	"plumbline/cmd/plumbline/command"
	"plumbline/cmd/plumbline/output"
	"plumbline/models"
	"plumbline/models/feed"
	"plumbline/models/service"
)

// Calendars are the commands on calendar feeds. People create them in their account: an address is shown to whom it
// belongs alone.
type Calendars struct {
	List   CalendarList   `cmd:"" help:"List the calendar feeds of a workspace, revoked ones included."`
	Revoke CalendarRevoke `cmd:"" help:"Revoke a calendar feed."`
}

// CalendarList is a command with its flags.
type CalendarList struct{ command.Flags }

// Run prints the feeds.
func (c *CalendarList) Run(ctx context.Context, program *command.Program) error {
	return program.Beside(ctx, c.Place(), func(ctx context.Context, svc *service.Service) error {
		p := models.PageRequest{Limit: models.MaxPage}
		for {
			page, err := svc.Feeds.List(ctx, p)
			if err != nil {
				return err
			}
			for _, f := range page.Items {
				if _, err := fmt.Fprintln(program.Out, lineOf(f)); err != nil {
					return err
				}
			}
			if p.After = page.Next; page.Next == "" {
				return nil
			}
		}
	})
}

func lineOf(f feed.Token) string {
	of, state := "own items", "active"
	if f.WorkloadID != "" {
		of = "workload " + f.WorkloadID
	}
	if !f.RevokedAt.IsZero() {
		state = "revoked"
	}
	return fmt.Sprintf("%s  %s  …%s  %s  created by %s  last read %s  %s", f.ID, state, f.Hint, of, f.CreatedBy,
		output.Minute(timeOrNil(f.LastUsedAt)), f.Name)
}

func timeOrNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// CalendarRevoke is a command with its flags.
type CalendarRevoke struct {
	command.Flags
	ID string `arg:"" help:"Id of the calendar feed."`
}

// Run revokes the feed.
func (c *CalendarRevoke) Run(ctx context.Context, program *command.Program) error {
	return program.Beside(ctx, c.Place(), func(ctx context.Context, svc *service.Service) error {
		return svc.Feeds.Revoke(ctx, c.ID)
	})
}
