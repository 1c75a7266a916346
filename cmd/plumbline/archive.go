package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	v1 "plumbline/api/v1"
	"plumbline/cmd/plumbline/command"
	"plumbline/cmd/plumbline/files"
	"plumbline/cmd/plumbline/output"
	"plumbline/models/service"
	"plumbline/models/service/archive"
	"plumbline/models/text"
)

type exportCmd struct {
	Workload exportWorkloadCmd `cmd:"" help:"Export one workload."`
}

type exportWorkloadCmd struct {
	spaceFlag
	unusedAddress
	ID  string `arg:"" help:"Id of the workload, or its name."`
	Out string `help:"File or directory; - is standard output." short:"o" default:"-" placeholder:"FILE"`
}

// Run writes the archive.
func (e *exportWorkloadCmd) Run(ctx context.Context, std programStreams) error {
	return e.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		id, err := command.WorkloadID(ctx, svc, e.ID)
		if err != nil {
			return err
		}
		bar := output.NewProgress(std.err, "milestone")
		archive, err := svc.Archives.Export(ctx, id, bar.Tell)
		bar.End()
		if err != nil {
			return err
		}
		var file bytes.Buffer
		if err := v1.WriteArchive(&file, archive); err != nil {
			return err
		}
		return files.Write(files.OutputPath(e.Out, archive.Live.FileName("json")), std.out, file.Bytes())
	})
}

type importCmd struct {
	Workload importWorkloadCmd `cmd:"" help:"Import one workload."`
}

type importWorkloadCmd struct {
	spaceFlag
	unusedAddress
	File string `arg:"" help:"File that export wrote; - is standard input."`
	Copy bool   `help:"Import under a new id, and a new name if the name is taken."`
	Dry  bool   `name:"dry-run" help:"Print what the import would do, and change nothing."`
}

// Run reads the archive and stores it.
func (i *importWorkloadCmd) Run(ctx context.Context, std programStreams) error {
	data, err := files.Read(i.File, std.in)
	if err != nil {
		return err
	}
	if data, err = text.DecodeUTF8(data); err != nil {
		return fmt.Errorf("%s %w", i.File, err)
	}
	read, err := v1.ReadArchive(data)
	if err != nil {
		return err
	}
	return i.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		if i.Dry {
			preview, err := svc.Archives.Preview(ctx, read)
			if err != nil {
				return err
			}
			return printPreview(std.out, preview)
		}
		bar := output.NewProgress(std.err, "milestone")
		w, err := svc.Archives.Import(ctx, read, archive.ImportOptions{Copy: i.Copy, Progress: bar.Tell})
		bar.End()
		if err == nil {
			_, err = fmt.Fprintf(std.out, "%s  %s\n", w.ID, w.Name)
		}
		return err
	})
}

// printPreview tells what an import would do.
func printPreview(to io.Writer, p archive.ArchivePreview) error {
	lines := []string{"workload: " + p.Workload.Name}
	if p.Copy {
		lines = append(lines, "exists already: import it with --copy")
	}
	for _, l := range p.Lenses {
		lines = append(lines, fmt.Sprintf("lens: %s %s%s", l.Name, l.Version, output.WordIf(l.New, ", is added")))
	}
	_, err := fmt.Fprintf(to, "%s\nmilestones: %d\nitems: %d\nacceptances: %d\n", strings.Join(lines, "\n"),
		len(p.Milestones), p.Items, p.Acceptances)
	return err
}
