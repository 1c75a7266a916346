package main

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"plumbline/models/service/access/credentials"
	"plumbline/models/store"
	"plumbline/models/text"
)

// keyFlags say where the keys are that secrets are sealed with: those of access keys and of one-time codes, which the
// server must be able to read.
type keyFlags struct {
	SecretKeyFile string `help:"File with the keys that secrets are kept under: base64 of 32 bytes, one a line; the first seals, all open. The database's name with .key beside a SQLite database if not given." placeholder:"FILE" env:"PLUMBLINE_SECRET_KEY_FILE"`
}

// keyVariable holds the keys themselves. It is no flag: command lines can be read by everybody on the machine.
const keyVariable = "PLUMBLINE_SECRET_KEY"

// maxKeyFile bounds the file in bytes: a mistaken path is not to be read whole.
const maxKeyFile = 64 << 10

type secretKeyCmd struct{}

// Run prints a line for a key file.
func (s *secretKeyCmd) Run(std programStreams) error {
	_, err := fmt.Fprintln(std.out, newSecretKey())
	return err
}

func newSecretKey() string {
	key := make([]byte, credentials.SecretKeyBytes)
	rand.Read(key) // never fails (crypto/rand)
	return base64.StdEncoding.EncodeToString(key)
}

// secretKeys reads the keys from where they are given; without any, from the file beside a SQLite database. None at all
// is no error.
func (f keyFlags) secretKeys(data string) ([][]byte, error) {
	inline := os.Getenv(keyVariable)
	switch {
	case inline != "" && f.SecretKeyFile != "":
		return nil, fmt.Errorf("%s and --secret-key-file: give one of them", keyVariable)
	case inline != "":
		return parseKeys(keyVariable, strings.ReplaceAll(inline, ",", "\n"))
	case f.SecretKeyFile != "":
		return readKeys(f.SecretKeyFile)
	}
	path, isFile := keyBeside(data)
	if !isFile {
		return nil, nil
	}
	keys, err := readKeys(path)
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
	switch err := makeKeyFile(path); {
	case errors.Is(err, fs.ErrExist): // another server made it meanwhile
	case err != nil:
		return nil, fmt.Errorf("make the key file: %w", err)
	default:
		log.Info("made a key that secrets are kept under: back it up, apart from the database", "file", path)
	}
	return readKeys(path)
}

// keyBeside is the key file of a SQLite database.
func keyBeside(data string) (path string, isFile bool) {
	path, isFile = store.SQLiteFile(data)
	return path + ".key", isFile
}

// makeKeyFile writes a new key for its owner only, never over a file, and sees it to the disk.
func makeKeyFile(path string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(newSecretKey() + "\n")
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return syncDirectory(filepath.Dir(path))
}

// syncDirectory makes the name of a new file as lasting as the file; Windows does so by itself.
func syncDirectory(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// readKeys reads a key file. One that others than its owner and group may read or write is refused.
func readKeys(path string) ([][]byte, error) {
	info, err := os.Stat(path)
	for range 20 {
		if err != nil || info.Size() > 0 {
			break
		}
		time.Sleep(50 * time.Millisecond) // another server may be about to write it
		info, err = os.Stat(path)
	}
	if err != nil {
		return nil, fmt.Errorf("the key file: %w", err)
	}
	if !info.Mode().IsRegular() || info.Size() > maxKeyFile {
		return nil, fmt.Errorf("%s is not a file with keys", path)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o007 != 0 {
		return nil,
			fmt.Errorf("everybody on this machine may use the key file %s (%s): run chmod o-rwx on it", path, info.Mode().Perm())
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("the key file: %w", err)
	}
	keys, err := text.DecodeSecret(data)
	if err != nil {
		return nil, fmt.Errorf("the key file %s %w", path, err)
	}
	return parseKeys(path, text.NormalizeLineEnds(keys))
}

// parseKeys reads one key a line. What is wrong is told by its line, never by what it says.
func parseKeys(where, lines string) (keys [][]byte, err error) {
	n := 0
	for line := range strings.Lines(lines) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(key) != credentials.SecretKeyBytes {
			return nil,
				fmt.Errorf("%s, line %d: a key is base64 of %d bytes; \"plumbline secret-key\" prints one", where, n,
					credentials.SecretKeyBytes)
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("%s holds no key; \"plumbline secret-key\" prints one", where)
	}
	return keys, nil
}
