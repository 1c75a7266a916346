package v1_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"plumbline/api/apitest"
)

// Each filter keeps the lines it names, all of them and no others, and refuses what is no value of it.
func TestAuditFilters(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		other := s.OK("POST", "/workloads", apitest.WorkloadBody("Other")).At("id").String()
		for i := range 5 {
			s.OK("PATCH", "/workloads/"+id, map[string]any{"notes": fmt.Sprint(i)})
			time.Sleep(2 * time.Millisecond)
		}
		if r := s.Do(apitest.Call{Method: "PATCH", Path: "/workloads/" + id, As: "architect session",
			Body: map[string]any{"notes": "by session"}}); r.Status != 200 {
			s.T.Fatalf("%s", r.Body)
		}
		all := s.OK("GET", "/audit?limit=200", nil).At("items").Value.([]any)
		middle := apitest.Tree{Value: all[3]}.At("at").String()
		table := map[string]struct {
			query url.Values
			keeps func(line apitest.Tree) bool
		}{
			"workload": {url.Values{"workload": {other}}, func(l apitest.Tree) bool {
				return l.At("workload_id").String() == other
			}},
			"actor": {url.Values{"actor": {s.Users["architect"].ID}}, func(l apitest.Tree) bool {
				return l.At("actor_id").String() == s.Users["architect"].ID
			}},
			"action": {url.Values{"action": {"workload.update"}}, func(l apitest.Tree) bool {
				return l.At("action").String() == "workload.update"
			}},
			"kind": {url.Values{"kind": {"lens"}}, func(l apitest.Tree) bool { return l.At("kind").String() == "lens" }},
			"since": {url.Values{"since": {middle}}, func(l apitest.Tree) bool {
				return laterTime(s.T, l.At("at").String(), middle) >= 0
			}},
			"until": {url.Values{"until": {middle}}, func(l apitest.Tree) bool {
				return laterTime(s.T, l.At("at").String(), middle) < 0
			}},
			"both, empty": {url.Values{"since": {middle}, "until": {middle}}, func(apitest.Tree) bool { return false }},
			"before all":  {url.Values{"until": {"0001-01-01T00:00:00Z"}}, func(apitest.Tree) bool { return false }},
			"together": {url.Values{"workload": {id}, "action": {"workload.update"}, "since": {middle}},
				func(l apitest.Tree) bool {
					return l.At("workload_id").String() == id && l.At("action").String() == "workload.update" &&
						laterTime(s.T, l.At("at").String(), middle) >= 0
				}},
			"an offset": {url.Values{"since": {inZone(s.T, middle)}}, func(l apitest.Tree) bool {
				return laterTime(s.T, l.At("at").String(), middle) >= 0
			}},
			"nobody": {url.Values{"actor": {"x' OR 1=1"}}, func(apitest.Tree) bool { return false }},
		}
		kept := map[string]int{}
		for name, row := range table {
			var want, got []string
			for _, line := range all {
				if row.keeps(apitest.Tree{Value: line}) {
					want = append(want, apitest.Tree{Value: line}.At("seq").String())
				}
			}
			for cursor := ""; ; { // in pages of two
				page := s.OK("GET", "/audit?limit=2&"+row.query.Encode()+cursor, nil)
				for i := range page.At("items").Len() {
					got = append(got, page.At(fmt.Sprintf("items/%d/seq", i)).String())
				}
				if page.At("next_cursor").Value == nil {
					break
				}
				cursor = "&cursor=" + page.At("next_cursor").String()
			}
			if !slices.Equal(got, want) || len(want) == len(all) {
				s.T.Errorf("%s: %v, want %v", name, got, want)
			}
			kept[name] = len(want)
		}
		for name, row := range table { // the exports leave lines of their own, which only "since" alone lets through
			lines := strings.Count(string(s.Do(apitest.Call{Method: "GET", Path: "/audit/export?" + row.query.Encode(),
				As: "owner"}).Body), "\n")
			if lines != kept[name] && name != "since" && name != "an offset" {
				s.T.Errorf("%s: the export has %d lines, want %d", name, lines, kept[name])
			}
		}
		var rows []apitest.Scenario
		for _, query := range []string{"since=yesterday", "until=2026-11-25", "since=2026-11-25T12:00:00+01:00",
			"action=everything", "since=2026-13-01T00:00:00Z"} {
			for _, path := range []string{"/audit?", "/audit/export?"} {
				name, _, _ := strings.Cut(query, "=")
				rows = append(rows, apitest.Scenario{Name: query, Call: apitest.Call{Method: "GET", Path: path + query,
					As: "owner"}, Status: 422, Code: "invalid",
					Holds: []string{`"pointer":"/` + name + `"`}})
			}
		}
		rows = append(rows,
			apitest.Scenario{Name: "no such format", Call: apitest.Call{Method: "GET", Path: "/audit/export?format=xml",
				As: "owner"}, Status: 422, Holds: []string{`"pointer":"/format"`}},
			apitest.Scenario{Name: "a file of pages", Call: apitest.Call{Method: "GET", Path: "/audit/export?limit=2",
				As: "owner"}, Status: 422, Holds: []string{`"pointer":"/limit"`}},
			apitest.Scenario{Name: "a filter of a check", Call: apitest.Call{Method: "GET", Path: "/audit/verify?kind=lens",
				As: "owner"}, Status: 422},
			apitest.Scenario{Name: "a stranger sees none of ours", Call: apitest.Call{Method: "GET",
				Path: "/audit?workload=" + id, As: "stranger"}, Status: 200, Lacks: []string{id}})
		s.RunScenarios(rows)
	})
}

func laterTime(t testing.TB, a, b string) int {
	at, err := time.Parse(time.RFC3339, a)
	apitest.Must(t, err)
	bt, err := time.Parse(time.RFC3339, b)
	apitest.Must(t, err)
	return at.Compare(bt)
}

func inZone(t testing.TB, at string) string {
	when, err := time.Parse(time.RFC3339, at)
	apitest.Must(t, err)
	return when.In(time.FixedZone("", 5400)).Format(time.RFC3339Nano)
}

// The export is the list, whole, in one file, the line of the export itself included; in CSV each change is a row and
// nothing is a formula.
func TestAuditExport(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		formulas := []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠SUM(A1)", " =1",
			"\u3000＝1", "\u200b=1", "\ufe66 1", "fine", " fine", "'quoted\", <b>\nand lines"}
		for i := range 300 {
			s.OK("PATCH", "/workloads/"+id, map[string]any{"notes": formulas[i%len(formulas)]})
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: apitest.Call{Method: "GET", Path: "/audit/export", As: "nobody"}, Status: 401},
			{Name: "a stranger", Call: apitest.Call{Method: "GET", Path: "/audit/export", As: "stranger"}, Status: 200,
				Lacks: []string{id}},
			{Name: "an architect", Call: apitest.Call{Method: "GET", Path: "/audit/export", As: "architect"}, Status: 403},
			{Name: "an owner", Call: apitest.Call{Method: "GET", Path: "/audit/export?kind=workload", As: "owner"}, Status: 200,
				Holds: []string{id}, Changes: true},
		})
		file := s.Do(apitest.Call{Method: "GET", Path: "/audit/export", As: "owner"})
		var want strings.Builder
		var lines []apitest.Tree
		for cursor := ""; ; {
			r := s.Do(apitest.Call{Method: "GET", Path: "/audit?limit=200" + cursor, As: "owner"})
			var page struct {
				Items []json.RawMessage
				Next  string `json:"next_cursor"`
			}
			apitest.Must(s.T, json.Unmarshal(r.Body, &page))
			for i, item := range page.Items {
				want.Write(item)
				want.WriteByte('\n')
				lines = append(lines, r.Tree(s.T).At(fmt.Sprintf("items/%d", i)))
			}
			if page.Next == "" {
				break
			}
			cursor = "&cursor=" + page.Next
		}
		if string(file.Body) != want.String() || file.Header.Get("Content-Type") != "application/jsonl" ||
			!strings.Contains(file.Header.Get("Content-Disposition"), `-audit-log.jsonl"`) {
			s.T.Errorf("the file is not the list: %d and %d bytes, %v", len(file.Body), want.Len(), file.Header)
		}
		if first := lines[0]; first.At("kind").String() != "audit" || first.At("action").String() != "audit.read" ||
			first.At("changes/0/to").String() != "jsonl" {
			s.T.Errorf("the export left the line %s", first)
		}
		sheet := s.Do(apitest.Call{Method: "GET", Path: "/audit/export?format=csv", As: "owner"})
		rows, err := csv.NewReader(strings.NewReader(string(sheet.Body))).ReadAll()
		apitest.Must(s.T, err)
		if rows[0][0] != "seq" || rows[0][14] != "hash" || sheet.Header.Get("Content-Type") != "text/csv; charset=utf-8" {
			s.T.Errorf("CSV: %v %v", rows[0], sheet.Header)
		}
		seen, changes := map[string]bool{}, 0
		for _, row := range rows[1:] {
			seen[row[0]] = true
			for _, cell := range row {
				if begin := strings.TrimLeft(cell, " \u3000\u200b\n"); begin != "" &&
					(strings.ContainsRune("=+-@＝＋－＠\ufe66", []rune(begin)[0]) || strings.ContainsAny(cell[:1], "\t\r")) {
					s.T.Fatalf("a formula: %q", row)
				}
			}
		}
		for _, line := range lines {
			changes += max(1, line.At("changes").Len())
			if !seen[line.At("seq").String()] {
				s.T.Errorf("CSV lacks line %s", line.At("seq"))
			}
		}
		if len(rows) != 1+1+changes { // the header, and the line of this export
			s.T.Errorf("%d rows, want %d", len(rows), 2+changes)
		}
		if text := string(sheet.Body); !strings.Contains(text, ",'=1+1,") || !strings.Contains(text, ",fine,") ||
			!strings.Contains(text, `," fine",`) {
			s.T.Error("formulas are not written as text")
		}
		if _, _, faults := s.Verdict("owner", "/audit/verify"); faults != nil {
			s.T.Errorf("%v", faults)
		}
	})
}
