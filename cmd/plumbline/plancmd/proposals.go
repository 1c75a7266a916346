package plancmd

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"time"

	"plumbline/api/v1/planning"
	"plumbline/api/v1/remediation"
	"plumbline/cmd/plumbline/command"
	"plumbline/cmd/plumbline/output"
	"plumbline/models"
)

// Proposals is the command proposals: what-ifs of a workload that are kept under a name.
type Proposals struct {
	List   listProposals  `cmd:"" help:"List the proposals of a workload, newest first."`
	Show   showProposal   `cmd:"" help:"Print a proposal, and what it would change now."`
	Create createProposal `cmd:"" help:"Keep practices under a name, and print the id."`
	Update updateProposal `cmd:"" help:"Change a proposal, and print what it would change now; what is not given stays."`
	Delete deleteProposal `cmd:"" help:"Delete a proposal."`
	Items  proposalItems  `cmd:"" help:"Make items of what is missing, and print the items that close it."`
}

// ofWorkload names a workload.
type ofWorkload struct {
	where
	Workload string `arg:"" help:"Id or name of the workload."`
}

// in calls do with the id of the workload.
func (o ofWorkload) in(ctx context.Context, program *command.Program,
	do func(ctx context.Context, from source, workload string) error) error {
	return o.from(ctx, program, func(ctx context.Context, from source) error {
		id, err := from.workload(ctx, o.Workload)
		if err != nil {
			return err
		}
		return do(ctx, from, id)
	})
}

// oneProposal names a proposal of a workload.
type oneProposal struct {
	ofWorkload
	Proposal string `arg:"" help:"Id or name of the proposal."`
}

// in calls do with the ids of the workload and the proposal. Several proposals may have one name: then it takes an id.
func (o oneProposal) in(ctx context.Context, program *command.Program,
	do func(ctx context.Context, from source, workload, id string) error) error {
	return o.ofWorkload.in(ctx, program, func(ctx context.Context, from source, workload string) error {
		if models.IsID(o.Proposal) {
			return do(ctx, from, workload, o.Proposal)
		}
		list, err := from.proposals(ctx, workload)
		if err != nil {
			return err
		}
		var ids []string
		for _, p := range list {
			if models.FoldName(p.Name) == models.FoldName(o.Proposal) {
				ids = append(ids, p.ID)
			}
		}
		switch len(ids) {
		case 0:
			return models.Errorf(models.CodeNotFound, "there is no proposal with the id or name %q of this workload",
				o.Proposal)
		case 1:
			return do(ctx, from, workload, ids[0])
		}
		return fmt.Errorf("%d proposals are called %q: name one by its id", len(ids), o.Proposal)
	})
}

// proposalRow is a proposal in the table of proposals list.
type proposalRow planning.Proposal

// Cells is part of output.TableRow.
func (r proposalRow) Cells() []string {
	return []string{r.ID, strconv.Itoa(len(r.Practices)), r.UpdatedAt.UTC().Format(time.DateOnly),
		output.Line(r.UpdatedBy), output.Line(r.Name)}
}

type listProposals struct {
	ofWorkload
	output.ListFlag
}

// Run lists proposals.
func (c *listProposals) Run(ctx context.Context, program *command.Program) error {
	return c.in(ctx, program, func(ctx context.Context, from source, workload string) error {
		list, err := from.proposals(ctx, workload)
		if err != nil {
			return err
		}
		return output.List(c.ListFlag, program.Out, "ID PRACTICES CHANGED BY NAME",
			output.ConvertAll(list, func(p planning.Proposal) proposalRow { return proposalRow(p) }))
	})
}

type showProposal struct {
	oneProposal
	JSON bool `name:"json" help:"Print JSON."`
}

// Run prints the proposal.
func (c *showProposal) Run(ctx context.Context, program *command.Program) error {
	return c.in(ctx, program, func(ctx context.Context, from source, workload, id string) error {
		p, err := from.proposal(ctx, workload, id)
		if err != nil {
			return err
		}
		return printProposal(program, p, c.JSON)
	})
}

func printProposal(program *command.Program, p planning.ProposalWhatIf, asJSON bool) error {
	if asJSON {
		return output.JSON(program.Out, p)
	}
	text := fmt.Sprintf("proposal: %s\nname: %s\n", p.ID, output.Line(p.Name))
	if p.Note != "" {
		text += fmt.Sprintf("note: %s\n", output.Line(p.Note))
	}
	text += fmt.Sprintf("created by: %s\nchanged by: %s\n", output.Line(p.CreatedBy), output.Line(p.UpdatedBy))
	for _, one := range p.WhatIf.Practices {
		text += fmt.Sprintf("practice: %s:%s:%s %s\n", cmp.Or(one.LensKey, one.Lens), one.Question, one.Choice,
			output.Line(one.Title))
	}
	if _, err := fmt.Fprint(program.Out, text); err != nil {
		return err
	}
	return (&Command{}).table(program, triedVerdict(p.WhatIf), triedTable(p.WhatIf))
}

type createProposal struct {
	ofWorkload
	Name   string   `arg:"" help:"Its name, 3 to 100 characters."`
	WhatIf []string `help:"The practices, as plan --what-if takes them." required:"" placeholder:"Q:P"`
	Lens   string   `help:"The lens of practices that name none, by id or key." placeholder:"LENS"`
	Note   string   `help:"Markdown." placeholder:"TEXT"`
}

// Run keeps the practices, and prints the id.
func (c *createProposal) Run(ctx context.Context, program *command.Program) error {
	return c.in(ctx, program, func(ctx context.Context, from source, workload string) error {
		practices, err := practicesOf(ctx, from, workload, c.Lens, c.WhatIf)
		if err != nil {
			return err
		}
		made, err := from.createProposal(ctx, workload, planning.ProposalFields{Name: c.Name, Note: c.Note,
			Practices: practices})
		if err == nil {
			_, err = fmt.Fprintln(program.Out, made.ID)
		}
		return err
	})
}

type deleteProposal struct{ oneProposal }

// Run deletes the proposal.
func (c *deleteProposal) Run(ctx context.Context, program *command.Program) error {
	return c.in(ctx, program, func(ctx context.Context, from source, workload, id string) error {
		return from.deleteProposal(ctx, workload, id)
	})
}

// itemRow is an item in the table of proposals items.
type itemRow remediation.ItemRow

// Cells is part of output.TableRow.
func (r itemRow) Cells() []string {
	return []string{"#" + strconv.Itoa(r.Number), string(r.Status), r.DueOn, r.Priority, output.Line(r.Title)}
}

type proposalItems struct {
	oneProposal
	output.ListFlag
	Each string `help:"What an item is for: question or practice." enum:"question,practice" default:"question"`
}

// Run makes the items. Practices that an active item closes already get no second one, however often it runs.
func (c *proposalItems) Run(ctx context.Context, program *command.Program) error {
	return c.in(ctx, program, func(ctx context.Context, from source, workload, id string) error {
		rows, err := from.proposalItems(ctx, workload, id, c.Each)
		if err != nil {
			return err
		}
		return output.List(c.ListFlag, program.Out, "ITEM STATUS DUE PRIORITY TITLE",
			output.ConvertAll(rows, func(r remediation.ItemRow) itemRow { return itemRow(r) }))
	})
}
