package api_test

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestAuditFilters(t *testing.T) {
	each(t, func(s *server) {
		id := s.sample()
		s.do(call{method: "PUT", path: "/workloads/" + id + "/lenses/service-basics/answers/backup", as: "contributor session", body: map[string]any{"selected": []string{"backup_daily"}}})
		who := s.users["contributor"].ID
		later := time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
		count := func(query string) int { return s.ok("GET", "/audit?"+query, nil).at("items").len() }
		for query, want := range map[string]int{
			"actor=" + who: 1, "actor=" + who + "&kind=answer": 1, "actor=" + who + "&kind=workload": 0, "action=answer.update": 1,
			"kind=answer&workload=" + id: 1, "kind=answer&since=" + later: 0, "kind=answer&until=" + later: 1,
		} {
			if got := count(query); got != want {
				t.Errorf("%s: %d lines, want %d", query, got, want)
			}
		}
		line := s.ok("GET", "/audit?kind=answer", nil)
		if line.at("items/0/actor_kind").String() != "user" || line.at("items/0/actor_name").String() != "The contributor" ||
			line.at("items/0/address").String() != "127.0.0.1" || len(line.at("items/0/hash").String()) != 64 {
			t.Errorf("the line: %v", line)
		}
		s.run([]scenario{
			{name: "nobody", call: call{method: "GET", path: "/audit/verify", as: "nobody"}, status: 401},
			{name: "architect", call: call{method: "GET", path: "/audit/verify", as: "architect session"}, status: 403},
			{name: "owner", call: call{method: "GET", path: "/audit/verify", as: "owner session"}, status: 200, holds: []string{`"intact":true`}},
			{name: "the instance's, by an owner", call: call{method: "GET", path: "/instance/audit/verify", as: "owner session"}, status: 403},
			{name: "the instance's", call: call{method: "GET", path: "/instance/audit/verify", as: "administrator session"}, status: 200, holds: []string{`"intact":true`}},
			{name: "no time", call: call{method: "GET", path: "/audit?since=yesterday", as: "owner session"}, status: 422, holds: []string{"/since"}},
			{name: "no format", call: call{method: "GET", path: "/audit/export?format=xml", as: "owner session"}, status: 422},
			{name: "a workspace's lines, by its administrator", call: call{method: "GET", path: "/audit", as: "administrator session"}, status: 403},
			{name: "the instance's lines", call: call{method: "GET", path: "/instance/audit?kind=session", as: "administrator session"}, status: 200, holds: []string{"sign_in"}, lacks: []string{"pls_"}},
		})
	})
}

// An export holds every line of the query, in the form of the list, and leaves a line itself; what a spreadsheet would run is made harmless.
func TestAuditExport(t *testing.T) {
	each(t, func(s *server) {
		for i := range 220 { // more than a page
			s.ok("POST", "/workloads", workload(fmt.Sprintf("=Workload %d", i)))
		}
		lines := s.do(call{method: "GET", path: "/audit/export?kind=workload", as: "owner session"})
		if lines.status != 200 || lines.header.Get("Content-Type") != "application/jsonl" || !strings.Contains(lines.header.Get("Content-Disposition"), "audit.jsonl") {
			t.Fatalf("export: %d %v", lines.status, lines.header)
		}
		first := s.ok("GET", "/audit?kind=workload&limit=1", nil).at("items/0")
		n := 0
		for scan := bufio.NewScanner(bytes.NewReader(lines.body)); scan.Scan(); n++ {
			var v any
			must(t, json.Unmarshal(scan.Bytes(), &v))
			if n == 0 && (tree{v}).String() != first.String() {
				t.Errorf("the first line is\n%v, that of the list\n%v", tree{v}, first)
			}
		}
		if n != 220 {
			t.Errorf("%d lines", n)
		}
		table, err := csv.NewReader(bytes.NewReader(s.do(call{method: "GET", path: "/audit/export?format=csv&kind=workload", as: "owner session"}).body)).ReadAll()
		must(t, err)
		if len(table) != 221 || table[0][0] != "seq" || table[1][13] != "'=Workload 219" {
			t.Errorf("%d rows, the first %v", len(table), table[1])
		}
		if s.ok("GET", "/audit?kind=audit", nil).at("items").len() != 2 {
			t.Error("the exports left no lines")
		}
	})
}
