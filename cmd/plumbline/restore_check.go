package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"strings"

	"plumbline/cmd/plumbline/files"
	"plumbline/cmd/plumbline/integrity"
	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/access"
	"plumbline/models/store"
)

// examineCopy copies the database in a file, with the log beside it if there is one, to the path scratch, opens that as
// a server would, and looks at everything in it. The file itself is not touched. Scratch is then as the file was,
// migrated, with nothing beside it.
func examineCopy(ctx context.Context, file, scratch string, keys [][]byte) (e integrity.Examination, err error) {
	e.Keys = len(keys)
	for _, ending := range []string{"", "-wal"} {
		if err := files.Copy(file+ending, scratch+ending); err != nil && !(ending != "" && errors.Is(err, os.ErrNotExist)) {
			return e, err
		}
	}
	st, err := store.Open(ctx, scratch,
		store.Options{Logger: slog.New(slog.DiscardHandler), Server: true, AcceptIncomplete: true})
	if err != nil {
		return e, errors.New(strings.ReplaceAll(err.Error(), scratch, file))
	}
	e.Incomplete = st.Incomplete()
	err = errors.Join(look(ctx, service.New(st, service.Options{SecretKeys: keys, Shipped: builtinLenses()}), &e),
		st.Close())
	if err != nil {
		return e, err
	}
	_, faults, err := store.ExamineFile(ctx, scratch)
	e.Faults = append(e.Faults, faults...)
	return e, err
}

// look notes what a database holds, and whether its audit chains are whole.
func look(ctx context.Context, svc *service.Service, e *integrity.Examination) (err error) {
	ctx = models.WithActor(ctx, models.ProgramActor(""))
	if e.Inventory, err = svc.Workspaces.Inventory(ctx); err != nil {
		return err
	}
	if e.Sealed, err = svc.Keys.Sealed(ctx); err != nil {
		return err
	}
	if e.Inventory.Workspaces == 0 {
		e.Faults = append(e.Faults,
			"there is no workspace in it: it is the database of a server that has never run, or not one of Plumbline")
	}
	chains, err := chainsOf(ctx, svc, "")
	if err != nil {
		return err
	}
	for _, chain := range chains {
		verdict, err := svc.Audit.Verify(atChain(ctx, chain), access.AuditCheck{Instance: chain.WorkspaceID == ""})
		if err != nil {
			return err
		}
		var line strings.Builder
		if err := integrity.PrintVerdict(&line, chain, verdict); err != nil {
			return err
		}
		e.Chains = append(e.Chains, line.String())
		if !verdict.Intact() {
			e.Faults = append(e.Faults, "an audit log was edited or is not complete, see above")
		}
	}
	return nil
}
