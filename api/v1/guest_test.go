package v1_test

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/access"
)

func TestGuestLinks(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		at := "/workloads/" + s.Sample() + "/lenses/service-basics/guest-links"
		post := func(as string, b any) apitest.Call { return apitest.Call{Method: "POST", Path: at, As: as, Body: b} }
		body := func(pairs ...any) map[string]any {
			b := map[string]any{"name": "The board", "expires_at": time.Now().Add(time.Hour)}
			for i := 0; i < len(pairs); i += 2 {
				b[pairs[i].(string)] = pairs[i+1]
			}
			return b
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: post("nobody", body()), Status: 401},
			{Name: "stranger", Call: post("stranger", body()), Status: 404},
			{Name: "too weak a role", Call: post("contributor", body()), Status: 403},
			{Name: "no end", Call: post("architect", map[string]any{"name": "The board"}), Status: 422,
				Holds: []string{"/expires_at"}},
			{Name: "ended before it began", Call: post("architect", body("expires_at", time.Now().Add(-time.Second))),
				Status: 422, Holds: []string{"/expires_at"}},
			{Name: "for too long", Call: post("architect", body("expires_at", time.Now().Add(models.MaxGuestTTL+time.Minute))),
				Status: 422, Holds: []string{"/expires_at"}},
			{Name: "a short passcode", Call: post("architect", body("passcode", "12345")), Status: 422,
				Holds: []string{"/passcode"}},
			{Name: "a role, smuggled", Call: post("architect", body("role", "owner")), Status: 422, Holds: []string{"/role"}},
			{Name: "a lens that is not applied", Call: apitest.Call{Method: "POST",
				Path: strings.Replace(at, "service-basics", "none", 1), As: "architect", Body: body()}, Status: 404},
			{Name: "made", Call: post("architect", body("passcode", "open sesame")), Status: 201,
				Holds: []string{"/guest#plg_", `"passcode":true`}, Lacks: []string{"sesame", "argon2"}, Changes: true},
			{Name: "list as a contributor", Call: apitest.Call{Method: "GET", Path: at, As: "contributor"}, Status: 403},
			{Name: "listed without its secret", Call: apitest.Call{Method: "GET", Path: at, As: "architect"}, Status: 200,
				Holds: []string{"The board"}, Lacks: []string{"plg_", "argon2"}},
			{Name: "no secret in the audit", Call: apitest.Call{Method: "GET", Path: "/audit", As: "owner"}, Status: 200,
				Holds: []string{"guest link"}, Lacks: []string{"plg_", "sesame"}},
		})
	})
}

func TestOpenAGuestLink(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		at := "/workloads/" + id + "/lenses/service-basics/guest-links"
		made := s.OK("POST", at, map[string]any{"name": "The board", "passcode": "open sesame",
			"expires_at": time.Now().Add(time.Hour)})
		code := made.At("code").String()
		open := func(b map[string]any) apitest.Call {
			return apitest.Call{Method: "POST", Path: "/guest", As: "nobody", Body: b}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "unknown", Call: open(map[string]any{"code": "plg_unknown"}), Status: 404,
				Holds: []string{"ended or expired"}},
			{Name: "of another kind", Call: open(map[string]any{"code": s.Tokens["owner"]}), Status: 404,
				Holds: []string{"ended or expired"}},
			{Name: "no passcode", Call: open(map[string]any{"code": code}), Status: 401,
				Holds: []string{"/passcode", "missing"}},
			{Name: "a wrong one", Call: open(map[string]any{"code": code, "passcode": "open barley"}), Status: 401,
				Holds: []string{"/passcode", "wrong"}},
			{Name: "an impossible one", Call: open(map[string]any{"code": code, "passcode": "\u0000"}), Status: 401,
				Holds: []string{"/passcode"}},
		})
		r := s.Expect(open(map[string]any{"code": code, "passcode": "open sesame"}), http.StatusCreated)
		cookie := r.Header.Get("Set-Cookie")
		if !strings.Contains(cookie, "plumbline_session=pls_") || !strings.Contains(cookie, "HttpOnly") {
			t.Fatalf("the cookie is %q", cookie)
		}
		s.Sessions["guest session"] = strings.TrimPrefix(strings.SplitN(cookie, ";", 2)[0], "plumbline_session=")
		ends, err := time.Parse(time.RFC3339, r.Tree(t).At("expires_at").String())
		if apitest.Must(t, err); ends.After(time.Now().Add(time.Hour)) {
			t.Errorf("the session outlives its link: it ends at %s", ends)
		}
		audit := string(s.Do(apitest.Call{Method: "GET", Path: "/audit", As: "owner"}).Body)
		if !strings.Contains(audit, `"opened"`) || !strings.Contains(audit, "Guest: The board") ||
			!strings.Contains(audit, "127.0.0.1") {
			t.Errorf("the audit does not tell who opened the link, from where: %s", audit)
		}
		read := apitest.Call{Method: "GET", Path: "/workloads/" + id + "/lenses/service-basics", As: "guest session"}
		s.RunScenarios([]apitest.Scenario{
			{Name: "it reads", Call: read, Status: 200},
			{Name: "opens are counted", Call: apitest.Call{Method: "GET", Path: at, As: "architect"}, Status: 200,
				Holds: []string{`"opens":1`}},
			{Name: "revoke as a stranger", Call: apitest.Call{Method: "DELETE", Path: at + "/" + made.At("id").String(),
				As: "stranger"}, Status: 404},
			{Name: "revoke", Call: apitest.Call{Method: "DELETE", Path: at + "/" + made.At("id").String(), As: "architect"},
				Status: 204, Changes: true},
			{Name: "gone at once", Call: read, Status: 401},
			{Name: "opens no more", Call: open(map[string]any{"code": code, "passcode": "open sesame"}), Status: 404,
				Holds: []string{"ended or expired"}},
			{Name: "revoke again", Call: apitest.Call{Method: "DELETE", Path: at + "/" + made.At("id").String(),
				As: "architect"}, Status: 204},
		})
	})
}

// Passcodes can't be guessed at, and a session that was handed to the guest before is worth nothing after.
func TestGuestGuards(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		code, _, err := s.Service.GuestLinks.Create(s.Owner, models.ReviewPath{Workload: id, Lens: "service-basics"},
			models.GuestInput{Name: "The board", Passcode: "open sesame", ExpiresAt: time.Now().Add(48 * time.Hour)},
			models.IdempotencyKey{})
		apitest.Must(t, err)
		status := 0
		for i := 0; i < 10 && status != http.StatusTooManyRequests; i++ {
			status = s.Do(apitest.Call{Method: "POST", Path: "/guest", As: "nobody",
				Body: map[string]any{"code": code, "passcode": fmt.Sprint("guess ", i)}}).Status
		}
		if status != http.StatusTooManyRequests {
			t.Errorf("after ten wrong passcodes the next one gets %d", status)
		}
		s.Guest("planted", id, "service-basics")
		other, _, err := s.Service.GuestLinks.Create(s.Owner, models.ReviewPath{Workload: id, Lens: "service-basics"},
			models.GuestInput{Name: "The board", ExpiresAt: time.Now().Add(48 * time.Hour)}, models.IdempotencyKey{})
		apitest.Must(t, err)
		s.Expect(apitest.Call{Method: "POST", Path: "/guest", As: "planted session", Body: map[string]any{"code": other}},
			http.StatusCreated)
		s.Expect(apitest.Call{Method: "GET", Path: "/session", As: "planted session"}, http.StatusUnauthorized)
	})
}

// A link's end ends its sessions, by the clock, and so does the end of the review.
func TestGuestLinksEnd(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		opt := apitest.ServiceOptions()
		opt.Clock = func() time.Time { return time.Now().Add(-time.Hour) }
		past := service.New(s.Store, opt)
		code, _, err := past.GuestLinks.Create(s.Owner, models.ReviewPath{Workload: id, Lens: "service-basics"},
			models.GuestInput{Name: "The board", ExpiresAt: time.Now().Add(-time.Minute)}, models.IdempotencyKey{})
		apitest.Must(t, err)
		s.Sessions["late session"], _, err = past.Guests.Open(t.Context(), access.GuestEntry{Code: code})
		apitest.Must(t, err)
		s.Guest("guest", id, "service-basics")
		read := func(as string) apitest.Call {
			return apitest.Call{Method: "GET", Path: "/workloads/" + id + "/lenses/service-basics", As: as}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "over", Call: apitest.Call{Method: "POST", Path: "/guest", As: "nobody", Body: map[string]any{"code": code}},
				Status: 404, Holds: []string{"ended or expired"}},
			{Name: "its session", Call: read("late session"), Status: 401},
			{Name: "another's", Call: read("guest session"), Status: 200},
		})
		s.Expect(apitest.Call{Method: "DELETE", Path: "/workloads/" + id + "/lenses/service-basics?confirm=service-basics",
			As: "owner"}, 204)
		s.OK("POST", "/workloads/"+id+"/lenses", map[string]any{"lens": "service-basics"})
		s.Expect(read("guest session"), http.StatusUnauthorized)
	})
}

// A guest reads the review that the link opens, and nothing else of the workload or beside it.
func TestAGuestSeesOneReview(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		s.OK("POST", "/lenses", apitest.EditedLens(t, `"name": "Service basics"`, `"name": "Other basics"`))
		s.OK("POST", "/lenses/other-basics/versions", map[string]any{"version": "1.0"})
		s.OK("POST", "/workloads/"+id+"/lenses", map[string]any{"lens": "other-basics"})
		s.OK("PATCH", "/workloads/"+id+"/lenses/other-basics", map[string]any{"notes": "not for guests"})
		s.OK("PATCH", "/workloads/"+id+"/lenses/service-basics/answers/backup", map[string]any{"notes": "for guests"})
		s.OK("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "First"})
		elsewhere := s.OK("POST", "/workloads", apitest.WorkloadBody("Elsewhere", "service-basics")).At("id").String()
		s.Guest("guest", id, "service-basics")
		read := func(path string) apitest.Call { return apitest.Call{Method: "GET", Path: path, As: "guest session"} }
		at, other := "/workloads/"+id, "/workloads/"+elsewhere
		secret := []string{"not for guests", "other-basics", "Other basics"}
		s.RunScenarios([]apitest.Scenario{
			{Name: "session", Call: read("/session"), Status: 200, Holds: []string{`"kind":"guest"`, id}},
			{Name: "review", Call: read(at + "/lenses/service-basics"), Status: 200},
			{Name: "answers", Call: read(at + "/lenses/service-basics/answers"), Status: 200, Holds: []string{"for guests"}},
			{Name: "answer", Call: read(at + "/lenses/service-basics/answers/backup"), Status: 200},
			{Name: "plan", Call: read(at + "/plan"), Status: 200, Holds: []string{"service-basics"}, Lacks: secret},
			{Name: "another lens", Call: read(at + "/lenses/other-basics"), Status: 404, Holds: []string{"No lens"},
				Lacks: []string{"not for guests"}},
			{Name: "a lens that is none", Call: read(at + "/lenses/nothing"), Status: 404, Holds: []string{"No lens"}},
			{Name: "its answers", Call: read(at + "/lenses/other-basics/answers"), Status: 404},
			{Name: "its answer", Call: read(at + "/lenses/other-basics/answers/backup"), Status: 404},
			{Name: "plan of another lens", Call: read(at + "/plan?lens=other-basics"), Status: 404},
			{Name: "plan of a milestone", Call: read(at + "/plan?milestone=1"), Status: 403},
			{Name: "report of a milestone", Call: read(at + "/report.pdf?milestone=1"), Status: 403},
			{Name: "report of another lens", Call: read(at + "/report.pdf?lens=other-basics"), Status: 404},
			{Name: "another workload", Call: read(other + "/lenses/service-basics"), Status: 404},
			{Name: "its plan", Call: read(other + "/plan"), Status: 404},
			{Name: "its report", Call: read(other + "/report.pdf"), Status: 404},
			{Name: "report", Call: read(at + "/report.pdf"), Status: 200, Changes: true},
		})
		guestReport(s, at)
	})
}

// guestReport looks into the PDF: watermark and the one review, nothing else.
func guestReport(s *apitest.Server, at string) {
	s.T.Helper()
	pdf := s.Expect(apitest.Call{Method: "GET", Path: at + "/report.pdf", As: "guest session"}, 200).Body
	if audit := string(s.Do(apitest.Call{Method: "GET", Path: "/audit?limit=1",
		As: "owner"}).Body); !strings.Contains(audit, `"downloaded"`) {
		s.T.Errorf("the audit does not tell of the download: %s", audit)
	}
	for _, tool := range []string{"pdftotext", "qpdf"} {
		if _, err := exec.LookPath(tool); err != nil && os.Getenv("CI") == "" {
			s.T.Logf("%s is not installed: what is in the report is not looked at", tool)
			return
		}
	}
	file := filepath.Join(s.T.TempDir(), "guest.pdf")
	apitest.Must(s.T, os.WriteFile(file, pdf, 0o600))
	text, err := exec.Command("pdftotext", "-raw", file, "-").Output()
	apitest.Must(s.T, err)
	for i, page := range strings.Split(strings.TrimSuffix(string(text), "\f"), "\f") {
		if !strings.Contains(page, "Guest copy for The board · link of "+time.Now().UTC().Format("2 Jan 2006")) {
			s.T.Errorf("page %d has no watermark: %s", i+1, page)
		}
		if strings.Contains(page, "Other basics") || strings.Contains(page, "not for guests") {
			s.T.Errorf("page %d shows another review: %s", i+1, page)
		}
	}
	if out, err := exec.Command("qpdf", "--check", file).CombinedOutput(); err != nil {
		s.T.Errorf("qpdf: %v: %s", err, out)
	}
}
