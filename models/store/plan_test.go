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

// openCaptured opens a store on which every query is slow, and returns what it logs.
func openCaptured(t *testing.T) (*store.Store, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	s, err := store.Open(testContext, storetest.SQLite(t),
		store.Options{SlowQuery: 1, Logger: slog.New(slog.NewJSONHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, &log
}

// TestEveryQueryHasItsIndex asks SQLite how it would run each query of the store, taken from the log.
func TestEveryQueryHasItsIndex(t *testing.T) {
	s, log := openCaptured(t)
	w := newWorld().create(t, s)
	for _, n := range baseNouns(w) {
		mustWrite(t, s, n.create)
	}
	log.Reset()
	ws, wl := w.workspace.ID, w.workload.ID
	page := func(cursor string) models.PageRequest { return models.PageRequest{After: cursor} }
	mustWrite(t, s, func(tx *store.Tx) error {
		for _, n := range baseNouns(w) {
			if _, err := n.get(tx); err != nil {
				return err
			}
		}
		return firstError(
			notFoundNoun(tx.Tokens(ws, models.KeyQuery{PageRequest: page("")})),
			notFoundNoun(tx.Tokens(ws, models.KeyQuery{PageRequest: page(store.TokenCursor(models.Token{ID: "a"}))})),
			notFoundNoun(tx.Lenses(ws, models.LensQuery{Name: "x"})),
			notFoundNoun(tx.Lenses(ws, models.LensQuery{PageRequest: page(store.LensCursor(w.lens))})),
			notFoundNoun(tx.LensVersions(w.lens.ID)),
			notFoundNoun(tx.Workloads(ws, models.WorkloadQuery{Name: "x"})),
			notFoundNoun(tx.Workloads(ws, models.WorkloadQuery{PageRequest: page(store.WorkloadCursor(w.workload))})),
			notFoundNoun(tx.WorkloadCounts([]string{wl})), notFoundNoun(tx.Reviews(wl)),
			notFoundNoun(tx.ReviewsOn([]string{w.v1.ID})),
			notFoundNoun(tx.Milestones(wl, page(""))),
			notFoundNoun(tx.Milestones(wl, page(store.MilestoneCursor(models.Milestone{Number: 2})))),
			notFoundNoun(tx.LastMilestone(wl)), notFoundNoun(tx.Audit(ws, models.AuditQuery{})),
			notFoundNoun(tx.Audit(ws, models.AuditQuery{PageRequest: page(store.AuditCursor(models.AuditLine{Seq: 1}))})),
			notFoundNoun(tx.Audit(ws,
				models.AuditQuery{ActorID: "a", Action: models.UpdateAnswer, Kind: "k", Since: t0, Until: t0})),
			notFoundNoun(tx.AuditFrom(ws, 0)), notFoundNoun(tx.BuiltinLenses(ws)),
			notFoundNoun(tx.Audit(ws, models.AuditQuery{WorkloadID: wl})),
			notFoundNoun(tx.PurgeIdempotent(t0)), tx.DeleteAnswers(w.review.ID, []string{"q"}),
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
	mustRead(t, s, func(tx *store.Tx) error {
		for _, q := range queries {
			plan, err := store.QueryPlan(tx, q)
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
	s, log := openCaptured(t)
	w := newWorld()
	w.workload.Notes, w.lens.Key, w.v1.Document = "confidential notes", "confidentialkey", []byte("confidential document")
	w.create(t, s)
	mustRead(t, s, func(tx *store.Tx) error {
		return firstError(notFoundNoun(tx.LensByKey(w.workspace.ID, "confidentialkey")),
			notFoundNoun(tx.Workloads(w.workspace.ID, models.WorkloadQuery{Name: "confidential"})))
	})
	if log.Len() == 0 || strings.Contains(log.String(), "confidential") {
		t.Errorf("the log: %s", log)
	}
}

// Two writes that lock the same rows in opposite order lock each other out on PostgreSQL; both must come through.
func TestADeadlockIsTriedAgain(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		other := newWorkload(w.workspace.ID, 2, "Other")
		mustWrite(t, s, func(tx *store.Tx) error { return tx.CreateWorkload(other) })
		ids := []string{w.workload.ID, other.ID}
		var wait, met sync.WaitGroup
		met.Add(2)
		for i := range 2 {
			meet := sync.OnceFunc(met.Done)
			wait.Go(func() {
				err := s.Write(testContext, func(tx *store.Tx) error {
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
					return firstError(tx.UpdateWorkload(a), tx.UpdateWorkload(b))
				})
				if err != nil {
					t.Errorf("write %d: %v", i, err)
				}
			})
		}
		wait.Wait()
		mustRead(t, s, func(tx *store.Tx) error {
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
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		for i, text := range []string{"\x01\x02\x1f\x7f", "\ufffd\uffff\U0010ffff", "\u2028\u2029\u202e", `\u0000`,
			"' OR 1=1 --", "?$1:a@b", strings.Repeat("ж", models.MaxNotes/2)} {
			a := w.answer("sec_1")
			a.Notes, a.UpdatedBy, a.Risk, a.Version = text, text, questionnaires.RiskNone, i
			a.Choices = []models.ChoiceAnswer{{ChoiceID: text, Status: models.ChoiceUnselected, Notes: text}}
			line := w.line(i)
			line.Changes = []models.FieldChange{{Field: text, From: text, To: text}}
			mustWrite(t, s, func(tx *store.Tx) error { return firstError(tx.PutAnswer(a), tx.AppendAudit(line)) })
			mustRead(t, s, func(tx *store.Tx) error {
				checkQuery(t, a)(tx.Answer(a.ReviewID, a.QuestionID))
				lines, err := tx.Audit(w.workspace.ID, models.AuditQuery{PageRequest: models.PageRequest{Limit: 1}})
				checkQuery(t, line.Changes)(lines[0].Changes, err)
				return nil
			})
		}
		nul := w.answer("sec_1")
		nul.Notes = "a\x00"
		err := s.Write(context.Background(), func(tx *store.Tx) error { return tx.PutAnswer(nul) })
		if err != nil { // SQLite would take it; models.Validate is what keeps it out
			errorCode(t, err, models.CodeInvalid)
		}
	})
}
