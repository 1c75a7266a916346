package trendcmd

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"

	"plumbline/api/v1/planning"
	"plumbline/cmd/plumbline/client"
	"plumbline/cmd/plumbline/command"
	"plumbline/cmd/plumbline/output"
	"plumbline/models/service"
	"plumbline/models/service/reviews"
	"plumbline/models/service/trend"
)

// Compare is the command with its flags.
type Compare struct {
	command.Flags
	output.ListFlag
	Server   string `help:"Ask this server, with the token in PLUMBLINE_TOKEN." placeholder:"URL" env:"PLUMBLINE_SERVER"`
	Workload string `help:"Id or name of the workload." placeholder:"WORKLOAD" required:""`
	From     string `help:"Number of a milestone, or now; the newest milestone if not given." placeholder:"STATE"`
	To       string `help:"The same; now if not given." placeholder:"STATE"`
}

// changed is a line of the table: a question, or an item.
type changed struct{ what, from, to, why string }

// Cells are the columns of the table.
func (c changed) Cells() []string { return []string{c.what, c.from, c.to, c.why} }

// Run prints which questions changed and why, and what became of items. With --json it prints the whole comparison.
func (c *Compare) Run(ctx context.Context, program *command.Program) error {
	made, err := c.comparison(ctx, program)
	if err != nil {
		return err
	}
	if c.JSON {
		return output.JSON(program.Out, made)
	}
	var lines []changed
	for _, l := range made.Changes() {
		lines = append(lines, changed{l.What, l.From, l.To, l.Why})
	}
	return output.List(output.ListFlag{}, program.Out, "WHAT FROM TO WHY", lines)
}

func (c *Compare) comparison(ctx context.Context, program *command.Program) (made planning.Comparison, err error) {
	if c.Server != "" {
		return c.asked(ctx)
	}
	var q trend.ComparisonQuery
	if q.From, err = stateOf(c.From, reviews.NewestMilestone); err != nil {
		return made, fmt.Errorf("--from %w", err)
	}
	if q.To, err = stateOf(c.To, reviews.LiveState); err != nil {
		return made, fmt.Errorf("--to %w", err)
	}
	err = program.Beside(ctx, c.Place(), func(ctx context.Context, svc *service.Service) error {
		id, err := command.WorkloadID(ctx, svc, c.Workload)
		if err != nil {
			return err
		}
		one, err := svc.Comparisons.Compare(ctx, id, q)
		made = planning.ComparisonOf(one)
		return err
	})
	return made, err
}

func stateOf(text string, otherwise int) (int, error) {
	switch text {
	case "":
		return otherwise, nil
	case "now":
		return reviews.LiveState, nil
	}
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil || n < 1 {
		return 0, errors.New("must be the number of a milestone, or now")
	}
	return int(n), nil
}

func (c *Compare) asked(ctx context.Context) (made planning.Comparison, err error) {
	server, err := client.New(c.Server, os.Getenv(client.TokenVariable))
	if err != nil {
		return made, err
	}
	id, err := server.WorkloadID(ctx, c.Workload)
	if err != nil {
		return made, err
	}
	query := url.Values{}
	for name, text := range map[string]string{"from": c.From, "to": c.To} {
		if text != "" {
			query.Set(name, text)
		}
	}
	return made, server.Get(ctx, "/workloads/"+url.PathEscape(id)+"/compare", query, &made)
}
