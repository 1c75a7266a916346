package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	v1 "plumbline/api/v1"
	"plumbline/cmd/plumbline/output"
	"plumbline/models"
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
		id, err := workloadID(ctx, svc, e.ID)
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
		return writeOut(outputPath(e.Out, archive.Live.FileName("json")), std.out, file.Bytes())
	})
}

// workloadID takes an id as it is and looks a name up.
func workloadID(ctx context.Context, svc *service.Service, ref string) (string, error) {
	if models.IsID(ref) {
		return ref, nil
	}
	q := models.WorkloadQuery{Name: ref, PageRequest: models.PageRequest{Limit: models.MaxPage}}
	page, err := svc.Workloads.List(ctx, q)
	if err != nil {
		return "", err
	}
	for _, w := range page.Items {
		if models.FoldName(w.Name) == models.FoldName(ref) {
			return w.ID, nil
		}
	}
	return "", models.Errorf(models.CodeNotFound, "there is no workload with the id or name %q", ref)
}

type importCmd struct {
	Workload importWorkloadCmd `cmd:"" help:"Import one workload."`
}

type importWorkloadCmd struct {
	spaceFlag
	unusedAddress
	File string `arg:"" help:"File that export wrote; - is standard input."`
	Copy bool   `help:"Import under a new id, and a new name if the name is taken."`
}

// Run reads the archive and stores it.
func (i *importWorkloadCmd) Run(ctx context.Context, std programStreams) error {
	data, err := readIn(i.File, std.in)
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
		bar := output.NewProgress(std.err, "milestone")
		w, err := svc.Archives.Import(ctx, read, archive.ImportOptions{Copy: i.Copy, Progress: bar.Tell})
		bar.End()
		if err == nil {
			_, err = fmt.Fprintf(std.out, "%s  %s\n", w.ID, w.Name)
		}
		return err
	})
}

func readIn(path string, std io.Reader) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(std)
	}
	return os.ReadFile(path)
}

// readAtMost reads the first bytes of a file, up to a number.
func readAtMost(path string, std io.Reader, most int64) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(io.LimitReader(std, most))
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, most))
	return data, errors.Join(err, f.Close())
}

// outputPath is the file to write: in a directory, one of the name.
func outputPath(out string, name text.FileName) string {
	if info, err := os.Stat(out); err == nil && info.IsDir() {
		return filepath.Join(out, name.Name)
	}
	return out
}

// writeOut writes a file whole or not at all: a reader never sees half of it.
func writeOut(path string, std io.Writer, data []byte) error {
	if path == "-" {
		_, err := std.Write(data)
		return err
	}
	part := path + ".part"
	if err := os.WriteFile(part, data, 0o600); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return err
	}
	return nil
}
