package main

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"plumbline/models/store/storetest"
)

// roundsVariable names the environment variable with the number of rounds of tests that kill and back up again and
// again; the few that they do without it keep the tests quick.
const roundsVariable = "PLUMBLINE_TEST_ROUNDS"

func backupRounds(t *testing.T, usual int) int {
	t.Helper()
	text := os.Getenv(roundsVariable)
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s is no number of rounds: %q", roundsVariable, text)
	}
	return n
}

// confirmations are the last acknowledged notes, by question.
type confirmations struct {
	mu sync.Mutex
	by map[string]int
}

func (c *confirmations) now() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.by)
}

// loadedServer writes numbers into the notes of questions until ctx ends.
func (c *confirmations) load(ctx context.Context, p *runningProgram, workload, question string) {
	w := answerWriter{question: question}
	for ctx.Err() == nil {
		c.mu.Lock()
		n := c.by[question] + 1
		c.mu.Unlock()
		status, err := p.ask(ctx, "PUT", w.path(workload), map[string]any{"notes": fmt.Sprint(n)}, nil)
		if err != nil {
			return // killed
		}
		if status != 200 {
			p.t.Errorf("%s: status %d beside a backup", question, status)
			return
		}
		c.mu.Lock()
		c.by[question] = n
		c.mu.Unlock()
	}
}

// Backups under a load of writes, some of them killed on the way, some with the server killed beside them: whatever has
// the name of a backup is whole and has everything that was acknowledged before it began.
func TestBackupsUnderLoad(t *testing.T) {
	t.Parallel()
	data := storetest.SQLite(t)
	workload, token := reviewedDatabase(t, data)
	random := rand.New(rand.NewPCG(11, 11))
	done := &confirmations{by: map[string]int{}}
	dir := t.TempDir()
	n, made, killed := backupRounds(t, 6), 0, 0
	for round := range n {
		p := startProgram(t, "serve", "--data", data)
		p.token = token
		ctx, stop := context.WithCancel(t.Context())
		var writers sync.WaitGroup
		for _, q := range []string{"oncall", "deploy", "observe", "backup"} {
			writers.Go(func() { done.load(ctx, p, workload, q) })
		}
		time.Sleep(time.Duration(10+random.IntN(40)) * time.Millisecond) // some load before
		before := done.now()
		out := filepath.Join(dir, fmt.Sprintf("%d.db", round))
		wait := func() error { return exec.ErrWaitDelay }
		switch round % 3 {
		case 0:
			wait = backingUp(t, data, out, 0)
		case 1:
			wait = backingUp(t, data, out, time.Duration(1+random.IntN(120))*time.Millisecond)
		case 2:
			wait = backingUp(t, data, out, 0)
			time.Sleep(time.Duration(random.IntN(60)) * time.Millisecond)
			p.signal(syscall.SIGKILL)
		}
		failed := wait()
		p.signal(syscall.SIGKILL)
		stop()
		writers.Wait()
		_ = p.wait()
		if failed != nil {
			killed++
		}
		if _, err := os.Stat(out); err != nil {
			if round%3 == 0 {
				t.Errorf("round %d: no backup: %v", round, failed)
			}
			continue
		}
		made++
		mustRun(t, "", "restore", "--check", out)
		hasNotes(t, out, before)
	}
	if made < n/3 {
		t.Errorf("only %d backups in %d rounds", made, n)
	}
	t.Logf("%d rounds: %d backups, all whole; %d interrupted; notes %v", n, made, killed, done.now())
}

// backingUp starts a backup in a process of its own, which is killed after a while unless that is 0, and returns what
// waits for its end.
func backingUp(t *testing.T, data, out string, after time.Duration) (wait func() error) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "backup", out, "--data", data)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	mustSucceed(t, cmd.Start())
	if after > 0 {
		timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
		t.Cleanup(func() { timer.Stop() })
	}
	return cmd.Wait
}

// hasNotes wants what was acknowledged, or something later, in a database that nobody has open.
func hasNotes(t *testing.T, path string, want map[string]int) {
	t.Helper()
	db, err := sql.Open(sqliteDriver(), "file:"+filepath.ToSlash(path))
	mustSucceed(t, err)
	defer db.Close()
	for question, n := range want {
		var note string
		mustSucceed(t, db.QueryRow("SELECT notes FROM answers WHERE question_id = ?", question).Scan(&note))
		if got, err := strconv.Atoi(note); err != nil || got < n {
			t.Errorf("%s: %s has note %q, and %d was acknowledged before the backup", path, question, note, n)
		}
	}
}
