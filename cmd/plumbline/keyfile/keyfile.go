// Package keyfile is the file that holds the keys of secrets, one a line: how it is made, read and refused.
//
// It imports how many bytes a key has, and what reads texts of people.
package keyfile

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"plumbline/cmd/plumbline/files"
	"plumbline/models/service/access/credentials"
	"plumbline/models/text"
)

// MaxBytes bounds the file: a mistaken path is not to be read whole.
const MaxBytes = 64 << 10

// NewKey is a line for a key file.
func NewKey() string {
	key := make([]byte, credentials.SecretKeyBytes)
	rand.Read(key) // never fails (crypto/rand)
	return base64.StdEncoding.EncodeToString(key)
}

// Create writes a new key for its owner only, never over a file, and sees it to the disk.
func Create(path string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(NewKey() + "\n")
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return files.SyncDirectory(filepath.Dir(path))
}

// Read reads a key file. One that others than its owner and group may read or write is refused.
func Read(path string) ([][]byte, error) {
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
	if !info.Mode().IsRegular() || info.Size() > MaxBytes {
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
	return Parse(path, text.NormalizeLineEnds(keys))
}

// Parse reads one key a line. What is wrong is told by its line, never by what it says.
func Parse(where, lines string) (keys [][]byte, err error) {
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
