package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"plumbline/cmd/plumbline/command"
	"plumbline/cmd/plumbline/output"
	"plumbline/cmd/plumbline/upgradereport"
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
	reviewFlag
	To        string `help:"Name of the version; the latest if not given." placeholder:"VERSION"`
	Map       string `help:"JSON file that says under which ids what is gone goes on: pillars, questions and choices, each with the id there by the id before. - is the standard input." placeholder:"FILE"`
	ByTitle   bool   `help:"What else is gone goes on where the new version has an identical title."`
	Milestone string `help:"Name of the milestone that is saved first. Without it nothing is changed: the command only says what would be." placeholder:"NAME"`
	Format    string `help:"text or json." enum:"text,json" default:"text"`
}

// Run upgrades the review if a milestone is named.
func (c *reviewUpgradeCmd) Run(ctx context.Context, std programStreams) error {
	names, err := c.names(std)
	if err != nil {
		return err
	}
	return c.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		id, err := command.WorkloadID(ctx, svc, c.Workload)
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
		report := upgradereport.New(done, c.Milestone != "")
		if c.Format == "json" {
			return output.JSON(std.out, report)
		}
		_, err = std.out.Write(report.Text())
		return err
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
	names, err := upgradereport.ParseRenames(data)
	if err != nil {
		return models.IDRenames{}, fmt.Errorf("%s: %w", c.Map, err)
	}
	return names, nil
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
