package plancmd

import (
	"context"
	"net/url"
	"os"
	"strings"

	"plumbline/api/v1/planning"
	"plumbline/cmd/plumbline/client"
	"plumbline/cmd/plumbline/command"
	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/whatif"
	"plumbline/questionnaires"
	"plumbline/questionnaires/improve"
)

// where is the server or the database.
type where struct {
	command.Flags
	Server string `help:"Ask this server, with the token in PLUMBLINE_TOKEN." placeholder:"URL" env:"PLUMBLINE_SERVER"`
}

// from calls do with the server if one is named, else with the service beside the database.
func (w where) from(ctx context.Context, program *command.Program, do func(context.Context, source) error) error {
	if w.Server == "" {
		return program.Beside(ctx, w.Place(), func(ctx context.Context, svc *service.Service) error {
			return do(ctx, beside{svc})
		})
	}
	server, err := client.New(w.Server, os.Getenv(client.TokenVariable))
	if err != nil {
		return err
	}
	return do(ctx, asked{server})
}

// asked is a running server.
type asked struct{ server *client.Client }

func (a asked) workload(ctx context.Context, ref string) (string, error) {
	return a.server.WorkloadID(ctx, ref)
}

func (c *Command) query(cursor string) url.Values {
	query := url.Values{"limit": {"200"}}
	for name, text := range map[string]string{"workload": c.Workload, "lens": c.Lens, "pillar": c.Pillar,
		"cursor": cursor} {
		if text != "" {
			query.Set(name, text)
		}
	}
	return query
}

func (a asked) plan(ctx context.Context, c *Command, cursor string) (plan planning.Plan, err error) {
	query := c.query(cursor)
	if c.Risk != "" {
		query.Set("risk", strings.ToUpper(c.Risk))
	}
	return plan, a.server.Get(ctx, "/plan", query, &plan)
}

func (a asked) path(ctx context.Context, c *Command, cursor string) (path planning.Path, err error) {
	query := c.query(cursor)
	query.Set("goal", c.Goal)
	return path, a.server.Get(ctx, "/cheapest-path", query, &path)
}

func (a asked) whatIf(ctx context.Context, workload string, practices planning.Practices) (tried planning.WhatIf,
	err error) {
	return tried, a.server.Post(ctx, "/workloads/"+url.PathEscape(workload)+"/what-if", practices, &tried)
}

func (a asked) lenses(ctx context.Context, workload string) ([]string, error) {
	return a.server.LensKeys(ctx, workload)
}

// beside is the service beside the database.
type beside struct{ svc *service.Service }

func (b beside) workload(ctx context.Context, ref string) (string, error) {
	return command.WorkloadID(ctx, b.svc, ref)
}

func (c *Command) narrowing() whatif.Narrowing {
	return whatif.Narrowing{Workload: c.Workload, Lens: c.Lens, Pillar: c.Pillar}
}

func (b beside) plan(ctx context.Context, c *Command, cursor string) (planning.Plan, error) {
	plan, err := b.svc.Plans.Workspace(ctx, whatif.PlanQuery{Narrowing: c.narrowing(),
		Risk:        questionnaires.Risk(strings.ToUpper(c.Risk)),
		PageRequest: models.PageRequest{Limit: models.MaxPage, After: cursor}})
	return planning.PlanOf(plan), err
}

func (b beside) path(ctx context.Context, c *Command, cursor string) (planning.Path, error) {
	goal := improve.ClearHigh
	if c.Goal == "medium" {
		goal = improve.ClearMedium
	}
	path, err := b.svc.Plans.Cheapest(ctx, whatif.PathQuery{Narrowing: c.narrowing(), Goal: goal,
		PageRequest: models.PageRequest{Limit: models.MaxPage, After: cursor}})
	return planning.PathOf(path), err
}

func (b beside) whatIf(ctx context.Context, workload string, practices planning.Practices) (planning.WhatIf, error) {
	tried, err := b.svc.WhatIfs.Try(ctx, workload, planning.PracticesOf(practices.Practices))
	if err != nil {
		return planning.WhatIf{}, err
	}
	return planning.WhatIfOf(tried)
}

func (b beside) lenses(ctx context.Context, workload string) (keys []string, err error) {
	views, err := b.svc.Reviews.List(ctx, workload)
	for _, view := range views {
		keys = append(keys, view.Lens.Key)
	}
	return keys, err
}
