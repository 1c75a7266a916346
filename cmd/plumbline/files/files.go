// Package files is how commands read and write files: "-" is standard input and output, what is written is whole or not
// there, and what must last is seen to the disk.
//
// It imports the names of files.
package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"plumbline/models/text"
)

// Read reads a file to its end.
func Read(path string, std io.Reader) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(std)
	}
	return os.ReadFile(path)
}

// ReadAtMost reads the first bytes of a file, up to a number.
func ReadAtMost(path string, std io.Reader, most int64) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(io.LimitReader(std, most))
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, most))
	return data, errors.Join(err, f.Close())
}

// OutputPath is the file to write: in a directory, one of the name.
func OutputPath(out string, name text.FileName) string {
	if info, err := os.Stat(out); err == nil && info.IsDir() {
		return filepath.Join(out, name.Name)
	}
	return out
}

// Write writes a file whole or not at all: a reader never sees half of it.
func Write(path string, std io.Writer, data []byte) error {
	if path == "-" {
		_, err := std.Write(data)
		return err
	}
	part := path + ".part"
	if err := os.WriteFile(part, data, 0o600); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return err
	}
	return nil
}

// WriteParts writes a file bit by bit, and yet whole or not at all.
func WriteParts(path string, std io.Writer, write func(io.Writer) error) error {
	if path == "-" {
		return write(std)
	}
	part := path + ".part"
	file, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	err = write(file)
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return os.Rename(part, path)
}

// WriteWhole lets write fill a file under another name, sees it to the disk and gives it its name: a file with that
// name is whole, whenever the program or the machine stops.
func WriteWhole(path string, replace bool, write func(part string) error) error {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.part") // for its owner only
	if err != nil {
		return err
	}
	part := file.Name()
	err = errors.Join(file.Close(), write(part))
	if err == nil {
		err = syncFile(part)
	}
	if err == nil {
		err = takeName(part, path, replace)
	}
	if err != nil {
		return errors.Join(err, removeIfThere(part))
	}
	return SyncDirectory(filepath.Dir(path))
}

// takeName gives a file its name. Without replace a file that came to be there meanwhile stays.
func takeName(part, path string, replace bool) error {
	if !replace {
		switch err := os.Link(part, path); {
		case errors.Is(err, fs.ErrExist):
			return fmt.Errorf("%s exists already", path)
		case err == nil:
			return os.Remove(part)
		} // some file systems have no links
	}
	return os.Rename(part, path)
}

func removeIfThere(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func syncFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// Copy copies a file for its owner only and has it on disk.
func Copy(from, to string) (err error) {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Sync(), target.Close())
}

// SyncDirectory makes the name of a new file as lasting as the file; Windows does so by itself.
func SyncDirectory(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
