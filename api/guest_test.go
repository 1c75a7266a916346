package api_test

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/access"
)

func TestGuestLinks(t *testing.T) {
	each(t, func(s *server) {
		at := "/workloads/" + s.sample() + "/lenses/service-basics/guest-links"
		post := func(as string, b any) call { return call{method: "POST", path: at, as: as, body: b} }
		body := func(pairs ...any) map[string]any {
			b := map[string]any{"name": "The board", "expires_at": time.Now().Add(time.Hour)}
			for i := 0; i < len(pairs); i += 2 {
				b[pairs[i].(string)] = pairs[i+1]
			}
			return b
		}
		s.run([]scenario{
			{name: "nobody", call: post("nobody", body()), status: 401},
			{name: "stranger", call: post("stranger", body()), status: 404},
			{name: "too weak a role", call: post("contributor", body()), status: 403},
			{name: "no end", call: post("architect", map[string]any{"name": "The board"}), status: 422, holds: []string{"/expires_at"}},
			{name: "ended before it began", call: post("architect", body("expires_at", time.Now().Add(-time.Second))), status: 422, holds: []string{"/expires_at"}},
			{name: "for too long", call: post("architect", body("expires_at", time.Now().Add(models.MaxGuestTTL+time.Minute))), status: 422, holds: []string{"/expires_at"}},
			{name: "a short passcode", call: post("architect", body("passcode", "12345")), status: 422, holds: []string{"/passcode"}},
			{name: "a role, smuggled", call: post("architect", body("role", "owner")), status: 422, holds: []string{"/role"}},
			{name: "a lens that is not applied", call: call{method: "POST", path: strings.Replace(at, "service-basics", "none", 1), as: "architect", body: body()}, status: 404},
			{name: "made", call: post("architect", body("passcode", "open sesame")), status: 201, holds: []string{"/guest#plg_", `"passcode":true`}, lacks: []string{"sesame", "argon2"}, changes: true},
			{name: "list as a contributor", call: call{method: "GET", path: at, as: "contributor"}, status: 403},
			{name: "listed without its secret", call: call{method: "GET", path: at, as: "architect"}, status: 200, holds: []string{"The board"}, lacks: []string{"plg_", "argon2"}},
			{name: "no secret in the audit", call: call{method: "GET", path: "/audit", as: "owner"}, status: 200, holds: []string{"guest link"}, lacks: []string{"plg_", "sesame"}},
		})
	})
}

func TestOpenAGuestLink(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		at := "/workloads/" + id + "/lenses/service-basics/guest-links"
		made := s.ok("POST", at, map[string]any{"name": "The board", "passcode": "open sesame", "expires_at": time.Now().Add(time.Hour)})
		code := made.at("code").String()
		open := func(b map[string]any) call { return call{method: "POST", path: "/guest", as: "nobody", body: b} }
		s.run([]scenario{
			{name: "unknown", call: open(map[string]any{"code": "plg_unknown"}), status: 404, holds: []string{"not valid any more"}},
			{name: "of another kind", call: open(map[string]any{"code": s.tokens["owner"]}), status: 404, holds: []string{"not valid any more"}},
			{name: "no passcode", call: open(map[string]any{"code": code}), status: 401, holds: []string{"/passcode", "missing"}},
			{name: "a wrong one", call: open(map[string]any{"code": code, "passcode": "open barley"}), status: 401, holds: []string{"/passcode", "wrong"}},
			{name: "an impossible one", call: open(map[string]any{"code": code, "passcode": "\u0000"}), status: 401, holds: []string{"/passcode"}},
		})
		r := s.expect(open(map[string]any{"code": code, "passcode": "open sesame"}), http.StatusCreated)
		cookie := r.header.Get("Set-Cookie")
		if !strings.Contains(cookie, "plumbline_session=pls_") || !strings.Contains(cookie, "HttpOnly") {
			t.Fatalf("the cookie is %q", cookie)
		}
		s.signed["guest session"] = strings.TrimPrefix(strings.SplitN(cookie, ";", 2)[0], "plumbline_session=")
		ends, err := time.Parse(time.RFC3339, r.tree(t).at("expires_at").String())
		if must(t, err); ends.After(time.Now().Add(time.Hour)) {
			t.Errorf("the session outlives its link: it ends at %s", ends)
		}
		audit := string(s.do(call{method: "GET", path: "/audit", as: "owner"}).body)
		if !strings.Contains(audit, `"opened"`) || !strings.Contains(audit, "Guest: The board") || !strings.Contains(audit, "127.0.0.1") {
			t.Errorf("the audit does not tell who opened the link, from where: %s", audit)
		}
		read := call{method: "GET", path: "/workloads/" + id + "/lenses/service-basics", as: "guest session"}
		s.run([]scenario{
			{name: "it reads", call: read, status: 200},
			{name: "opens are counted", call: call{method: "GET", path: at, as: "architect"}, status: 200, holds: []string{`"opens":1`}},
			{name: "revoke as a stranger", call: call{method: "DELETE", path: at + "/" + made.at("id").String(), as: "stranger"}, status: 404},
			{name: "revoke", call: call{method: "DELETE", path: at + "/" + made.at("id").String(), as: "architect"}, status: 204, changes: true},
			{name: "gone at once", call: read, status: 401},
			{name: "opens no more", call: open(map[string]any{"code": code, "passcode": "open sesame"}), status: 404, holds: []string{"not valid any more"}},
			{name: "revoke again", call: call{method: "DELETE", path: at + "/" + made.at("id").String(), as: "architect"}, status: 204},
		})
	})
}

// Passcodes can't be guessed at, and a session that was handed to the guest before is worth nothing after.
func TestGuestGuards(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		code, _, err := s.svc.Guests.Create(s.owner, models.ReviewPath{Workload: id, Lens: "service-basics"},
			models.GuestInput{Name: "The board", Passcode: "open sesame", ExpiresAt: time.Now().Add(48 * time.Hour)})
		must(t, err)
		status := 0
		for i := 0; i < 10 && status != http.StatusTooManyRequests; i++ {
			status = s.do(call{method: "POST", path: "/guest", as: "nobody", body: map[string]any{"code": code, "passcode": fmt.Sprint("guess ", i)}}).status
		}
		if status != http.StatusTooManyRequests {
			t.Errorf("after ten wrong passcodes the next one gets %d", status)
		}
		s.guest("planted", id, "service-basics")
		other, _, err := s.svc.Guests.Create(s.owner, models.ReviewPath{Workload: id, Lens: "service-basics"},
			models.GuestInput{Name: "The board", ExpiresAt: time.Now().Add(48 * time.Hour)})
		must(t, err)
		s.expect(call{method: "POST", path: "/guest", as: "planted session", body: map[string]any{"code": other}}, http.StatusCreated)
		s.expect(call{method: "GET", path: "/session", as: "planted session"}, http.StatusUnauthorized)
	})
}

// A link's end ends its sessions, by the clock, and so does the end of the review.
func TestGuestLinksEnd(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		opt := options()
		opt.Clock = func() time.Time { return time.Now().Add(-time.Hour) }
		past := service.New(s.store, opt)
		code, _, err := past.Guests.Create(s.owner, models.ReviewPath{Workload: id, Lens: "service-basics"},
			models.GuestInput{Name: "The board", ExpiresAt: time.Now().Add(-time.Minute)})
		must(t, err)
		s.signed["late session"], _, err = past.Guests.Open(t.Context(), access.GuestEntry{Code: code})
		must(t, err)
		s.guest("guest", id, "service-basics")
		read := func(as string) call {
			return call{method: "GET", path: "/workloads/" + id + "/lenses/service-basics", as: as}
		}
		s.run([]scenario{
			{name: "over", call: call{method: "POST", path: "/guest", as: "nobody", body: map[string]any{"code": code}}, status: 404, holds: []string{"not valid any more"}},
			{name: "its session", call: read("late session"), status: 401},
			{name: "another's", call: read("guest session"), status: 200},
		})
		s.expect(call{method: "DELETE", path: "/workloads/" + id + "/lenses/service-basics?confirm=service-basics", as: "owner"}, 204)
		s.ok("POST", "/workloads/"+id+"/lenses", map[string]any{"lens": "service-basics"})
		s.expect(read("guest session"), http.StatusUnauthorized)
	})
}

// A guest reads the review that the link opens, and nothing else of the workload or beside it.
func TestAGuestSeesOneReview(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		s.ok("POST", "/lenses", edited(t, `"name": "Service basics"`, `"name": "Other basics"`))
		s.ok("POST", "/lenses/other-basics/versions", map[string]any{"version": "1.0"})
		s.ok("POST", "/workloads/"+id+"/lenses", map[string]any{"lens": "other-basics"})
		s.ok("PATCH", "/workloads/"+id+"/lenses/other-basics", map[string]any{"notes": "not for guests"})
		s.ok("PATCH", "/workloads/"+id+"/lenses/service-basics/answers/backup", map[string]any{"notes": "for guests"})
		s.ok("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "First"})
		elsewhere := s.ok("POST", "/workloads", workload("Elsewhere", "service-basics")).at("id").String()
		s.guest("guest", id, "service-basics")
		read := func(path string) call { return call{method: "GET", path: path, as: "guest session"} }
		at, other := "/workloads/"+id, "/workloads/"+elsewhere
		secret := []string{"not for guests", "other-basics", "Other basics"}
		s.run([]scenario{
			{name: "session", call: read("/session"), status: 200, holds: []string{`"kind":"guest"`, id}},
			{name: "review", call: read(at + "/lenses/service-basics"), status: 200},
			{name: "answers", call: read(at + "/lenses/service-basics/answers"), status: 200, holds: []string{"for guests"}},
			{name: "answer", call: read(at + "/lenses/service-basics/answers/backup"), status: 200},
			{name: "plan", call: read(at + "/plan"), status: 200, holds: []string{"service-basics"}, lacks: secret},
			{name: "another lens", call: read(at + "/lenses/other-basics"), status: 404, holds: []string{"No lens"}, lacks: []string{"not for guests"}},
			{name: "a lens that is none", call: read(at + "/lenses/nothing"), status: 404, holds: []string{"No lens"}},
			{name: "its answers", call: read(at + "/lenses/other-basics/answers"), status: 404},
			{name: "its answer", call: read(at + "/lenses/other-basics/answers/backup"), status: 404},
			{name: "plan of another lens", call: read(at + "/plan?lens=other-basics"), status: 404},
			{name: "plan of a milestone", call: read(at + "/plan?milestone=1"), status: 403},
			{name: "report of a milestone", call: read(at + "/report.pdf?milestone=1"), status: 403},
			{name: "report of another lens", call: read(at + "/report.pdf?lens=other-basics"), status: 404},
			{name: "another workload", call: read(other + "/lenses/service-basics"), status: 404},
			{name: "its plan", call: read(other + "/plan"), status: 404},
			{name: "its report", call: read(other + "/report.pdf"), status: 404},
			{name: "report", call: read(at + "/report.pdf"), status: 200, changes: true},
		})
		s.guestReport(at)
	})
}

// guestReport looks into the PDF: watermark and the one review, nothing else.
func (s *server) guestReport(at string) {
	s.t.Helper()
	pdf := s.expect(call{method: "GET", path: at + "/report.pdf", as: "guest session"}, 200).body
	if audit := string(s.do(call{method: "GET", path: "/audit?limit=1", as: "owner"}).body); !strings.Contains(audit, `"downloaded"`) {
		s.t.Errorf("the audit does not tell of the download: %s", audit)
	}
	for _, tool := range []string{"pdftotext", "qpdf"} {
		if _, err := exec.LookPath(tool); err != nil && os.Getenv("CI") == "" {
			s.t.Logf("%s is not installed: what is in the report is not looked at", tool)
			return
		}
	}
	file := filepath.Join(s.t.TempDir(), "guest.pdf")
	must(s.t, os.WriteFile(file, pdf, 0o600))
	text, err := exec.Command("pdftotext", "-raw", file, "-").Output()
	must(s.t, err)
	for i, page := range strings.Split(strings.TrimSuffix(string(text), "\f"), "\f") {
		if !strings.Contains(page, "Guest copy for The board · link of "+time.Now().UTC().Format("2 Jan 2006")) {
			s.t.Errorf("page %d has no watermark: %s", i+1, page)
		}
		if strings.Contains(page, "Other basics") || strings.Contains(page, "not for guests") {
			s.t.Errorf("page %d shows another review: %s", i+1, page)
		}
	}
	if out, err := exec.Command("qpdf", "--check", file).CombinedOutput(); err != nil {
		s.t.Errorf("qpdf: %v: %s", err, out)
	}
}

// Whatever the API can do, a guest gets only what the table of this test names: a new route is refused until somebody
// decides otherwise.
func TestGuestsGetReadsOfTheReviewOnly(t *testing.T) {
	open := map[string]int{"getReview": 200, "listAnswers": 200, "getAnswer": 200, "getPlan": 200, "getReport": 200, "watchReview": 200, "getSession": 200, "signOut": 204}
	for id, row := range permissionTable {
		nobody, guest := row[0], row[len(row)-1]
		want, named := open[id]
		if !named {
			want = http.StatusForbidden
			if nobody != http.StatusUnauthorized {
				want = nobody
			}
		}
		if guest != want {
			t.Errorf("%s: a guest gets %d, want %d", id, guest, want)
		}
	}
}
