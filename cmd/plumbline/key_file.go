package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strings"

	"plumbline/cmd/plumbline/keyfile"
	"plumbline/models/store"
)

// keyFlags say where the keys are that secrets are sealed with: those of access keys and of one-time codes, which the
// server must be able to read.
type keyFlags struct {
	SecretKeyFile string `help:"File with the keys that secrets are kept under: base64 of 32 bytes, one a line; the first seals, all open. The database's name with .key beside a SQLite database if not given." placeholder:"FILE" env:"PLUMBLINE_SECRET_KEY_FILE"`
}

// keyVariable holds the keys themselves. It is no flag: command lines can be read by everybody on the machine.
const keyVariable = "PLUMBLINE_SECRET_KEY"

type secretKeyCmd struct{}

// Run prints a line for a key file.
func (s *secretKeyCmd) Run(std programStreams) error {
	_, err := fmt.Fprintln(std.out, keyfile.NewKey())
	return err
}

// secretKeys reads the keys from where they are given; without any, from the file beside a SQLite database. None at all
// is no error.
func (f keyFlags) secretKeys(data string) ([][]byte, error) {
	inline := os.Getenv(keyVariable)
	switch {
	case inline != "" && f.SecretKeyFile != "":
		return nil, fmt.Errorf("%s and --secret-key-file: give one of them", keyVariable)
	case inline != "":
		return keyfile.Parse(keyVariable, strings.ReplaceAll(inline, ",", "\n"))
	case f.SecretKeyFile != "":
		return keyfile.Read(f.SecretKeyFile)
	}
	path, isFile := keyBeside(data)
	if !isFile {
		return nil, nil
	}
	keys, err := keyfile.Read(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return keys, err
}

// serverKeys is secretKeys for a server: on SQLite it makes the key that is missing.
func (f keyFlags) serverKeys(data string, log *slog.Logger) ([][]byte, error) {
	keys, err := f.secretKeys(data)
	if err != nil || len(keys) > 0 {
		return keys, err
	}
	path, isFile := keyBeside(data)
	if !isFile {
		log.Warn("one-time codes and access keys are off: there is no key to keep secrets under; give --secret-key-file " +
			"(\"plumbline secret-key\" prints a key)")
		return nil, nil
	}
	switch err := keyfile.Create(path); {
	case errors.Is(err, fs.ErrExist): // another server made it meanwhile
	case err != nil:
		return nil, fmt.Errorf("create the key file: %w", err)
	default:
		log.Info("created a key that secrets are kept under: back it up, apart from the database", "file", path)
	}
	return keyfile.Read(path)
}

// keyBeside is the key file of a SQLite database.
func keyBeside(data string) (path string, isFile bool) {
	path, isFile = store.SQLiteFile(data)
	return path + ".key", isFile
}
