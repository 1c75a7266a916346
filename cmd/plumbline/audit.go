package main

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"strings"

	v1 "plumbline/api/v1"
	"plumbline/models"
	"plumbline/models/service"
)

type auditCmd struct {
	Verify auditVerifyCmd `cmd:"" help:"Look for audit lines that were edited, removed or added behind the program's back."`
	Export auditExportCmd `cmd:"" help:"Write audit lines into a file, the newest first."`
}

type auditVerifyCmd struct {
	dataFlag
	Head []string `help:"Hash that an earlier look printed: it must still be in a chain, which shows that none was written anew." placeholder:"HASH"`
}

// Run looks through every chain and tells what is wrong.
func (v *auditVerifyCmd) Run(ctx context.Context, std streams) error {
	missing := map[string]bool{}
	for _, head := range v.Head {
		if raw, err := hex.DecodeString(head); err != nil || len(raw) != 32 {
			return fmt.Errorf("--head must be a hash of 64 hex digits, not %q", head)
		}
		missing[strings.ToLower(head)] = true
	}
	return v.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		chains, err := svc.Audit.VerifyAll(ctx, func(hash []byte) { delete(missing, hex.EncodeToString(hash)) })
		if err != nil {
			return err
		}
		broken := false
		for _, c := range chains {
			broken = tellChain(std.out, c) || broken
		}
		for head := range missing {
			broken = true
			fmt.Fprintf(std.out, "%s is in no chain: one was written anew, or the hash is of another server\n", head)
		}
		if broken {
			return errFound
		}
		return nil
	})
}

// tellChain prints a line for the chain and one for each fault, and tells whether it is broken.
func tellChain(to io.Writer, c service.Chain) bool {
	name, verdict := c.WorkspaceID, "intact"
	if name == "" {
		name = "instance"
	}
	if !c.Intact() {
		verdict = "BROKEN"
	}
	fmt.Fprintf(to, "%-32s  %s  %d lines  head %x\n", name, verdict, c.Lines, c.Head)
	for _, f := range c.Faults {
		fmt.Fprintf(to, "  position %d (seq %d): %s\n", f.Position, f.Seq, f.What)
	}
	return !c.Intact()
}

type auditExportCmd struct {
	dataFlag
	Instance bool   `help:"The lines that belong to no workspace: accounts, sessions, workspaces."`
	Format   string `help:"jsonl: a JSON object a line; csv: a row for each change." enum:"jsonl,csv" default:"jsonl"`
	Out      string `help:"File to write; - is standard output." short:"o" default:"-" placeholder:"FILE"`
}

// Run writes the lines page by page.
func (e *auditExportCmd) Run(ctx context.Context, std streams) error {
	return e.beside(ctx, func(ctx context.Context, svc *service.Service) (err error) {
		to := std.out
		if e.Out != "-" {
			file, err := os.OpenFile(e.Out, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
			if err != nil {
				return err
			}
			defer func() {
				if closed := file.Close(); err == nil {
					err = closed
				}
			}()
			to = file
		}
		noted, pages := svc.Audit.Exported, svc.Audit.List
		if e.Instance {
			noted, pages = svc.Audit.ExportedInstance, svc.Audit.ListInstance
		}
		if err := noted(ctx, e.Format); err != nil {
			return err
		}
		next := v1.AuditExport(e.Format, models.AuditQuery{}, func(q models.AuditQuery) (service.List[models.AuditLine], error) { return pages(ctx, q) })
		for {
			data, err := next()
			if err != nil || data == nil {
				return err
			}
			if _, err := to.Write(data); err != nil {
				return err
			}
		}
	})
}
