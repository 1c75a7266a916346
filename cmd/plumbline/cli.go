package main

import "github.com/alecthomas/kong"

// cli is the command line. Every flag can come from the environment too (PLUMBLINE_LISTEN) and from the configuration file (listen:), in
// this order of precedence: flag, environment, file.
type cli struct {
	Config  kong.ConfigFlag  `help:"YAML file with values for flags." placeholder:"FILE"`
	Version kong.VersionFlag `help:"Print the version and stop." env:"-"`

	Serve  serveCmd  `cmd:"" help:"Run the server."`
	Demo   demoCmd   `cmd:"" help:"Run the server on a scratch database with a reviewed sample workload."`
	Lens   lensCmd   `cmd:"" help:"Check lens files."`
	Report reportCmd `cmd:"" help:"Make the PDF improvement plan from a lens file and an answers file; no server, no database."`
	Export exportCmd `cmd:"" help:"Write a workload with everything that belongs to it into one file."`
	Import importCmd `cmd:"" help:"Bring back what export wrote."`
	Token  tokenCmd  `cmd:"" help:"Manage tokens beside the database, for instance when the first one was lost."`
}

// dataFlag is where the data are.
type dataFlag struct {
	Data string `help:"SQLite file, or postgres://… for PostgreSQL." default:"./plumbline.db" placeholder:"WHERE"`
}
