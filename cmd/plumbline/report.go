package main

import (
	"bytes"
	"errors"
	"fmt"

	"plumbline/cmd/plumbline/answersfile"
	"plumbline/cmd/plumbline/files"
	"plumbline/cmd/plumbline/yamlfile"
	"plumbline/models"
	"plumbline/reports"
)

type reportCmd struct {
	Lens    string `help:"Lens file (JSON), or key of a lens of the program." required:"" placeholder:"FILE"`
	Answers string `help:"Answers file (YAML), as lens form prints it; - is standard input." required:"" placeholder:"FILE"`
	Out     string `help:"PDF file, or a directory; - is standard output." short:"o" required:"" placeholder:"FILE"`
	Paper   string `help:"a4 or letter." enum:"a4,letter" default:"a4"`
}

// Run makes the PDF and says on standard error what could not be printed.
func (r *reportCmd) Run(std programStreams) error {
	doc, err := readLens(r.Lens)
	if err != nil {
		return err
	}
	data, err := files.ReadAtMost(r.Answers, std.in, yamlfile.MaxBytes+1)
	if err != nil {
		return err
	}
	file, err := answersfile.Read(r.Answers, data)
	if err != nil {
		return err
	}
	snap, err := file.Snapshot(doc)
	if e, ok := errors.AsType[*models.Error](err); ok {
		e.Message = r.Answers + ": " + e.Message
	}
	if err != nil {
		return err
	}
	opt := reports.ReportOptions{Paper: reports.PaperA4}
	if r.Paper == "letter" {
		opt.Paper = reports.PaperLetter
	}
	var pdf bytes.Buffer
	warnings, err := reports.PDF(&pdf, snap, opt)
	if err != nil {
		return err
	}
	for _, w := range warnings {
		if _, err := fmt.Fprintf(std.err, "warning: %s: %s\n", w.Where, w.Message); err != nil {
			return err
		}
	}
	return files.Write(files.OutputPath(r.Out, snap.FileName("pdf")), std.out, pdf.Bytes())
}
