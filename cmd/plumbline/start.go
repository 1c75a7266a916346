package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/store"
)

// startFlags let a server start where something of its data is missing. They are for one start, given on purpose:
// neither the environment nor the configuration file can set them.
type startFlags struct {
	NewDatabase       bool `help:"Create a new database although it looks as if one has been here: a key file or a write-ahead log lies beside its place."`
	AcceptIncomplete  bool `help:"Go on with a database that was copied from a running server without its write-ahead log, and lacks the newest changes."`
	AcceptLostSecrets bool `help:"Start although one-time codes and access keys can't be read without the secret key they are kept under."`
}

// openStore opens a database. Where PostgreSQL can't be used, it says what to look at: a program that is run by a
// person does not try again later by itself.
func openStore(ctx context.Context, data string, opt store.Options) (*store.Store, error) {
	st, err := store.Open(ctx, data, opt)
	e, is := errors.AsType[*models.Error](err)
	if _, isFile := store.SQLiteFile(data); !is || isFile {
		return st, err
	}
	if why, outage := strings.CutSuffix(e.Message, "; try again later"); outage {
		e.Message = fmt.Sprintf("%s: look whether PostgreSQL runs at %s, and whether --data names the right database and user",
			why, dataName(data))
	}
	return nil, e
}

// present refuses a SQLite database that is not there, or is empty, to a command beside it.
func (d dataFlag) present() error {
	path, isFile := store.SQLiteFile(d.Data)
	if !isFile {
		return nil
	}
	if info, err := os.Stat(path); os.IsNotExist(err) {
		return fmt.Errorf("there is no database at %s: start the server once with the same --data", path)
	} else if err == nil && info.Size() == 0 {
		return fmt.Errorf("%s is empty: put a backup in its place with \"plumbline restore\", or start the server once with the same --data",
			path)
	}
	return nil
}

// refuseEmptyStart tells of a database that is gone: a new, empty one in its place would look as if all had been lost.
func (f startFlags) refuseEmptyStart(data string) error {
	path, isFile := store.SQLiteFile(data)
	if !isFile || f.NewDatabase {
		return nil
	}
	if info, err := os.Stat(path); err == nil && info.Size() > 0 || err != nil && !os.IsNotExist(err) {
		return nil // there, or for others to complain about
	}
	for _, ending := range []string{".key", "-wal"} {
		if info, err := os.Stat(path + ending); err == nil && info.Size() > 0 {
			return models.Errorf(models.CodeConflict,
				"there is no database at %s, or it is empty, but a server has run on it: %s lies beside it. Look where the "+
					"database is; put it back, or a backup with \"plumbline restore\". If it is to begin anew, start once with --new-database",
				path, path+ending)
		}
	}
	return nil
}

// refuseLostSecrets tells of secrets in the database that the keys at hand do not open. Without any key it refuses the
// start, which would make a new one and so hide what is missing; with others it is logged, since a key may have been
// taken out on purpose.
func (f startFlags) refuseLostSecrets(ctx context.Context, w wiredServer, keys [][]byte) error {
	svc := service.New(w.store, service.Options{SecretKeys: keys})
	sealed, err := svc.Keys.Sealed(models.WithActor(ctx, models.ProgramActor("")))
	if err != nil || !sealed.Lost() {
		return err
	}
	if f.AcceptLostSecrets || len(keys) > 0 {
		w.log.Error("secrets in the database can't be read without the secret key they are kept under: give it back, or reset the one-time codes of those "+
			"accounts (plumbline user reset EMAIL --drop-one-time-codes) and make new access keys", "missing_keys",
			sealed.Missing,
			"codes", sealed.LostCodes, "access_keys", sealed.LostKeys, "mails", sealed.LostLetters,
			"signing_keys", sealed.LostSigning)
		return nil
	}
	return models.Errorf(models.CodeUnavailable,
		"the secret key is missing that secrets in the database are kept under (key %s): without it %s. Put the key file back "+
			"beside the database, or give it with --secret-key-file. If it is lost, start once with --accept-lost-secrets",
		strings.Join(sealed.Missing, ", "), lostSecrets(sealed))
}

// lostSecrets says what does not work.
func lostSecrets(s models.SealedCounts) string {
	var parts []string
	if s.LostCodes > 0 {
		parts = append(parts, fmt.Sprintf("%d accounts can't sign in with their one-time codes", s.LostCodes))
	}
	if s.LostKeys > 0 {
		parts = append(parts, fmt.Sprintf("%d access keys do not work", s.LostKeys))
	}
	if s.LostLetters > 0 {
		parts = append(parts, fmt.Sprintf("%d mails that wait can't be sent", s.LostLetters))
	}
	if s.LostSigning > 0 {
		parts = append(parts, "reports are not signed before \"plumbline signing-key rotate\" made a new key")
	}
	return strings.Join(parts, " and ")
}
