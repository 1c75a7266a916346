package store_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// pooler starts pgbouncer in transaction mode before the database and gives its address there. Without pgbouncer the
// test is skipped, but not in CI.
func pooler(t *testing.T, dsn string) string {
	t.Helper()
	program, err := exec.LookPath("pgbouncer")
	if err != nil {
		program = "/usr/sbin/pgbouncer"
	}
	if _, err := os.Stat(program); err != nil {
		skipOutsideCI(t, "pgbouncer is not installed: no pooler to test with")
	}
	address, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	dir, port := poolerDir(t), freePort(t)
	config := filepath.Join(dir, "pgbouncer.ini")
	text := fmt.Sprintf("[databases]\n* = host=%s port=%s user=%s\n[pgbouncer]\n"+
		"listen_addr = 127.0.0.1\nlisten_port = %d\n"+
		"unix_socket_dir =\nauth_type = any\npool_mode = transaction\ndefault_pool_size = 20\n",
		address.Hostname(), address.Port(), address.User.Username(), port)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program, config)
	var out bytes.Buffer
	command.Stdout, command.Stderr = &out, &out
	asNobody(t, command, dir, config)
	if err := command.Start(); err != nil {
		t.Fatalf("pgbouncer does not start: %v", err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	for range 100 {
		if conn, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			_ = conn.Close()
			address.Host = fmt.Sprintf("127.0.0.1:%d", port)
			query := address.Query()
			query.Set("default_query_exec_mode", "exec") // older poolers know no prepared statements in this mode
			address.RawQuery = query.Encode()
			return address.String()
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("pgbouncer does not listen: %s", out.String())
	return ""
}

func skipOutsideCI(t *testing.T, reason string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(reason)
	}
	t.Skip(reason)
}

// poolerDir is a folder that another user can reach, which those of a test run by root are not.
func poolerDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "plumbline-pooler")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// asNobody has the program run as another user where this one is root, as which pgbouncer refuses to run.
func asNobody(t *testing.T, command *exec.Cmd, files ...string) {
	t.Helper()
	if os.Getuid() != 0 {
		return
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		skipOutsideCI(t, "no user but root to run pgbouncer as")
	}
	uid, _ := strconv.Atoi(nobody.Uid)
	gid, _ := strconv.Atoi(nobody.Gid)
	for _, name := range files {
		if err := os.Chown(name, uid, gid); err != nil {
			t.Fatal(err)
		}
	}
	command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// syncBuffer is a log that is written and read at once.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// Behind a pooler that swallows notifications, events of other servers arrive all the same, and the log says once why
// they are slow.
func TestEventsBehindAPooler(t *testing.T) {
	storetest.OnPostgres(t, func(t *testing.T, dsn string) {
		pooled, log := pooler(t, dsn), &syncBuffer{}
		near := storetest.OpenWith(t, pooled, store.Options{Logger: slog.New(slog.NewTextHandler(log, nil))})
		far := storetest.OpenAt(t, dsn)
		feed := startListening(t, near)
		for version := range 5 {
			sent := time.Now()
			if err := far.Write(testContext, func(tx *store.Tx) error {
				tx.Publish(testEvent(version + 1))
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			var e models.ReviewEvent
			for time.Since(sent) < 4*time.Second && e.Version != version+1 {
				e = nextEvent(t, feed)
			}
			if took := time.Since(sent); e.Version != version+1 || took > 2*time.Second {
				t.Errorf("event %d: %+v after %v", version+1, e, took)
			}
		}
		if n := strings.Count(log.String(), "does not deliver notifications"); n != 1 {
			t.Errorf("the log tells of the pooler %d times: %s", n, log)
		}
	})
}

// Events whose transactions commit in another order than they were numbered all arrive, once.
func TestEventsThatCommitLate(t *testing.T) {
	storetest.OnPostgres(t, func(t *testing.T, dsn string) {
		s := storetest.OpenAt(t, dsn)
		feed := startListening(t, s)
		if err := s.Write(testContext, func(tx *store.Tx) error {
			err := store.ExecStatement(tx, "INSERT INTO events (payload) VALUES ('{\"k\":\"answer\",\"v\":1}')")
			for v := 2; v < 5 && err == nil; v++ {
				err = s.Announce(testContext, testEvent(v))
				if e := nextEvent(t, feed); e.Version != v {
					t.Errorf("heard %+v, want version %d", e, v)
				}
			}
			tx.Publish(testEvent(5))
			return err
		}); err != nil {
			t.Fatal(err)
		}
		seen := map[int]int{}
		for range 2 {
			seen[nextEvent(t, feed).Version]++
		}
		if e := nextEvent(t, feed); e != (models.ReviewEvent{}) || seen[1] != 1 || seen[5] != 1 {
			t.Errorf("heard the versions %v and %+v", seen, e)
		}
	})
}
