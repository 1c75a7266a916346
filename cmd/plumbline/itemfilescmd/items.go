// Package itemfilescmd has the commands that export and import items as tables, and those that list and revoke
// calendar feeds. They work with the service beside the database.
//
// It may import the command line's own packages, the API's files of items, models and the service.
package itemfilescmd

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"plumbline/api/v1/itemfiles"
	"plumbline/cmd/plumbline/command"
	"plumbline/cmd/plumbline/files"
	"plumbline/cmd/plumbline/itemfilter"
	"plumbline/models/service"
	"plumbline/models/service/plan"
)

// Files are the commands on files of items.
type Files struct {
	Export Export `cmd:"" help:"Export items as CSV or a workbook, or their due dates as a calendar."`
	Import Import `cmd:"" help:"Create and edit items by the lines of a CSV file or workbook."`
}

// Export is a command with its flags.
type Export struct {
	command.Flags
	itemfilter.Filters
	Format string `help:"csv, xlsx or ics; if not given, what the file's name says." enum:",csv,xlsx,ics" default:""`
	Out    string `help:"File or directory; - is standard output." short:"o" default:"-" placeholder:"FILE"`
}

// Run writes the file.
func (e *Export) Run(ctx context.Context, program *command.Program) error {
	format := e.Format
	for _, one := range []string{itemfiles.XLSX, itemfiles.ICS} {
		if format == "" && strings.HasSuffix(strings.ToLower(e.Out), "."+one) {
			format = one
		}
	}
	return program.Beside(ctx, e.Place(), func(ctx context.Context, svc *service.Service) error {
		query, err := e.Query(ctx, svc)
		if err != nil {
			return err
		}
		file, err := itemfiles.Export(ctx, svc, query, itemfiles.Output{Format: format})
		if err != nil {
			return err
		}
		return files.Write(files.OutputPath(e.Out, file.File), program.Out, file.Data)
	})
}

// Import is a command with its flags.
type Import struct {
	command.Flags
	File     string `arg:"" help:"CSV file or workbook; - is standard input."`
	Workload string `help:"Id or name of the workload of new items whose lines name none." placeholder:"WORKLOAD"`
	Dry      bool   `name:"dry-run" help:"Print what the import would do, and change nothing."`
}

// Run shows what the file changes, and changes it unless it was to be shown only. With errors nothing is changed, and
// the exit status says so.
func (i *Import) Run(ctx context.Context, program *command.Program) error {
	data, err := files.ReadAtMost(i.File, program.In, itemfiles.MaxFile)
	if err != nil {
		return err
	}
	sheet, err := itemfiles.Read(data)
	if err != nil {
		return fmt.Errorf("%s: %w", i.File, err)
	}
	return program.Beside(ctx, i.Place(), func(ctx context.Context, svc *service.Service) error {
		opt := plan.ImportOptions{DryRun: true}
		if i.Workload != "" {
			if opt.WorkloadID, err = command.WorkloadID(ctx, svc, i.Workload); err != nil {
				return err
			}
		}
		seen, err := svc.ItemFiles.Import(ctx, sheet, opt)
		if err != nil {
			return err
		}
		if err := tell(program.Out, seen, i.Dry); err != nil {
			return err
		}
		if len(seen.Faults) > 0 {
			return command.ErrFound
		}
		if i.Dry {
			return nil
		}
		opt.DryRun, opt.Digest = false, seen.Digest
		_, err = svc.ItemFiles.Import(ctx, sheet, opt)
		return err
	})
}

// tell prints each change and each error, a line each.
func tell(to io.Writer, seen plan.FileImport, dry bool) error {
	var out strings.Builder
	for _, f := range seen.Faults {
		fmt.Fprintf(&out, "line %d: %s: %s\n", f.Line, orElse(f.Column, "whole line"), f.Message)
	}
	if seen.MoreFaults {
		out.WriteString("there are more errors\n")
	}
	for _, l := range seen.Lines {
		name := "#" + strconv.Itoa(l.Number)
		if l.New {
			name = "new item"
		}
		fmt.Fprintf(&out, "line %d: %s %s\n", l.Line, name, l.Title)
		for _, c := range l.Changes {
			fmt.Fprintf(&out, "  %s: %s -> %s\n", c.Field, strconv.Quote(c.From), strconv.Quote(c.To))
		}
	}
	done := "imported"
	if dry || len(seen.Faults) > 0 {
		done = "nothing is imported"
	}
	fmt.Fprintf(&out, "%d new, %d changed, %d unchanged, %d errors: %s\n", seen.Made, seen.Changed, seen.Unchanged,
		len(seen.Faults), done)
	_, err := io.WriteString(to, out.String())
	return err
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
