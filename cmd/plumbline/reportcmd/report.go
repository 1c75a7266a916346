// Package reportcmd is the command report: a report on a workload of a server or beside its database, or on a review
// that is kept in an answers file.
//
// It may import the client, the command line's own packages, the service, and reports.
package reportcmd

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"strconv"

	"plumbline/cmd/plumbline/answersfile"
	"plumbline/cmd/plumbline/client"
	"plumbline/cmd/plumbline/command"
	"plumbline/cmd/plumbline/files"
	"plumbline/cmd/plumbline/lensfile"
	"plumbline/cmd/plumbline/yamlfile"
	"plumbline/models"
	"plumbline/models/branding"
	"plumbline/models/service"
	"plumbline/models/service/proofs"
	"plumbline/models/service/reviews"
	"plumbline/models/service/trend"
	"plumbline/models/text"
	"plumbline/reports"
	"plumbline/reports/pdf"
	"plumbline/reports/sign"
)

// Command is the command with its flags.
type Command struct {
	command.Flags
	Server   string `help:"Ask this server, with the token in PLUMBLINE_TOKEN." placeholder:"URL" env:"PLUMBLINE_SERVER"`
	Workload string `help:"Id or name of a workload." placeholder:"WORKLOAD" xor:"what"`
	Answers  string `help:"Answers file (YAML) of lens form; - is standard input." placeholder:"FILE" xor:"what"`
	Lens     string `help:"Lens file or key that --answers answer; else only this lens." placeholder:"LENS"`

	Preset         string `help:"architect, leadership, auditor, or a saved one." default:"architect" placeholder:"NAME"`
	Milestone      int    `help:"Report on this milestone, by number; on the present state if not given." placeholder:"N"`
	Since          string `help:"leadership: milestone to compare with, or none; the one before." placeholder:"N"`
	Classification string `help:"leadership, auditor: who may read it, on each page." placeholder:"WORDS"`

	Format   string `help:"Sort of file; pptx is for leadership, oscal is not." enum:"pdf,html,docx,xlsx,pptx,md,json,csv,oscal-ar,oscal-poam" default:"pdf"`
	Paper    string `help:"a4 or letter; that of the saved preset, or a4." enum:"a4,letter," default:""`
	Template string `help:"docx: take styles, heads, feet and pages of this DOCX file." placeholder:"FILE"`
	Font     string `help:"pdf: TrueType file for what its fonts lack, such as Chinese." placeholder:"FILE"`
	Out      string `help:"File, or a directory; - is standard output." short:"o" required:"" placeholder:"FILE"`

	Manifest      string `help:"Write the signed manifest of the report here." placeholder:"FILE"`
	SecretKeyFile string `help:"Key file of the server." placeholder:"FILE" env:"PLUMBLINE_SECRET_KEY_FILE"`
}

// Run makes the report and says on standard error what could not be printed.
func (c *Command) Run(ctx context.Context, program *command.Program) error {
	switch {
	case c.Answers != "" && c.Lens == "":
		return errors.New("--answers needs --lens: which lens they answer")
	case c.Answers != "" && (c.Milestone != 0 || c.Since != ""):
		return errors.New("--milestone and --since need --workload: an answers file has no milestones")
	case c.Answers != "" && !slices.Contains(reports.Presets, reports.Preset(c.Preset)):
		return errors.New("--preset must be architect, leadership or auditor: an answers file has no saved presets")
	case c.Answers != "" && c.Manifest != "":
		return errors.New("--manifest needs --workload: a server signs what it knows")
	case c.Answers != "":
		return c.fromFile(program)
	case c.Workload == "":
		return errors.New("name what to report on: --workload, or --answers and --lens")
	case c.Template != "" && c.Server != "":
		return errors.New("--template needs --data or --answers: a server takes none")
	case c.Font != "" && c.Server != "":
		return errors.New("--font needs --data or --answers: a server takes none")
	case c.Milestone < 0:
		return errors.New("--milestone must be the number of a milestone")
	}
	if _, err := c.since(); err != nil {
		return err
	}
	if c.Server != "" {
		return c.fromServer(ctx, program)
	}
	keys, err := program.Keys(c.SecretKeyFile, c.Data)
	if err != nil { // the report needs none
		fmt.Fprintln(program.Err, "warning:", err)
	}
	opt := service.Options{SecretKeys: keys}
	return program.BesideWith(ctx, c.Place(), opt, func(ctx context.Context, svc *service.Service) error {
		return c.beside(ctx, program, svc)
	})
}

// since is the milestone that --since names.
func (c *Command) since() (int, error) {
	switch c.Since {
	case "":
		return trend.FormerMilestone, nil
	case "none":
		return trend.NoMilestone, nil
	}
	n, err := strconv.ParseInt(c.Since, 10, 32)
	if err != nil || n < 1 {
		return 0, errors.New("--since must be the number of a milestone, or none")
	}
	return int(n), nil
}

// fromFile reports on a review that was never on a server.
func (c *Command) fromFile(program *command.Program) error {
	doc, err := lensfile.Read(c.Lens)
	if err != nil {
		return err
	}
	data, err := files.ReadAtMost(c.Answers, program.In, yamlfile.MaxBytes+1)
	if err != nil {
		return err
	}
	file, err := answersfile.Read(c.Answers, data)
	if err != nil {
		return err
	}
	snap, err := file.Snapshot(doc)
	if e, ok := errors.AsType[*models.Error](err); ok {
		e.Message = c.Answers + ": " + e.Message
	}
	if err != nil {
		return err
	}
	look := branding.Look{Base: c.Preset}
	made, err := c.render(program, reports.Source{Snapshot: snap}, look, "")
	if err != nil {
		return err
	}
	return c.write(program, reports.Source{Snapshot: snap}, look, made)
}

// beside reads the workload beside the database.
func (c *Command) beside(ctx context.Context, program *command.Program, svc *service.Service) error {
	id, err := command.WorkloadID(ctx, svc, c.Workload)
	if err != nil {
		return err
	}
	q := trend.BriefingQuery{ReportQuery: reviews.ReportQuery{Milestone: c.Milestone, Lens: c.Lens}}
	if q.Since, err = c.since(); err != nil {
		return err
	}
	look, err := svc.ReportPresets.For(ctx, id, c.Preset)
	if err != nil {
		return err
	}
	preset := reports.Preset(look.Base)
	if q.Record = preset == reports.Auditor; preset != reports.Leadership {
		q.Since = trend.NoMilestone
	}
	made, err := svc.Briefings.Report(ctx, id, q)
	if err != nil {
		return err
	}
	data, err := c.render(program, made.Source(), look, made.LensID)
	if err != nil {
		return err
	}
	receipt := svc.Proofs.Register(ctx, proofs.File{Data: data, Format: c.Format, Preset: look.Base,
		Saved: look.Saved, Snapshot: made.Snapshot, LensID: made.LensID})
	switch {
	case receipt.Signed == nil && c.Manifest != "":
		return fmt.Errorf("there is no manifest: %s", receipt.Why)
	case receipt.Signed == nil:
		if _, err := fmt.Fprintf(program.Err, "warning: the report can't be verified: %s\n", receipt.Why); err != nil {
			return err
		}
	}
	if err := c.write(program, made.Source(), look, data); err != nil || c.Manifest == "" {
		return err
	}
	return c.writeManifest(program, *receipt.Signed)
}

// writeManifest writes the signed manifest.
func (c *Command) writeManifest(program *command.Program, signed sign.Signed) error {
	data, err := signed.JSON()
	if err != nil {
		return err
	}
	return files.Write(c.Manifest, program.Out, data)
}

// ReadFont reads the font that PDF reports use for what their own lack, which --font names; without a name it is nil.
func ReadFont(name string, in io.Reader) (*pdf.Font, error) {
	if name == "" {
		return nil, nil
	}
	file, err := files.ReadAtMost(name, in, pdf.MaxFont+1)
	if err != nil {
		return nil, err
	}
	font, err := pdf.ParseFont(file)
	if err != nil {
		return nil, fmt.Errorf("--font %s: %w", name, err)
	}
	return font, nil
}

// render makes the report, and says on standard error what could not be printed.
func (c *Command) render(program *command.Program, source reports.Source, look branding.Look, lensID string) ([]byte,
	error) {
	opt := reports.ReportOptions{Format: reports.Format(c.Format), Lens: lensID,
		Classification: c.Classification}.Wearing(look, c.Paper)
	if c.Template != "" {
		var err error
		if opt.Template, err = files.ReadAtMost(c.Template, program.In, reports.MaxTemplate+1); err != nil {
			return nil, err
		}
	}
	var err error
	if opt.Font, err = ReadFont(c.Font, program.In); err != nil {
		return nil, err
	}
	var made bytes.Buffer
	warnings, err := reports.Write(&made, source, reports.Preset(look.Base), opt)
	if err != nil {
		return nil, err
	}
	for _, w := range warnings {
		if _, err := fmt.Fprintf(program.Err, "warning: %s: %s\n", w.Where, w.Message); err != nil {
			return nil, err
		}
	}
	return made.Bytes(), nil
}

// write writes the report whole or not at all.
func (c *Command) write(program *command.Program, source reports.Source, look branding.Look, data []byte) error {
	name := source.FileName(reports.Format(c.Format).Extension(), reports.Preset(look.Base).FileKinds()...)
	return files.Write(files.OutputPath(c.Out, name), program.Out, data)
}

// fromServer asks a running server for the report.
func (c *Command) fromServer(ctx context.Context, program *command.Program) error {
	server, err := client.New(c.Server, os.Getenv(client.TokenVariable))
	if err != nil {
		return err
	}
	id, err := server.WorkloadID(ctx, c.Workload)
	if err != nil {
		return err
	}
	query := url.Values{"preset": {c.Preset}}
	for name, value := range map[string]string{"paper": c.Paper, "lens": c.Lens, "classification": c.Classification} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if c.Milestone > 0 {
		query.Set("milestone", strconv.Itoa(c.Milestone))
	}
	switch since, err := c.since(); {
	case err != nil:
		return err
	case since == trend.NoMilestone:
		query.Set("compare", "none")
	case since > 0:
		query.Set("since", strconv.Itoa(since))
	}
	at := "/workloads/" + url.PathEscape(id) + "/report." + reports.Format(c.Format).Extension()
	data, name, err := server.File(ctx, at, query)
	if err != nil {
		return err
	}
	out := files.OutputPath(c.Out, text.FileName{Name: name, ASCII: name})
	if err := files.Write(out, program.Out, data); err != nil || c.Manifest == "" {
		return err
	}
	var signed sign.Signed
	sum := sha256.Sum256(data)
	if err := server.Get(ctx, "/reports/"+hex.EncodeToString(sum[:])+"/manifest", nil, &signed); err != nil {
		return fmt.Errorf("the report is written, and its manifest is not: %w", err)
	}
	return c.writeManifest(program, signed)
}
