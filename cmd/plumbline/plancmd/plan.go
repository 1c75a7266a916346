// Package plancmd has the commands plan, proposals and items plan: what to improve first in a workload or a workspace,
// the cheapest path, what practices would change, such what-ifs that are kept under a name, and items of what is
// missing. They ask a running server, or the service beside the database.
//
// It may import the client, the command line's own packages, the service with its types, the API's forms of plans and
// items, and how tables are written.
package plancmd

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"plumbline/api/v1/planning"
	"plumbline/api/v1/remediation"
	"plumbline/cmd/plumbline/command"
	"plumbline/cmd/plumbline/output"
)

// Command is the command with its flags.
type Command struct {
	where
	Workload string `help:"Id or name of a workload; all of the workspace if not given." placeholder:"WORKLOAD"`
	Lens     string `help:"Look at this lens only, by id or key." placeholder:"LENS"`
	Pillar   string `help:"Look at this pillar only, by id." placeholder:"PILLAR"`
	Risk     string `help:"Only questions of this risk." enum:",high,medium,undecided" default:"" placeholder:"RISK"`
	Order    string `help:"value, risk, effort or workloads." enum:"value,risk,effort,workloads" default:"value"`

	Cheapest bool     `help:"Print the fewest practices that clear the risks." xor:"what"`
	Goal     string   `help:"With --cheapest: high, or medium for the medium risks too." enum:"high,medium" default:"high"`
	WhatIf   []string `help:"Take these practices of a workload as done; nothing is saved." placeholder:"Q:P" xor:"what"`

	Format string `help:"text, json or csv." enum:"text,json,csv" default:"text"`
}

// source answers what the command asks: a server, or the service beside the database.
type source interface {
	plan(ctx context.Context, c *Command, cursor string) (planning.Plan, error)
	path(ctx context.Context, c *Command, cursor string) (planning.Path, error)
	whatIf(ctx context.Context, workload string, practices planning.Practices) (planning.WhatIf, error)
	workload(ctx context.Context, ref string) (string, error)
	lenses(ctx context.Context, workload string) (keys []string, err error)

	proposals(ctx context.Context, workload string) ([]planning.Proposal, error)
	proposal(ctx context.Context, workload, id string) (planning.ProposalWhatIf, error)
	updateProposal(ctx context.Context, workload, id string, version int, patch planning.ProposalPatch) error
	createProposal(ctx context.Context, workload string, in planning.ProposalFields) (planning.Proposal, error)
	deleteProposal(ctx context.Context, workload, id string) error
	proposalItems(ctx context.Context, workload, id, each string) ([]remediation.ItemRow, error)

	member(ctx context.Context, email string) (id string, err error)
	plannedItems(ctx context.Context, in remediation.PlacedItems) ([]remediation.ItemRow, error)
}

// Run prints it.
func (c *Command) Run(ctx context.Context, program *command.Program) error {
	if len(c.WhatIf) > 0 && c.Workload == "" {
		return errors.New("--what-if needs --workload: practices are tried out in one workload")
	}
	return c.from(ctx, program, func(ctx context.Context, from source) error {
		if c.Workload != "" {
			id, err := from.workload(ctx, c.Workload)
			if err != nil {
				return err
			}
			c.Workload = id
		}
		switch {
		case len(c.WhatIf) > 0:
			return c.tryOut(ctx, program, from)
		case c.Cheapest:
			return c.cheapest(ctx, program, from)
		}
		return c.list(ctx, program, from)
	})
}

// list prints what is missing, in the order that is asked for.
func (c *Command) list(ctx context.Context, program *command.Program, from source) error {
	plan, err := from.plan(ctx, c, "")
	if err != nil {
		return err
	}
	for plan.NextCursor != "" {
		next, err := from.plan(ctx, c, plan.NextCursor)
		if err != nil {
			return err
		}
		plan.Items, plan.NextCursor = append(plan.Items, next.Items...), next.NextCursor
	}
	slices.SortStableFunc(plan.Items, c.compare)
	if c.Format == "json" {
		return output.JSON(program.Out, plan)
	}
	return c.table(program, planVerdict(plan), planTable(plan))
}

// compare orders practices; what is equal stays in the order of most risk removed for least effort.
func (c *Command) compare(a, b planning.MissingPractice) int {
	switch c.Order {
	case "risk":
		return sign(b.RiskRemoved - a.RiskRemoved)
	case "effort":
		return effortOf(a.Effort) - effortOf(b.Effort)
	case "workloads":
		return b.Workloads - a.Workloads
	}
	return 0
}

func sign(f float64) int {
	switch {
	case f > 0:
		return 1
	case f < 0:
		return -1
	}
	return 0
}

// effortOf is the weight of an effort; one that the lens does not say counts as medium.
func effortOf(level string) int {
	switch level {
	case "LOW":
		return 1
	case "HIGH":
		return 3
	}
	return 2
}

// cheapest prints the cheapest path.
func (c *Command) cheapest(ctx context.Context, program *command.Program, from source) error {
	path, err := from.path(ctx, c, "")
	if err != nil {
		return err
	}
	for path.Next != "" {
		next, err := from.path(ctx, c, path.Next)
		if err != nil {
			return err
		}
		path.Items, path.Next = append(path.Items, next.Items...), next.Next
	}
	if c.Format == "json" {
		return output.JSON(program.Out, path)
	}
	return c.table(program, pathVerdict(path, c.Goal), pathTable(path))
}

// tryOut prints what the practices would change.
func (c *Command) tryOut(ctx context.Context, program *command.Program, from source) error {
	practices, err := c.practices(ctx, from)
	if err != nil {
		return err
	}
	tried, err := from.whatIf(ctx, c.Workload, practices)
	if err != nil {
		return err
	}
	if c.Format == "json" {
		return output.JSON(program.Out, tried)
	}
	return c.table(program, triedVerdict(tried), triedTable(tried))
}

// practices reads --what-if.
func (c *Command) practices(ctx context.Context, from source) (body planning.Practices, err error) {
	body.Practices, err = practicesOf(ctx, from, c.Workload, c.Lens, c.WhatIf)
	return body, err
}

// practicesOf reads practices: each is QUESTION:PRACTICE, or LENS:QUESTION:PRACTICE where there are several lenses and
// none is named.
func practicesOf(ctx context.Context, from source, workload, lens string, texts []string) (list []planning.Practice,
	err error) {
	for _, text := range texts {
		parts := strings.Split(text, ":")
		if len(parts) == 2 && lens == "" {
			keys, err := from.lenses(ctx, workload)
			if err != nil {
				return nil, err
			}
			if len(keys) != 1 {
				return nil, fmt.Errorf("the workload has %d lenses (%s): name one with --lens, or write LENS:%s", len(keys),
					strings.Join(keys, ", "), text)
			}
			lens = keys[0]
		}
		switch len(parts) {
		case 2:
			parts = append([]string{lens}, parts...)
		case 3:
		default:
			return nil, fmt.Errorf("a practice is named as QUESTION:PRACTICE, not %q", text)
		}
		list = append(list, planning.Practice{Lens: parts[0], Question: parts[1], Choice: parts[2]})
	}
	return list, nil
}
