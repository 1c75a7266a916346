package main

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"plumbline/models/store/storetest"
	"plumbline/questionnaires/builtin"
)

// crashCount is how often the server is killed; roundsVariable says otherwise.
const crashCount = 20

// answerWriter answers one question again and again; the note says how often.
type answerWriter struct {
	question  string
	attempted int // the last note that was sent
	confirmed int // the last note that was acknowledged
}

// Killed in the middle of a write load, again and again, the server has every answer that it acknowledged, and its
// audit log is whole. On PostgreSQL they are two servers, which are killed one after the other.
func TestKilledServerLosesNothing(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		workload, token := reviewedDatabase(t, dsn)
		writers := []*answerWriter{}
		for _, q := range []string{"oncall", "deploy", "observe", "backup", "load", "failure", "access", "secrets"} {
			writers = append(writers, &answerWriter{question: q})
		}
		random := rand.New(rand.NewPCG(7, 7))
		total, crashes := 0, backupRounds(t, crashCount)
		for range crashes {
			servers := crashServers(t, dsn, token)
			for _, w := range writers {
				checkNote(t, servers[0], workload, w)
			}
			ctx, stop := context.WithCancel(t.Context())
			var load sync.WaitGroup
			for i, w := range writers {
				load.Go(func() { w.write(ctx, servers[i%len(servers)], workload) })
			}
			for _, p := range servers {
				time.Sleep(time.Duration(30+random.IntN(150)) * time.Millisecond)
				p.signal(syscall.SIGKILL)
			}
			stop()
			load.Wait()
			for _, p := range servers {
				_ = p.wait() // it was killed
			}
		}
		p := startProgram(t, "serve", "--data", dsn)
		p.token = token
		for _, w := range writers {
			checkNote(t, p, workload, w)
			total += w.confirmed
		}
		if total < crashes {
			t.Errorf("only %d answers were acknowledged in %d rounds: that is no load", total, crashes)
		}
		p.signal(syscall.SIGTERM)
		mustSucceed(t, p.wait())
		checkIntegrity(t, dsn)
		mustRun(t, "", "audit", "verify", "--data", dsn)
		t.Logf("%d answers acknowledged, %d kills", total, crashes)
	})
}

// crashServers starts those that are to be killed.
func crashServers(t *testing.T, dsn, token string) (servers []*runningProgram) {
	n := 1
	if strings.HasPrefix(dsn, "postgres") {
		n = 2
	}
	for range n {
		p := startProgram(t, "serve", "--data", dsn, "--log-level", "info")
		p.token = token
		servers = append(servers, p)
	}
	return servers
}

// reviewedDatabase makes a database with a workload under review.
func reviewedDatabase(t *testing.T, dsn string) (workload, token string) {
	p := startProgram(t, "serve", "--data", dsn)
	p.must("POST", "/lenses", builtin.SampleDocument(), nil)
	p.must("POST", "/lenses/service-basics/versions", map[string]any{"version": "1.0"}, nil)
	var w struct{ ID string }
	p.must("POST", "/workloads",
		map[string]any{"name": "Checkout", "description": "Takes the money", "environment": "PRODUCTION",
			"review_owner": "Ines", "aws_regions": []string{"eu-central-1"}, "lenses": []string{"service-basics"}}, &w)
	p.signal(syscall.SIGTERM)
	mustSucceed(t, p.wait())
	return w.ID, p.token
}

func (w *answerWriter) path(workload string) string {
	return "/api/v1/workloads/" + workload + "/lenses/service-basics/answers/" + w.question
}

func (w *answerWriter) write(ctx context.Context, p *runningProgram, workload string) {
	for ctx.Err() == nil {
		w.attempted++
		status, err := p.ask(ctx, "PUT", w.path(workload), map[string]any{"notes": fmt.Sprint(w.attempted)}, nil)
		if err != nil {
			return
		}
		if status != 200 {
			p.t.Errorf("%s: status %d under load", w.question, status)
			return
		}
		w.confirmed = w.attempted
	}
}

// checkNote wants the note that was acknowledged last, or one that was sent after it and may have made it.
func checkNote(t *testing.T, p *runningProgram, workload string, w *answerWriter) {
	t.Helper()
	var answer struct{ Notes string }
	if status, err := p.ask(t.Context(), "GET", w.path(workload), nil, &answer); err != nil || status != 200 {
		t.Fatalf("%s: %d %v", w.question, status, err)
	}
	n := 0
	if answer.Notes != "" {
		_, err := fmt.Sscan(answer.Notes, &n)
		mustSucceed(t, err)
	}
	if n < w.confirmed || n > w.attempted {
		t.Errorf("%s has note %d; %d was acknowledged, %d sent", w.question, n, w.confirmed, w.attempted)
	}
	w.attempted, w.confirmed = n, n
}

func checkIntegrity(t *testing.T, dsn string) {
	if strings.HasPrefix(dsn, "postgres") {
		return
	}
	db, err := sql.Open(sqliteDriver(), "file:"+filepath.ToSlash(dsn))
	mustSucceed(t, err)
	defer db.Close()
	var verdict string
	mustSucceed(t, db.QueryRow("PRAGMA integrity_check").Scan(&verdict))
	if verdict != "ok" {
		t.Errorf("integrity_check: %s", verdict)
	}
}

// sqliteDriver is the driver of this build: with cgo or without.
func sqliteDriver() string {
	for _, name := range sql.Drivers() {
		if name == "sqlite" {
			return name
		}
	}
	return "sqlite3"
}
