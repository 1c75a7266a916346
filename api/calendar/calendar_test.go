package calendar_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/api/middleware"
	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/plan"
)

func TestMain(m *testing.M) { apitest.Main(m) }

// read asks for a feed as a calendar program does.
func read(s *apitest.Server, address, tag string) (status int, header http.Header, body string) {
	s.T.Helper()
	_, path, ok := strings.Cut(address, "/calendar/")
	if !ok {
		s.T.Fatalf("the address is %q", address)
	}
	req, err := http.NewRequestWithContext(s.T.Context(), http.MethodGet, s.URL+"/calendar/"+path, nil)
	apitest.Must(s.T, err)
	if tag != "" {
		req.Header.Set("If-None-Match", tag)
	}
	res, err := http.DefaultClient.Do(req)
	apitest.Must(s.T, err)
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	apitest.Must(s.T, err)
	return res.StatusCode, res.Header, string(data)
}

// feedOf creates a feed and gives its address and id.
func feedOf(s *apitest.Server, as, workload string) (address, id string) {
	s.T.Helper()
	made := s.Expect(apitest.Call{Method: "POST", Path: "/me/calendars", As: as,
		Body: map[string]any{"name": "Phone", "workload_id": workload}}, 201).Tree(s.T)
	return made.At("url").String(), made.At("id").String()
}

// itemDue makes an item of a workload that is due on a day.
func itemDue(s *apitest.Server, workload, title, owner, day string) plan.ItemView {
	s.T.Helper()
	in := plan.ItemInput{Fields: remediation.ItemFields{Title: title, DueOn: remediation.Date(day)}}
	if owner != "" {
		in.Fields.Owner = remediation.ItemOwner{Kind: remediation.MemberOwner, UserID: s.Users[owner].ID}
	}
	made, err := s.Service.Items.Create(s.As("contributor session"), workload, in, models.IdempotencyKey{})
	apitest.Must(s.T, err)
	return made
}

func TestFeed(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		itemDue(s, id, "Rotate, keys", "contributor", "2026-12-31")
		other := itemDue(s, id, "Not mine", "", "2027-01-01")
		itemDue(s, id, "No date", "contributor", "")
		own, _ := feedOf(s, "contributor session", "")
		whole, _ := feedOf(s, "viewer session", id)

		status, header, body := read(s, own, "")
		if status != 200 || header.Get("Content-Type") != "text/calendar; charset=utf-8" ||
			!strings.Contains(body, "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\nSUMMARY:#1 Rotate\\, keys") ||
			strings.Contains(body, "Not mine") || strings.Contains(body, "No date") {
			s.T.Errorf("one's own: %d %v\n%s", status, header, body)
		}
		if again, _, more := read(s, own, header.Get("ETag")); again != http.StatusNotModified || more != "" {
			s.T.Errorf("unchanged it is %d %q", again, more)
		}
		_, whose, body := read(s, whole, "")
		if !strings.Contains(body, "Not mine") || !strings.Contains(body, "UID:"+other.ID+"@") {
			s.T.Errorf("the workload's: %s", body)
		}
		_, err := s.Service.Items.Move(s.As("contributor session"), other.ID, remediation.StatusMove{To: remediation.WontDo,
			Reason: remediation.NotWorthIt, Note: "x"}, nil)
		apitest.Must(s.T, err)
		if status, _, body := read(s, whole, whose.Get("ETag")); status != 200 || strings.Contains(body, "Not mine") {
			s.T.Errorf("what is closed is still due: %d %s", status, body)
		}
	})
}

// A feed shows what its person may see at the moment; whatever is in the way looks the same.
func TestFeedEnds(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		itemDue(s, id, "Rotate keys", "contributor", "2026-12-31")
		gone := func(what, address string) {
			s.T.Helper()
			status, _, body := read(s, address, "")
			if status != http.StatusNotFound || !strings.Contains(body, "no such calendar") ||
				strings.Contains(body, "Rotate") {
				s.T.Errorf("%s: %d %s", what, status, body)
			}
		}
		own, feed := feedOf(s, "contributor session", "")
		gone("no secret", s.URL+"/calendar/plc_none.ics")
		gone("another kind of secret", s.URL+"/calendar/"+s.Tokens["owner"]+".ics")
		revoke := apitest.Call{Method: "DELETE", Path: "/me/calendars/" + feed, As: "viewer session"}
		s.RunScenarios([]apitest.Scenario{
			{Name: "another's", Call: revoke, Status: 404},
			{Name: "a token lists none of its own", Call: apitest.Call{Method: "GET", Path: "/me/calendars", As: "viewer"},
				Status: 403},
			{Name: "owners see all", Call: apitest.Call{Method: "GET", Path: "/calendars", As: "owner"}, Status: 200,
				Holds: []string{feed}, Lacks: []string{"plc_"}},
			{Name: "of a workload that is none", Call: apitest.Call{Method: "POST", Path: "/me/calendars",
				As: "contributor session", Body: map[string]any{"name": "Phone", "workload_id": models.NewID()}}, Status: 404},
		})
		revoke.As = "contributor session"
		s.Expect(revoke, 204)
		gone("revoked", own)

		own, feed = feedOf(s, "contributor session", "")
		s.Expect(apitest.Call{Method: "DELETE", Path: "/calendars/" + feed, As: "owner"}, 204)
		gone("revoked by the owner", own)

		whole, _ := feedOf(s, "contributor session", id)
		own, _ = feedOf(s, "contributor session", "")
		user := s.Users["contributor"].ID
		elsewhere := s.OK("POST", "/workloads", apitest.WorkloadBody("Elsewhere")).At("id").String()
		s.OK("PUT", "/members/"+user, map[string]any{"role": "contributor", "workloads": []string{elsewhere}})
		gone("narrowed to another workload", whole)
		if status, _, body := read(s, own, ""); status != 200 || strings.Contains(body, "Rotate") {
			s.T.Errorf("narrowed, one's own is %d %s", status, body)
		}
		s.Expect(apitest.Call{Method: "DELETE", Path: "/members/" + user + "?confirm=" +
			s.EmailOf("contributor"), As: "owner"}, 204)
		gone("no member any more", own)
	})
}

func TestSecretsStayOutOfLogs(t *testing.T) {
	if got := middleware.LoggedPath("/calendar/plc_SECRET.ics"); strings.Contains(got, "SECRET") {
		t.Errorf("it logs %s", got)
	}
	if got := middleware.LoggedPath("/calendars"); got != "/calendars" {
		t.Errorf("it logs %s", got)
	}
}
