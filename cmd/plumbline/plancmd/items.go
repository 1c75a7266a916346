package plancmd

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"plumbline/api/v1/remediation"
	"plumbline/cmd/plumbline/command"
	"plumbline/cmd/plumbline/itemfilter"
	"plumbline/cmd/plumbline/output"
	"plumbline/models"
	rules "plumbline/models/remediation"
)

// Items is the command items plan.
type Items struct {
	where
	output.ListFlag
	Practices []string `arg:"" help:"Practices that are missing, as QUESTION:PRACTICE or LENS:QUESTION:PRACTICE."`
	Workload  []string `help:"A workload, by id or name; may be repeated." required:"" placeholder:"WORKLOAD" sep:"none"`
	Lens      string   `help:"The lens of practices that name none, by id or key." placeholder:"LENS"`
	Each      string   `help:"What an item is for: question or practice." enum:"question,practice" default:"question"`
	Owner     string   `help:"E-mail address of a member, team:NAME or outsider:NAME." placeholder:"OWNER"`
	Due       string   `help:"A day such as 2026-12-31; by the rules if not given." placeholder:"DAY"`
	Priority  string   `help:"urgent, high, normal or low." placeholder:"PRIORITY"`
}

// Run makes items of the practices in each of the workloads, all or none, and prints those that close them now: where
// an active item closes a practice already it gets no second one, and one that is in place gets none.
func (c *Items) Run(ctx context.Context, program *command.Program) error {
	return c.from(ctx, program, func(ctx context.Context, from source) error {
		in := remediation.PlacedItems{}
		in.Each, in.DueOn, in.Priority = c.Each, c.Due, c.Priority
		if c.Owner != "" {
			owner, err := ownerOf(ctx, from, c.Owner)
			if err != nil {
				return err
			}
			in.Owner = &owner
		}
		for _, ref := range c.Workload {
			id, err := from.workload(ctx, ref)
			if err != nil {
				return err
			}
			practices, err := practicesOf(ctx, from, id, c.Lens, c.Practices)
			if err != nil {
				return err
			}
			for _, p := range practices {
				in.Practices = append(in.Practices, remediation.PlacedPractice{Workload: id,
					PracticeName: remediation.PracticeName(p)})
			}
		}
		rows, err := from.plannedItems(ctx, in)
		if err != nil {
			return err
		}
		return output.List(c.ListFlag, program.Out, "ITEM STATUS DUE PRIORITY OWNER WORKLOAD TITLE",
			output.ConvertAll(rows, func(r remediation.ItemRow) plannedRow { return plannedRow(r) }))
	})
}

// plannedRow is an item in the table of items plan.
type plannedRow remediation.ItemRow

// Cells is part of output.TableRow.
func (r plannedRow) Cells() []string {
	cells := itemRow(r).Cells()
	title := len(cells) - 1
	return append(cells[:title:title], output.Line(r.Owner.Name), output.Line(r.Workload), cells[title])
}

// ownerOf reads an owner of items.
func ownerOf(ctx context.Context, from source, text string) (remediation.ItemOwner, error) {
	kind, name, named := strings.Cut(text, ":")
	switch {
	case named && (kind == string(rules.TeamOwner) || kind == string(rules.OutsiderOwner)):
		return remediation.ItemOwner{Kind: kind, Name: name}, nil
	case strings.Contains(text, "@"):
		id, err := from.member(ctx, text)
		return remediation.ItemOwner{Kind: string(rules.MemberOwner), UserID: id}, err
	}
	return remediation.ItemOwner{}, errors.New("--owner must be an e-mail address, team:NAME or outsider:NAME")
}

func (a asked) plannedItems(ctx context.Context, in remediation.PlacedItems) ([]remediation.ItemRow, error) {
	var list struct {
		Items []remediation.ItemRow `json:"items"`
	}
	err := a.server.Post(ctx, "/plan/items", in, &list)
	return list.Items, err
}

func (b beside) plannedItems(ctx context.Context, in remediation.PlacedItems) ([]remediation.ItemRow, error) {
	practices, fields := in.Planned()
	rows, err := b.svc.PlannedItems.CreateIn(ctx, practices, fields, models.IdempotencyKey{})
	return remediation.Rows(rows), err
}

func (a asked) member(ctx context.Context, email string) (string, error) {
	query := url.Values{"text": {email}, "limit": {"200"}}
	var list struct {
		Items []struct {
			ID    string `json:"user_id"`
			Email string `json:"email"`
		} `json:"items"`
	}
	if err := a.server.Get(ctx, "/members", query, &list); err != nil {
		return "", err
	}
	for _, m := range list.Items {
		if strings.EqualFold(m.Email, email) {
			return m.ID, nil
		}
	}
	return "", models.Errorf(models.CodeNotFound, "there is no member %q", email)
}

func (b beside) member(ctx context.Context, email string) (string, error) {
	return itemfilter.MemberID(ctx, b.svc, email)
}
