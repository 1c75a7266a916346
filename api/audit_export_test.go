package api_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// Each filter keeps the lines it names, all of them and no others, and refuses what is no value of it.
func TestAuditFilters(t *testing.T) {
	each(t, func(s *server) {
		id := s.sample()
		other := s.ok("POST", "/workloads", workload("Other")).at("id").String()
		for i := range 5 {
			s.ok("PATCH", "/workloads/"+id, map[string]any{"notes": fmt.Sprint(i)})
			time.Sleep(2 * time.Millisecond)
		}
		if r := s.do(call{method: "PATCH", path: "/workloads/" + id, as: "architect session", body: map[string]any{"notes": "by session"}}); r.status != 200 {
			s.t.Fatalf("%s", r.body)
		}
		all := s.ok("GET", "/audit?limit=200", nil).at("items").v.([]any)
		middle := tree{all[3]}.at("at").String()
		table := map[string]struct {
			query url.Values
			keeps func(line tree) bool
		}{
			"workload":    {url.Values{"workload": {other}}, func(l tree) bool { return l.at("workload_id").String() == other }},
			"actor":       {url.Values{"actor": {s.users["architect"].ID}}, func(l tree) bool { return l.at("actor_id").String() == s.users["architect"].ID }},
			"action":      {url.Values{"action": {"workload.update"}}, func(l tree) bool { return l.at("action").String() == "workload.update" }},
			"kind":        {url.Values{"kind": {"lens"}}, func(l tree) bool { return l.at("kind").String() == "lens" }},
			"since":       {url.Values{"since": {middle}}, func(l tree) bool { return later(s.t, l.at("at").String(), middle) >= 0 }},
			"until":       {url.Values{"until": {middle}}, func(l tree) bool { return later(s.t, l.at("at").String(), middle) < 0 }},
			"both, empty": {url.Values{"since": {middle}, "until": {middle}}, func(tree) bool { return false }},
			"before all":  {url.Values{"until": {"0001-01-01T00:00:00Z"}}, func(tree) bool { return false }},
			"together": {url.Values{"workload": {id}, "action": {"workload.update"}, "since": {middle}}, func(l tree) bool {
				return l.at("workload_id").String() == id && l.at("action").String() == "workload.update" && later(s.t, l.at("at").String(), middle) >= 0
			}},
			"an offset": {url.Values{"since": {inZone(s.t, middle)}}, func(l tree) bool { return later(s.t, l.at("at").String(), middle) >= 0 }},
			"nobody":    {url.Values{"actor": {"x' OR 1=1"}}, func(tree) bool { return false }},
		}
		kept := map[string]int{}
		for name, row := range table {
			var want, got []string
			for _, line := range all {
				if row.keeps(tree{line}) {
					want = append(want, tree{line}.at("seq").String())
				}
			}
			for cursor := ""; ; { // in pages of two
				page := s.ok("GET", "/audit?limit=2&"+row.query.Encode()+cursor, nil)
				for i := range page.at("items").len() {
					got = append(got, page.at(fmt.Sprintf("items/%d/seq", i)).String())
				}
				if page.at("next_cursor").v == nil {
					break
				}
				cursor = "&cursor=" + page.at("next_cursor").String()
			}
			if !slices.Equal(got, want) || len(want) == len(all) {
				s.t.Errorf("%s: %v, want %v", name, got, want)
			}
			kept[name] = len(want)
		}
		for name, row := range table { // the exports leave lines of their own, which only "since" alone lets through
			lines := strings.Count(string(s.do(call{method: "GET", path: "/audit/export?" + row.query.Encode(), as: "owner"}).body), "\n")
			if lines != kept[name] && name != "since" && name != "an offset" {
				s.t.Errorf("%s: the export has %d lines, want %d", name, lines, kept[name])
			}
		}
		var rows []scenario
		for _, query := range []string{"since=yesterday", "until=2026-11-25", "since=2026-11-25T12:00:00+01:00", "action=everything", "since=2026-13-01T00:00:00Z"} {
			for _, path := range []string{"/audit?", "/audit/export?"} {
				name, _, _ := strings.Cut(query, "=")
				rows = append(rows, scenario{name: query, call: call{method: "GET", path: path + query, as: "owner"}, status: 422, code: "invalid",
					holds: []string{`"pointer":"/` + name + `"`}})
			}
		}
		rows = append(rows,
			scenario{name: "no such format", call: call{method: "GET", path: "/audit/export?format=xml", as: "owner"}, status: 422, holds: []string{`"pointer":"/format"`}},
			scenario{name: "a file of pages", call: call{method: "GET", path: "/audit/export?limit=2", as: "owner"}, status: 422, holds: []string{`"pointer":"/limit"`}},
			scenario{name: "a filter of a check", call: call{method: "GET", path: "/audit/verify?kind=lens", as: "owner"}, status: 422},
			scenario{name: "a stranger sees none of ours", call: call{method: "GET", path: "/audit?workload=" + id, as: "stranger"}, status: 200, lacks: []string{id}})
		s.run(rows)
	})
}

func later(t testing.TB, a, b string) int {
	at, err := time.Parse(time.RFC3339, a)
	must(t, err)
	bt, err := time.Parse(time.RFC3339, b)
	must(t, err)
	return at.Compare(bt)
}

func inZone(t testing.TB, at string) string {
	when, err := time.Parse(time.RFC3339, at)
	must(t, err)
	return when.In(time.FixedZone("", 5400)).Format(time.RFC3339Nano)
}

// The export is the list, whole, in one file, the line of the export itself included; in CSV each change is a row and nothing is a formula.
func TestAuditExport(t *testing.T) {
	each(t, func(s *server) {
		id := s.sample()
		formulas := []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠SUM(A1)", " =1", "\u3000＝1", "\u200b=1", "\ufe66 1", "fine", " fine", "'quoted\", <b>\nand lines"}
		for i := range 300 {
			s.ok("PATCH", "/workloads/"+id, map[string]any{"notes": formulas[i%len(formulas)]})
		}
		s.run([]scenario{
			{name: "nobody", call: call{method: "GET", path: "/audit/export", as: "nobody"}, status: 401},
			{name: "a stranger", call: call{method: "GET", path: "/audit/export", as: "stranger"}, status: 200, lacks: []string{id}},
			{name: "an architect", call: call{method: "GET", path: "/audit/export", as: "architect"}, status: 403},
			{name: "an owner", call: call{method: "GET", path: "/audit/export?kind=workload", as: "owner"}, status: 200, holds: []string{id}, changes: true},
		})
		file := s.do(call{method: "GET", path: "/audit/export", as: "owner"})
		var want strings.Builder
		var lines []tree
		for cursor := ""; ; {
			r := s.do(call{method: "GET", path: "/audit?limit=200" + cursor, as: "owner"})
			var page struct {
				Items []json.RawMessage
				Next  string `json:"next_cursor"`
			}
			must(s.t, json.Unmarshal(r.body, &page))
			for i, item := range page.Items {
				want.Write(item)
				want.WriteByte('\n')
				lines = append(lines, r.tree(s.t).at(fmt.Sprintf("items/%d", i)))
			}
			if page.Next == "" {
				break
			}
			cursor = "&cursor=" + page.Next
		}
		if string(file.body) != want.String() || file.header.Get("Content-Type") != "application/jsonl" ||
			!strings.Contains(file.header.Get("Content-Disposition"), `attachment; filename="audit.jsonl"`) {
			s.t.Errorf("the file is not the list: %d and %d bytes, %v", len(file.body), want.Len(), file.header)
		}
		if first := lines[0]; first.at("kind").String() != "audit" || first.at("action").String() != "audit.read" || first.at("changes/0/to").String() != "jsonl" {
			s.t.Errorf("the export left the line %s", first)
		}
		sheet := s.do(call{method: "GET", path: "/audit/export?format=csv", as: "owner"})
		rows, err := csv.NewReader(strings.NewReader(string(sheet.body))).ReadAll()
		must(s.t, err)
		if rows[0][0] != "seq" || rows[0][14] != "hash" || sheet.header.Get("Content-Type") != "text/csv; charset=utf-8" {
			s.t.Errorf("CSV: %v %v", rows[0], sheet.header)
		}
		seen, changes := map[string]bool{}, 0
		for _, row := range rows[1:] {
			seen[row[0]] = true
			for _, cell := range row {
				if begin := strings.TrimLeft(cell, " \u3000\u200b\n"); begin != "" && (strings.ContainsRune("=+-@＝＋－＠\ufe66", []rune(begin)[0]) || strings.ContainsAny(cell[:1], "\t\r")) {
					s.t.Fatalf("a formula: %q", row)
				}
			}
		}
		for _, line := range lines {
			changes += max(1, line.at("changes").len())
			if !seen[line.at("seq").String()] {
				s.t.Errorf("CSV lacks line %s", line.at("seq"))
			}
		}
		if len(rows) != 1+1+changes { // the header, and the line of this export
			s.t.Errorf("%d rows, want %d", len(rows), 2+changes)
		}
		if text := string(sheet.body); !strings.Contains(text, ",'=1+1,") || !strings.Contains(text, ",fine,") || !strings.Contains(text, `," fine",`) {
			s.t.Error("formulas are not written as text")
		}
		if _, _, faults := s.verdict("owner", "/audit/verify"); faults != nil {
			s.t.Errorf("%v", faults)
		}
	})
}
