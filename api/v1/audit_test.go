package v1_test

import (
	"fmt"
	"strings"
	"testing"

	"plumbline/api/apitest"
)

// The pages of the audit name every line once, newest first, however long a page is; a page of huge notes ends early
// and says where to go on.
func TestAuditPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		for i := range 37 {
			s.OK("PATCH", "/workloads/"+id, map[string]any{"notes": fmt.Sprint(i)})
		}
		want := auditOf(s, id, "limit=200")
		if len(want) != 39 { // the workload, its review, and 37 changes
			s.T.Fatalf("%d lines", len(want))
		}
		for _, limit := range []int{1, 9, 10, 11, 38, 39, 40} {
			if got := auditOf(s, id, fmt.Sprint("limit=", limit)); strings.Join(got, " ") != strings.Join(want, " ") {
				s.T.Errorf("pages of %d give %v, want %v", limit, got, want)
			}
		}
		for i := range 70 {
			s.OK("PATCH", "/workloads/"+id, map[string]any{"notes": strings.Repeat(fmt.Sprint(i%10), 60_000)})
		}
		first := s.OK("GET", "/audit?limit=200&workload="+id, nil)
		if n := first.At("items").Len(); n >= 70 || first.At("next_cursor").Value == nil {
			s.T.Errorf("a page of huge notes has %d lines and the cursor %s", n, first.At("next_cursor"))
		}
		if got := auditOf(s, id, "limit=200"); len(got) != 39+70 || strings.Join(got[70:], " ") != strings.Join(want, " ") {
			s.T.Errorf("with huge notes there are %d lines", len(got))
		}
	})
}

// auditOf gives the sequence numbers of all lines about a workload, page by page.
func auditOf(s *apitest.Server, workload, query string) (seqs []string) {
	s.T.Helper()
	for cursor := ""; ; {
		page := s.OK("GET", "/audit?workload="+workload+"&"+query+cursor, nil)
		for i := range page.At("items").Len() {
			seqs = append(seqs, page.At(fmt.Sprintf("items/%d/seq", i)).String())
		}
		next := page.At("next_cursor")
		if next.Value == nil {
			return seqs
		}
		cursor = "&cursor=" + next.String()
	}
}
