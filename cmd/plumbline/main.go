// Command plumbline is the server for Well-Architected reviews and its command line.
//
// It connects the layers and may import all packages. It alone reads flags, environment and the configuration file,
// opens files and touches the clock; what it reads is handed down as values.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"plumbline/cmd/plumbline/command"
	"plumbline/cmd/plumbline/helptext"
	"plumbline/models"
)

// version is set when a release is built: -ldflags "-X main.version=1.2.3".
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(runProgram(ctx, os.Args[1:], programStreams{os.Stdin, os.Stdout, os.Stderr}))
}

// programStreams are what a command reads and writes.
type programStreams struct {
	in       io.Reader
	out, err io.Writer
}

// exit statuses: 0 all right, 1 the thing looked at is not all right, 2 the command could not do its work, 3 it is all
// right, and there is something newer.
const (
	exitOK = iota
	exitFound
	exitFailed
	exitOutdated
)

// errFound ends a command that did its work and found something wrong; what it was has been said already.
var errFound = command.ErrFound

// runProgram is the whole program, so that tests can start it too.
func runProgram(ctx context.Context, args []string, std programStreams) int {
	var root commandLine
	status := -1
	parser, err := newParser(&root, std, func(code int) { status = code })
	if err != nil {
		fmt.Fprintln(std.err, "plumbline:", err)
		return exitFailed
	}
	if len(args) == 0 {
		args = []string{"help"}
	}
	asked, err := parser.Parse(args)
	if status >= 0 {
		return status
	}
	if err != nil {
		fmt.Fprintln(std.err, "plumbline:", helptext.Fault(err))
		return exitFailed
	}
	asked.BindTo(ctx, (*context.Context)(nil))
	return exitStatus(asked.Run(&root, std, parser, std.program()), std.err)
}

// newParser makes what reads a command line. Exit is called where one ends before there is a command to run: with its
// help, or the version.
func newParser(root *commandLine, std programStreams, exit func(int)) (*kong.Kong, error) {
	return kong.New(root,
		kong.Name("plumbline"),
		kong.Description("Guided Well-Architected reviews: questionnaires, risks, improvement plans."),
		kong.Vars{"version": "plumbline " + version},
		kong.Configuration(configFile),
		kong.Writers(std.out, std.err),
		kong.Exit(exit),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
}

// exitStatus says what went wrong in words for people and returns the exit status.
func exitStatus(err error, to io.Writer) int {
	switch e, known := errors.AsType[*models.Error](err); {
	case err == nil:
		return exitOK
	case errors.Is(err, errFound):
		return exitFound
	case errors.Is(err, command.ErrOutdated):
		return exitOutdated
	case known && len(e.Faults) > 1:
		fmt.Fprintln(to, "plumbline:", e.Message)
		for _, f := range e.Faults {
			fmt.Fprintf(to, "  %s: %s\n", f.Field, f.Message)
		}
	case known && e.Unwrap() != nil && e.Code != models.CodeInvalid:
		fmt.Fprintf(to, "plumbline: %s: %v\n", e.Message, e.Unwrap())
	case known:
		fmt.Fprintln(to, "plumbline:", e.Message)
	default:
		fmt.Fprintln(to, "plumbline:", err)
	}
	return exitFailed
}
