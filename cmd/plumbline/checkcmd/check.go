// Package checkcmd is the command check: whether a workload passes a gate, for pipelines. It asks a running server, or
// the service beside the database, and prints the verdict as text, JSON or JUnit XML.
//
// It may import the client, the command line's own packages and the API's form of a verdict.
package checkcmd

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"strconv"

	"plumbline/api/v1/planning"
	"plumbline/cmd/plumbline/client"
	"plumbline/cmd/plumbline/command"
	"plumbline/cmd/plumbline/output"
	"plumbline/models/check"
	"plumbline/models/service"
	"plumbline/models/service/trend"
)

// Command is the command with its flags.
type Command struct {
	command.Flags
	Server   string `help:"Ask this server, with the token in PLUMBLINE_TOKEN." placeholder:"URL" env:"PLUMBLINE_SERVER"`
	Workload string `help:"Id or name of the workload." required:"" placeholder:"WORKLOAD"`
	Lens     string `help:"Look at this lens only, by id or key." placeholder:"LENS"`

	MaxHigh   *int   `help:"How many high risks are allowed; 0 if no bound is given." placeholder:"N"`
	MaxMedium *int   `help:"How many medium risks are allowed; not looked at if not given." placeholder:"N"`
	MaxWorse  *int   `help:"How many risks may be new or regressed since the baseline." placeholder:"N"`
	Baseline  string `help:"Milestone to compare with: its number, its name, or latest." placeholder:"MILESTONE"`

	AllowUnanswered bool   `help:"Let unanswered and undecided questions pass."`
	Format          string `help:"text, json or junit." enum:"text,json,junit" default:"text"`
}

// Run prints the verdict; it is command.ErrFound where the workload does not pass.
func (c *Command) Run(ctx context.Context, program *command.Program) error {
	for name, n := range map[string]*int{"max-high": c.MaxHigh, "max-medium": c.MaxMedium, "max-worse": c.MaxWorse} {
		if n != nil && *n < 0 {
			return fmt.Errorf("--%s must be 0 or more", name)
		}
	}
	verdict, err := c.verdict(ctx, program)
	if err != nil {
		return err
	}
	if err := c.print(program.Out, verdict); err != nil {
		return err
	}
	if !verdict.Passed {
		return command.ErrFound
	}
	return nil
}

func (c *Command) print(to io.Writer, verdict planning.Check) error {
	switch c.Format {
	case "json":
		return output.JSON(to, verdict)
	case "junit":
		return writeJUnit(to, verdict)
	}
	return writeText(to, verdict)
}

// verdict asks the server if one is named, else the service beside the database.
func (c *Command) verdict(ctx context.Context, program *command.Program) (planning.Check, error) {
	if c.Server != "" {
		return c.asked(ctx)
	}
	var verdict planning.Check
	err := program.Beside(ctx, c.Place(), func(ctx context.Context, svc *service.Service) error {
		id, err := command.WorkloadID(ctx, svc, c.Workload)
		if err != nil {
			return err
		}
		v, err := svc.Checks.Check(ctx, id, trend.CheckQuery{Lens: c.Lens, Baseline: c.Baseline, Rules: check.Rules{
			MaxHigh: c.MaxHigh, MaxMedium: c.MaxMedium, MaxWorse: c.MaxWorse, AllowUnanswered: c.AllowUnanswered}})
		if err == nil {
			verdict = planning.CheckOf(v)
		}
		return err
	})
	return verdict, err
}

func (c *Command) asked(ctx context.Context) (verdict planning.Check, err error) {
	server, err := client.New(c.Server, os.Getenv(client.TokenVariable))
	if err != nil {
		return verdict, err
	}
	id, err := server.WorkloadID(ctx, c.Workload)
	if err != nil {
		return verdict, err
	}
	query := url.Values{}
	for name, text := range map[string]string{"lens": c.Lens, "baseline": c.Baseline, "max_high": number(c.MaxHigh),
		"max_medium": number(c.MaxMedium), "max_worse": number(c.MaxWorse)} {
		if text != "" {
			query.Set(name, text)
		}
	}
	if c.AllowUnanswered {
		query.Set("allow_unanswered", "true")
	}
	return verdict, server.Get(ctx, "/workloads/"+url.PathEscape(id)+"/check", query, &verdict)
}

func number(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}
