package sqlite

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"time"

	"plumbline/models"
)

// The mark of being open is the user_version in the header of the file: a number that is not 0 while somebody
// has the database open, and 0 after a clean stop. It is checkpointed into the file itself, so that a copy of
// the file alone has it: such a copy lacks whatever was in the write-ahead log. After a crash the log still
// lies beside the file, and SQLite recovers.

// Places in the header of a SQLite file (https://www.sqlite.org/fileformat.html).
const (
	headerBytes   = 100
	headerPage    = 16 // size of a page in bytes; 1 is 65,536
	headerVersion = 18 // 2 is a file in WAL mode
	headerPages   = 28 // how many pages there are
	headerMark    = 60 // user_version
)

// emptyLog is the size in bytes of a write-ahead log without a page: its header. The log of an open database
// is longer, since the mark went through it, and is never made shorter.
const emptyLog = 32

// fileHeader is what the first bytes of a SQLite file say.
type fileHeader struct {
	mark uint32
	wal  bool
	size int64 // that the file must have at least, in bytes
}

// readHeader reads it from the file itself, past SQLite and the log. A file that is too short for a header has none.
func readHeader(file io.ReaderAt) (fileHeader, error) {
	raw := make([]byte, headerBytes)
	if n, err := file.ReadAt(raw, 0); n < headerBytes {
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return fileHeader{}, err
	}
	page := int64(binary.BigEndian.Uint16(raw[headerPage:]))
	if page == 1 {
		page = 65536
	}
	return fileHeader{
		mark: binary.BigEndian.Uint32(raw[headerMark:]), wal: raw[headerVersion] == 2,
		size: page * int64(binary.BigEndian.Uint32(raw[headerPages:])),
	}, nil
}

// cutOff reports whether the end of the file is missing. SQLite fills up a last page that is not whole, and
// says nothing. While a log or journal lies beside the file, the header may be ahead of it.
func cutOff(path string, file *os.File) (bool, error) {
	info, err := file.Stat()
	if err != nil || info.Size() == 0 || hasLog(path) {
		return false, err
	}
	if _, err := os.Stat(path + "-journal"); err == nil {
		return false, nil
	}
	h, err := readHeader(file)
	return info.Size() < max(h.size, headerBytes), err
}

// How many times withoutLog looks. Who would refuse the file is patient: the last one to leave may be about
// to take the mark off.
const (
	fewLooks  = 3
	manyLooks = 100
)

// withoutLog reports whether the file was copied from a database in use, and its write-ahead log was not.
// Somebody may open or close the database at this moment, which takes a while on a busy machine: it looks so
// many times, 20 ms apart, before it says so.
func withoutLog(path string, file io.ReaderAt, looks int) (bool, error) {
	for range looks {
		if hasLog(path) {
			return false, nil
		}
		h, err := readHeader(file)
		if err != nil || h.mark == 0 || !h.wal {
			return false, err
		}
		if hasLog(path) {
			return false, nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return true, nil
}

func hasLog(path string) bool {
	info, err := os.Stat(path + "-wal")
	return err == nil && info.Size() > emptyLog
}

func errIncomplete(path string) error {
	return models.Errorf(models.CodeUnavailable,
		"%s was copied from a running server without its write-ahead log (the file "+
			"%[1]s-wal): its newest changes are missing. Copy it with that file, or take a backup that \"plumbline backup\" "+
			"made. If this copy is all there is, \"plumbline serve --accept-incomplete\" goes on with what is in it", path)
}

// setMark marks the database as open, and sees to it that the mark is in the file itself. A server sets a
// mark of its own, by which it knows its file again; others leave one that is there.
func (d *databaseFile) setMark(ctx context.Context, patience time.Duration) error {
	// Where a mark is, a full disk can be read.
	if err := d.takeMark(ctx); err != nil && !(d.mark != 0 && isDiskFull(err)) {
		return err
	}
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		h, err := readHeader(d.file)
		if err != nil || h.mark != 0 && (h.mark == d.mark || !d.server) {
			return err
		}
		if time.Now().After(deadline) {
			return models.Errorf(models.CodeUnavailable, "another process keeps the database busy; try again later")
		}
		// A checkpoint waits for nobody; one that found readers in the way is tried again.
		if err := d.do(ctx, "PRAGMA wal_checkpoint(PASSIVE)"); err != nil && !isBusy(err) {
			return err
		}
	}
}

// takeMark sets the mark, or finds one, in a transaction: others may be about to do so too.
func (d *databaseFile) takeMark(ctx context.Context) error {
	if err := d.do(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	mark, err := d.markWithin(ctx)
	if err == nil {
		err = d.do(ctx, "COMMIT")
	}
	if err != nil {
		_ = d.do(ctx, "ROLLBACK") // fails where SQLite has done so already
		return err
	}
	d.mark = mark
	return nil
}

// markWithin keeps the mark that is found, and returns the one that is to be.
func (d *databaseFile) markWithin(ctx context.Context) (uint32, error) {
	err := d.conn.QueryRowContext(ctx, "PRAGMA user_version").Scan(&d.mark)
	if err != nil || d.mark != 0 && !d.server {
		return d.mark, err
	}
	mark := 1 + rand.Uint32N(1<<31-1)
	return mark, d.do(ctx, fmt.Sprintf("PRAGMA user_version = %d", mark))
}

// clearMark takes the mark off and leaves WAL mode, if nobody else has the database open: then everything is
// in the one file. Else it stays as it is, and cleared is false.
func (d *databaseFile) clearMark(ctx context.Context) (cleared bool, err error) {
	if err := d.do(ctx, "PRAGMA busy_timeout = 0"); err != nil {
		return false, err
	}
	if err := d.do(ctx, "PRAGMA user_version = 0"); err != nil {
		if isBusy(err) {
			return false, nil
		}
		return false, err
	}
	var mode string
	err = d.conn.QueryRowContext(ctx, "PRAGMA journal_mode = DELETE").Scan(&mode) // only the last one who has it open can
	if cleared = err == nil && mode == "delete"; cleared || err != nil && !isBusy(err) {
		return cleared, err
	}
	if err := d.do(ctx, "PRAGMA busy_timeout = 5000"); err != nil {
		return false, err
	}
	return false, d.do(ctx, fmt.Sprintf("PRAGMA user_version = %d", d.mark))
}

func (d *databaseFile) do(ctx context.Context, query string) error {
	rows, err := d.conn.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	for rows.Next() { // a pragma works while its rows are read
	}
	return errors.Join(rows.Err(), rows.Close())
}
