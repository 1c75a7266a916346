package web_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/store/storetest"
)

var (
	auditTitle = regexp.MustCompile(`<td data-label="What" class="free"><b>([^<]*)</b>`)
	nextPage   = regexp.MustCompile(`href="([^"]+)" rel="next"`)
)

// auditTitles are what the lines of a page say.
func auditTitles(page string) (titles []string) {
	for _, match := range auditTitle.FindAllStringSubmatch(page, -1) {
		titles = append(titles, match[1])
	}
	return titles
}

// The log is filtered by the address: by person, kind, action, workload and days; the next page and the export keep
// the filter.
func TestAuditPageIsFiltered(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		for _, who := range []string{"viewer session", "contributor session", "architect session"} {
			s.GetPage(who, "/audit", 403)
		}
		s.PostForm("owner session", "/workspace", apitest.FormFields("name", "Renamed"), 303)
		today := time.Now().UTC()
		day := func(days int) string { return today.AddDate(0, 0, days).Format(time.DateOnly) }
		owner := s.Users["owner"].ID
		for query, want := range map[string]string{
			"kind=workspace":                  "Workspace changed",
			"kind=workload":                   "Workload created",
			"kind=review":                     "Lens added",
			"action=workspace.update":         "Workspace changed",
			"kind=workspace&actor=" + owner:   "Workspace changed",
			"kind=review&workload=" + id:      "Lens added",
			"kind=workspace&since=" + day(0):  "Workspace changed",
			"kind=workspace&until=" + day(0):  "Workspace changed",
			"kind=workspace&workload=" + id:   "",
			"kind=workspace&since=" + day(1):  "",
			"kind=workspace&until=" + day(-1): "",
			"actor=" + s.Users["viewer"].ID:   "",
			"kind=%3Cscript%3Ealert(1)":       "",
			"kind=workspace&since=tomorrow":   "Workspace changed",
			"kind=workspace&since=2026-02-30": "Workspace changed",
			"kind=workspace&until=9999-12-31": "Workspace changed",
		} {
			page := s.GetPage("owner session", "/audit?"+query, 200)
			titles := auditTitles(page)
			if strings.Join(titles, "; ") != want {
				s.T.Errorf("%s shows %q, want %q", query, titles, want)
			}
			if want == "" && !strings.Contains(page, "No lines match this filter.") {
				s.T.Errorf("%s does not say that the filter leaves nothing", query)
			}
			if bad := strings.Contains(query, "tomorrow") || strings.Contains(query, "02-30"); bad !=
				strings.Contains(page, "not a day") {
				s.T.Errorf("%s: a day that is none is told is not %t", query, bad)
			}
		}
		page := s.GetPage("owner session", "/audit?kind=workspace&since="+day(0), 200)
		s.PageHolds("the change", []byte(page), "<del>Here ", "<ins>Renamed</ins>", `<option value="workspace" selected>`,
			"Clear filter")
		for _, format := range []string{"csv", "jsonl"} {
			link := regexp.MustCompile(`href="(/api/v1/audit/export\?[^"]*format=` + format + `[^"]*)"`).FindStringSubmatch(page)
			if link == nil {
				s.T.Fatalf("no export as %s", format)
			}
			r := s.Visit(apitest.Visit{Method: http.MethodGet, Path: html.UnescapeString(link[1]), As: "owner session"})
			if r.Status != 200 || !strings.Contains(string(r.Body), "Renamed") || strings.Contains(string(r.Body), "Checkout") ||
				!strings.Contains(r.Header.Get("Content-Disposition"), "."+format) {
				s.T.Errorf("the export as %s: %d %s", format, r.Status, r.Body)
			}
		}
	})
}

// A line that is one of many is found on a later page, which keeps the filter and leads back to the newest.
func TestAuditPageKeepsItsFilter(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		for range 60 {
			s.PostForm("owner session", "/workspace", apitest.FormFields("name", "Here "+models.NewID()[:8]), 303)
		}
		page := s.GetPage("owner session", "/audit?kind=workspace", 200)
		next := nextPage.FindStringSubmatch(page)
		if next == nil || !strings.Contains(next[1], "kind=workspace") {
			s.T.Fatalf("the next page: %q", next)
		}
		page = s.GetPage("owner session", html.UnescapeString(next[1]), 200)
		titles := auditTitles(page)
		if len(titles) != 10 || !strings.Contains(page, `href="/audit?kind=workspace">Newest</a>`) {
			s.T.Errorf("the last page has %q", titles)
		}
	})
}

// The log of the server is for administrators, with the same filters.
func TestServerAuditPage(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		s.GetPage("owner session", "/admin/audit", 403)
		s.PostForm("administrator session", "/admin/workspaces", apitest.FormFields("name", "Another one"), 303)
		page := s.GetPage("administrator session", "/admin/audit?kind=workspace", 200)
		if titles := auditTitles(page); len(titles) == 0 || titles[0] != "Workspace created" {
			s.T.Errorf("the log shows %q", titles)
		}
		s.PageHolds("the log", []byte(page), "Another one", "/api/v1/instance/audit/export?format=csv", "/admin/audit/verify")
		if strings.Contains(page, `name="workload"`) {
			s.T.Error("the log of the server can be filtered by workload")
		}
		s.PageHolds("the check", []byte(s.GetPage("administrator session", "/admin/audit/verify", 200)), "The log is intact")
	})
}

// The check says that the log is intact, or where it is not, and whether a hash that was noted before is still in it.
func TestAuditPageVerifies(t *testing.T) {
	apitest.EachAddress(t, func(t *testing.T, dsn string) {
		s := apitest.ServerAt(t, dsn, storetest.OpenAt(t, dsn))
		s.Sample()
		s.GetPage("architect session", "/audit/verify", 403)
		apitest.Must(t, s.Store.SealAudit(t.Context()))
		page := s.GetPage("owner session", "/audit/verify", 200)
		head := regexp.MustCompile(`[0-9a-f]{64}`).FindString(page)
		if head == "" || !strings.Contains(page, "The log is intact") {
			s.T.Fatalf("the check says %s", page)
		}
		s.PostForm("owner session", "/workspace", apitest.FormFields("name", "Renamed"), 303)
		apitest.Must(t, s.Store.SealAudit(t.Context()))
		s.PageHolds("a hash of before", []byte(s.GetPage("owner session", "/audit/verify?head="+head, 200)),
			"The hash that was noted is in the chain")
		s.PageHolds("a hash of another log", []byte(s.GetPage("owner session", "/audit/verify?head="+
			strings.Repeat("ab", 32), 200)), "The hash that was noted is not in the chain")
		s.PageHolds("no hash", []byte(s.GetPage("owner session", "/audit/verify?head=xyz", 200)), "64 hexadecimal digits")
		storetest.ExecStatement(t, dsn, "UPDATE audit SET kind = 'lens' WHERE kind = 'workload'")
		s.PageHolds("an edited line", []byte(s.GetPage("owner session", "/audit/verify", 200)),
			"The log is not as it was written", "edited line")
	})
}
