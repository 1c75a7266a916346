package store_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// walkPages walks a list by cursors and returns the ids in the order seen.
func walkPages[T any](t *testing.T, limit int, list func(models.PageRequest) ([]T, error), cursor func(T) string,
	name func(T) string) []string {
	t.Helper()
	var seen []string
	p := models.PageRequest{Limit: limit}
	for range 1000 {
		rows, err := list(p)
		if err != nil {
			t.Fatalf("page after %q: %v", p.After, err)
		}
		for _, r := range rows[:min(limit, len(rows))] {
			seen = append(seen, name(r))
		}
		if len(rows) <= limit {
			return seen
		}
		p.After = cursor(rows[limit-1])
	}
	t.Fatal("the list has no end")
	return nil
}

func TestPagesNameEveryRowOnceInOrder(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		const n = 23
		var workloads, lenses, tokens, miles, lines []string
		mustWrite(t, s, func(tx *store.Tx) error {
			for i := range n {
				l := w.lens
				l.ID, l.Key, l.Name = testID("lens", 100+i), fmt.Sprint("k", i), fmt.Sprintf("Lens %02d", i)
				l.DocumentName = l.Name
				token := models.Token{ID: testID("tokn", i), WorkspaceID: w.workspace.ID, Role: models.Viewer,
					Hash:      []byte{byte(i)},
					CreatedAt: t0}
				m := models.Milestone{ID: testID("mile", i), WorkloadID: w.workload.ID, Number: i + 1, Name: fmt.Sprint("M", i),
					CreatedAt: t0}
				name := fmt.Sprintf("É %02d", i)
				line := w.line(i)
				if i%2 == 1 {
					line.WorkloadID = ""
				}
				if err := firstError(tx.CreateWorkload(newWorkload(w.workspace.ID, 1000-i, name)), tx.CreateLens(l),
					tx.CreateToken(token), tx.CreateMilestone(m, models.Snapshot{}), tx.AppendAudit(line)); err != nil {
					return err
				}
				workloads, lenses, tokens = append(workloads, name), append(lenses, l.Name), append([]string{token.ID}, tokens...)
				miles, lines = append([]string{m.Name}, miles...), append([]string{line.ThingID}, lines...)
			}
			return nil
		})
		workloads, lenses = append([]string{"Shop"}, workloads...), append(lenses, "Ops Lens")
		var linesOfWorkload []string
		for i := n - 1; i >= 0; i -= 2 {
			linesOfWorkload = append(linesOfWorkload, fmt.Sprint(i))
		}
		for _, limit := range []int{1, 2, 5, 22, 23, 24, 200} {
			mustRead(t, s, func(tx *store.Tx) error {
				ws, wl := w.workspace.ID, w.workload.ID
				for _, c := range []struct{ want, got []string }{
					{workloads, walkPages(t, limit, func(p models.PageRequest) ([]models.Workload, error) {
						return tx.Workloads(ws, models.WorkloadQuery{PageRequest: p})
					}, store.WorkloadCursor, func(w models.Workload) string { return w.Name })},
					{lenses, walkPages(t, limit, func(p models.PageRequest) ([]models.Lens, error) {
						return tx.Lenses(ws, models.LensQuery{PageRequest: p})
					},
						store.LensCursor, func(l models.Lens) string { return l.Name })},
					{tokens, walkPages(t, limit, func(p models.PageRequest) ([]models.Token, error) {
						return tx.Tokens(ws, models.KeyQuery{PageRequest: p})
					},
						store.TokenCursor, func(t models.Token) string { return t.ID })},
					{miles, walkPages(t, limit, func(p models.PageRequest) ([]models.Milestone, error) { return tx.Milestones(wl, p) },
						store.MilestoneCursor, func(m models.Milestone) string { return m.Name })},
					{lines, walkPages(t, limit, func(p models.PageRequest) ([]models.AuditLine, error) {
						return tx.Audit(ws, models.AuditQuery{PageRequest: p})
					}, store.AuditCursor, func(l models.AuditLine) string { return l.ThingID })},
					{linesOfWorkload, walkPages(t, limit, func(p models.PageRequest) ([]models.AuditLine, error) {
						return tx.Audit(ws, models.AuditQuery{WorkloadID: wl, PageRequest: p})
					}, store.AuditCursor, func(l models.AuditLine) string { return l.ThingID })},
				} {
					if !reflect.DeepEqual(c.got, c.want) {
						t.Errorf("limit %d:\n got %v\nwant %v", limit, c.got, c.want)
					}
				}
				checkQuery(t, n)(tx.LastMilestone(wl))
				return nil
			})
		}
	})
}

// Names that fold alike can't be in one workspace; lists of tokens made at one moment, and workloads whose names come
// and go between two pages, show that a cursor keeps its place.
func TestAPageKeepsItsPlaceWhileRowsComeAndGo(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		mustWrite(t, s, func(tx *store.Tx) error {
			for i, name := range []string{"bb", "dd", "ff", "hh"} {
				if err := tx.CreateWorkload(newWorkload(w.workspace.ID, 10+i, name)); err != nil {
					return err
				}
			}
			return nil
		})
		query := models.WorkloadQuery{PageRequest: models.PageRequest{Limit: 2,
			After: store.WorkloadCursor(newWorkload("", 11, "DD"))}}
		mustWrite(t, s, func(tx *store.Tx) error {
			return firstError(tx.DeleteWorkload(testID("wkld", 11)), tx.CreateWorkload(newWorkload(w.workspace.ID, 20, "aa")),
				tx.CreateWorkload(newWorkload(w.workspace.ID, 21, "ee")))
		})
		mustRead(t, s, func(tx *store.Tx) error {
			rows, err := tx.Workloads(w.workspace.ID, query)
			if err != nil || len(rows) != 3 || rows[0].Name != "ee" || rows[1].Name != "ff" || rows[2].Name != "hh" {
				t.Errorf("%v, %v", rows, err)
			}
			return nil
		})
	})
}

func TestTheNameFilter(t *testing.T) {
	names := []string{"Straße 1", "ΣΊΣΥΦΟΣ", "Ärger im Büro", "100% Rabatt", "a_b", "axb", `back\slash`, "quote ' it",
		"ЖУРНАЛ", "[set]"}
	parts := map[string][]string{
		"":        names,
		"σίσυφος": {"ΣΊΣΥΦΟΣ"}, "ÄRGER": {"Ärger im Büro"}, "büro": {"Ärger im Büro"}, "журн": {"ЖУРНАЛ"},
		"%": {"100% Rabatt"}, "_": {"a_b"}, "a_b": {"a_b"}, `\`: {`back\slash`}, "'": {"quote ' it"}, "[": {"[set]"},
		"RABATT": {"100% Rabatt"}, "nothing": {}, "%%": {}, "IM  büro": {"Ärger im Büro"},
	}
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		mustWrite(t, s, func(tx *store.Tx) error {
			if err := tx.CreateWorkspace(models.Workspace{ID: "w", Name: "W"}); err != nil {
				return err
			}
			for i, name := range names {
				if err := tx.CreateWorkload(newWorkload("w", i, name)); err != nil {
					return err
				}
			}
			return nil
		})
		for part, want := range parts {
			mustRead(t, s, func(tx *store.Tx) error {
				rows, err := tx.Workloads("w", models.WorkloadQuery{Name: part})
				found := map[string]bool{}
				for _, r := range rows {
					found[r.Name] = true
				}
				if len(found) != len(want) {
					t.Errorf("%q finds %v, want %q", part, found, want)
				}
				for _, name := range want {
					if !found[name] {
						t.Errorf("%q does not find %q", part, name)
					}
				}
				return err
			})
		}
	})
}

func TestTheLimitOfAPage(t *testing.T) {
	s := storetest.OpenStore(t)
	mustWrite(t, s, func(tx *store.Tx) error {
		if err := tx.CreateWorkspace(models.Workspace{ID: "w"}); err != nil {
			return err
		}
		for range models.MaxPage + 5 {
			if err := tx.AppendAudit(models.AuditLine{WorkspaceID: "w"}); err != nil {
				return err
			}
		}
		return nil
	})
	for limit, want := range map[int]int{0: models.DefaultPage + 1, -1: models.DefaultPage + 1, 1: 2,
		models.MaxPage: models.MaxPage + 1, models.MaxPage + 1: models.MaxPage + 1, 1 << 40: models.MaxPage + 1} {
		mustRead(t, s, func(tx *store.Tx) error {
			lines, err := tx.Audit("w", models.AuditQuery{PageRequest: models.PageRequest{Limit: limit}})
			if len(lines) != want {
				t.Errorf("limit %d gives %d lines, want %d", limit, len(lines), want)
			}
			return err
		})
	}
}

func TestCursorsThatNobodyGave(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		encode := base64.RawURLEncoding.EncodeToString
		for _, cursor := range []string{"x", "%%%", "\x00", encode([]byte("{}")), encode([]byte("[]")),
			encode([]byte("null")), encode([]byte(`{"l":"workloads","t":"a","i":"b"} `)) + "A",
			encode([]byte(`{"l":"workloads","x":1}`)),
			encode([]byte(`{"l":"workloads","t":1}`)), encode([]byte(`{"l":"workloads","t":"\u0000"}`)),
			encode([]byte(`{"l":"workloads"}{}`)), store.LensCursor(models.Lens{}),
			store.AuditCursor(models.AuditLine{Seq: 1})} {
			err := s.Read(testContext, func(tx *store.Tx) error {
				return notFoundNoun(tx.Workloads("w", models.WorkloadQuery{PageRequest: models.PageRequest{After: cursor}}))
			})
			e, ok := errors.AsType[*models.Error](err)
			if !ok || e.Code != models.CodeInvalid || len(e.Faults) != 1 || e.Faults[0].Field != "cursor" {
				t.Errorf("cursor %q: %v", cursor, err)
			}
		}
		err := s.Read(testContext, func(tx *store.Tx) error {
			return notFoundNoun(tx.Workloads("w", models.WorkloadQuery{Name: "a\x00"}))
		})
		errorCode(t, err, models.CodeInvalid)
	})
}
