package v1_test

import (
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"plumbline/api/apitest"
)

const benchClients = 16

// BenchmarkAnswer measures an answer over HTTP, with 16 clients, beside its floor: a bare prepared upsert of such a row
// in a SQLite database with the same durability (WAL, synchronous FULL), also from 16 goroutines. Run it with
// -benchtime=5000x -count=5 and compare the medians of answers/s; the machine is measured in the same run.
func BenchmarkAnswer(b *testing.B) {
	b.Run("bare-upsert", benchBare)
	b.Run("http", benchHTTP)
}

func benchHTTP(b *testing.B) {
	s := apitest.SQLiteServer(b)
	id := s.Sample()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: benchClients, MaxConnsPerHost: benchClients}}
	questions := []string{"oncall", "deploy", "observe", "backup", "load", "failure", "access", "secrets", "cost"}
	first := map[string][2]string{"oncall": {"oncall_rota", "oncall_alerts"},
		"deploy":  {"deploy_pipeline", "deploy_rollback"},
		"observe": {"observe_metrics", "observe_logs"}, "backup": {"backup_daily", "backup_apart"},
		"load":    {"load_limits", "load_timeouts"},
		"failure": {"failure_two", "failure_degrade"}, "access": {"access_mfa", "access_personal"},
		"secrets": {"secrets_vault", "secrets_rotate"},
		"cost":    {"cost_alarm", "cost_owner"}}
	var n atomic.Int64
	concurrently(b, func() error {
		i := n.Add(1)
		q := questions[i%9]
		body := fmt.Sprintf(`{"selected":[%q],"notes":"Answer number %d, with a note of the usual length for one line of `+
			`a review."}`, first[q][i%2], i)
		req, err := http.NewRequest("PUT", s.URL+"/api/v1/workloads/"+id+"/lenses/service-basics/answers/"+q,
			strings.NewReader(body))
		if err != nil {
			return err
		}
		req.Header.Set("Authorization", "Bearer "+s.Tokens["contributor"])
		res, err := client.Do(req)
		if err != nil {
			return err
		}
		defer res.Body.Close()
		if _, err := io.Copy(io.Discard, res.Body); err != nil || res.StatusCode != http.StatusOK {
			return fmt.Errorf("status %d, %v", res.StatusCode, err)
		}
		return nil
	})
}

func benchBare(b *testing.B) {
	dsn := "file:" + filepath.Join(b.TempDir(), "bare.db") +
		"?_journal_mode=WAL&_synchronous=FULL&_busy_timeout=5000&_txlock=immediate"
	db, err := sql.Open("sqlite3", dsn)
	apitest.Must(b, err)
	defer db.Close()
	db.SetMaxOpenConns(1)
	_, err = db.Exec(`CREATE TABLE answers (
		review TEXT, question TEXT, selected TEXT, notes TEXT, risk TEXT, version INTEGER,
		PRIMARY KEY (review, question)) WITHOUT ROWID`)
	apitest.Must(b, err)
	upsert, err := db.Prepare(`INSERT INTO answers VALUES ('r', ?, ?, ?, 'HIGH', 1) ON CONFLICT DO UPDATE
		SET selected = excluded.selected, notes = excluded.notes, risk = excluded.risk, version = version + 1`)
	apitest.Must(b, err)
	var n atomic.Int64
	concurrently(b, func() error {
		i := n.Add(1)
		_, err := upsert.Exec(fmt.Sprint("question", i%9), fmt.Sprint("choice", i%2),
			fmt.Sprintf("Answer number %d, with a note of the usual length for one line of a review.", i))
		return err
	})
}

// concurrently shares b.N calls among the clients.
func concurrently(b *testing.B, call func() error) {
	var left atomic.Int64
	left.Store(int64(b.N))
	var wait sync.WaitGroup
	b.ResetTimer()
	for range benchClients {
		wait.Go(func() {
			for left.Add(-1) >= 0 {
				if err := call(); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wait.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "answers/s")
}
