// Package acceptancecmd has the command acceptances: risks that are taken on purpose until a day. It asks a running
// server, or the service beside the database. Who decides or withdraws is a person, and so needs a server and a
// personal token.
//
// It may import the client, the command line's own packages, the service with its types, and the API's form of
// acceptances, which --json prints.
package acceptancecmd

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"

	"plumbline/api/v1/remediation"
	"plumbline/cmd/plumbline/client"
	"plumbline/cmd/plumbline/command"
	"plumbline/cmd/plumbline/output"
	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/service"
	"plumbline/models/service/acceptance"
)

// Commands is the command acceptances.
type Commands struct {
	List     list     `cmd:"" help:"List acceptances, newest first."`
	Show     show     `cmd:"" help:"Print one acceptance."`
	Ask      ask      `cmd:"" help:"Ask that a risk be accepted until a day, and print the id."`
	Decide   decide   `cmd:"" help:"Accept or decline, as a person: with --server and a personal token."`
	Withdraw withdraw `cmd:"" help:"Take back what one asked for, as a person: with --server and a personal token."`
	Revoke   revoke   `cmd:"" help:"End an acceptance before its last day."`
}

// where is the server or the database.
type where struct {
	command.Flags
	Server string `help:"Ask this server, with the token in PLUMBLINE_TOKEN." placeholder:"URL" env:"PLUMBLINE_SERVER"`
}

// do asks the server if one is named, else the service beside the database.
func (w where) do(ctx context.Context, program *command.Program, server func(*client.Client) error,
	beside func(context.Context, *service.Service) error) error {
	if w.Server == "" {
		return program.Beside(ctx, w.Place(), beside)
	}
	c, err := client.New(w.Server, os.Getenv(client.TokenVariable))
	if err != nil {
		return err
	}
	return server(c)
}

// row is an acceptance in the table of acceptances list.
type row remediation.Acceptance

// Cells is part of output.TableRow.
func (r row) Cells() []string {
	thing := r.QuestionID
	if r.ChoiceID != "" {
		thing += "/" + r.ChoiceID
	}
	return []string{r.ID, r.Status, r.Risk, r.Until, r.ApproverRole, r.Workload, r.LensKey, thing}
}

type list struct {
	where
	output.ListFlag
	Workload string `help:"Only those of this workload, by id or name." placeholder:"WORKLOAD"`
	Filter   string `help:"to_decide, in_force, ending, idle, over or refused." placeholder:"FILTER"`
}

// filters are what --filter takes.
var filters = []acceptance.Filter{acceptance.All, acceptance.ToDecide, acceptance.InForce, acceptance.EndsSoon,
	acceptance.NotInUse, acceptance.Over, acceptance.NotTaken}

// Run lists acceptances.
func (c *list) Run(ctx context.Context, program *command.Program) error {
	if !slices.Contains(filters, acceptance.Filter(c.Filter)) {
		return fmt.Errorf("--filter must be to_decide, in_force, ending, idle, over or refused, not %q", c.Filter)
	}
	var rows []row
	err := c.do(ctx, program, func(server *client.Client) (err error) {
		rows, err = c.asked(ctx, server)
		return err
	}, func(ctx context.Context, svc *service.Service) (err error) {
		rows, err = c.read(ctx, svc)
		return err
	})
	if err != nil {
		return err
	}
	return output.List(c.ListFlag, program.Out, "ID STATUS RISK UNTIL ROLE WORKLOAD LENS QUESTION", rows)
}

func (c *list) asked(ctx context.Context, server *client.Client) (rows []row, err error) {
	query := url.Values{"limit": {fmt.Sprint(models.MaxPage)}}
	if c.Filter != "" {
		query.Set("filter", c.Filter)
	}
	if c.Workload != "" {
		id, err := server.WorkloadID(ctx, c.Workload)
		if err != nil {
			return nil, err
		}
		query.Set("workload", id)
	}
	for {
		var page struct {
			Items []row  `json:"items"`
			Next  string `json:"next_cursor"`
		}
		if err := server.Get(ctx, "/acceptances", query, &page); err != nil {
			return nil, err
		}
		rows = append(rows, page.Items...)
		if page.Next == "" {
			return rows, nil
		}
		query.Set("cursor", page.Next)
	}
}

func (c *list) read(ctx context.Context, svc *service.Service) (rows []row, err error) {
	query := acceptance.Query{Filter: acceptance.Filter(c.Filter), PageRequest: models.PageRequest{Limit: models.MaxPage}}
	if c.Workload != "" {
		if query.WorkloadID, err = command.WorkloadID(ctx, svc, c.Workload); err != nil {
			return nil, err
		}
	}
	for {
		page, err := svc.Acceptances.List(ctx, query)
		if err != nil {
			return nil, err
		}
		for _, v := range page.Items {
			rows = append(rows, row(remediation.AcceptanceOf(v)))
		}
		if query.After = page.Next; page.Next == "" {
			return rows, nil
		}
	}
}

// one names an acceptance, and says how it is printed.
type one struct {
	where
	ID   string `arg:"" help:"Id of the acceptance."`
	JSON bool   `name:"json" help:"Print JSON."`
}

func (c one) print(to io.Writer, a remediation.Acceptance) error {
	if c.JSON {
		return output.JSON(to, a)
	}
	var lines []string
	add := func(name, value string) {
		if value != "" {
			lines = append(lines, name+": "+value)
		}
	}
	add("acceptance", a.ID)
	add("status", a.Status)
	add("workload", a.Workload)
	add("question", a.LensKey+"/"+a.QuestionID)
	add("practice", a.ChoiceID)
	add("risk", a.Risk)
	add("until", a.Until)
	add("role", a.ApproverRole)
	add("reason", a.Reason)
	add("mitigation", a.Mitigation)
	add("asked by", a.AskedBy)
	add("decided by", a.DecidedBy)
	add("decision", a.DecisionNote)
	add("closed by", a.ClosedBy)
	add("closed because", a.ClosedNote)
	for _, line := range lines {
		if _, err := fmt.Fprintln(to, line); err != nil {
			return err
		}
	}
	return nil
}

// change does something with the acceptance, and prints it as it is then.
func (c one) change(ctx context.Context, program *command.Program, what string, body any,
	beside func(context.Context, *service.Service) (acceptance.View, error)) error {
	var a remediation.Acceptance
	err := c.do(ctx, program, func(server *client.Client) error {
		return server.Post(ctx, "/acceptances/"+url.PathEscape(c.ID)+"/"+what, body, &a)
	}, func(ctx context.Context, svc *service.Service) error {
		v, err := beside(ctx, svc)
		a = remediation.AcceptanceOf(v)
		return err
	})
	if err != nil {
		return err
	}
	return c.print(program.Out, a)
}

type show struct{ one }

// Run prints the acceptance.
func (c *show) Run(ctx context.Context, program *command.Program) error {
	var a remediation.Acceptance
	err := c.do(ctx, program, func(server *client.Client) error {
		return server.Get(ctx, "/acceptances/"+url.PathEscape(c.ID), nil, &a)
	}, func(ctx context.Context, svc *service.Service) error {
		v, err := svc.Acceptances.Get(ctx, c.ID)
		a = remediation.AcceptanceOf(v)
		return err
	})
	if err != nil {
		return err
	}
	return c.print(program.Out, a)
}

type decide struct {
	one
	Accept  bool   `help:"Accept the risk." xor:"how" required:""`
	Decline bool   `help:"Decline; needs --note." xor:"how" required:""`
	Note    string `help:"What is to be said to it." placeholder:"TEXT"`
}

// Run accepts or declines.
func (c *decide) Run(ctx context.Context, program *command.Program) error {
	return c.change(ctx, program, "decide", map[string]any{"accept": c.Accept, "note": c.Note},
		func(ctx context.Context, svc *service.Service) (acceptance.View, error) {
			return svc.Acceptances.Decide(ctx, c.ID, accepted.Decision{Accept: c.Accept, Note: c.Note}, nil)
		})
}

type withdraw struct {
	one
	Note string `help:"Why." placeholder:"TEXT"`
}

// Run takes back what was asked for.
func (c *withdraw) Run(ctx context.Context, program *command.Program) error {
	return c.change(ctx, program, "withdraw", map[string]any{"note": c.Note},
		func(ctx context.Context, svc *service.Service) (acceptance.View, error) {
			return svc.Acceptances.Withdraw(ctx, c.ID, accepted.Closing{Note: c.Note}, nil)
		})
}

type revoke struct {
	one
	Note string `help:"Why." required:"" placeholder:"TEXT"`
}

// Run ends the acceptance.
func (c *revoke) Run(ctx context.Context, program *command.Program) error {
	return c.change(ctx, program, "revoke", map[string]any{"note": c.Note},
		func(ctx context.Context, svc *service.Service) (acceptance.View, error) {
			return svc.Acceptances.Revoke(ctx, c.ID, accepted.Closing{Note: c.Note}, nil)
		})
}
