package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	v1 "plumbline/api/v1"
	"plumbline/cmd/plumbline/files"
	"plumbline/cmd/plumbline/integrity"
	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/access"
	"plumbline/models/store"
)

type auditCmd struct {
	List   auditListCmd   `cmd:"" help:"List who changed what, newest first."`
	Verify auditVerifyCmd `cmd:"" help:"Check that nothing in the audit log was edited, removed or put in; exit status 1 if something was."`
	Export auditExportCmd `cmd:"" help:"Write the audit log of a workspace, or of the instance, newest first."`
}

type auditVerifyCmd struct {
	dataFlag
	unusedAddress
	Workspace string `help:"Only this chain: id or name of a workspace, or \"instance\"." placeholder:"WORKSPACE"`
	Head      string `help:"Hash that was noted at an earlier check: it must still be in a chain, or the log was written anew." placeholder:"HASH"`
}

// Help says what a look at the chains can't find.
func (a *auditVerifyCmd) Help() string {
	return `On PostgreSQL a line is written with its change and sealed into the chain within a second. Until then
its number in a slot shows that it is missing; the lines that are not sealed yet are counted.

What can't be noticed: a line that is edited before it is sealed; a line that is removed before it is sealed, by
somebody who sets back the counter of its slot (audit_slots) too; and, unless a head was noted before (--head), the
end of a log that is cut off, or a log that is written anew from some line on, by somebody who changes the heads
(audit_heads) to fit.`
}

// Run prints a line per chain and its faults.
func (a *auditVerifyCmd) Run(ctx context.Context, std programStreams) (err error) {
	noted, err := hex.DecodeString(a.Head)
	if err != nil || a.Head != "" && len(noted) != 32 {
		return models.Errorf(models.CodeInvalid, "--head must be a hash as this command prints it: 64 hexadecimal digits")
	}
	st, err := a.open(ctx, store.Options{AcceptIncomplete: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	err = a.on(ctx, st, service.Options{}, func(ctx context.Context, svc *service.Service) error {
		return a.verify(ctx, std, svc, noted)
	})
	if (err == nil || errors.Is(err, errFound)) && st.Incomplete() {
		if _,
			err := fmt.Fprintf(std.out,
			"%s: NOT COMPLETE: it was copied from a running server without its write-ahead log, and its newest changes are missing\n",
			a.Data); err != nil {
			return err
		}
		return errFound
	}
	return err
}

// verify looks at the chains that are meant.
func (a *auditVerifyCmd) verify(ctx context.Context, std programStreams, svc *service.Service, noted []byte) error {
	chains, err := chainsOf(ctx, svc, a.Workspace)
	if err != nil {
		return err
	}
	intact, found := true, len(noted) == 0
	for _, chain := range chains {
		verdict, err := svc.Audit.Verify(atChain(ctx, chain), access.AuditCheck{Instance: chain.WorkspaceID == "", Noted: noted})
		if err != nil {
			return err
		}
		if err := integrity.PrintVerdict(std.out, chain, verdict); err != nil {
			return err
		}
		intact, found = intact && verdict.Intact(), found || verdict.Noted
	}
	if !found {
		if _,
			err := fmt.Fprintf(std.out,
			"head %s: is in none of these chains: the log was written anew or cut off since it was noted\n",
			a.Head); err != nil {
			return err
		}
	}
	if !intact || !found {
		return errFound
	}
	return nil
}

// atChain makes the program itself the actor where the chain is.
func atChain(ctx context.Context, chain access.AuditChain) context.Context {
	return models.WithActor(ctx, models.ProgramActor(chain.WorkspaceID))
}

// chainsOf returns the chain that is named, all if none is.
func chainsOf(ctx context.Context, svc *service.Service, ref string) ([]access.AuditChain, error) {
	all, err := svc.Audit.Chains(ctx)
	if err != nil || ref == "" {
		return all, err
	}
	for _, c := range all {
		if c.WorkspaceID == ref || c.WorkspaceID == "" && ref == "instance" || c.Name != "" &&
			models.FoldName(c.Name) == models.FoldName(ref) {
			return []access.AuditChain{c}, nil
		}
	}
	return nil, models.Errorf(models.CodeNotFound, "there is no workspace with the id or name %q", ref)
}

type auditExportCmd struct {
	dataFlag
	unusedAddress
	auditFilterFlags
	Format string `help:"jsonl or csv." enum:"jsonl,csv" default:"jsonl"`
	Out    string `help:"File or directory; - is standard output." short:"o" default:"-" placeholder:"FILE"`
}

// Run writes the log page by page.
func (a *auditExportCmd) Run(ctx context.Context, std programStreams) error {
	query, err := a.query()
	if err != nil {
		return err
	}
	return a.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		ctx, err := a.chain(ctx, svc, &query)
		if err != nil {
			return err
		}
		export, err := svc.Audit.Export(ctx, query, a.Format)
		if err != nil {
			return err
		}
		return files.WriteParts(files.OutputPath(a.Out, export.FileName(a.Format)), std.out,
			func(to io.Writer) error { return copyAudit(ctx, to, export, v1.NewAuditFile(a.Format)) })
	})
}

func copyAudit(ctx context.Context, to io.Writer, from *access.AuditExport, file *v1.AuditFile) error {
	for {
		lines, err := from.Next(ctx)
		if err != nil {
			return err
		}
		part, err := file.Part(lines)
		if err != nil || len(part) == 0 {
			return err
		}
		if _, err := to.Write(part); err != nil {
			return err
		}
	}
}
