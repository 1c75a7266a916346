package api_test

import (
	"bytes"
	"html"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"plumbline/api/auth"
	"plumbline/questionnaires"
	"plumbline/questionnaires/builtin"
)

// upload posts a form as multipart/form-data, with a file unless that is nil.
func (s *server) upload(as, path string, form url.Values, file []byte) reply {
	s.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	must(s.t, w.WriteField(auth.CSRFField, auth.CSRFToken(s.signed[as])))
	for k, list := range form {
		for _, v := range list {
			must(s.t, w.WriteField(k, v))
		}
	}
	if file != nil {
		part, err := w.CreateFormFile("file", "lens.json")
		must(s.t, err)
		_, err = part.Write(file)
		must(s.t, err)
	}
	must(s.t, w.Close())
	req, err := http.NewRequestWithContext(s.t.Context(), "POST", s.url+path, &body)
	must(s.t, err)
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.AddCookie(&http.Cookie{Name: "plumbline_session", Value: s.signed[as]})
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	must(s.t, err)
	defer res.Body.Close()
	var out bytes.Buffer
	_, err = out.ReadFrom(res.Body)
	must(s.t, err)
	s.checkPage(visit{method: "POST", path: path}, res, out.String())
	return reply{res.StatusCode, res.Header, out.Bytes()}
}

var (
	inputs    = regexp.MustCompile(`<input [^>]*>`)
	textareas = regexp.MustCompile(`(?s)<textarea [^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>`)
	selects   = regexp.MustCompile(`(?s)<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>`)
	attribute = regexp.MustCompile(`(\w+)="([^"]*)"`)
	anID      = regexp.MustCompile(`\sid="([^"]*)"`)
)

// formIn reads the form with the id from a page, as a browser would send it back: line ends are CR LF, and a single line has none.
func formIn(t testing.TB, page, id string) url.Values {
	t.Helper()
	_, rest, found := strings.Cut(page, `id="`+id+`"`)
	if !found {
		t.Fatalf("no form %q in %s", id, page)
	}
	body, _, _ := strings.Cut(rest, "</form>")
	form := url.Values{}
	for _, tag := range inputs.FindAllString(body, -1) {
		a := map[string]string{}
		for _, m := range attribute.FindAllStringSubmatch(tag, -1) {
			a[m[1]] = html.UnescapeString(m[2])
		}
		if a["name"] != "" && a["name"] != auth.CSRFField && (a["type"] != "checkbox" || strings.Contains(tag, " checked")) {
			form.Add(a["name"], strings.NewReplacer("\r", "", "\n", "").Replace(a["value"]))
		}
	}
	for _, m := range textareas.FindAllStringSubmatch(body, -1) {
		form.Add(m[1], strings.ReplaceAll(strings.ReplaceAll(html.UnescapeString(m[2]), "\r\n", "\n"), "\n", "\r\n"))
	}
	for _, m := range selects.FindAllStringSubmatch(body, -1) {
		value := ""
		if on := regexp.MustCompile(`value="([^"]*)" selected`).FindStringSubmatch(m[2]); on != nil {
			value = on[1]
		}
		form.Add(m[1], value)
	}
	return form
}

// after gives where a form led to, without what it says was done.
func (s *server) after(r reply) string {
	s.t.Helper()
	to, _, _ := strings.Cut(r.header.Get("Location"), "?")
	if r.status != 303 || to == "" {
		s.t.Fatalf("%d: %s", r.status, r.body)
	}
	return to
}

// A lens is written from nothing to a published version without a script, and is the lens that an import of its download gives.
func TestWriteALens(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		const who = "architect session"
		edit := s.after(s.post(who, "/lenses/new", fields("name", "Our lens", "description", "What we ask"), 303))
		s.post(who, "/lenses/new", fields("name", "our LENS"), 409)
		version := func(page string) string {
			return regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(page)[1]
		}
		page := s.get(who, edit, 200)
		s.after(s.post(who, edit+"/pillars", fields("version", version(page), "name", "Security <b>"), 303))
		stale := s.post(who, edit+"/pillars", fields("version", version(page), "name", "Too late"), 412)
		s.holds("a stale change", stale.body, "omebody changed this meanwhile", "Security &lt;b&gt;")
		page = s.get(who, edit, 200)
		question := s.after(s.post(who, edit+"/pillars/security_b", fields("version", version(page), "do", "question", "title", "How do you keep secrets?"), 303))
		if !strings.HasSuffix(question, "/edit/questions/how_do_you_keep_secrets") {
			t.Fatalf("the question is at %s", question)
		}
		form := formIn(t, s.get(who, question, 200), "question")
		form.Set("do", "choice-add")
		s.post(who, question, form, 303)
		form = formIn(t, s.get(who, question, 200), "question")
		form.Set("choice-0-title", "A vault")
		form.Set("choice-0-id", "vault")
		form.Set("choice-1-title", "Rotation")
		form.Set("choice-1-id", "rotation")
		form.Set("choice-0-why", "Line one\r\nline two")
		form.Set("choice-0-steps", "First\r\n\r\nSecond")
		form.Set("rule-0-condition", "vault && rotatoin")
		r := s.post(who, question, form, 422)
		s.holds("a rule with a mistake", r.body, "rotatoin", "rotation", `id="rule-0-condition"`, "1 field below", `value="A vault"`)
		s.holds("the check alone", s.post(who, question+"/check", form, 200).body, "rotatoin", "A vault")
		form.Set("rule-0-condition", "vault && rotation")
		form.Set("rule-1-condition", "vault")
		form.Set("rule-1-risk", "MEDIUM_RISK")
		form.Set("try", "vault")
		checked := s.post(who, question+"/check", form, 200)
		s.holds("the check", checked.body, "Truth table", "rule 2", "1 and 2", "Still missing for no risk: “Rotation”")
		form.Set("part", "1")
		if part := s.post(who, question+"/check", form, 200); len(part.body) >= len(checked.body) || bytes.Contains(part.body, []byte("<textarea")) {
			t.Error("the part of the check is the whole page")
		}
		form.Del("part")
		s.post(who, question, form, 303)
		page = s.get(who, question, 200)
		if ids := anID.FindAllString(page, -1); len(ids) < 20 || hasTwice(ids) {
			t.Errorf("ids of the editor: %v", ids)
		}
		s.post("contributor session", question, form, 403)
		s.post("stranger session", question, form, 404)

		root := strings.TrimSuffix(edit, "/edit")
		s.holds("publish", []byte(s.get(who, root+"/publish", 200)), "the first version", `value="1.0"`)
		s.post(who, root+"/publish", fields("version", "one point oh"), 422)
		s.post(who, root+"/publish", fields("version", "1.0", "kind", "major"), 303)
		page = s.get(who, edit, 200)
		s.after(s.post(who, edit+"/places/question_1", fields("version", version(page), "do", "place", "pillar", "security_b"), 303))
		s.holds("the difference", []byte(s.get("viewer session", root+"/diff?from=1.0&to=draft", 200)), "moved", "What is the first question?", "from pillar pillar_1", "can't be a minor version")
		r = s.post(who, root+"/publish", fields("version", "1.1", "kind", "minor"), 409)
		s.holds("a minor version", r.body, "publish it as a major version", `value="1.1"`)
		s.post(who, root+"/publish", fields("version", "2.0", "kind", "major"), 303)

		document := s.get("viewer session", root+"/versions/2.0/document", 200)
		if !strings.Contains(document, `"First",`) || !strings.Contains(document, `Line one\nline two`) {
			t.Errorf("the document: %s", document)
		}
		s.post(who, root+"/delete", fields("confirm", "Our"), 422)
		s.post(who, root+"/delete", fields("confirm", "Our lens"), 303)
		draft := s.after(s.upload(who, "/lenses/import", nil, []byte(document)))
		if again := s.get("viewer session", draft+"/document", 200); again != document {
			t.Error("the import of the download is another lens")
		}
		s.get("viewer session", root, 404)
	})
}

func hasTwice(list []string) bool {
	seen := map[string]bool{}
	for _, x := range list {
		if seen[x] {
			return true
		}
		seen[x] = true
	}
	return false
}

// A document with mistakes comes back whole, with each of them at its line, errors first; and goes in once they are mended.
func TestImportALensWithMistakes(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		broken := edited(t, `"name": "Service basics"`, `"name": 7`, "oncall_rota && oncall_alerts", "oncall_rote && oncall_alerts", `"id": "deploy"`, `"id": "oncall"`)
		before := s.fingerprint()
		r := s.upload("architect session", "/lenses/import", fields("document", strings.ReplaceAll(string(broken), "\n", "\r\n")), nil)
		if r.status != 422 || s.fingerprint() != before {
			t.Errorf("a broken lens: %d", r.status)
		}
		s.holds("a broken lens", r.body, "3 errors are in the way", "<code>/name</code>", "oncall_rote", "/pillars/0/questions/1/id", "<mark>7</mark>", "line 3, column 11")
		_, problems := questionnaires.Parse(broken, questionnaires.Options{})
		if got := bytes.Count(r.body, []byte(`<li class="error">`)) + bytes.Count(r.body, []byte(`<li class="warning">`)); got != len(problems) {
			t.Errorf("%d problems of %d are shown", got, len(problems))
		}
		back := textareas.FindSubmatch(r.body)
		if html.UnescapeString(string(back[2])) != string(broken) {
			t.Error("the text did not come back as it was")
		}
		for name, doc := range map[string]string{"hostile": `{"name":"</textarea><script>alert(1)</script>"`, "nothing": " ", "one long line": strings.Repeat("[", 100_000), "not UTF-8": "{\"name\":\"\xff\"}"} {
			if r := s.upload("architect session", "/lenses/import", nil, []byte(doc)); r.status != 422 || bytes.Contains(r.body, []byte("<script>")) {
				t.Errorf("%s: %d", name, r.status)
			}
		}
		if r := s.upload("architect session", "/lenses/import", nil, bytes.Repeat([]byte(" "), 5_000_000)); r.status != 413 {
			t.Errorf("five megabytes: %d", r.status)
		}
		if r := s.upload("viewer session", "/lenses/import", nil, builtin.Sample()); r.status != 403 {
			t.Errorf("a viewer: %d", r.status)
		}
		if r := s.upload("garbage session", "/lenses/import", nil, builtin.Sample()); r.status != 401 {
			t.Errorf("nobody: %d", r.status)
		}
		if s.fingerprint() != before {
			t.Error("a refused import changed something")
		}
		draft := s.after(s.upload("architect session", "/lenses/import", fields("document", strings.ReplaceAll(string(builtin.Sample()), "\n", "\r\n")), nil))
		if got := s.get("viewer session", draft+"/document", 200); got != string(builtin.Sample()) {
			t.Error("the draft is not the text that was pasted")
		}
		s.holds("findings", []byte(s.get("viewer session", draft, 200)), "Rule findings")
		root := strings.TrimSuffix(draft, "/versions/draft")
		if r := s.upload("architect session", root+"/import", fields("version", "0"), builtin.Sample()); r.status != 412 {
			t.Errorf("a stale import: %d", r.status)
		}
		if r := s.upload("architect session", root+"/import", fields("version", "1"), builtin.Sample()); r.status != 303 {
			t.Errorf("an import over the draft: %d %s", r.status, r.body)
		}
	})
}

// Real lenses go in through the page, open everywhere, and a question that is saved as it came leaves no trace.
func TestRealLensesInPages(t *testing.T) {
	files := shared(t, "lenses/*.json")
	each(t, func(s *server) {
		t := s.t
		for _, file := range files {
			doc, err := os.ReadFile(file)
			must(t, err)
			draft := s.after(s.upload("architect session", "/lenses/import", nil, doc))
			root := strings.TrimSuffix(draft, "/versions/draft")
			s.get("viewer session", draft, 200)
			s.get("viewer session", root, 200)
			s.get("architect session", root+"/edit", 200)
			lens, _ := questionnaires.Parse(doc, questionnaires.Options{})
			before := s.fingerprint()
			for _, p := range lens.Pillars {
				for _, q := range p.Questions {
					if q == p.Questions[0] {
						s.get("viewer session", draft+"/questions/"+q.ID, 200)
					}
					form := formIn(t, s.get("architect session", root+"/edit/questions/"+q.ID, 200), "question")
					s.post("architect session", root+"/edit/questions/"+q.ID, form, 303)
				}
			}
			if s.fingerprint() != before {
				after, _ := questionnaires.Parse([]byte(s.get("viewer session", draft+"/document", 200)), questionnaires.Options{})
				t.Fatalf("%s: saving the questions as they are changed the draft: %+v", file, questionnaires.Diff(lens, after))
			}
			// One question gets another title: nothing else is another one, and unknown members stay.
			q := lens.Pillars[0].Questions[0]
			form := formIn(t, s.get("architect session", root+"/edit/questions/"+q.ID, 200), "question")
			form.Set("title", "Is this another title?")
			s.post("architect session", root+"/edit/questions/"+q.ID, form, 303)
			after, problems := questionnaires.Parse([]byte(s.get("viewer session", draft+"/document", 200)), questionnaires.Options{})
			if after == nil {
				t.Fatal(problems)
			}
			q.Title = "Is this another title?"
			if !bytes.Equal(lens.JSON(), after.JSON()) {
				t.Errorf("%s: more than the title changed: %+v", file, questionnaires.Diff(lens, after))
			}
		}
	})
}

// Two people at one question: the second is told, keeps what was typed, and takes nothing of the first away by saving again.
func TestTwoEditorsOfAQuestion(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		s.sample()
		const path = "/lenses/service-basics/edit/questions/oncall"
		form := formIn(t, s.get("architect session", path, 200), "question")
		other := formIn(t, s.get("owner session", path, 200), "question")
		s.post("owner session", path, other, 303)
		if page := s.get("viewer session", "/lenses/service-basics", 200); strings.Contains(page, "versions/draft") {
			t.Error("saving what a version says makes a draft")
		}
		other.Set("do", "choice-add")
		s.post("owner session", path, other, 303)
		form.Set("description", "Typed with care.")
		r := s.post("architect session", path, form, 412)
		s.holds("the second", r.body, "somebody changed this lens meanwhile", "Typed with care.", "New practice")
		s.post("architect session", path, formIn(t, string(r.body), "question"), 303)
		document := s.get("viewer session", "/lenses/service-basics/versions/draft/document", 200)
		if !strings.Contains(document, "Typed with care.") || !strings.Contains(document, "New practice") {
			t.Errorf("something of the two is lost: %s", document)
		}
	})
}
