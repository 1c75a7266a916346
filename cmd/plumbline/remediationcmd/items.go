// Package remediationcmd has the commands items and plan-settings: items of improvement plans, what is computed of
// them, and what a workspace has agreed on for its plans. They work beside the database. The commands plan,
// proposals and recap join them.
//
// It may import the command line's own packages, the service with models/service/plan, and the API's forms of items,
// which --json prints.
package remediationcmd

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"plumbline/api/v1/remediation"
	"plumbline/cmd/plumbline/acceptancecmd"
	"plumbline/cmd/plumbline/command"
	"plumbline/cmd/plumbline/itemfilescmd"
	"plumbline/cmd/plumbline/itemfilter"
	"plumbline/cmd/plumbline/output"
	"plumbline/cmd/plumbline/plancmd"
	"plumbline/cmd/plumbline/recapcmd"
	"plumbline/models"
	rules "plumbline/models/remediation"
	"plumbline/models/service"
	"plumbline/models/service/plan"
)

// Commands are the commands of this package.
type Commands struct {
	Items        Items    `cmd:"" help:"Manage items of improvement plans."`
	PlanSettings Settings `cmd:"" help:"Due dates by risk and more, beside the database."`

	Plan plancmd.Command `cmd:"" help:"Print what to improve first, the cheapest path, or what practices would change."`

	Proposals plancmd.Proposals `cmd:"" help:"Keep what-ifs under a name, and make items of them."`

	Recap recapcmd.Command `cmd:"" help:"Print or send the mail that tells what a review came to."`

	Acceptances acceptancecmd.Commands `cmd:"" help:"Ask for, decide, revoke and list accepted risks."`

	Calendar itemfilescmd.Calendars `cmd:"" help:"List and revoke calendar feeds of due dates, beside the database."`
}

// Items is the command items.
type Items struct {
	List    list    `cmd:"" help:"List items."`
	Show    show    `cmd:"" help:"Print one item."`
	Create  create  `cmd:"" help:"Create an item and print its number."`
	Edit    edit    `cmd:"" help:"Change fields of items, all of them or none."`
	Move    move    `cmd:"" help:"Give items another status, all of them or none."`
	Verify  verify  `cmd:"" help:"Confirm that an item is done, and close it."`
	Comment comment `cmd:"" help:"Comment on an item."`
	Roadmap roadmap `cmd:"" help:"Print active items within 30, 60 and 90 days, and later."`
	Metrics metrics `cmd:"" help:"Print ages, times to close and the share of breaches."`
	Budget  budget  `cmd:"" help:"Print what items cost by status, owner and month."`

	Plan plancmd.Items `cmd:"" help:"Create items of what is missing in one workload or several, all of them or none."`
	itemfilescmd.Files
}

// row is an item in the table of items list.
type row struct{ plan.ItemRow }

// Cells is part of output.TableRow.
func (r row) Cells() []string {
	due := string(r.DueOn)
	if r.Overdue {
		due += " overdue"
	}
	return []string{"#" + strconv.Itoa(r.Number), string(r.Status), due, string(r.Priority), string(r.Risk.Key()),
		r.Owner.Name, r.Workload, r.Title}
}

// MarshalJSON gives the form of the API.
func (r row) MarshalJSON() ([]byte, error) { return remediation.RowJSON(r.ItemRow) }

type list struct {
	command.Flags
	output.ListFlag
	itemfilter.Filters
	Sort string `help:"due, priority, number or updated." enum:"due,priority,number,updated" default:"due"`
}

// Run lists items.
func (c *list) Run(ctx context.Context, program *command.Program) error {
	return program.Beside(ctx, c.Place(), func(ctx context.Context, svc *service.Service) error {
		query, err := c.Query(ctx, svc)
		if err != nil {
			return err
		}
		query.Sort, query.Limit = rules.ItemSort(c.Sort), models.MaxPage
		var rows []row
		for {
			page, err := svc.Items.List(ctx, query)
			if err != nil {
				return err
			}
			rows = append(rows, output.ConvertAll(page.Items, func(r plan.ItemRow) row { return row{r} })...)
			if query.After = page.Next; page.Next == "" {
				break
			}
		}
		return output.List(c.ListFlag, program.Out, "ITEM STATUS DUE PRIORITY RISK OWNER WORKLOAD TITLE", rows)
	})
}

// one names an item.
type one struct {
	command.Flags
	Item string `arg:"" help:"Number or id of the item."`
}

type show struct {
	one
	JSON bool `name:"json" help:"Print JSON."`
}

// Run prints the item.
func (c *show) Run(ctx context.Context, program *command.Program) error {
	return program.Beside(ctx, c.Place(), func(ctx context.Context, svc *service.Service) error {
		v, err := svc.Items.Get(ctx, c.Item)
		if err != nil {
			return err
		}
		if c.JSON {
			return output.JSON(program.Out, remediation.Item(v))
		}
		return printItem(program.Out, v)
	})
}

// fields are what create and edit set.
type fields struct {
	Description string `help:"Markdown." placeholder:"TEXT"`
	Owner       string `help:"E-mail address of a member, team:NAME, outsider:NAME or none." placeholder:"OWNER"`
	Due         string `help:"A day such as 2026-12-31; none for no date." placeholder:"DAY"`
	Priority    string `help:"urgent, high, normal or low." placeholder:"PRIORITY"`
	Effort      string `help:"HIGH, MEDIUM or LOW." placeholder:"EFFORT"`
	Impact      string `help:"HIGH, MEDIUM or LOW." placeholder:"IMPACT"`
	BuildCost   *int64 `help:"Once, in whole units of the currency." placeholder:"N"`
	RunCost     *int64 `help:"Per month." placeholder:"N"`
}

func (f fields) patch(ctx context.Context, svc *service.Service) (p rules.ItemPatch, err error) {
	text := func(s string) *string {
		if s == "" {
			return nil
		}
		return &s
	}
	p = rules.ItemPatch{Description: text(f.Description), Effort: text(f.Effort), Impact: text(f.Impact),
		BuildCost: f.BuildCost, RunCost: f.RunCost}
	if f.Priority != "" {
		p.Priority = new(rules.Priority(f.Priority))
	}
	switch f.Due {
	case "":
	case "none":
		p.DueOn = new(rules.Date(""))
	default:
		p.DueOn = new(rules.Date(f.Due))
	}
	if f.Owner != "" {
		p.Owner, err = ownerOf(ctx, svc, f.Owner)
	}
	return p, err
}

func ownerOf(ctx context.Context, svc *service.Service, text string) (*rules.ItemOwner, error) {
	kind, name, named := strings.Cut(text, ":")
	switch {
	case text == "none":
		return &rules.ItemOwner{}, nil
	case named && (kind == string(rules.TeamOwner) || kind == string(rules.OutsiderOwner)):
		return &rules.ItemOwner{Kind: rules.OwnerKind(kind), Name: name}, nil
	case strings.Contains(text, "@"):
		id, err := itemfilter.MemberID(ctx, svc, text)
		return &rules.ItemOwner{Kind: rules.MemberOwner, UserID: id}, err
	}
	return nil, errors.New("--owner must be an e-mail address, team:NAME, outsider:NAME or none")
}

type create struct {
	command.Flags
	fields
	Workload string   `arg:"" help:"Id or name of the workload."`
	Title    string   `arg:"" help:"What is to be done, in a line."`
	Practice []string `help:"A practice that it closes, as LENS/QUESTION/CHOICE." placeholder:"PRACTICE"`
	Comment  string   `help:"Id of the comment that it is made from." placeholder:"ID" xor:"origin"`
	Parked   string   `help:"Id of the parked point that it is made from." placeholder:"ID" xor:"origin"`
	JSON     bool     `name:"json" help:"Print the item as JSON."`
}

// Run makes the item.
func (c *create) Run(ctx context.Context, program *command.Program) error {
	in := plan.ItemInput{}
	for _, text := range c.Practice {
		parts := strings.Split(text, "/")
		if len(parts) != 3 {
			return fmt.Errorf("--practice must be LENS/QUESTION/CHOICE, not %q", text)
		}
		in.Practices = append(in.Practices, plan.PracticeName{Lens: parts[0], Question: parts[1], Choice: parts[2]})
	}
	if c.Comment != "" {
		in.Origin = rules.Origin{Kind: rules.FromComment, ID: c.Comment}
	}
	if c.Parked != "" {
		in.Origin = rules.Origin{Kind: rules.FromParked, ID: c.Parked}
	}
	return program.Beside(ctx, c.Place(), func(ctx context.Context, svc *service.Service) error {
		id, err := command.WorkloadID(ctx, svc, c.Workload)
		if err != nil {
			return err
		}
		patch, err := c.patch(ctx, svc)
		if err != nil {
			return err
		}
		in.Fields = patch.Apply(rules.ItemFields{Title: c.Title})
		v, err := svc.Items.Create(ctx, id, in, models.IdempotencyKey{})
		if err != nil {
			return err
		}
		if c.JSON {
			return output.JSON(program.Out, remediation.Item(v))
		}
		_, err = fmt.Fprintf(program.Out, "#%d\n", v.Number)
		return err
	})
}
