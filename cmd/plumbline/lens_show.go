package main

import (
	"fmt"
	"text/tabwriter"

	"plumbline/cmd/plumbline/files"
	"plumbline/cmd/plumbline/lensfile"
	"plumbline/cmd/plumbline/output"
	"plumbline/models/text"
	"plumbline/questionnaires"
	"plumbline/questionnaires/builtin"
)

type lensListCmd struct {
	Format string `help:"text or json." enum:"text,json" default:"text"`
}

// lensRow is a lens as list prints it in JSON.
type lensRow struct {
	Key       string `json:"key"`
	Version   string `json:"version"`
	Name      string `json:"name"`
	Pillars   int    `json:"pillars"`
	Questions int    `json:"questions"`
	Practices int    `json:"practices"`
}

// Run lists the lenses.
func (l *lensListCmd) Run(std programStreams) error {
	var rows []lensRow
	for _, b := range builtin.AllLenses() {
		doc := b.Parse()
		rows = append(rows, lensRow{b.Key, b.Version, doc.Name, len(doc.Pillars), doc.Questions(), practicesOf(doc)})
	}
	if l.Format == "json" {
		return output.JSON(std.out, rows)
	}
	table := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "KEY\tVERSION\tPILLARS\tQUESTIONS\tPRACTICES\tNAME")
	for _, r := range rows {
		fmt.Fprintf(table, "%s\t%s\t%d\t%d\t%d\t%s\n", r.Key, r.Version, r.Pillars, r.Questions, r.Practices, r.Name)
	}
	return table.Flush()
}

func practicesOf(doc *questionnaires.Lens) (n int) {
	for _, p := range doc.Pillars {
		for _, q := range p.Questions {
			for _, c := range q.Choices {
				if !c.NoneOfThese() {
					n++
				}
			}
		}
	}
	return n
}

type lensShowCmd struct {
	Lens   string `arg:"" help:"Key of a lens of the program, or a lens file (JSON)."`
	Format string `help:"md for a page to read, json for the lens itself." enum:"md,json" default:"md"`
}

// Run prints the lens.
func (s *lensShowCmd) Run(std programStreams) error {
	doc, err := lensfile.Read(s.Lens)
	if err != nil {
		return err
	}
	page := doc.Markdown()
	if s.Format == "json" {
		page = doc.JSON()
	}
	_, err = std.out.Write(page)
	return err
}

type lensExportCmd struct {
	Lens   string `arg:"" help:"Key of a lens of the program, or a lens file (JSON)."`
	Format string `help:"plumbline for everything, aws for what the AWS tool takes." enum:"plumbline,aws" default:"plumbline"`
	Out    string `help:"File or directory; - is standard output." short:"o" default:"-" placeholder:"FILE"`
}

// Run writes the lens. What the AWS format can't hold is told on standard error.
func (e *lensExportCmd) Run(std programStreams) error {
	doc, err := lensfile.Read(e.Lens)
	if err != nil {
		return err
	}
	out := files.OutputPath(e.Out, text.FileNameOf("json", doc.Name))
	if e.Format == "plumbline" {
		return files.Write(out, std.out, doc.JSON())
	}
	data, problems := doc.AWS()
	for _, p := range problems {
		if _, err := fmt.Fprintf(std.err, "%s: %s: %s [%s]\n", p.Level, p.Pointer, p.Message, p.Code); err != nil {
			return err
		}
	}
	if problems.Err() != nil {
		return errFound
	}
	return files.Write(out, std.out, data)
}
