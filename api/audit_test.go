package api_test

import (
	"fmt"
	"strings"
	"testing"
)

// The pages of the audit name every line once, newest first, however long a page is; a page of huge notes ends early and says where to go on.
func TestAuditPages(t *testing.T) {
	each(t, func(s *server) {
		id := s.sample()
		for i := range 37 {
			s.ok("PATCH", "/workloads/"+id, map[string]any{"notes": fmt.Sprint(i)})
		}
		want := s.audit(id, "limit=200")
		if len(want) != 39 { // the workload, its review, and 37 changes
			s.t.Fatalf("%d lines", len(want))
		}
		for _, limit := range []int{1, 9, 10, 11, 38, 39, 40} {
			if got := s.audit(id, fmt.Sprint("limit=", limit)); strings.Join(got, " ") != strings.Join(want, " ") {
				s.t.Errorf("pages of %d give %v, want %v", limit, got, want)
			}
		}
		for i := range 70 {
			s.ok("PATCH", "/workloads/"+id, map[string]any{"notes": strings.Repeat(fmt.Sprint(i%10), 60_000)})
		}
		first := s.ok("GET", "/audit?limit=200&workload="+id, nil)
		if n := first.at("items").len(); n >= 70 || first.at("next_cursor").v == nil {
			s.t.Errorf("a page of huge notes has %d lines and the cursor %s", n, first.at("next_cursor"))
		}
		if got := s.audit(id, "limit=200"); len(got) != 39+70 || strings.Join(got[70:], " ") != strings.Join(want, " ") {
			s.t.Errorf("with huge notes there are %d lines", len(got))
		}
	})
}

// audit gives the sequence numbers of all lines about a workload, page by page.
func (s *server) audit(workload, query string) (seqs []string) {
	s.t.Helper()
	for cursor := ""; ; {
		page := s.ok("GET", "/audit?workload="+workload+"&"+query+cursor, nil)
		for i := range page.at("items").len() {
			seqs = append(seqs, page.at(fmt.Sprintf("items/%d/seq", i)).String())
		}
		next := page.at("next_cursor")
		if next.v == nil {
			return seqs
		}
		cursor = "&cursor=" + next.String()
	}
}
