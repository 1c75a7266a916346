package main

import (
	"time"

	"plumbline/cmd/plumbline/answersfile"
	"plumbline/cmd/plumbline/lensfile"
)

type formCmd struct {
	File string `arg:"" help:"Lens file (JSON), or key of a lens of the program."`
}

// Run prints an empty answers file for the lens, with every question and choice in comments.
func (f *formCmd) Run(std programStreams) error {
	doc, err := lensfile.Read(f.File)
	if err != nil {
		return err
	}
	_, err = std.out.Write(answersfile.Blank(doc, time.Now()))
	return err
}
