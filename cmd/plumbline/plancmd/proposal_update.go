package plancmd

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"plumbline/api/v1/planning"
	"plumbline/cmd/plumbline/command"
)

type updateProposal struct {
	oneProposal
	Name   *string  `help:"Its new name, 3 to 100 characters." placeholder:"NAME"`
	Note   *string  `help:"Markdown; an empty text takes the note away." placeholder:"TEXT"`
	WhatIf []string `help:"All of its practices, as plan --what-if takes them." placeholder:"Q:P" xor:"add,remove"`
	Add    []string `help:"Practices that join it." placeholder:"Q:P" xor:"add"`
	Remove []string `help:"Practices that leave it." placeholder:"Q:P" xor:"remove"`
	Lens   string   `help:"The lens of practices that name none, by id or key." placeholder:"LENS"`
	JSON   bool     `name:"json" help:"Print JSON."`
}

// Run changes the proposal as it was a moment ago, or not at all, and prints it with what it would change now.
func (c *updateProposal) Run(ctx context.Context, program *command.Program) error {
	changesPractices := len(c.WhatIf)+len(c.Add)+len(c.Remove) > 0
	if c.Name == nil && c.Note == nil && !changesPractices {
		return errors.New("nothing to change: give --name, --note, --what-if, --add or --remove")
	}
	return c.in(ctx, program, func(ctx context.Context, from source, workload, id string) error {
		now, err := from.proposal(ctx, workload, id)
		if err != nil {
			return err
		}
		patch := planning.ProposalPatch{Name: c.Name, Note: c.Note}
		if changesPractices {
			practices, err := c.practices(ctx, from, workload, now.WhatIf.Practices)
			if err != nil {
				return err
			}
			patch.Practices = &practices
		}
		if err := from.updateProposal(ctx, workload, id, now.Version, patch); err != nil {
			return err
		}
		if now, err = from.proposal(ctx, workload, id); err != nil {
			return err
		}
		return printProposal(program, now, c.JSON)
	})
}

// practices are those that the flags leave of the proposal's and add to them. Ones that a lens has no more stay, and
// can be removed.
func (c *updateProposal) practices(ctx context.Context, from source, workload string,
	had []planning.TriedPractice) ([]planning.Practice, error) {
	if len(c.WhatIf) > 0 {
		return practicesOf(ctx, from, workload, c.Lens, c.WhatIf)
	}
	remove, err := practicesOf(ctx, from, workload, c.Lens, c.Remove)
	if err != nil {
		return nil, err
	}
	list, err := practicesOf(ctx, from, workload, c.Lens, c.Add)
	if err != nil {
		return nil, err
	}
	var kept []planning.Practice
	for _, p := range had {
		is := func(o planning.Practice) bool {
			return (o.Lens == p.Lens || o.Lens == p.LensKey) && o.Question == p.Question && o.Choice == p.Choice
		}
		if n := len(remove); n > 0 {
			if remove = slices.DeleteFunc(remove, is); len(remove) < n {
				continue
			}
		}
		kept = append(kept, planning.Practice{Lens: p.Lens, Question: p.Question, Choice: p.Choice})
	}
	if len(remove) > 0 {
		return nil, fmt.Errorf("the proposal has no practice %s:%s:%s", remove[0].Lens, remove[0].Question,
			remove[0].Choice)
	}
	return append(kept, list...), nil
}
