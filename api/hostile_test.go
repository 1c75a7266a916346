package api_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"plumbline/models"
)

// Paths, bodies and headers as no decent client sends them.
func TestHostileRequests(t *testing.T) {
	each(t, func(s *server) {
		id := s.sample()
		at := "/workloads/" + id + "/lenses/service-basics"
		answer := func(body any) call {
			return call{method: "PUT", path: at + "/answers/backup", as: "contributor", body: body}
		}
		create := func(body any) call { return call{method: "POST", path: "/workloads", as: "architect", body: body} }
		with := func(member string, value any) map[string]any {
			w := workload("Another")
			w[member] = value
			return w
		}
		token := func(body string) call { return call{method: "POST", path: "/tokens", as: "owner", body: body} }
		const aTime = "must be a time such as 2026-11-23T10:00:00Z"
		s.run([]scenario{
			{name: "NUL in a lens", call: call{method: "GET", path: "/workloads/" + id + "/lenses/%00", as: "viewer"}, status: 404, code: "not_found"},
			{name: "bad UTF-8 in a lens", call: call{method: "GET", path: "/workloads/" + id + "/lenses/%ff", as: "viewer"}, status: 404, code: "not_found"},
			{name: "NUL in a question", call: call{method: "PUT", path: at + "/answers/a%00", as: "contributor", body: `{`}, status: 404, code: "not_found"},
			{name: "NUL in a version", call: call{method: "GET", path: "/lenses/service-basics/versions/%00", as: "viewer"}, status: 404, code: "not_found"},
			{name: "NUL in a token, before the permission", call: call{method: "DELETE", path: "/tokens/%00", as: "viewer"}, status: 404, code: "not_found"},

			{name: "body that is not UTF-8", call: answer("{\"notes\":\"a\xffb\"}"), status: 400, code: "invalid", holds: []string{"UTF-8"}},
			{name: "null", call: answer(" null\n"), status: 422, holds: []string{"ust be an object", `"pointer":""`}},
			{name: "null for a member", call: answer(`{"notes":null}`), status: 200},
			{name: "number as the body", call: answer(`7`), status: 422, holds: []string{"ust be an object"}},
			{name: "member in other letters", call: answer(`{"NOTES":"x"}`), status: 422, holds: []string{`"pointer":"/NOTES"`, "not a member"}},
			{name: "member in letters that fold to it", call: answer(`{"\u017felected":[]}`), status: 422, holds: []string{"not a member"}},
			{name: "member below in other letters", call: answer(`{"not_applicable":{"backup_daily":{"Reason":"OTHER"}}}`), status: 422, holds: []string{`"pointer":"/not_applicable/backup_daily/Reason"`}},
			{name: "member twice", call: answer(`{"notes":"x","notes":"y"}`), status: 422, holds: []string{`"pointer":"/notes"`, "more than once"}},
			{name: "key twice", call: answer(`{"choice_notes":{"backup_daily":"x","backup\u005fdaily":"y"}}`), status: 422, holds: []string{`"pointer":"/choice_notes/backup_daily"`, "more than once"}},
			{name: "faults all at once", call: answer(`{"notes":7,"applicable":"no","colour":{"notes":{}},"selected":["backup_daily",{}]}`), status: 422,
				holds: []string{`"pointer":"/notes","message":"must be a string"`, `"pointer":"/applicable","message":"must be true or false"`, `"/colour"`, `"pointer":"/selected/1"`}, lacks: []string{"colour/"}},
			{name: "many unknown members", call: answer("{" + manyMembers(5000) + `"x":1}`), status: 422, lacks: []string{"m4000"}},
			{name: "deep", call: answer(strings.Repeat(`{"notes":`, 200_000)), status: 400},
			{name: "deep in what is not known", call: answer(`{"x":` + strings.Repeat(`[`, 9000) + strings.Repeat(`]`, 9000) + `}`), status: 422, holds: []string{`"pointer":"/x"`}},

			{name: "number for a name", call: create(with("name", 7)), status: 422, holds: []string{`"pointer":"/name"`}, lacks: []string{"workloadBody"}},
			{name: "number in a list", call: create(with("account_ids", []any{"111122223333", 7})), status: 422, holds: []string{`"pointer":"/account_ids/1"`}},
			{name: "tag that is a number", call: create(with("tags", map[string]any{"a/b~c": 7})), status: 422, holds: []string{`"pointer":"/tags/a~1b~0c"`}},
			{name: "tag that is too long", call: create(with("tags", map[string]any{"a/b~c": strings.Repeat("x", 257)})), status: 422, holds: []string{`"pointer":"/tags/a~1b~0c"`}},
			{name: "unknown member with a slash", call: create(with("a/b~c", 7)), status: 422, holds: []string{`"pointer":"/a~1b~0c"`}},
			{name: "query parameter with a slash", call: call{method: "GET", path: "/workloads?a/b~c=1", as: "viewer"}, status: 422, holds: []string{`"pointer":"/a~1b~0c"`}},

			{name: "word for a time", call: token(`{"name":"Late","role":"viewer","expires_at":"x"}`), status: 422, holds: []string{`"pointer":"/expires_at"`, aTime}, lacks: []string{"2006"}},
			{name: "number for a time", call: token(`{"name":"Late","role":"viewer","expires_at":5}`), status: 422, holds: []string{`"pointer":"/expires_at"`, aTime}},
			{name: "time without a zone", call: token(`{"name":"Late","role":"viewer","expires_at":"2999-01-01T00:00:00"}`), status: 422, holds: []string{aTime}},
			{name: "time that is escaped", call: token(`{"name":"Late","role":"viewer","expires_at":"2999\u002d01-01T00:00:00Z"}`), status: 422, lacks: []string{"2006"}},
			{name: "time that no reply can hold", call: token(`{"name":"Late","role":"viewer","expires_at":"9999-12-31T23:59:59-10:00"}`), status: 422, holds: []string{aTime}},

			{name: "unknown choice that does not apply", call: answer(`{"not_applicable":{"a/b":{}}}`), status: 422, holds: []string{`"pointer":"/not_applicable/a~1b"`}},
			{name: "unknown choice with notes", call: answer(`{"choice_notes":{"a~b":"x"}}`), status: 422, holds: []string{`"pointer":"/choice_notes/a~0b"`}},
			{name: "none of these does not apply", call: answer(`{"not_applicable":{"backup_no":{}}}`), status: 422, holds: []string{`"pointer":"/not_applicable/backup_no"`}},
			{name: "reason that is none", call: answer(`{"not_applicable":{"backup_daily":{"reason":"BORED"}}}`), status: 422, holds: []string{`"pointer":"/not_applicable/backup_daily/reason"`}},
			{name: "choice notes that no database keeps", call: answer(`{"choice_notes":{"backup_daily":"\u0000"}}`), status: 422, holds: []string{`"pointer":"/choice_notes/backup_daily"`}},
			{name: "choice notes over those of not_applicable", call: answer(`{"not_applicable":{"backup_daily":{}},"choice_notes":{"backup_daily":"\u0000"}}`), status: 422, holds: []string{`"pointer":"/choice_notes/backup_daily"`}},
			{name: "too many choices", call: answer("{\"choice_notes\":{" + strings.TrimSuffix(strings.ReplaceAll(manyMembers(16), ":1", `:"x"`), ",") + "}}"), status: 422, holds: []string{`"pointer":"/choice_notes"`}},
			{name: "in place and not applicable", call: answer(`{"selected":["backup_daily"],"not_applicable":{"backup_daily":{}}}`), status: 422, holds: []string{`"pointer":"/not_applicable/backup_daily"`}},
		})
	})
}

func manyMembers(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"m%d":1,`, i)
	}
	return b.String()
}

func TestIfMatch(t *testing.T) {
	each(t, func(s *server) {
		at := "/workloads/" + s.sample()
		var rows []scenario
		for tag, status := range map[string]int{
			`W/"1"`: 412, `"01"`: 412, `"99999999999999999999"`: 412, `"2"`: 412, `"+1"`: 422, `1`: 422, `"1`: 422, `"-1"`: 422, ``: 422, ` `: 422,
			`"999", "1"`: 422, `"x"`: 422, `w/"1"`: 422,
		} {
			rows = append(rows, scenario{name: "If-Match: " + tag, status: status,
				call: call{method: "PATCH", path: at, as: "architect", body: `{"industry":"X"}`, header: map[string]string{"If-Match": tag}}})
		}
		s.run(rows)
		send := func(tags ...string) int {
			req, err := http.NewRequestWithContext(s.t.Context(), "PATCH", s.url+"/api/v1"+at, strings.NewReader(`{"industry":"Y"}`))
			must(s.t, err)
			req.Header.Set("Authorization", "Bearer "+s.tokens["architect"])
			req.Header["If-Match"] = tags
			res, err := http.DefaultClient.Do(req)
			must(s.t, err)
			must(s.t, res.Body.Close())
			return res.StatusCode
		}
		if got := send(`"1"`, `"1"`); got != 422 {
			s.t.Errorf("two If-Match lines: %d", got)
		}
		if got := send(`*`); got != 200 {
			s.t.Errorf("If-Match: *: %d", got)
		}
		if got := send(`"2"`); got != 200 {
			s.t.Errorf("the right ETag: %d", got)
		}
	})
}

// HEAD answers like GET, without the body.
func TestHead(t *testing.T) {
	each(t, func(s *server) {
		id := s.sample()
		number := s.ok("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "One"}).at("number").String()
		fill := strings.NewReplacer("{workload}", id, "{lens}", "service-basics", "{version}", "1.0", "{question}", "backup", "{number}", number)
		for _, route := range s.spec.routes {
			if route.method != "GET" || strings.HasSuffix(route.template, "/events") { // that goes on for ever: see TestHeadOfEvents
				continue
			}
			for _, as := range []string{"owner", "nobody"} {
				got, head := s.plain("GET", fill.Replace(route.template), as), s.plain("HEAD", fill.Replace(route.template), as)
				if got.status != head.status || len(head.body) > 0 || len(got.body) == 0 {
					s.t.Errorf("%s as %s: GET %d, HEAD %d with %d bytes", route.template, as, got.status, head.status, len(head.body))
				}
				for _, name := range []string{"Content-Type", "ETag", "Cache-Control", "Content-Disposition"} {
					if got.header.Get(name) != head.header.Get(name) {
						s.t.Errorf("%s as %s: %s of GET is %q, of HEAD %q", route.template, as, name, got.header.Get(name), head.header.Get(name))
					}
				}
			}
		}
		if r := s.plain("HEAD", "/workloads/import", "owner"); r.status != 404 && r.status != 405 {
			s.t.Errorf("HEAD of what has no GET: %d", r.status)
		}
	})
}

// plain asks without holding the reply against the OpenAPI document, which does not list HEAD.
func (s *server) plain(method, path, as string) reply {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.url+"/api/v1"+path, nil)
	must(s.t, err)
	if token, ok := s.tokens[as]; ok {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultClient.Do(req)
	must(s.t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	must(s.t, err)
	return reply{res.StatusCode, res.Header, body}
}

// A token that ends while the body of its request still arrives does not act; one that lives on does.
func TestSlowBody(t *testing.T) {
	each(t, func(s *server) {
		id := s.sample()
		for _, revoked := range []bool{true, false} {
			secret, tokenID := s.token(s.owner, models.Owner)
			body := `{"industry":"Slow"}`
			conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
			must(s.t, err)
			must(s.t, conn.SetDeadline(time.Now().Add(20*time.Second)))
			_, err = fmt.Fprintf(conn, "PATCH /api/v1/workloads/%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s",
				id, secret, len(body), body[:8])
			must(s.t, err)
			time.Sleep(100 * time.Millisecond) // the server has let the token in by now
			if revoked {
				must(s.t, s.svc.Tokens.Revoke(s.owner, tokenID))
			}
			before := s.fingerprint()
			time.Sleep(600 * time.Millisecond)
			_, err = io.WriteString(conn, body[8:])
			must(s.t, err)
			res, err := http.ReadResponse(bufio.NewReader(conn), nil)
			must(s.t, err)
			must(s.t, res.Body.Close())
			must(s.t, conn.Close())
			want := map[bool]int{true: 401, false: 200}[revoked]
			if changed := s.fingerprint() != before; res.StatusCode != want || changed == revoked {
				s.t.Errorf("revoked %v: status %d, changed something: %v", revoked, res.StatusCode, changed)
			}
		}
	})
}

// An archive that does not hold together as a file is refused before it is proved.
func TestHostileArchive(t *testing.T) {
	each(t, func(s *server) {
		id := s.sample()
		s.ok("PUT", "/workloads/"+id+"/lenses/service-basics/answers/cost", map[string]any{"selected": []string{"cost_alarm"}})
		export := s.do(call{method: "GET", path: "/workloads/" + id + "/export", as: "viewer"}).body
		file := func(edit func(map[string]any)) []byte {
			var doc map[string]any
			must(s.t, json.Unmarshal(export, &doc))
			edit(doc)
			data, err := json.Marshal(doc)
			must(s.t, err)
			return data
		}
		first := func(doc map[string]any, member string) map[string]any {
			return doc[member].([]any)[0].(map[string]any)
		}
		number := func(holder func(map[string]any) map[string]any, member string, n int) []byte {
			return file(func(doc map[string]any) { holder(doc)[member] = n })
		}
		review := func(doc map[string]any) map[string]any { return first(doc, "reviews") }
		version := func(doc map[string]any) map[string]any { return first(doc, "lens_versions") }
		ofAnswer := func(doc map[string]any) map[string]any { return first(review(doc), "answers") }
		imported := func(body []byte) call {
			return call{method: "POST", path: "/workloads/import?copy=true", as: "architect", body: body}
		}
		s.run([]scenario{
			{name: "something behind it", call: imported(append(bytes.Clone(export), "{}"...)), status: 400, holds: []string{"behind"}},
			{name: "null", call: imported([]byte("null")), status: 422, holds: []string{"ust be an object"}},
			{name: "not UTF-8", call: imported(bytes.Replace(export, []byte("Checkout"), []byte("Check\xffout"), 1)), status: 400},
			{name: "a lens version twice", call: imported(file(func(doc map[string]any) {
				doc["lens_versions"] = append(doc["lens_versions"].([]any), version(doc))
			})), status: 422, holds: []string{`"pointer":"/lens_versions/1"`}},
			{name: "bad time", call: imported(file(func(doc map[string]any) { review(doc)["created_at"] = "yesterday" })), status: 422, holds: []string{`"pointer":"/reviews/0/created_at"`}},
			{name: "review of version 0", call: imported(number(review, "version", 0)), status: 422},
			{name: "answer of a negative version", call: imported(number(ofAnswer, "version", -5)), status: 422},
			{name: "lens of line 0", call: imported(number(version, "line", 0)), status: 422},
			{name: "as it is", call: imported(export), status: 201, changes: true},
		})
	})
}
