package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"plumbline/cmd/plumbline/files"
	"plumbline/cmd/plumbline/output"
	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/access"
	"plumbline/models/store"
)

// examination is what was found out about a backup.
type examination struct {
	inventory  models.Inventory
	sealed     models.SealedCounts
	keys       int      // how many keys were given
	incomplete bool     // copied from a running server without its write-ahead log
	faults     []string // what else is wrong
	chains     []string // a line per audit chain
}

// examineCopy copies the database in a file, with the log beside it if there is one, to the path scratch, opens that as
// a server would, and looks at everything in it. The file itself is not touched. Scratch is then as the file was,
// migrated, with nothing beside it.
func examineCopy(ctx context.Context, file, scratch string, keys [][]byte) (e examination, err error) {
	e.keys = len(keys)
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
	e.incomplete = st.Incomplete()
	err = errors.Join(e.look(ctx, service.New(st, service.Options{SecretKeys: keys, Shipped: builtinLenses()})),
		st.Close())
	if err != nil {
		return e, err
	}
	_, faults, err := store.ExamineFile(ctx, scratch)
	e.faults = append(e.faults, faults...)
	return e, err
}

func (e *examination) look(ctx context.Context, svc *service.Service) (err error) {
	ctx = models.WithActor(ctx, models.ProgramActor(""))
	if e.inventory, err = svc.Workspaces.Inventory(ctx); err != nil {
		return err
	}
	if e.sealed, err = svc.Keys.Sealed(ctx); err != nil {
		return err
	}
	if e.inventory.Workspaces == 0 {
		e.faults = append(e.faults,
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
		if err := printVerdict(&line, chain, verdict); err != nil {
			return err
		}
		e.chains = append(e.chains, line.String())
		if !verdict.Intact() {
			e.faults = append(e.faults, "an audit log was edited or is not complete, see above")
		}
	}
	return nil
}

// print writes what was found. It tells whether all is well.
func (e *examination) print(to io.Writer, file string) (good bool, err error) {
	var text strings.Builder
	if err := printInventory(&text, e.inventory); err != nil {
		return false, err
	}
	for _, line := range e.chains {
		text.WriteString("audit log, " + line)
	}
	text.WriteString(e.secrets() + "\n")
	faults := e.faults
	if e.incomplete {
		faults = append(faults,
			"it was copied from a running server without its write-ahead log: its newest changes are missing")
	}
	if e.keys > 0 && e.sealed.Lost() {
		faults = append(faults, "the key that was given is not the one that its secrets are kept under")
	}
	for _, f := range faults {
		fmt.Fprintf(&text, "WRONG: %s\n", f)
	}
	if len(faults) == 0 {
		fmt.Fprintf(&text, "%s is whole\n", file)
	} else {
		fmt.Fprintf(&text, "%s is NOT whole\n", file)
	}
	_, err = io.WriteString(to, text.String())
	return len(faults) == 0, err
}

// secrets says whether what is sealed can be opened.
func (e *examination) secrets() string {
	s := e.sealed
	has := fmt.Sprintf("secrets: one-time codes of %d accounts, %d access keys", s.Codes, s.Keys)
	switch {
	case !s.Any():
		return "secrets: none, so no key is needed"
	case e.keys == 0:
		return has + ": NOT CHECKED, since no key was given. They need the server's key file: check it with --secret-key-file"
	case s.Lost():
		return fmt.Sprintf("%s; the key does NOT open %d of them (needed: key %s)", has, s.LostCodes+s.LostKeys,
			strings.Join(s.Missing, ", "))
	}
	return has + ": the key opens all of them"
}

func printInventory(to io.Writer, i models.Inventory) error {
	_, err := fmt.Fprintf(to,
		"newest change: %s; schema: %s\naccounts %d, workspaces %d, workloads %d, lenses %d, reviews %d, answers %d, milestones %d, lines of audit log %d\n",
		output.TimeOrNever(i.Newest), i.Migration, i.Accounts, i.Workspaces, i.Workloads, i.Lenses, i.Reviews, i.Answers,
		i.Milestones, i.AuditLines)
	return err
}
