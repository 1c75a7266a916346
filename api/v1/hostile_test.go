package v1_test

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

	"plumbline/api/apitest"
	"plumbline/models"
)

// Paths, bodies and headers as no decent client sends them.
func TestHostileRequests(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		at := "/workloads/" + id + "/lenses/service-basics"
		answer := func(body any) apitest.Call {
			return apitest.Call{Method: "PUT", Path: at + "/answers/backup", As: "contributor", Body: body}
		}
		create := func(body any) apitest.Call {
			return apitest.Call{Method: "POST", Path: "/workloads", As: "architect", Body: body}
		}
		with := func(member string, value any) map[string]any {
			w := apitest.WorkloadBody("Another")
			w[member] = value
			return w
		}
		token := func(body string) apitest.Call {
			return apitest.Call{Method: "POST", Path: "/tokens", As: "owner", Body: body}
		}
		const aTime = "must be a time such as 2026-11-23T10:00:00Z"
		s.RunScenarios([]apitest.Scenario{
			{Name: "NUL in a lens", Call: apitest.Call{Method: "GET", Path: "/workloads/" + id + "/lenses/%00", As: "viewer"},
				Status: 404, Code: "not_found"},
			{Name: "bad UTF-8 in a lens", Call: apitest.Call{Method: "GET", Path: "/workloads/" + id + "/lenses/%ff",
				As: "viewer"}, Status: 404, Code: "not_found"},
			{Name: "NUL in a question", Call: apitest.Call{Method: "PUT", Path: at + "/answers/a%00", As: "contributor",
				Body: `{`}, Status: 404, Code: "not_found"},
			{Name: "NUL in a version", Call: apitest.Call{Method: "GET", Path: "/lenses/service-basics/versions/%00",
				As: "viewer"}, Status: 404, Code: "not_found"},
			{Name: "NUL in a token, before the permission", Call: apitest.Call{Method: "DELETE", Path: "/tokens/%00",
				As: "viewer"}, Status: 404, Code: "not_found"},

			{Name: "body that is not UTF-8", Call: answer("{\"notes\":\"a\xffb\"}"), Status: 400, Code: "invalid",
				Holds: []string{"UTF-8"}},
			{Name: "null", Call: answer(" null\n"), Status: 422, Holds: []string{"ust be an object", `"pointer":""`}},
			{Name: "null for a member", Call: answer(`{"notes":null}`), Status: 200},
			{Name: "number as the body", Call: answer(`7`), Status: 422, Holds: []string{"ust be an object"}},
			{Name: "member in other letters", Call: answer(`{"NOTES":"x"}`), Status: 422,
				Holds: []string{`"pointer":"/NOTES"`, "not a member"}},
			{Name: "member in letters that fold to it", Call: answer(`{"\u017felected":[]}`), Status: 422,
				Holds: []string{"not a member"}},
			{Name: "member below in other letters", Call: answer(`{"not_applicable":{"backup_daily":{"Reason":"OTHER"}}}`),
				Status: 422, Holds: []string{`"pointer":"/not_applicable/backup_daily/Reason"`}},
			{Name: "member twice", Call: answer(`{"notes":"x","notes":"y"}`), Status: 422,
				Holds: []string{`"pointer":"/notes"`, "more than once"}},
			{Name: "key twice", Call: answer(`{"choice_notes":{"backup_daily":"x","backup\u005fdaily":"y"}}`), Status: 422,
				Holds: []string{`"pointer":"/choice_notes/backup_daily"`, "more than once"}},
			{Name: "faults all at once",
				Call: answer(`{"notes":7,"applicable":"no","colour":{"notes":{}},"selected":["backup_daily",{}]}`), Status: 422,
				Holds: []string{`"pointer":"/notes","message":"must be a string"`,
					`"pointer":"/applicable","message":"must be true or false"`, `"/colour"`, `"pointer":"/selected/1"`},
				Lacks: []string{"colour/"}},
			{Name: "many unknown members", Call: answer("{" + manyMembers(5000) + `"x":1}`), Status: 422,
				Lacks: []string{"m4000"}},
			{Name: "deep", Call: answer(strings.Repeat(`{"notes":`, 200_000)), Status: 400},
			{Name: "deep in what is not known", Call: answer(`{"x":` + strings.Repeat(`[`, 9000) + strings.Repeat(`]`, 9000) +
				`}`), Status: 422, Holds: []string{`"pointer":"/x"`}},

			{Name: "number for a name", Call: create(with("name", 7)), Status: 422, Holds: []string{`"pointer":"/name"`},
				Lacks: []string{"workloadBody"}},
			{Name: "number in a list", Call: create(with("account_ids", []any{"111122223333", 7})), Status: 422,
				Holds: []string{`"pointer":"/account_ids/1"`}},
			{Name: "tag that is a number", Call: create(with("tags", map[string]any{"a/b~c": 7})), Status: 422,
				Holds: []string{`"pointer":"/tags/a~1b~0c"`}},
			{Name: "tag that is too long", Call: create(with("tags", map[string]any{"a/b~c": strings.Repeat("x", 257)})),
				Status: 422, Holds: []string{`"pointer":"/tags/a~1b~0c"`}},
			{Name: "unknown member with a slash", Call: create(with("a/b~c", 7)), Status: 422,
				Holds: []string{`"pointer":"/a~1b~0c"`}},
			{Name: "query parameter with a slash", Call: apitest.Call{Method: "GET", Path: "/workloads?a/b~c=1", As: "viewer"},
				Status: 422, Holds: []string{`"pointer":"/a~1b~0c"`}},

			{Name: "word for a time", Call: token(`{"name":"Late","role":"viewer","expires_at":"x"}`), Status: 422,
				Holds: []string{`"pointer":"/expires_at"`, aTime}, Lacks: []string{"2006"}},
			{Name: "number for a time", Call: token(`{"name":"Late","role":"viewer","expires_at":5}`), Status: 422,
				Holds: []string{`"pointer":"/expires_at"`, aTime}},
			{Name: "time without a zone", Call: token(`{"name":"Late","role":"viewer","expires_at":"2999-01-01T00:00:00"}`),
				Status: 422, Holds: []string{aTime}},
			{Name: "time that is escaped",
				Call: token(`{"name":"Late","role":"viewer","expires_at":"2999\u002d01-01T00:00:00Z"}`), Status: 422,
				Lacks: []string{"2006"}},
			{Name: "time that no reply can hold",
				Call: token(`{"name":"Late","role":"viewer","expires_at":"9999-12-31T23:59:59-10:00"}`), Status: 422,
				Holds: []string{aTime}},

			{Name: "unknown choice that does not apply", Call: answer(`{"not_applicable":{"a/b":{}}}`), Status: 422,
				Holds: []string{`"pointer":"/not_applicable/a~1b"`}},
			{Name: "unknown choice with notes", Call: answer(`{"choice_notes":{"a~b":"x"}}`), Status: 422,
				Holds: []string{`"pointer":"/choice_notes/a~0b"`}},
			{Name: "none of these does not apply", Call: answer(`{"not_applicable":{"backup_no":{}}}`), Status: 422,
				Holds: []string{`"pointer":"/not_applicable/backup_no"`}},
			{Name: "reason that is none", Call: answer(`{"not_applicable":{"backup_daily":{"reason":"BORED"}}}`), Status: 422,
				Holds: []string{`"pointer":"/not_applicable/backup_daily/reason"`}},
			{Name: "choice notes that no database keeps", Call: answer(`{"choice_notes":{"backup_daily":"\u0000"}}`),
				Status: 422, Holds: []string{`"pointer":"/choice_notes/backup_daily"`}},
			{Name: "choice notes over those of not_applicable",
				Call: answer(`{"not_applicable":{"backup_daily":{}},"choice_notes":{"backup_daily":"\u0000"}}`), Status: 422,
				Holds: []string{`"pointer":"/choice_notes/backup_daily"`}},
			{Name: "too many choices", Call: answer("{\"choice_notes\":{" +
				strings.TrimSuffix(strings.ReplaceAll(manyMembers(16), ":1", `:"x"`), ",") + "}}"), Status: 422,
				Holds: []string{`"pointer":"/choice_notes"`}},
			{Name: "in place and not applicable",
				Call: answer(`{"selected":["backup_daily"],"not_applicable":{"backup_daily":{}}}`), Status: 422,
				Holds: []string{`"pointer":"/not_applicable/backup_daily"`}},
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
	apitest.Each(t, func(s *apitest.Server) {
		at := "/workloads/" + s.Sample()
		var rows []apitest.Scenario
		for tag, status := range map[string]int{
			`W/"1"`: 412, `"01"`: 412, `"99999999999999999999"`: 412, `"2"`: 412, `"+1"`: 422, `1`: 422, `"1`: 422, `"-1"`: 422,
			``: 422, ` `: 422,
			`"999", "1"`: 422, `"x"`: 422, `w/"1"`: 422,
		} {
			rows = append(rows, apitest.Scenario{Name: "If-Match: " + tag, Status: status,
				Call: apitest.Call{Method: "PATCH", Path: at, As: "architect", Body: `{"industry":"X"}`,
					Header: map[string]string{"If-Match": tag}}})
		}
		s.RunScenarios(rows)
		send := func(tags ...string) int {
			req, err := http.NewRequestWithContext(s.T.Context(), "PATCH", s.URL+"/api/v1"+at,
				strings.NewReader(`{"industry":"Y"}`))
			apitest.Must(s.T, err)
			req.Header.Set("Authorization", "Bearer "+s.Tokens["architect"])
			req.Header["If-Match"] = tags
			res, err := http.DefaultClient.Do(req)
			apitest.Must(s.T, err)
			apitest.Must(s.T, res.Body.Close())
			return res.StatusCode
		}
		if got := send(`"1"`, `"1"`); got != 422 {
			s.T.Errorf("two If-Match lines: %d", got)
		}
		if got := send(`*`); got != 200 {
			s.T.Errorf("If-Match: *: %d", got)
		}
		if got := send(`"2"`); got != 200 {
			s.T.Errorf("the right ETag: %d", got)
		}
	})
}

// HEAD answers like GET, without the body.
func TestHead(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		number := s.OK("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "One"}).At("number").String()
		fill := strings.NewReplacer("{workload}", id, "{lens}", "service-basics", "{version}", "1.0", "{question}", "backup",
			"{number}", number)
		for _, route := range s.Spec.Routes {
			// that goes on for ever: see TestHeadOfEvents
			if route.Method != "GET" || strings.HasSuffix(route.Template, "/events") {
				continue
			}
			for _, as := range []string{"owner", "nobody"} {
				got, head := askPlainly(s, "GET", fill.Replace(route.Template), as),
					askPlainly(s, "HEAD", fill.Replace(route.Template), as)
				if got.Status != head.Status || len(head.Body) > 0 || len(got.Body) == 0 {
					s.T.Errorf("%s as %s: GET %d, HEAD %d with %d bytes", route.Template, as, got.Status, head.Status, len(head.Body))
				}
				for _, name := range []string{"Content-Type", "ETag", "Cache-Control", "Content-Disposition"} {
					if got.Header.Get(name) != head.Header.Get(name) {
						s.T.Errorf("%s as %s: %s of GET is %q, of HEAD %q", route.Template, as, name, got.Header.Get(name),
							head.Header.Get(name))
					}
				}
			}
		}
		if r := askPlainly(s, "HEAD", "/workloads/import", "owner"); r.Status != 404 && r.Status != 405 {
			s.T.Errorf("HEAD of what has no GET: %d", r.Status)
		}
	})
}

// askPlainly asks without holding the reply against the OpenAPI document, which does not list HEAD.
func askPlainly(s *apitest.Server, method, path, as string) apitest.Reply {
	s.T.Helper()
	req, err := http.NewRequestWithContext(s.T.Context(), method, s.URL+"/api/v1"+path, nil)
	apitest.Must(s.T, err)
	if token, ok := s.Tokens[as]; ok {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultClient.Do(req)
	apitest.Must(s.T, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	apitest.Must(s.T, err)
	return apitest.Reply{Status: res.StatusCode, Header: res.Header, Body: body}
}

// A token that ends while the body of its request still arrives does not act; one that lives on does.
func TestSlowBody(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		for _, revoked := range []bool{true, false} {
			secret, tokenID := s.Token(s.Owner, models.Owner)
			body := `{"industry":"Slow"}`
			conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
			apitest.Must(s.T, err)
			apitest.Must(s.T, conn.SetDeadline(time.Now().Add(20*time.Second)))
			_, err = fmt.Fprintf(conn,
				"PATCH /api/v1/workloads/%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: "+
					"%d\r\nConnection: close\r\n\r\n%s",
				id, secret, len(body), body[:8])
			apitest.Must(s.T, err)
			time.Sleep(100 * time.Millisecond) // the server has let the token in by now
			if revoked {
				apitest.Must(s.T, s.Service.Tokens.Revoke(s.Owner, tokenID))
			}
			before := s.Fingerprint()
			time.Sleep(600 * time.Millisecond)
			_, err = io.WriteString(conn, body[8:])
			apitest.Must(s.T, err)
			res, err := http.ReadResponse(bufio.NewReader(conn), nil)
			apitest.Must(s.T, err)
			apitest.Must(s.T, res.Body.Close())
			apitest.Must(s.T, conn.Close())
			want := map[bool]int{true: 401, false: 200}[revoked]
			if changed := s.Fingerprint() != before; res.StatusCode != want || changed == revoked {
				s.T.Errorf("revoked %v: status %d, changed something: %v", revoked, res.StatusCode, changed)
			}
		}
	})
}

// An archive that does not hold together as a file is refused before it is proved.
func TestHostileArchive(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		s.OK("PUT", "/workloads/"+id+"/lenses/service-basics/answers/cost",
			map[string]any{"selected": []string{"cost_alarm"}})
		export := s.Do(apitest.Call{Method: "GET", Path: "/workloads/" + id + "/export", As: "viewer"}).Body
		file := func(edit func(map[string]any)) []byte {
			var doc map[string]any
			apitest.Must(s.T, json.Unmarshal(export, &doc))
			edit(doc)
			data, err := json.Marshal(doc)
			apitest.Must(s.T, err)
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
		imported := func(body []byte) apitest.Call {
			return apitest.Call{Method: "POST", Path: "/workloads/import?copy=true", As: "architect", Body: body}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "something behind it", Call: imported(append(bytes.Clone(export), "{}"...)), Status: 400,
				Holds: []string{"behind"}},
			{Name: "null", Call: imported([]byte("null")), Status: 422, Holds: []string{"ust be an object"}},
			{Name: "not UTF-8", Call: imported(bytes.Replace(export, []byte("Checkout"), []byte("Check\xffout"), 1)),
				Status: 400},
			{Name: "a lens version twice", Call: imported(file(func(doc map[string]any) {
				doc["lens_versions"] = append(doc["lens_versions"].([]any), version(doc))
			})), Status: 422, Holds: []string{`"pointer":"/lens_versions/1"`}},
			{Name: "bad time", Call: imported(file(func(doc map[string]any) { review(doc)["created_at"] = "yesterday" })),
				Status: 422, Holds: []string{`"pointer":"/reviews/0/created_at"`}},
			{Name: "review of version 0", Call: imported(number(review, "version", 0)), Status: 422},
			{Name: "answer of a negative version", Call: imported(number(ofAnswer, "version", -5)), Status: 422},
			{Name: "lens of line 0", Call: imported(number(version, "line", 0)), Status: 422},
			{Name: "as it is", Call: imported(export), Status: 201, Changes: true},
		})
	})
}
