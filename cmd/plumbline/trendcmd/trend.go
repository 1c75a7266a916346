// Package trendcmd is the commands trend and compare: how a workload or a workspace has moved, and why. They ask a
// running server, or the service beside the database.
//
// It may import the client, the command line's own packages and the API's form of trends and comparisons.
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
	"plumbline/models/service/trend"
)

// Command is the command with its flags.
type Command struct {
	command.Flags
	output.ListFlag
	Server   string `help:"Ask this server, with the token in PLUMBLINE_TOKEN." placeholder:"URL" env:"PLUMBLINE_SERVER"`
	Workload string `help:"Id or name of a workload; all of the workspace if not given." placeholder:"WORKLOAD"`
	From     string `help:"First day, such as 2026-01-31; all there are if not given." placeholder:"DAY"`
	To       string `help:"Last day; until now if not given." placeholder:"DAY"`
	Step     string `help:"A point each day or week; by the length if not given." enum:",day,week" default:""`

	Milestones bool `help:"Print the milestones of the workload, with the items that were opened, closed and reopened."`
}

// point is a point as it is printed.
type point planning.TrendPoint

// Cells are the columns of the table.
func (p point) Cells() []string {
	when := p.Day
	if p.Now {
		when += " (now)"
	}
	cells := []string{when, number(p.Score)}
	for _, n := range []int{p.RiskCounts.High, p.RiskCounts.Medium, p.RiskCounts.None, p.RiskCounts.Undecided,
		p.RiskCounts.Unanswered, p.RiskCounts.NotApplicable} {
		cells = append(cells, strconv.Itoa(n))
	}
	cells = append(cells, number(p.Open), number(p.Overdue))
	marks := ""
	for _, m := range p.Milestones {
		if marks != "" {
			marks += ", "
		}
		marks += fmt.Sprintf("%d %s", m.Number, m.Name)
	}
	return append(cells, marks)
}

func number(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// Run prints the trend.
func (c *Command) Run(ctx context.Context, program *command.Program) error {
	if c.Milestones && c.Workload == "" {
		return errors.New("--milestones needs --workload")
	}
	t, err := c.trend(ctx, program)
	if err != nil {
		return err
	}
	if c.Milestones {
		return output.List(c.ListFlag, program.Out, "DAY MILESTONE NAME OPENED CLOSED REOPENED", marksOf(t))
	}
	return output.List(c.ListFlag, program.Out,
		"DAY SCORE HIGH MEDIUM NONE UNDECIDED UNANSWERED N/A OPEN OVERDUE MILESTONES",
		output.ConvertAll(t.Points, func(p planning.TrendPoint) point { return point(p) }))
}

// mark is a milestone as it is printed.
type mark struct {
	Day string `json:"day"`
	planning.TrendMark
}

// Cells are the columns of the table.
func (m mark) Cells() []string {
	return []string{m.Day, strconv.Itoa(m.Number), m.Name, number(m.Opened), number(m.Closed), number(m.Reopened)}
}

func marksOf(t planning.Trend) (list []mark) {
	for _, p := range t.Points {
		for _, m := range p.Milestones {
			list = append(list, mark{p.Day, m})
		}
	}
	return list
}

// trend asks the server if one is named, else the service beside the database.
func (c *Command) trend(ctx context.Context, program *command.Program) (t planning.Trend, err error) {
	if c.Server != "" {
		return c.asked(ctx)
	}
	q := trend.SeriesQuery{From: c.From, To: c.To, Step: trend.Step(c.Step)}
	err = program.Beside(ctx, c.Place(), func(ctx context.Context, svc *service.Service) error {
		if c.Workload == "" {
			all, err := svc.Trends.Workspace(ctx, q)
			t = planning.TrendOf(all)
			return err
		}
		id, err := command.WorkloadID(ctx, svc, c.Workload)
		if err != nil {
			return err
		}
		one, err := svc.Trends.Workload(ctx, id, q)
		t = planning.WorkloadTrendOf(one)
		return err
	})
	return t, err
}

func (c *Command) asked(ctx context.Context) (t planning.Trend, err error) {
	server, err := client.New(c.Server, os.Getenv(client.TokenVariable))
	if err != nil {
		return t, err
	}
	path := "/trend"
	if c.Workload != "" {
		id, err := server.WorkloadID(ctx, c.Workload)
		if err != nil {
			return t, err
		}
		path = "/workloads/" + url.PathEscape(id) + path
	}
	query := url.Values{}
	for name, text := range map[string]string{"from": c.From, "to": c.To, "step": c.Step} {
		if text != "" {
			query.Set(name, text)
		}
	}
	return t, server.Get(ctx, path, query, &t)
}
