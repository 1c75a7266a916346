package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"plumbline/cmd/plumbline/output"
	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/reviews"
)

type reviewCmd struct {
	Upgrade reviewUpgradeCmd `cmd:"" help:"Move a review to another version of its lens, or say what that would do."`
}

type reviewUpgradeCmd struct {
	spaceFlag
	unusedAddress
	Workload  string `arg:"" help:"Id or name of the workload."`
	Lens      string `arg:"" help:"Id or key of the lens."`
	To        string `help:"Name of the version; the latest if not given." placeholder:"VERSION"`
	Map       string `help:"JSON file that says under which ids what is gone goes on: pillars, questions and choices, each with the id there by the id before. - is the standard input." placeholder:"FILE"`
	ByTitle   bool   `help:"What else is gone goes on where the new version has an identical title."`
	Milestone string `help:"Name of the milestone that is saved first. Without it nothing is changed: the command only says what would be." placeholder:"NAME"`
	Format    string `help:"text or json." enum:"text,json" default:"text"`
}

// renamesFile is the file that --map names; reports of an upgrade have offers in the same form.
type renamesFile struct {
	Pillars   map[string]string `json:"pillars,omitempty"`
	Questions map[string]string `json:"questions,omitempty"`
	Choices   map[string]string `json:"choices,omitempty"`
}

// upgradeReport is what the command prints in JSON.
type upgradeReport struct {
	From    string          `json:"from"`
	To      string          `json:"to"`
	Done    bool            `json:"done"`
	Kept    []string        `json:"kept"`
	Rerated []string        `json:"rerated"`
	Trimmed []string        `json:"trimmed"`
	Dropped []string        `json:"dropped"`
	New     []string        `json:"new"`
	Renamed []renamedReport `json:"renamed"`
	Offered renamesFile     `json:"offered"`
	Fates   []fateReport    `json:"fates"`
}

type renamedReport struct {
	Part string `json:"part"`
	From string `json:"from"`
	To   string `json:"to"`
}

type fateReport struct {
	Kind    string   `json:"kind"`
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	To      string   `json:"to,omitempty"`
	Count   int      `json:"count"`
	Names   []string `json:"names,omitempty"`
	Outcome string   `json:"outcome"`
}

// Run upgrades the review if a milestone is named.
func (c *reviewUpgradeCmd) Run(ctx context.Context, std programStreams) error {
	names, err := c.names(std)
	if err != nil {
		return err
	}
	return c.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		id, err := workloadID(ctx, svc, c.Workload)
		if err != nil {
			return err
		}
		in := reviews.UpgradeInput{Version: c.To, Milestone: c.Milestone, Map: names, ByTitle: c.ByTitle}
		var done reviews.CarriedOver
		if c.Milestone == "" {
			done, err = svc.Reviews.PreviewUpgrade(ctx, id, c.Lens, in)
		} else {
			_, done, err = svc.Reviews.Upgrade(ctx, id, c.Lens, in)
		}
		if err != nil {
			return withFaults(err)
		}
		return c.print(std.out, newUpgradeReport(done, c.Milestone != ""))
	})
}

// maxMap bounds the file of renamed ids, in bytes: all ids of the largest lens, at their longest.
const maxMap = 2 << 20

func (c *reviewUpgradeCmd) names(std programStreams) (models.IDRenames, error) {
	if c.Map == "" {
		return models.IDRenames{}, nil
	}
	from := std.in
	if c.Map != "-" {
		file, err := os.Open(c.Map)
		if err != nil {
			return models.IDRenames{}, err
		}
		defer func() { _ = file.Close() }() // it was only read
		from = file
	}
	data, err := io.ReadAll(io.LimitReader(from, maxMap+1))
	if err == nil && len(data) > maxMap {
		err = fmt.Errorf("%s is larger than %d KB", c.Map, maxMap>>10)
	}
	if err != nil {
		return models.IDRenames{}, err
	}
	var names renamesFile
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	d.DisallowUnknownFields()
	if err := d.Decode(&names); err != nil {
		return models.IDRenames{}, fmt.Errorf("%s: %w", c.Map, err)
	}
	return models.IDRenames(names), nil
}

// withFaults spells out what is wrong with a map.
func withFaults(err error) error {
	e, ok := errors.AsType[*models.Error](err)
	if !ok || len(e.Faults) == 0 {
		return err
	}
	lines := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		lines[i] = f.Field + " " + f.Message
	}
	return errors.New(strings.Join(lines, "\n"))
}

func newUpgradeReport(c reviews.CarriedOver, done bool) upgradeReport {
	list := func(ids []string) []string { return append([]string{}, ids...) }
	r := upgradeReport{From: c.From, To: c.To, Done: done, Kept: list(c.Kept), Rerated: []string{},
		Trimmed: list(c.Trimmed), Dropped: list(c.Dropped),
		New: list(c.New), Renamed: []renamedReport{}, Offered: renamesFile(c.Offered), Fates: []fateReport{}}
	for _, x := range c.Rerated {
		r.Rerated = append(r.Rerated, x.QuestionID)
	}
	for _, x := range c.Renamed {
		r.Renamed = append(r.Renamed, renamedReport{string(x.Part), x.From, x.To})
	}
	for _, f := range c.Fates {
		r.Fates = append(r.Fates, fateReport{string(f.Kind), f.ID, f.Title, f.To, f.Count, f.Names, string(f.Outcome)})
	}
	return r
}

func (c *reviewUpgradeCmd) print(to io.Writer, r upgradeReport) error {
	if c.Format == "json" {
		return output.JSON(to, r)
	}
	var out bytes.Buffer
	if r.Done {
		fmt.Fprintf(&out, "Upgraded from %s to %s. The milestone keeps the review as it was.\n", r.From, r.To)
	} else {
		fmt.Fprintf(&out, "From %s to %s. Nothing was changed: name a milestone with --milestone to upgrade.\n", r.From, r.To)
	}
	for _, x := range []struct {
		what string
		ids  []string
	}{{"Answers as they were", r.Kept}, {"Answers with another risk", r.Rerated}, {"Answers that lose choices", r.Trimmed},
		{"Answers to questions that are gone", r.Dropped}, {"New questions", r.New}} {
		fmt.Fprintf(&out, "%s: %d  %s\n", x.what, len(x.ids), strings.Join(x.ids, " "))
	}
	for _, x := range r.Renamed {
		fmt.Fprintf(&out, "Goes on under another id: %s %s → %s\n", x.Part, x.From, x.To)
	}
	for _, f := range r.Fates {
		fmt.Fprintf(&out, "%s: %d × %s of %s (%s) %s\n", f.Outcome, f.Count, f.Kind, f.ID, f.Title,
			strings.Join(f.Names, ", "))
	}
	if n := len(r.Offered.Pillars) + len(r.Offered.Questions) + len(r.Offered.Choices); n > 0 {
		fmt.Fprintf(&out,
			"Identical titles would carry %d more ids: --by-title, or --map with what --format json prints as offered\n", n)
	}
	_, err := to.Write(out.Bytes())
	return err
}
