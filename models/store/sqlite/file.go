package sqlite

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"plumbline/models"
)

// pragmaSettings are settings in which the connections of the writer and the readers differ.
type pragmaSettings struct {
	busyTimeout time.Duration
	queryOnly   bool
}

// FilePath returns the path of the file that an address names: "./plumbline.db" and "file:plumbline.db" alike. An
// address that can't be used is an Invalid error.
func FilePath(dsn string) (string, error) {
	path, isURI := strings.CutPrefix(dsn, "file:")
	if isURI {
		if strings.ContainsRune(path, '?') {
			return "", models.Errorf(models.CodeInvalid, "the database address takes no options after a question mark")
		}
		plain, err := url.PathUnescape(strings.TrimPrefix(path, "//"))
		if err != nil {
			return "", models.Errorf(models.CodeInvalid, "the database address is not a valid file address").Because(err)
		}
		path = plain
	}
	if path == "" || path == ":memory:" {
		return "", models.Errorf(models.CodeInvalid, "the database address must name a file")
	}
	return path, nil
}

// fileSignature starts every SQLite file (https://www.sqlite.org/fileformat.html).
var fileSignature = []byte("SQLite format 3\x00")

// openFile opens the file, makes it if it is new, for its owner only, and says in plain words why a path can't be used.
func openFile(path string) (*os.File, error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		return nil, models.Errorf(models.CodeInvalid, "%s is not a file", path)
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, unusableFile(path, err)
	}
	if err := isDatabase(path, file); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// isDatabase refuses what is neither empty nor begins as a SQLite file does.
func isDatabase(path string, file io.ReaderAt) error {
	head := make([]byte, len(fileSignature))
	n, err := file.ReadAt(head, 0)
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return unusableFile(path, err)
	case n > 0 && !bytes.Equal(head[:n], fileSignature):
		return models.Errorf(models.CodeInvalid, "%s is not a database", path)
	}
	return nil
}

func unusableFile(path string, err error) error {
	info, statErr := os.Stat(path)
	switch {
	case statErr == nil && info.IsDir():
		return models.Errorf(models.CodeInvalid, "%s is a directory; name a file in it", path).Because(err)
	case errors.Is(err, fs.ErrNotExist):
		return models.Errorf(models.CodeInvalid, "the directory %s does not exist", filepath.Dir(path)).Because(err)
	case errors.Is(err, fs.ErrPermission):
		return models.Errorf(models.CodeUnavailable, "%s can't be read and written: permission denied", path).Because(err)
	case errors.Is(err, syscall.EROFS):
		return models.Errorf(models.CodeUnavailable, "%s can't be written: its file system is read-only", path).Because(err)
	}
	return models.Errorf(models.CodeUnavailable, "%s can't be used as a database", path).Because(err)
}
