// Package presetscmd is the commands presets: saved presets of reports, and how the reports of a workspace look.
//
// It may import the command line's own packages, the operations of the API for their words, the service and
// models/branding.
package presetscmd

import (
	"context"
	"fmt"
	"strings"

	api "plumbline/api/v1/branding"
	"plumbline/cmd/plumbline/command"
	"plumbline/cmd/plumbline/files"
	"plumbline/cmd/plumbline/output"
	"plumbline/models"
	"plumbline/models/branding"
	"plumbline/models/service"
)

// Command is the commands.
type Command struct {
	List   list   `cmd:"" help:"List the saved presets of reports, by name."`
	Save   save   `cmd:"" help:"Save a preset of reports; of one that is there, change what is given."`
	Delete remove `cmd:"" help:"Delete a saved preset."`
	Brand  brand  `cmd:"" help:"Print how reports look; set logo, colours and footer."`
}

type list struct {
	command.Flags
	output.ListFlag
}

type presetRow api.Preset

// Cells are those of the table.
func (p presetRow) Cells() []string {
	sections := "all"
	if len(p.Sections) > 0 {
		sections = strings.Join(p.Sections, ",")
	}
	return []string{p.Name, p.Base, sections, p.ID}
}

// Run lists them.
func (c *list) Run(ctx context.Context, program *command.Program) error {
	return program.Beside(ctx, c.Place(), func(ctx context.Context, svc *service.Service) error {
		all, err := svc.ReportPresets.List(ctx)
		if err != nil {
			return err
		}
		return output.List(c.ListFlag, program.Out, "NAME REPORT SECTIONS ID",
			output.ConvertAll(all, func(p branding.Preset) presetRow { return presetRow(api.PresetOf(p)) }))
	})
}

type save struct {
	command.Flags
	Name           string    `arg:"" help:"Name of the preset."`
	Base           *string   `help:"leadership, architect or auditor: what it is made from." placeholder:"REPORT"`
	Sections       *[]string `help:"Keys of its sections, in their order; all if not given." placeholder:"KEY"`
	Pillars        *[]string `help:"Ids of the pillars whose questions are listed." placeholder:"ID"`
	Risks          *[]string `help:"Risks with which questions are listed, such as HIGH." placeholder:"RISK"`
	Priorities     *string   `help:"only: list pillars that have a priority in their workload." placeholder:"only"`
	Language       *string   `help:"en, de, fr or es: how days and numbers are written." placeholder:"LANGUAGE"`
	Paper          *string   `help:"a4 or letter." placeholder:"PAPER"`
	Classification *string   `help:"Who may read it, on each page." placeholder:"WORDS"`
	Footer         *string   `help:"On each page, in place of the workspace's." placeholder:"TEXT"`
}

func (c *save) patch() branding.PresetPatch {
	return branding.PresetPatch{Base: c.Base, Sections: c.Sections, Pillars: c.Pillars, Risks: c.Risks,
		Priorities: c.Priorities, Language: c.Language, Paper: c.Paper, Classification: c.Classification, Footer: c.Footer}
}

// Run saves it and prints its id.
func (c *save) Run(ctx context.Context, program *command.Program) error {
	return program.Beside(ctx, c.Place(), func(ctx context.Context, svc *service.Service) error {
		made, err := svc.ReportPresets.Update(ctx, c.Name, c.patch(), nil)
		if models.CodeOf(err) == models.CodeNotFound {
			made, err = svc.ReportPresets.Create(ctx, c.patch().Apply(branding.PresetFields{Name: c.Name}),
				models.IdempotencyKey{})
		}
		if err == nil {
			_, err = fmt.Fprintln(program.Out, made.ID)
		}
		return err
	})
}

type remove struct {
	command.Flags
	Name string `arg:"" help:"Name or id of the preset."`
}

// Run deletes it.
func (c *remove) Run(ctx context.Context, program *command.Program) error {
	return program.Beside(ctx, c.Place(), func(ctx context.Context, svc *service.Service) error {
		return svc.ReportPresets.Delete(ctx, c.Name, nil)
	})
}

type brand struct {
	command.Flags
	Primary *string `help:"Colour of titles and headings, such as #7a1f3d." placeholder:"COLOUR"`
	Accent  *string `help:"Colour of links and marks." placeholder:"COLOUR"`
	Footer  *string `help:"On each page." placeholder:"TEXT"`
	Logo    string  `help:"PNG, JPEG, or SVG file of filled shapes; none removes the logo." placeholder:"FILE"`
	JSON    bool    `name:"json" help:"Print JSON."`
}

type cells []string

// Cells are those of the table.
func (c cells) Cells() []string { return c }

// Run sets what is given, and prints all.
func (c *brand) Run(ctx context.Context, program *command.Program) error {
	return program.Beside(ctx, c.Place(), func(ctx context.Context, svc *service.Service) error {
		now, err := c.set(ctx, program, svc)
		if err != nil {
			return err
		}
		if c.JSON {
			return output.JSON(program.Out, api.BrandOf(now))
		}
		logo := "none"
		if !now.Logo.Empty() {
			logo = fmt.Sprintf("%d by %d pixels", now.Logo.Width, now.Logo.Height)
		}
		return output.List(output.ListFlag{}, program.Out, "SETTING VALUE", []cells{{"primary", now.PrimaryColor},
			{"accent", now.AccentColor}, {"footer", now.Footer}, {"logo", logo}})
	})
}

func (c *brand) set(ctx context.Context, program *command.Program, svc *service.Service) (now branding.Brand,
	err error) {
	if c.Primary == nil && c.Accent == nil && c.Footer == nil {
		now, err = svc.ReportBrands.Get(ctx)
	} else {
		now, err = svc.ReportBrands.Update(ctx, branding.Patch{PrimaryColor: c.Primary, AccentColor: c.Accent,
			Footer: c.Footer}, nil)
	}
	switch {
	case err != nil || c.Logo == "":
		return now, err
	case c.Logo == "none":
		return svc.ReportBrands.RemoveLogo(ctx, nil)
	}
	data, err := files.ReadAtMost(c.Logo, program.In, branding.MaxLogoFile+1)
	if err != nil {
		return now, err
	}
	return svc.ReportBrands.SetLogo(ctx, data, nil)
}
