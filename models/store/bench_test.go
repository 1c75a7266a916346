package store_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/sqlite"
	"plumbline/models/store/storetest"
)

const benchClients = 16

// BenchmarkAnswerTx measures what one answer costs: "answer" is the verb's whole transaction, "bare" a
// prepared upsert of the same row, and nothing else, on a database with the same pragmas. Both run with 16
// clients.
func BenchmarkAnswerTx(b *testing.B) {
	b.Run("bare", benchBare)
	b.Run("answer", func(b *testing.B) { benchAnswer(b, storetest.SQLite(b)) })
	b.Run("answer-1-client", func(b *testing.B) {
		s := storetest.OpenAt(b, storetest.SQLite(b))
		w := newWorld().create(b, s)
		b.ResetTimer()
		for i := range b.N {
			mustWrite(b, s, func(tx *store.Tx) error { return answerVerb(tx, w, fmt.Sprintf("sec_%d", i%57)) })
		}
	})
}

func benchAnswer(b *testing.B, dsn string) {
	s := storetest.OpenAt(b, dsn)
	w := newWorld().create(b, s)
	runClients(b, func(question string) error {
		return s.Write(testContext, func(tx *store.Tx) error { return answerVerb(tx, w, question) })
	})
}

// answerVerb does what the service does for one answer.
func answerVerb(tx *store.Tx, w testWorld, question string) error {
	r, _, err := tx.Review(w.workload.ID, w.lens.ID)
	if err != nil {
		return err
	}
	a, err := tx.Answer(r.ID, question)
	if models.CodeOf(err) == models.CodeNotFound {
		a, err = w.answer(question), nil
	}
	if err != nil {
		return err
	}
	a.Version++
	return firstError(tx.PutAnswer(a), tx.AddPillarCounts(r.ID, r.Pillars[0], t0, "Ada"), tx.AppendAudit(w.line(1)))
}

func benchBare(b *testing.B) {
	db, err := sql.Open(sqlite.DriverName, filepath.Join(b.TempDir(), "bare.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL"); err != nil {
		b.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE answers (review_id TEXT, question_id TEXT, pillar_id TEXT, applicable INTEGER, " +
		"reason TEXT, risk TEXT, version INTEGER, updated_at INTEGER, updated_by TEXT, choices TEXT, notes TEXT, " +
		"PRIMARY KEY (review_id, question_id)) WITHOUT ROWID"); err != nil {
		b.Fatal(err)
	}
	upsert, err := db.Prepare("INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET " +
		"risk = excluded.risk, version = excluded.version, updated_at = excluded.updated_at, " +
		"updated_by = excluded.updated_by, choices = excluded.choices, notes = excluded.notes")
	if err != nil {
		b.Fatal(err)
	}
	a := newWorld().answer("sec_1")
	marks := `[{"id":"sec_1_b","status":"SELECTED","reason":"NONE"},` +
		`{"id":"sec_1_a","status":"NOT_APPLICABLE","reason":"OUT_OF_SCOPE","notes":"n'a"}]`
	var n atomic.Int64
	runClients(b, func(question string) error {
		_, err := upsert.Exec(a.ReviewID, question, a.PillarID, true, string(a.Reason), string(a.Risk), n.Add(1),
			a.UpdatedAt.UnixMicro(), a.UpdatedBy, marks, a.Notes)
		return err
	})
}

// runClients shares b.N calls among the clients, over 57 questions.
func runClients(b *testing.B, call func(question string) error) {
	var next atomic.Int64
	var wait sync.WaitGroup
	b.ResetTimer()
	for range benchClients {
		wait.Go(func() {
			for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
				if err := call(fmt.Sprintf("sec_%d", i%57)); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wait.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "tx/s")
}
