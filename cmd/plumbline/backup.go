package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"plumbline/cmd/plumbline/files"
	"plumbline/cmd/plumbline/integrity"
	"plumbline/cmd/plumbline/keyfile"
	"plumbline/models"
	"plumbline/models/store"
)

type backupCmd struct {
	dataFlag
	unusedAddress
	keyFlags
	Out     string `arg:"" optional:"" help:"File to write, or a directory; plumbline-DATE.db in this directory if not given."`
	Force   bool   `help:"Replace the file if it exists. The old one stays until the new one is whole."`
	WithKey bool   `help:"Write the key file beside the backup too, as OUT.key. Whoever has both can read one-time codes and access keys: better keep them apart."`
}

// Help is printed by "plumbline backup --help".
func (b *backupCmd) Help() string {
	return `Beside a running server:

  plumbline backup /backups/ --data /srv/plumbline.db

writes one file that holds everything as it was at one moment, reads it from end to end, and gives it its name only then: a file
with that name is whole. What is left of a backup that was interrupted ends with ".part" and can be deleted.

Never copy the database file itself while a server runs: the newest changes are not in it.

The key file (plumbline.db.key) is not in the backup. Keep a copy of it in another place, once; without it one-time codes
and access keys are lost. Prove a backup with "plumbline restore --check FILE", and put it back with "plumbline restore FILE".

PostgreSQL: use pg_dump, see "plumbline help backups".`
}

// Run writes the backup and says what is in it.
func (b *backupCmd) Run(ctx context.Context, std programStreams) error {
	data, isFile := store.SQLiteFile(b.Data)
	if !isFile {
		return models.Errorf(models.CodeInvalid, "backup is for SQLite. Back a PostgreSQL database up with its own tool: "+
			"pg_dump --format=custom --file=plumbline.dump \"$PLUMBLINE_DATA\", and restore it with pg_restore: see \"plumbline help backups\"")
	}
	if err := b.present(); err != nil {
		return err
	}
	key, err := b.key(data)
	if err != nil {
		return err
	}
	out, err := b.target(data, time.Now())
	if err != nil {
		return err
	}
	var inventory models.Inventory
	err = files.WriteWhole(out, b.Force, func(part string) (err error) {
		inventory, err = store.WriteBackup(ctx, data, part)
		return err
	})
	if err != nil {
		return err
	}
	if key != nil {
		err = files.WriteWhole(out+".key", b.Force, func(part string) error { return os.WriteFile(part, key, 0o600) })
		if err != nil {
			return fmt.Errorf("%s is whole, but its key file could not be written: %w", out, err)
		}
	}
	return b.tell(std, out, inventory)
}

// key reads the key file where it is wanted.
func (b *backupCmd) key(data string) ([]byte, error) {
	if !b.WithKey {
		return nil, nil
	}
	if os.Getenv(keyVariable) != "" {
		return nil, fmt.Errorf("--with-key copies a key file, but the keys are in %s: keep a copy of that", keyVariable)
	}
	path := cmp.Or(b.SecretKeyFile, data+".key")
	if _, err := keyfile.Read(path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// target is the file to write. It is never one that belongs to the database.
func (b *backupCmd) target(data string, now time.Time) (string, error) {
	out := cmp.Or(b.Out, ".")
	info, err := os.Stat(out)
	if err == nil && info.IsDir() {
		out = filepath.Join(out, now.UTC().Format("plumbline-20060102T150405Z.db"))
		info, err = os.Stat(out)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return out, nil
	}
	if err != nil {
		return "", err
	}
	for _, ending := range []string{"", "-wal", "-shm", ".key", ".lock"} {
		if own, err := os.Stat(data + ending); err == nil && os.SameFile(own, info) {
			return "",
				models.Errorf(models.CodeInvalid, "%s belongs to the database itself: name another file for the backup", out)
		}
	}
	if !b.Force {
		return "", models.Errorf(models.CodeConflict, "%s exists already: name another file, or replace it with --force", out)
	}
	return out, nil
}

func (b *backupCmd) tell(std programStreams, out string, inventory models.Inventory) error {
	info, err := os.Stat(out)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(std.out, "%s: %d bytes, read and whole\n", out, info.Size())
	if err == nil {
		err = integrity.PrintInventory(std.out, inventory)
	}
	if err != nil {
		return err
	}
	where := cmp.Or(b.SecretKeyFile, b.Data+".key")
	if os.Getenv(keyVariable) != "" {
		where = keyVariable
	}
	text := fmt.Sprintf("the key in %s is not in it: keep a copy of that, apart from the backups", where)
	if b.WithKey {
		text = fmt.Sprintf("the key is beside it, in %s.key: whoever has both can read one-time codes and access keys", out)
	}
	_, err = fmt.Fprintln(std.out, text)
	return err
}
