package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"plumbline/cmd/plumbline/files"
	"plumbline/cmd/plumbline/integrity"
	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/sqlite"
)

type restoreCmd struct {
	dataFlag
	unusedAddress
	keyFlags
	File              string `arg:"" help:"The backup: a file that \"plumbline backup\" wrote, or a copy of the database of a server that was stopped."`
	Check             bool   `help:"Only prove the backup; nothing is put in place. Exit status 1 if it is not whole."`
	Replace           bool   `help:"Put it in the place of a database that exists; that one is kept under another name."`
	AcceptIncomplete  bool   `help:"Put a copy in place that lacks the newest changes, since it was taken from a running server without its write-ahead log."`
	AcceptLostSecrets bool   `help:"Put it in place although its one-time codes and access keys can't be read without the key they are kept under."`
}

// Help is printed by "plumbline restore --help".
func (r *restoreCmd) Help() string {
	return `To see whether a backup is good (the file is not changed, a server may run):

  plumbline restore --check /backups/plumbline-20261128T020000Z.db --secret-key-file /safe/plumbline.db.key

To put it back, stop the server, then:

  plumbline restore /backups/plumbline-20261128T020000Z.db --data /srv/plumbline.db --replace

That proves the backup first. The database that was there stays, as plumbline.db.before-DATE.

See that the key file lies beside the database (plumbline.db.key), or that the server is given it: with --secret-key-file the
command copies it there if none is. Then start the server with the same --data.

The check works on a copy in the directory for temporary files (TMPDIR), which needs as much room as the backup.`
}

// Run proves the backup, and puts it in place unless only that is wanted.
func (r *restoreCmd) Run(ctx context.Context, std programStreams) (err error) {
	data, isFile := store.SQLiteFile(r.Data)
	if !isFile && !r.Check {
		return models.Errorf(models.CodeInvalid, "restore is for SQLite. Put a dump of PostgreSQL back with its own tool: "+
			"pg_restore --clean --if-exists --dbname=\"$PLUMBLINE_DATA\" plumbline.dump: see \"plumbline help backups\"")
	}
	if info, err := os.Stat(r.File); err != nil {
		return err
	} else if !info.Mode().IsRegular() || info.Size() == 0 {
		return models.Errorf(models.CodeInvalid, "%s is not a backup: it is no file, or empty", r.File)
	}
	parent := os.TempDir()
	if !r.Check {
		parent = filepath.Dir(data)
	}
	dir, err := os.MkdirTemp(parent, ".plumbline-restore-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if r.Check {
		return r.check(ctx, std, filepath.Join(dir, "check.db"))
	}
	return r.put(ctx, std, data, filepath.Join(dir, "restored.db"))
}

// check proves the backup and says so.
func (r *restoreCmd) check(ctx context.Context, std programStreams, scratch string) error {
	keys, err := r.secretKeys(r.File)
	if err != nil {
		return err
	}
	found, err := examineCopy(ctx, r.File, scratch, keys)
	if err != nil {
		fmt.Fprintf(std.out, "WRONG: %v\n%s is NOT whole\n", err, r.File)
		return errFound
	}
	good, err := found.Print(std.out, r.File)
	if err == nil && !good {
		err = errFound
	}
	return err
}

// writeFile proves the backup, and then puts it in place. What is there is never deleted.
func (r *restoreCmd) put(ctx context.Context, std programStreams, data, scratch string) (err error) {
	release, err := sqlite.ClaimFile(data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	if databaseExists(data) && !r.Replace {
		return models.Errorf(models.CodeConflict,
			"there is a database at %s: with --replace it is kept under another name and the backup takes its place", data)
	}
	if here, err := os.Stat(data); err == nil {
		if backup, err := os.Stat(r.File); err == nil && os.SameFile(here, backup) {
			return models.Errorf(models.CodeInvalid, "%s is the database itself", r.File)
		}
	}
	keys, err := r.keysFor(data)
	if err != nil {
		return err
	}
	found, err := examineCopy(ctx, r.File, scratch, keys)
	if err != nil {
		return err
	}
	if _, err := found.Print(std.out, r.File); err != nil {
		return err
	}
	if err := r.refusal(found); err != nil {
		return err
	}
	return r.swap(std, data, scratch)
}

// keysFor are the keys that a server on the database would use: those given, those beside it, or those beside the
// backup.
func (r *restoreCmd) keysFor(data string) ([][]byte, error) {
	keys, err := r.secretKeys(data)
	if err == nil && len(keys) == 0 {
		keys, err = r.secretKeys(r.File)
	}
	return keys, err
}

// refusal tells why the backup is not put in place.
func (r *restoreCmd) refusal(found integrity.Examination) error {
	switch {
	case len(found.Faults) > 0:
		return models.Errorf(models.CodeInvalid, "nothing was changed: the backup is not whole")
	case found.Incomplete && !r.AcceptIncomplete:
		return models.Errorf(models.CodeInvalid,
			"nothing was changed: the backup lacks the newest changes. If it is all there is, go on with --accept-incomplete")
	case found.Sealed.Lost() && !r.AcceptLostSecrets:
		return models.Errorf(models.CodeInvalid,
			"nothing was changed: without the key that its secrets are kept under, %s. Give it with --secret-key-file, or go on with "+
				"--accept-lost-secrets", lostSecrets(found.Sealed))
	}
	return nil
}

// swap moves what is there aside and the backup to its place, and brings the key file if there is none.
func (r *restoreCmd) swap(std programStreams, data, scratch string) error {
	aside := data + time.Now().UTC().Format(".before-20060102T150405.000Z")
	kept := false
	for _, ending := range []string{"-wal", "-shm", ""} {
		switch err := os.Rename(data+ending, aside+ending); {
		case err == nil:
			kept = true
		case !errors.Is(err, fs.ErrNotExist):
			return err
		}
	}
	if err := os.Rename(scratch, data); err != nil {
		return err
	}
	key, err := r.bringKey(data)
	if err != nil {
		return err
	}
	if err := files.SyncDirectory(filepath.Dir(data)); err != nil {
		return err
	}
	text := "restored to " + data + key
	if kept {
		text += "\nwhat was there is kept as " + aside
	}
	_, err = fmt.Fprintln(std.out, text+"\nstart the server with the same --data")
	return err
}

// bringKey copies the key file that was given, or lies beside the backup, to where a server looks for it, unless one is
// there.
func (r *restoreCmd) bringKey(data string) (told string, err error) {
	from := r.SecretKeyFile
	if from == "" {
		from = r.File + ".key"
	}
	if os.Getenv(keyVariable) != "" {
		return "", nil
	}
	switch err := files.Copy(from, data+".key"); {
	case err == nil:
		return ", and its key to " + data + ".key", nil
	case errors.Is(err, fs.ErrExist), errors.Is(err, fs.ErrNotExist):
		return "", nil
	default:
		return "", fmt.Errorf("the database is in place, but its key file could not be copied: %w", err)
	}
}

// databaseExists reports whether a database, or the log of one, lies at the path.
func databaseExists(path string) bool {
	for _, ending := range []string{"", "-wal"} {
		if info, err := os.Stat(path + ending); err == nil && info.Size() > 0 {
			return true
		}
	}
	return false
}
