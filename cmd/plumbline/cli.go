package main

import (
	"github.com/alecthomas/kong"

	"plumbline/cmd/plumbline/checkcmd"
	"plumbline/cmd/plumbline/portfoliocmd"
	"plumbline/cmd/plumbline/presetscmd"
	"plumbline/cmd/plumbline/remediationcmd"
	"plumbline/cmd/plumbline/reportcmd"
	"plumbline/cmd/plumbline/trendcmd"
	"plumbline/cmd/plumbline/verifycmd"
)

// commandLine is the command line. What a server needs can come from the environment too (PLUMBLINE_LISTEN) and from
// the configuration file (listen:), in this order of precedence: flag, environment, file.
type commandLine struct {
	Config  kong.ConfigFlag  `help:"YAML file with values for flags." placeholder:"FILE" env:"PLUMBLINE_CONFIG"`
	Version kong.VersionFlag `help:"Print the version and stop."`

	Serve  serveCmd  `cmd:"" help:"Run the server."`
	Demo   demoCmd   `cmd:"" help:"Run the server on a scratch database with a reviewed sample workload."`
	Lens   lensCmd   `cmd:"" help:"List, read, check, export and rename lenses."`
	Export exportCmd `cmd:"" help:"Write a workload with everything that belongs to it into one file."`
	Import importCmd `cmd:"" help:"Import what export wrote."`

	Report  reportcmd.Command  `cmd:"" help:"Create a report on a workload, or on an answers file without a server."`
	Check   checkcmd.Command   `cmd:"" help:"Tell whether a workload passes a gate, for pipelines; exit status 1 if not."`
	Trend   trendcmd.Command   `cmd:"" help:"Print how risks, score and items of a workload or a workspace have moved."`
	Presets presetscmd.Command `cmd:"" help:"Save presets of reports, and set how the reports of a workspace look."`
	Verify  verifycmd.Command  `cmd:"" help:"Tell whether a file is a report of a server, unchanged and still the newest."`
	Compare trendcmd.Compare   `cmd:"" help:"Print what changed between two milestones, or since one, and why."`

	Portfolio portfoliocmd.Command `cmd:"" help:"Print how all workloads stand together, or write a report on them."`

	Backup  backupCmd  `cmd:"" help:"Write the whole SQLite database into one file, beside a running server too."`
	Restore restoreCmd `cmd:"" help:"Check a backup, or replace the database with one."`

	User       userCmd        `cmd:"" help:"Manage accounts beside the database."`
	Workspace  workspaceCmd   `cmd:"" help:"Manage workspaces beside the database."`
	Member     memberCmd      `cmd:"" help:"Manage who is in a workspace, and as what, beside the database."`
	Token      tokenCmd       `cmd:"" help:"Manage tokens beside the database, for instance when the first one was lost."`
	Audit      auditCmd       `cmd:"" help:"Verify and export the audit log beside the database."`
	Key        keyCmd         `cmd:"" hidden:"" help:"Manage access keys, for signed requests, beside the database."`
	Mapping    mappingCmd     `cmd:"" help:"Manage which claims of the identity provider give roles, beside the database."`
	Review     reviewCmd      `cmd:"" help:"Upgrade reviews to other versions of their lens, beside the database."`
	Share      shareCmd       `cmd:"" help:"Share workloads and lenses with other workspaces, beside the database."`
	Guest      guestCmd       `cmd:"" help:"Manage guest links to reviews, beside the database."`
	Outbox     outboxCmd      `cmd:"" help:"List, retry and discard what leaves the server (mails), beside the database."`
	SigningKey verifycmd.Keys `cmd:"" help:"List and rotate the keys that sign reports."`
	remediationcmd.Commands

	Health       healthCmd      `cmd:"" help:"Ask the server on this machine whether it is ready; exit status 1 if not."`
	SetupLink    setupLinkCmd   `cmd:"" help:"Print a new link with which the first administrator is created."`
	SecretKey    secretKeyCmd   `cmd:"" help:"Print a new line for a key file."`
	Help         helpCmd        `cmd:"" help:"Print help on a command, or on a topic such as configuration."`
	PrintVersion versionCmd     `cmd:"" name:"version" help:"Print the version."`
	Permissions  permissionsCmd `cmd:"" help:"Print who may do what, as a table."`
	Licenses     licensesCmd    `cmd:"" help:"Print the licences of the modules, fonts and data that ship in the program."`
}

// dataFlag is where the data are.
type dataFlag struct {
	Data string `help:"SQLite file, or postgres://… for PostgreSQL; ./plumbline.db if not given." default:"./plumbline.db" placeholder:"WHERE" env:"PLUMBLINE_DATA"`
}
