package web_test

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"testing"

	"plumbline/api/apitest"
)

// maxWeight is what a cold visit to the page of a question may load, in bytes on the wire, with everything that the
// page names.
const maxWeight = 102 << 10

var pageLoads = regexp.MustCompile(`(?:<link rel="(?:stylesheet|icon)" href|<script type="module" src)="([^"]+)"`)

var importRules = regexp.MustCompile(`(?m)^import (?:.* from )?"\./([a-z]+\.js)";`)

// A page of the framework's lens, all answered with notes, stays light: page, styles, scripts and icon together.
func TestReviewPageIsLight(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		path := answeredFramework(s)
		page := fetchCompressed(s, path)
		all, seen := page.size, map[string]bool{}
		var load func(path string)
		load = func(path string) {
			if seen[path] {
				return
			}
			seen[path] = true
			r := fetchCompressed(s, path)
			t.Logf("%6d %s", r.size, path)
			all += r.size
			for _, m := range importRules.FindAllStringSubmatch(r.text, -1) {
				load(regexp.MustCompile(`[^/]*$`).ReplaceAllString(path, m[1]))
			}
		}
		for _, m := range pageLoads.FindAllStringSubmatch(page.text, -1) {
			load(m[1])
		}
		if len(seen) < 6 {
			t.Errorf("the page loads %v: the test does not see all", seen)
		}
		t.Logf("%6d the page itself; %d in all", page.size, all)
		if all > maxWeight {
			t.Errorf("a cold visit loads %d bytes, more than %d", all, maxWeight)
		}
	})
}

// wireSize is what came over the wire, and what it is once unpacked.
type wireSize struct {
	size int
	text string
}

// fetchCompressed asks as browsers do, which take compressed answers.
func fetchCompressed(s *apitest.Server, path string) wireSize {
	s.T.Helper()
	ask := func(encoding string) []byte {
		req, err := http.NewRequestWithContext(s.T.Context(), "GET", s.URL+path, nil)
		apitest.Must(s.T, err)
		req.Header.Set("Accept-Encoding", encoding)
		req.AddCookie(&http.Cookie{Name: "plumbline_session", Value: s.Sessions["contributor session"]})
		res, err := http.DefaultClient.Do(req)
		apitest.Must(s.T, err)
		defer res.Body.Close()
		data, err := io.ReadAll(res.Body)
		apitest.Must(s.T, err)
		if res.StatusCode != http.StatusOK {
			s.T.Fatalf("%s: %d", path, res.StatusCode)
		}
		return data
	}
	return wireSize{len(ask("gzip")), string(ask("identity"))}
}

// answeredFramework reviews a workload with the framework's lens to the end, and gives the path of the question that
// has the most to show.
func answeredFramework(s *apitest.Server) string {
	s.T.Helper()
	bringFramework(s)
	id := s.OK("POST", "/workloads", apitest.WorkloadBody("Checkout", "wellarchitected")).At("id").String()
	base := "/workloads/" + id + "/lenses/wellarchitected"
	list := s.OK("GET", base+"/answers", nil).At("items")
	most, longest := "", 0
	for i := range list.Len() {
		q := list.At(fmt.Sprintf("%d/question_id", i)).String()
		one := s.OK("GET", base+"/answers/"+q, nil)
		s.OK("PATCH", base+"/answers/"+q, map[string]any{"selected": []string{one.At("choices/0/id").String()},
			"notes": "Seen in the account, by **two** of us."})
		if n := len(one.String()); n > longest {
			most, longest = q, n
		}
	}
	return base + "/questions/" + most
}
