package v1_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/service/access"
	"plumbline/models/store/storetest"
)

// What is done to the lines and the head in the database itself shows, whichever field it is; on what is left alone
// nothing shows.
func TestTamperingShows(t *testing.T) {
	apitest.EachAddress(t, func(t *testing.T, dsn string) {
		s := apitest.ServerAt(t, dsn, storetest.OpenAt(t, dsn))
		id := s.Sample()
		for i := range 4 {
			s.OK("PATCH", "/workloads/"+id, map[string]any{"notes": fmt.Sprint(i)})
		}
		sql := func(text string, args ...any) {
			t.Helper()
			storetest.ExecStatement(t, dsn, fmt.Sprintf(text, args...))
		}
		n, head, faults := s.Verdict("owner", "/audit/verify")
		sql("CREATE TABLE kept_lines AS SELECT * FROM audit")
		sql("CREATE TABLE kept_heads AS SELECT * FROM audit_heads")
		if n < 10 || len(head) != 64 || faults != nil {
			t.Fatalf("untouched: %d lines, head %s, %v", n, head, faults)
		}
		_, other, _ := s.Verdict("stranger", "/audit/verify")
		at := func(p int) string {
			return fmt.Sprintf("WHERE workspace_id = '%s' AND position = %d", s.WorkspaceID, p)
		}
		hash, moved := "x'00'", "6: removed before"
		if strings.Contains(dsn, "://") {
			hash, moved = `'\x00'`, "5: line out of order" // seq is sealed
		}
		insert := "INSERT INTO audit SELECT (SELECT max(seq) + 1 FROM audit), workspace_id, workload_id, at, actor_kind, " +
			"actor_id, actor_name, " +
			"action, kind, thing_id, changes, address, %s, hash, 0, 0 FROM kept_lines " + at(5)
		if hash == "x'00'" {
			insert = "INSERT INTO audit SELECT (SELECT max(seq) + 1 FROM audit), workspace_id, workload_id, at, actor_kind, " +
				"actor_id, actor_name, " +
				"address, action, kind, thing_id, changes, %s, hash, 0, 0 FROM kept_lines " + at(5)
		}
		rows := map[string]struct {
			do   []string
			want []string
		}{
			"middle removed": {[]string{"DELETE FROM audit " + at(5)}, []string{"5: removed before this line"}},
			"first removed":  {[]string{"DELETE FROM audit " + at(1)}, []string{"1: removed before this line"}},
			"last removed":   {[]string{"DELETE FROM audit " + at(n)}, []string{fmt.Sprintf("%d: removed at the end", n)}},
			"put in":         {[]string{fmt.Sprintf(insert, "0")}, []string{"0: unchained line"}},
			"put in twice":   {[]string{fmt.Sprintf(insert, "position")}, []string{"5: line out of order"}},
			"put in at the end": {[]string{fmt.Sprintf(insert, fmt.Sprint(n+1))},
				[]string{fmt.Sprintf("%d: edited line", n+1), fmt.Sprintf("%d: the head counts", n+1)}},
			"head's hash": {[]string{"UPDATE audit_heads SET hash = " + hash + " WHERE workspace_id = '" + s.WorkspaceID +
				"'"}, []string{fmt.Sprintf("%d: the head is not", n)}},
			"head's count": {[]string{"UPDATE audit_heads SET lines = lines - 1 WHERE workspace_id = '" + s.WorkspaceID +
				"'"}, []string{fmt.Sprintf("%d: the head counts", n)}},
			"head removed": {[]string{"DELETE FROM audit_heads WHERE workspace_id = '" + s.WorkspaceID + "'"},
				[]string{fmt.Sprintf("%d: head missing", n)}},
			"swapped": {[]string{"UPDATE audit SET seq = -5 " + at(5),
				"UPDATE audit SET seq = (SELECT seq FROM kept_lines " + at(5) + ") " + at(6),
				"UPDATE audit SET seq = (SELECT seq FROM kept_lines " + at(6) + ") " + at(5)},
				[]string{"5: removed before", moved}},
			"to another place": {[]string{"UPDATE audit SET workspace_id = 'x' " + at(5)},
				[]string{"5: removed before this line"}},
			"changes, no JSON": {[]string{"UPDATE audit SET changes = '[}' " + at(5)}, []string{"5: edited line"}},
			"changes, a text and a list": {[]string{"UPDATE audit SET changes = '[{\"field\":\"f\",\"to\":\"x\"," +
				"\"to_list\":[\"x\"]}]' " + at(5)},
				[]string{"5: edited line"}},
			"changes, no change": {[]string{"UPDATE audit SET changes = '[]' " + at(5)}, []string{"5: edited line"}},
		}
		for _, edit := range []string{"workload_id = 'x'", "at = at + 1", "actor_kind = 'user'", "actor_id = 'x'",
			"actor_name = 'x'", "address = 'x'",
			"action = 'x'", "kind = 'x'", "thing_id = 'x'", `changes = '[{"field":"x"}]'`, "position = 2", "position = 0",
			"position = 1000", "hash = " + hash} {
			rows[edit] = struct{ do, want []string }{[]string{"UPDATE audit SET " + edit + " " + at(5)},
				[]string{"5: edited line"}}
		}
		for name, row := range rows {
			for _, do := range row.do {
				sql("%s", do)
			}
			_, _, got := s.Verdict("owner", "/audit/verify")
			fits := len(got) == len(row.want)
			for i := range min(len(got), len(row.want)) {
				fits = fits && strings.HasPrefix(got[i], row.want[i])
			}
			if !fits {
				t.Errorf("%s: %q, want %q", name, got, row.want)
			}
			if r := s.Do(apitest.Call{Method: "GET", Path: "/audit?limit=200", As: "owner"}); r.Status != http.StatusOK {
				t.Errorf("%s: the log can't be read: %d", name, r.Status)
			}
			if _, h, faults := s.Verdict("stranger", "/audit/verify"); faults != nil || h != other {
				t.Errorf("%s: another workspace has the faults %v", name, faults)
			}
			sql("DELETE FROM audit")
			sql("DELETE FROM audit_heads")
			sql("INSERT INTO audit SELECT * FROM kept_lines")
			sql("INSERT INTO audit_heads SELECT * FROM kept_heads")
		}
		sql("UPDATE audit SET actor_name = 'x' WHERE workspace_id = '' AND position = 2")
		if _, _, got := s.Verdict("administrator session", "/instance/audit/verify"); len(got) != 1 ||
			!strings.HasPrefix(got[0], "2: edited line") {
			t.Errorf("the instance: %q", got)
		}
		if _, again, faults := s.Verdict("owner", "/audit/verify"); again != head || faults != nil {
			t.Errorf("set right again: %v", faults)
		}
	})
}

// Sixteen people answer at once, and each answer has its line in an intact chain; what is refused leaves none.
func TestTheChainUnderConcurrentWriters(t *testing.T) {
	const writers, rounds = 16, 25
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		before, _, _ := s.Verdict("owner", "/audit/verify")
		base := s.URL + "/api/v1/workloads/" + id + "/lenses/service-basics/answers/"
		questions := []string{"oncall", "deploy", "observe", "backup", "load", "failure", "access", "secrets", "cost"}
		var wait sync.WaitGroup
		for w := range writers {
			wait.Go(func() {
				for i := range rounds {
					_, _, status, err := exchangeJSON(s, "PATCH", base+questions[(w+i)%len(questions)], "",
						fmt.Sprintf(`{"notes":"%d of %d"}`, i, w))
					if err != nil || status != http.StatusOK {
						s.T.Errorf("%d %v", status, err)
					}
				}
			})
		}
		wait.Wait()
		lines, head, faults := s.Verdict("owner", "/audit/verify")
		if faults != nil || lines != before+writers*rounds {
			s.T.Errorf("%d lines, want %d: %v", lines, before+writers*rounds, faults)
		}
		if _, _, status, err := exchangeJSON(s, "PATCH", base+"backup", `"1"`, `{"notes":"stale"}`); err != nil ||
			status != http.StatusPreconditionFailed {
			s.T.Errorf("stale: %d %v", status, err)
		}
		if n, h, _ := s.Verdict("owner", "/audit/verify"); n != lines || h != head {
			s.T.Error("a change that was refused left a line")
		}
	})
}

// What happens beside the workspaces has a log of its own, which no owner of a workspace sees, and each log knows
// nothing of the other.
func TestInstanceAudit(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		s.Sample()
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: apitest.Call{Method: "GET", Path: "/instance/audit", As: "nobody"}, Status: 401},
			{Name: "an owner", Call: apitest.Call{Method: "GET", Path: "/instance/audit", As: "owner"}, Status: 403,
				Lacks: []string{"items"}},
			{Name: "the administrator", Call: apitest.Call{Method: "GET", Path: "/instance/audit?limit=200",
				As: "administrator session"}, Status: 200,
				Holds: []string{`"kind":"user"`, `"kind":"workspace"`}, Lacks: []string{`"kind":"workload"`}},
			{Name: "filtered", Call: apitest.Call{Method: "GET", Path: "/instance/audit?kind=user", As: "administrator session"},
				Status: 200,
				Holds:  []string{`"kind":"user"`}, Lacks: []string{`"kind":"workspace"`}},
			{Name: "a file for an owner", Call: apitest.Call{Method: "GET", Path: "/instance/audit/export", As: "owner session"},
				Status: 403},
			{Name: "a file", Call: apitest.Call{Method: "GET", Path: "/instance/audit/export?format=csv",
				As: "administrator session"}, Status: 200,
				Holds: []string{string(models.ReadInstance) + ",audit,instance"}},
			{Name: "the workspace's", Call: apitest.Call{Method: "GET", Path: "/audit?limit=200", As: "owner"}, Status: 200,
				Lacks: []string{`"kind":"audit"`, `"kind":"user"`}},
		})
		if lines, _, faults := s.Verdict("administrator session", "/instance/audit/verify"); lines < 10 || faults != nil {
			s.T.Errorf("%d lines, %v", lines, faults)
		}
	})
}

// The verbs ask for the permission themselves, whichever door they are reached by.
func TestAuditVerbsAsk(t *testing.T) {
	s := apitest.SQLiteServer(t)
	asks := map[string]func(ctx context.Context, instance bool) error{
		"list": func(ctx context.Context, instance bool) error {
			_, err := s.Service.Audit.List(ctx, models.AuditQuery{Instance: instance})
			return err
		},
		"export": func(ctx context.Context, instance bool) error {
			_, err := s.Service.Audit.Export(ctx, models.AuditQuery{Instance: instance}, "jsonl")
			return err
		},
		"verify": func(ctx context.Context, instance bool) error {
			_, err := s.Service.Audit.Verify(ctx, access.AuditCheck{Instance: instance})
			return err
		},
		"chains": func(ctx context.Context, instance bool) error {
			_, err := s.Service.Audit.Chains(ctx)
			if !instance && models.CodeOf(err) == models.CodeForbidden && models.ActorFrom(ctx).Role == models.Owner {
				return nil // owners see their own chain only
			}
			return err
		},
	}
	for verb, ask := range asks {
		before, _, _ := s.Verdict("owner", "/audit/verify")
		for as, want := range map[string][2]models.ErrorCode{
			"viewer session":    {models.CodeForbidden, models.CodeForbidden},
			"architect session": {models.CodeForbidden, models.CodeForbidden},
			"owner session":     {"", models.CodeForbidden},
		} {
			for i, instance := range []bool{false, true} {
				if got := models.CodeOf(ask(s.As(as), instance)); got != want[i] {
					t.Errorf("%s as %s, instance %v: %q, want %q", verb, as, instance, got, want[i])
				}
			}
		}
		if err := ask(s.As("administrator session"), true); err != nil {
			t.Errorf("%s as administrator: %v", verb, err)
		}
		if code := models.CodeOf(ask(t.Context(), true)); code != models.CodeUnauthenticated {
			t.Errorf("%s as nobody: %q", verb, code)
		}
		if after, _, _ := s.Verdict("owner", "/audit/verify"); verb != "export" && after != before || verb == "export" &&
			after != before+1 {
			t.Errorf("%s left %d lines", verb, after-before)
		}
	}
}
