// Package portfoliocmd is the command portfolio: how many workloads stand together, as a table or as a report. It asks
// a running server, or the service beside the database.
//
// It may import the client, the command line's own packages, the API's form of portfolios, and reports.
package portfoliocmd

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"

	"plumbline/api/v1/portfolio"
	"plumbline/api/v1/rest"
	"plumbline/cmd/plumbline/client"
	"plumbline/cmd/plumbline/command"
	"plumbline/cmd/plumbline/files"
	"plumbline/cmd/plumbline/output"
	"plumbline/cmd/plumbline/reportcmd"
	"plumbline/models/service"
	"plumbline/models/text"
	"plumbline/reports"
)

// Command is the command with its flags.
type Command struct {
	command.Flags
	output.ListFlag
	Server string `help:"Ask this server, with the token in PLUMBLINE_TOKEN." placeholder:"URL" env:"PLUMBLINE_SERVER"`

	Lens        string `help:"Only reviews with this lens, by id or key." placeholder:"LENS"`
	Environment string `help:"Only workloads of this environment." enum:",PRODUCTION,PREPRODUCTION" default:""`

	Out            string `help:"Write the report here; - is standard output." short:"o" placeholder:"FILE"`
	Format         string `help:"Sort of file of --out." enum:"pdf,html,docx,xlsx,md,json,csv" default:"pdf"`
	Paper          string `help:"Paper of a PDF: a4 or letter." enum:"a4,letter" default:"a4"`
	Font           string `help:"pdf: TrueType file for what its fonts lack, such as Chinese." placeholder:"FILE"`
	Classification string `help:"Who may read the report, on each page." placeholder:"WORDS"`
}

// standing is a line of the table: all workloads, then a pillar each.
type standing struct {
	What string `json:"what"`
	rest.Standing
}

// Cells are the columns of the table.
func (s standing) Cells() []string {
	score := ""
	if s.Score != nil {
		score = strconv.Itoa(*s.Score)
	}
	c := s.RiskCounts
	return []string{s.What, score, strconv.Itoa(c.High), strconv.Itoa(c.Medium), strconv.Itoa(c.None),
		strconv.Itoa(c.Undecided), strconv.Itoa(c.Unanswered)}
}

// Run prints how all workloads stand, and by pillar; with --json all that the API says; with --out it writes the
// report.
func (c *Command) Run(ctx context.Context, program *command.Program) error {
	if c.Out != "" && c.JSON {
		return errors.New("--json prints; for a report in JSON give --out and --format json")
	}
	if c.Font != "" && c.Server != "" {
		return errors.New("--font needs --data: a server takes none")
	}
	if c.Server != "" {
		return c.fromServer(ctx, program)
	}
	return program.Beside(ctx, c.Place(), func(ctx context.Context, svc *service.Service) error {
		p, err := svc.Portfolios.Get(ctx, portfolio.Query(c.query().Get))
		if err != nil {
			return err
		}
		if c.Out == "" {
			return c.print(program, portfolio.Of(p))
		}
		opt := reports.ReportOptions{Format: reports.Format(c.Format), Classification: c.Classification}
		if opt.Look.Brand, err = svc.ReportBrands.Get(ctx); err != nil {
			return err
		}
		if c.Paper == "letter" {
			opt.Paper = reports.PaperLetter
		}
		if opt.Font, err = reportcmd.ReadFont(c.Font, program.In); err != nil {
			return err
		}
		var made bytes.Buffer
		warnings, err := reports.WritePortfolio(&made, p, opt)
		if err != nil {
			return err
		}
		for _, w := range warnings {
			if _, err := fmt.Fprintf(program.Err, "warning: %s: %s\n", w.Where, w.Message); err != nil {
				return err
			}
		}
		return files.Write(files.OutputPath(c.Out, reports.PortfolioFile(p, opt.Format)), program.Out, made.Bytes())
	})
}

func (c *Command) query() url.Values {
	query := url.Values{}
	for name, value := range map[string]string{"lens": c.Lens, "environment": c.Environment} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return query
}

func (c *Command) fromServer(ctx context.Context, program *command.Program) error {
	server, err := client.New(c.Server, os.Getenv(client.TokenVariable))
	if err != nil {
		return err
	}
	query := c.query()
	if c.Out == "" {
		var p portfolio.Portfolio
		if err := server.Get(ctx, "/portfolio", query, &p); err != nil {
			return err
		}
		return c.print(program, p)
	}
	query.Set("paper", c.Paper)
	if c.Classification != "" {
		query.Set("classification", c.Classification)
	}
	data, name, err := server.File(ctx, "/portfolio/report."+c.Format, query)
	if err != nil {
		return err
	}
	return files.Write(files.OutputPath(c.Out, text.FileName{Name: name, ASCII: name}), program.Out, data)
}

func (c *Command) print(program *command.Program, p portfolio.Portfolio) error {
	if c.JSON {
		return output.JSON(program.Out, p)
	}
	lines := []standing{{"All workloads (" + strconv.Itoa(p.Workloads) + ")", p.Standing}}
	for _, pillar := range p.Pillars {
		lines = append(lines, standing{pillar.Name, pillar.Standing})
	}
	return output.List(output.ListFlag{}, program.Out, "WHAT SCORE HIGH MEDIUM NONE UNDECIDED UNANSWERED", lines)
}
