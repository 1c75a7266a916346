package sqlite

import (
	"encoding/binary"
	"io/fs"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"plumbline/models"
)

// fileGuard watches that the files of an open database are where they were: what is written to a file that
// was moved away, deleted or replaced is lost to whoever starts the server next. To look costs a few
// microseconds, so that every transaction does.
type fileGuard struct {
	log   *slog.Logger
	path  string
	files map[string]fs.FileInfo // by path: the database, its log and the log's index
	main  *os.File
	mark  uint32 // that the file must have; 0: not looked at
	lost  atomic.Bool
	end   chan struct{}
	once  sync.Once
}

// guardEvery is how often a server looks at its files while nobody asks for anything.
const guardEvery = 5 * time.Second

func newFileGuard(d *databaseFile, opt Options) (*fileGuard, error) {
	g := &fileGuard{log: opt.Logger, path: d.path, files: map[string]fs.FileInfo{}, main: d.file, end: make(chan struct{})}
	info, err := d.file.Stat()
	if err != nil {
		return nil, unusableFile(d.path, err)
	}
	g.files[d.path] = info
	for _, ending := range []string{"-wal", "-shm"} {
		if info, err := os.Stat(d.path + ending); err == nil {
			g.files[d.path+ending] = info
		}
	}
	if d.server {
		g.mark = d.mark
		go g.watch()
	}
	return g, nil
}

func (g *fileGuard) watch() {
	for tick := time.NewTicker(guardEvery); ; {
		select {
		case <-tick.C:
			_ = g.check() // which logs
		case <-g.end:
			tick.Stop()
			return
		}
	}
}

// check returns an Unavailable error while a file is not the one that was opened. It is logged when it begins
// and when it is over.
func (g *fileGuard) check() error {
	wrong := g.wrong()
	if lost := wrong != ""; g.lost.CompareAndSwap(!lost, lost) {
		if lost {
			g.log.Error("a file of the database was moved, deleted or replaced while the server runs: nothing is read or "+
				"written until it is back. Put it back, or stop the server, see that the right files are there, and start it",
				"file", wrong)
		} else {
			g.log.Info("the files of the database are back", "file", g.path)
		}
	}
	if wrong == "" {
		return nil
	}
	return models.Errorf(models.CodeUnavailable, "the database file was moved or replaced while the server runs; "+
		"an administrator must put it back")
}

// wrong names the first file that is not the one that was opened.
func (g *fileGuard) wrong() string {
	for path, opened := range g.files {
		if now, err := os.Stat(path); err != nil || !os.SameFile(opened, now) {
			return path
		}
	}
	if g.mark == 0 {
		return ""
	}
	var mark [4]byte // of another run or none where another database was copied over this one
	if _, err := g.main.ReadAt(mark[:], headerMark); err != nil || binary.BigEndian.Uint32(mark[:]) != g.mark {
		return g.path
	}
	return ""
}

func (g *fileGuard) stop() { g.once.Do(func() { close(g.end) }) }
