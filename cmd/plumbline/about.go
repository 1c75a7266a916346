package main

import (
	"context"
	"fmt"
	"io"

	"github.com/alecthomas/kong"

	"plumbline/cmd/plumbline/health"
	"plumbline/cmd/plumbline/helptext"
	"plumbline/cmd/plumbline/licenses"
	"plumbline/models/help"
)

type helpCmd struct {
	Words []string `arg:"" optional:"" name:"command-or-topic" help:"Such as \"token create\"; lists all if not given."`
}

// Run prints help on a command, or on a topic.
func (h *helpCmd) Run(app *kong.Kong, std programStreams) error {
	return helptext.Print(app, h.Words, std.out)
}

type versionCmd struct{}

// Run prints the version.
func (v *versionCmd) Run(std programStreams) error {
	_, err := fmt.Fprintln(std.out, "plumbline", version)
	return err
}

type healthCmd struct{ addressFlags }

// Run asks the server on this machine, and ends with 1 where it does not do its work.
func (h *healthCmd) Run(ctx context.Context, std programStreams) error {
	if err := h.check(); err != nil {
		return err
	}
	if err := health.Check(ctx, h.Listen, h.TLSCert); err != nil {
		fmt.Fprintln(std.err, "plumbline:", err)
		return errFound
	}
	_, err := fmt.Fprintln(std.out, "ready")
	return err
}

type permissionsCmd struct{}

// Run prints the matrix of who may do what, as a table in Markdown.
func (p *permissionsCmd) Run(std programStreams) error {
	_, err := io.WriteString(std.out, help.PermissionTable())
	return err
}

type licensesCmd struct{}

// Run prints the notices of what ships in the program.
func (l *licensesCmd) Run(std programStreams) error {
	text, err := licenses.Text()
	if err == nil {
		_, err = io.WriteString(std.out, text)
	}
	return err
}
