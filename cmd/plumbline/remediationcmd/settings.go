package remediationcmd

import (
	"context"
	"fmt"

	"plumbline/api/v1/remediation"
	"plumbline/cmd/plumbline/command"
	"plumbline/cmd/plumbline/itemfilter"
	"plumbline/cmd/plumbline/output"
	rules "plumbline/models/remediation"
	"plumbline/models/service"
)

// Settings is the command plan-settings.
type Settings struct {
	Show  showSettings  `cmd:"" help:"Print the settings of plans."`
	Set   setSettings   `cmd:"" help:"Change settings of plans; no date of an item moves by it."`
	Apply applySettings `cmd:"" help:"Move the dates of items to those that the settings give; agreed ones are refused."`
}

type showSettings struct {
	command.Flags
	JSON bool `name:"json" help:"Print JSON."`
}

// Run prints the settings.
func (c *showSettings) Run(ctx context.Context, program *command.Program) error {
	return program.Beside(ctx, c.Place(), func(ctx context.Context, svc *service.Service) error {
		s, err := svc.PlanSettings.Get(ctx)
		if err != nil {
			return err
		}
		if c.JSON {
			return output.JSON(program.Out, remediation.Settings(s))
		}
		return output.List(output.ListFlag{}, program.Out, "SETTING VALUE", []cells{
			{"high-days", fmt.Sprint(s.HighDays)}, {"medium-days", fmt.Sprint(s.MediumDays)},
			{"due-soon-days", fmt.Sprint(s.DueSoonDays)}, {"high-cap", fmt.Sprint(s.HighCap)}, {"currency", s.Currency},
			{"lead-after-days", fmt.Sprint(s.LeadAfterDays)}, {"sponsor-after-days", fmt.Sprint(s.SponsorAfterDays)},
			{"lead", s.LeadID}, {"sponsor", s.SponsorID}})
	})
}

type setSettings struct {
	command.Flags
	HighDays         *int    `help:"Days until a high risk is to be gone." placeholder:"N"`
	MediumDays       *int    `help:"Days until a medium risk is to be gone." placeholder:"N"`
	DueSoonDays      *int    `help:"How many days before its date an item is due soon." placeholder:"N"`
	HighCap          *int    `help:"How many high risks a plan takes on within 90 days." placeholder:"N"`
	Currency         *string `help:"Code of ISO 4217, such as EUR." placeholder:"CODE"`
	LeadAfterDays    *int    `help:"How many days after the date the lead is told." placeholder:"N"`
	SponsorAfterDays *int    `help:"How many days after the date the sponsor is told." placeholder:"N"`
	Lead             *string `help:"E-mail address of the lead, a member; none for nobody." placeholder:"EMAIL"`
	Sponsor          *string `help:"E-mail address of the sponsor, a member; none for nobody." placeholder:"EMAIL"`
	Preview          bool    `help:"Change nothing; print which dates would move if the settings were applied."`
}

// Run changes the settings that are given.
func (c *setSettings) Run(ctx context.Context, program *command.Program) error {
	return program.Beside(ctx, c.Place(), func(ctx context.Context, svc *service.Service) error {
		was, err := svc.PlanSettings.Get(ctx)
		if err != nil {
			return err
		}
		in := was.SettingsFields
		for _, one := range []struct{ field, value *int }{{&in.HighDays, c.HighDays}, {&in.MediumDays, c.MediumDays},
			{&in.DueSoonDays, c.DueSoonDays}, {&in.HighCap, c.HighCap}, {&in.LeadAfterDays, c.LeadAfterDays},
			{&in.SponsorAfterDays, c.SponsorAfterDays}} {
			if one.value != nil {
				*one.field = *one.value
			}
		}
		if c.Currency != nil {
			in.Currency = *c.Currency
		}
		for _, one := range []struct{ field, email *string }{{&in.LeadID, c.Lead}, {&in.SponsorID, c.Sponsor}} {
			if one.email == nil {
				continue
			}
			if *one.field = ""; *one.email == "none" {
				continue
			}
			if *one.field, err = itemfilter.MemberID(ctx, svc, *one.email); err != nil {
				return err
			}
		}
		if c.Preview {
			return c.preview(ctx, program, svc, in)
		}
		_, err = svc.PlanSettings.Update(ctx, in, &was.Version)
		return err
	})
}

func (c *setSettings) preview(ctx context.Context, program *command.Program, svc *service.Service,
	in rules.SettingsFields) error {
	v, err := svc.PlanSettings.Preview(ctx, in)
	if err != nil {
		return err
	}
	var table []cells
	for _, m := range v.Moves {
		table = append(table, cells{fmt.Sprintf("#%d", m.Item.Number), string(m.From), string(m.To), m.Workload,
			m.Item.Title})
	}
	if err := output.List(output.ListFlag{}, program.Out, "ITEM FROM TO WORKLOAD TITLE", table); err != nil {
		return err
	}
	_, err = fmt.Fprintf(program.Out, "%d agreed dates stay.\n", v.Agreed)
	return err
}

type applySettings struct {
	command.Flags
	Items []string `arg:"" help:"Numbers or ids of items."`
}

// Run moves the dates.
func (c *applySettings) Run(ctx context.Context, program *command.Program) error {
	return program.Beside(ctx, c.Place(), func(ctx context.Context, svc *service.Service) error {
		_, err := svc.PlanSettings.Apply(ctx, c.Items)
		return err
	})
}
