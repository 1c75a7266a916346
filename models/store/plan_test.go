package store_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
	"plumbline/questionnaires"
)

// captured opens a store on which every query is slow, and returns what it logs.
func captured(t *testing.T) (*store.Store, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	s, err := store.Open(ctx, storetest.SQLite(t),
		store.Options{SlowQuery: 1, Logger: slog.New(slog.NewJSONHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, &log
}

// TestEveryQueryHasItsIndex asks SQLite how it would run each query of the store, taken from the log.
func TestEveryQueryHasItsIndex(t *testing.T) {
	s, log := captured(t)
	w := newWorld().create(t, s)
	for _, n := range nouns(w) {
		write(t, s, n.create)
	}
	log.Reset()
	ws, wl := w.workspace.ID, w.workload.ID
	page := func(cursor string) models.Page { return models.Page{After: cursor} }
	write(t, s, func(tx *store.Tx) error {
		for _, n := range nouns(w) {
			if _, err := n.get(tx); err != nil {
				return err
			}
		}
		return first(
			lost(tx.Tokens(ws, models.KeyQuery{Page: page("")})),
			lost(tx.Tokens(ws, models.KeyQuery{Page: page(store.TokenCursor(models.Token{ID: "a"}))})),
			lost(tx.Lenses(ws, models.LensQuery{Name: "x"})),
			lost(tx.Lenses(ws, models.LensQuery{Page: page(store.LensCursor(w.lens))})), lost(tx.LensVersions(w.lens.ID)),
			lost(tx.Workloads(ws, models.WorkloadQuery{Name: "x"})),
			lost(tx.Workloads(ws, models.WorkloadQuery{Page: page(store.WorkloadCursor(w.workload))})),
			lost(tx.WorkloadCounts([]string{wl})), lost(tx.Reviews(wl)), lost(tx.ReviewsOn([]string{w.v1.ID})),
			lost(tx.Milestones(wl, page(""))), lost(tx.Milestones(wl, page(store.MilestoneCursor(models.Milestone{Number: 2})))),
			lost(tx.LastMilestone(wl)), lost(tx.Audit(ws, models.AuditQuery{})),
			lost(tx.Audit(ws, models.AuditQuery{Page: page(store.AuditCursor(models.AuditLine{Seq: 1}))})),
			lost(tx.Audit(ws, models.AuditQuery{ActorID: "a", Action: models.UpdateAnswer, Kind: "k", Since: t0, Until: t0})),
			lost(tx.AuditFrom(ws, 0)), lost(tx.BuiltinLenses(ws)), lost(tx.Audit(ws, models.AuditQuery{WorkloadID: wl})),
			lost(tx.PurgeIdempotent(t0)), tx.DeleteAnswers(w.review.ID, []string{"q"}),
		)
	})
	for _, value := range []string{ws, wl, w.review.ID, w.v1.ID} {
		if strings.Contains(log.String(), value) {
			t.Errorf("the log tells the value %s", value)
		}
	}
	if queries := slowQueries(t, log); len(queries) < 30 {
		t.Fatalf("only %d queries in the log", len(queries))
	}
	checkPlans(t, s, log)
}

// checkPlans asks SQLite how it would run each query in the log.
func checkPlans(t *testing.T, s *store.Store, log *bytes.Buffer) {
	t.Helper()
	queries := slowQueries(t, log)
	read(t, s, func(tx *store.Tx) error {
		for _, q := range queries {
			plan, err := store.Plan(tx, q)
			if err != nil {
				t.Errorf("%s: %v", q, err)
			}
			for _, step := range plan {
				sortsFew := strings.Contains(q, "FROM `reviews`") || strings.Contains(q, "pillar_reviews") || // at most a few rows
					// and the members of some workspaces
					strings.Contains(q, "FROM reviews AS r") || strings.Contains(q, "FROM members AS m")
				if strings.HasPrefix(step, "SCAN") && !strings.Contains(step, "json_each") ||
					strings.Contains(step, "TEMP B-TREE") && !sortsFew {
					t.Errorf("%s\n  is run as: %s", q, step)
				}
			}
		}
		return nil
	})
}

func slowQueries(t *testing.T, log *bytes.Buffer) []string {
	t.Helper()
	var queries []string
	for line := range strings.Lines(log.String()) {
		var record struct{ Msg, SQL string }
		if err := json.Unmarshal([]byte(line), &record); err != nil {
			t.Fatal(err)
		}
		if record.Msg == "slow query" {
			queries = append(queries, record.SQL)
		}
	}
	return queries
}

func TestTheLogKeepsValuesOut(t *testing.T) {
	s, log := captured(t)
	w := newWorld()
	w.workload.Notes, w.lens.Key, w.v1.Document = "confidential notes", "confidentialkey", []byte("confidential document")
	w.create(t, s)
	read(t, s, func(tx *store.Tx) error {
		return first(lost(tx.LensByKey(w.workspace.ID, "confidentialkey")),
			lost(tx.Workloads(w.workspace.ID, models.WorkloadQuery{Name: "confidential"})))
	})
	if log.Len() == 0 || strings.Contains(log.String(), "confidential") {
		t.Errorf("the log: %s", log)
	}
}

// Two writes that lock the same rows in opposite order lock each other out on PostgreSQL; both must come through.
func TestADeadlockIsTriedAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		other := newWorkload(w.workspace.ID, 2, "Other")
		write(t, s, func(tx *store.Tx) error { return tx.CreateWorkload(other) })
		ids := []string{w.workload.ID, other.ID}
		var wait, met sync.WaitGroup
		met.Add(2)
		for i := range 2 {
			meet := sync.OnceFunc(met.Done)
			wait.Go(func() {
				err := s.Write(ctx, func(tx *store.Tx) error {
					a, err := tx.Workload(ids[i])
					if err != nil {
						return err
					}
					if meet(); store.IsPostgres(tx) {
						met.Wait()
					}
					b, err := tx.Workload(ids[1-i])
					if err != nil {
						return err
					}
					a.Version, b.Version = a.Version+1, b.Version+1
					return first(tx.UpdateWorkload(a), tx.UpdateWorkload(b))
				})
				if err != nil {
					t.Errorf("write %d: %v", i, err)
				}
			})
		}
		wait.Wait()
		read(t, s, func(tx *store.Tx) error {
			for _, id := range ids {
				if w, err := tx.Workload(id); err != nil || w.Version != 3 {
					t.Errorf("version %d, want 3: %v", w.Version, err)
				}
			}
			return nil
		})
	})
}

func TestTextsThatModelsAllowAreKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		for i, text := range []string{"\x01\x02\x1f\x7f", "\ufffd\uffff\U0010ffff", "\u2028\u2029\u202e", `\u0000`,
			"' OR 1=1 --", "?$1:a@b", strings.Repeat("ж", models.MaxNotes/2)} {
			a := w.answer("sec_1")
			a.Notes, a.UpdatedBy, a.Risk, a.Version = text, text, questionnaires.None, i
			a.Choices = []models.ChoiceAnswer{{ChoiceID: text, Status: models.ChoiceUnselected, Notes: text}}
			line := w.line(i)
			line.Changes = []models.Change{{Field: text, From: text, To: text}}
			write(t, s, func(tx *store.Tx) error { return first(tx.PutAnswer(a), tx.AppendAudit(line)) })
			read(t, s, func(tx *store.Tx) error {
				check(t, a)(tx.Answer(a.ReviewID, a.QuestionID))
				lines, err := tx.Audit(w.workspace.ID, models.AuditQuery{Page: models.Page{Limit: 1}})
				check(t, line.Changes)(lines[0].Changes, err)
				return nil
			})
		}
		nul := w.answer("sec_1")
		nul.Notes = "a\x00"
		err := s.Write(context.Background(), func(tx *store.Tx) error { return tx.PutAnswer(nul) })
		if err != nil { // SQLite would take it; models.Validate is what keeps it out
			code(t, err, models.Invalid)
		}
	})
}
