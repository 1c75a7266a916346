package web_test

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

	"plumbline/api/apitest"
	"plumbline/api/auth"
	"plumbline/questionnaires"
	"plumbline/questionnaires/builtin"
	"plumbline/questionnaires/diff"
)

// uploadForm posts a form as multipart/form-data, with a file unless that is nil.
func uploadForm(s *apitest.Server, as, path string, form url.Values, file []byte) apitest.Reply {
	s.T.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	apitest.Must(s.T, w.WriteField(auth.CSRFField, auth.CSRFToken(s.Sessions[as])))
	for k, list := range form {
		for _, v := range list {
			apitest.Must(s.T, w.WriteField(k, v))
		}
	}
	if file != nil {
		part, err := w.CreateFormFile("file", "lens.json")
		apitest.Must(s.T, err)
		_, err = part.Write(file)
		apitest.Must(s.T, err)
	}
	apitest.Must(s.T, w.Close())
	req, err := http.NewRequestWithContext(s.T.Context(), "POST", s.URL+path, &body)
	apitest.Must(s.T, err)
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.AddCookie(&http.Cookie{Name: "plumbline_session", Value: s.Sessions[as]})
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	apitest.Must(s.T, err)
	defer res.Body.Close()
	var out bytes.Buffer
	_, err = out.ReadFrom(res.Body)
	apitest.Must(s.T, err)
	s.CheckPage(apitest.Visit{Method: "POST", Path: path}, res, out.String())
	return apitest.Reply{Status: res.StatusCode, Header: res.Header, Body: out.Bytes()}
}

var (
	inputTags  = regexp.MustCompile(`<input [^>]*>`)
	textareas  = regexp.MustCompile(`(?s)<textarea [^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>`)
	selectTags = regexp.MustCompile(`(?s)<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>`)
	attribute  = regexp.MustCompile(`(\w+)="([^"]*)"`)
	anID       = regexp.MustCompile(`\sid="([^"]*)"`)
)

// formIn reads the form with the id from a page, as a browser would send it back: line ends are CR LF, and a single
// line has none.
func formIn(t testing.TB, page, id string) url.Values {
	t.Helper()
	_, rest, found := strings.Cut(page, `id="`+id+`"`)
	if !found {
		t.Fatalf("no form %q in %s", id, page)
	}
	body, _, _ := strings.Cut(rest, "</form>")
	form := url.Values{}
	for _, tag := range inputTags.FindAllString(body, -1) {
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
	for _, m := range selectTags.FindAllStringSubmatch(body, -1) {
		value := ""
		if on := regexp.MustCompile(`value="([^"]*)" selected`).FindStringSubmatch(m[2]); on != nil {
			value = on[1]
		}
		form.Add(m[1], value)
	}
	return form
}

// afterForm gives where a form led to, without what it says was done.
func afterForm(s *apitest.Server, r apitest.Reply) string {
	s.T.Helper()
	to, _, _ := strings.Cut(r.Header.Get("Location"), "?")
	if r.Status != 303 || to == "" {
		s.T.Fatalf("%d: %s", r.Status, r.Body)
	}
	return to
}

// A lens is written from nothing to a published version without a script, and is the lens that an import of its
// download gives.
func TestWriteALens(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		const who = "architect session"
		edit := afterForm(s, s.PostForm(who, "/lenses/new", apitest.FormFields("name", "Our lens", "description",
			"What we ask"), 303))
		s.PostForm(who, "/lenses/new", apitest.FormFields("name", "our LENS"), 409)
		version := func(page string) string {
			return regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(page)[1]
		}
		page := s.GetPage(who, edit, 200)
		afterForm(s, s.PostForm(who, edit+"/pillars", apitest.FormFields("version", version(page), "name", "Security <b>"),
			303))
		stale := s.PostForm(who, edit+"/pillars", apitest.FormFields("version", version(page), "name", "Too late"), 412)
		s.PageHolds("a stale change", stale.Body, "omebody changed this meanwhile", "Security &lt;b&gt;")
		page = s.GetPage(who, edit, 200)
		question := afterForm(s, s.PostForm(who, edit+"/pillars/security_b",
			apitest.FormFields("version", version(page), "do", "question", "title", "How do you keep secrets?"), 303))
		if !strings.HasSuffix(question, "/edit/questions/how_do_you_keep_secrets") {
			t.Fatalf("the question is at %s", question)
		}
		form := formIn(t, s.GetPage(who, question, 200), "question")
		form.Set("do", "choice-add")
		s.PostForm(who, question, form, 303)
		form = formIn(t, s.GetPage(who, question, 200), "question")
		form.Set("choice-0-title", "A vault")
		form.Set("choice-0-id", "vault")
		form.Set("choice-1-title", "Rotation")
		form.Set("choice-1-id", "rotation")
		form.Set("choice-0-why", "Line one\r\nline two")
		form.Set("choice-0-steps", "First\r\n\r\nSecond")
		form.Set("rule-0-condition", "vault && rotatoin")
		r := s.PostForm(who, question, form, 422)
		s.PageHolds("a rule with a mistake", r.Body, "rotatoin", "rotation", `id="rule-0-condition"`, "1 field below",
			`value="A vault"`)
		s.PageHolds("the check alone", s.PostForm(who, question+"/check", form, 200).Body, "rotatoin", "A vault")
		form.Set("rule-0-condition", "vault && rotation")
		form.Set("rule-1-condition", "vault")
		form.Set("rule-1-risk", "MEDIUM_RISK")
		form.Set("try", "vault")
		checked := s.PostForm(who, question+"/check", form, 200)
		s.PageHolds("the check", checked.Body, "Truth table", "rule 2", "1 and 2", "Still missing for no risk: “Rotation”")
		form.Set("part", "1")
		if part := s.PostForm(who, question+"/check", form, 200); len(part.Body) >= len(checked.Body) ||
			bytes.Contains(part.Body, []byte("<textarea")) {
			t.Error("the part of the check is the whole page")
		}
		form.Del("part")
		s.PostForm(who, question, form, 303)
		page = s.GetPage(who, question, 200)
		if ids := anID.FindAllString(page, -1); len(ids) < 20 || hasTwice(ids) {
			t.Errorf("ids of the editor: %v", ids)
		}
		s.PostForm("contributor session", question, form, 403)
		s.PostForm("stranger session", question, form, 404)

		root := strings.TrimSuffix(edit, "/edit")
		s.PageHolds("publish", []byte(s.GetPage(who, root+"/publish", 200)), "the first version", `value="1.0"`)
		s.PostForm(who, root+"/publish", apitest.FormFields("version", "one point oh"), 422)
		s.PostForm(who, root+"/publish", apitest.FormFields("version", "1.0", "kind", "major"), 303)
		page = s.GetPage(who, edit, 200)
		afterForm(s, s.PostForm(who, edit+"/places/question_1",
			apitest.FormFields("version", version(page), "do", "place", "pillar", "security_b"), 303))
		s.PageHolds("the difference", []byte(s.GetPage("viewer session", root+"/diff?from=1.0&to=draft", 200)), "moved",
			"What is the first question?", "from pillar pillar_1", "can't be a minor version")
		r = s.PostForm(who, root+"/publish", apitest.FormFields("version", "1.1", "kind", "minor"), 409)
		s.PageHolds("a minor version", r.Body, "publish it as a major version", `value="1.1"`)
		s.PostForm(who, root+"/publish", apitest.FormFields("version", "2.0", "kind", "major"), 303)

		document := s.GetPage("viewer session", root+"/versions/2.0/document", 200)
		if !strings.Contains(document, `"First",`) || !strings.Contains(document, `Line one\nline two`) {
			t.Errorf("the document: %s", document)
		}
		s.PostForm(who, root+"/delete", apitest.FormFields("confirm", "Our"), 422)
		s.PostForm(who, root+"/delete", apitest.FormFields("confirm", "Our lens"), 303)
		draft := afterForm(s, uploadForm(s, who, "/lenses/import", nil, []byte(document)))
		if again := s.GetPage("viewer session", draft+"/document", 200); again != document {
			t.Error("the import of the download is another lens")
		}
		s.GetPage("viewer session", root, 404)
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

// A document with mistakes comes back whole, with each of them at its line, errors first; and goes in once they are
// mended.
func TestImportALensWithMistakes(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		broken := apitest.EditedLens(t, `"name": "Service basics"`, `"name": 7`, "oncall_rota && oncall_alerts",
			"oncall_rote && oncall_alerts", `"id": "deploy"`, `"id": "oncall"`)
		before := s.Fingerprint()
		r := uploadForm(s, "architect session", "/lenses/import",
			apitest.FormFields("document", strings.ReplaceAll(string(broken), "\n", "\r\n")), nil)
		if r.Status != 422 || s.Fingerprint() != before {
			t.Errorf("a broken lens: %d", r.Status)
		}
		s.PageHolds("a broken lens", r.Body, "3 errors to fix", "<code>/name</code>", "oncall_rote",
			"/pillars/0/questions/1/id", "<mark>7</mark>", "line 3, column 11")
		_, problems := questionnaires.Parse(broken, questionnaires.ParseOptions{})
		if got := bytes.Count(r.Body, []byte(`<li class="error">`)) +
			bytes.Count(r.Body, []byte(`<li class="warning">`)); got != len(problems) {
			t.Errorf("%d problems of %d are shown", got, len(problems))
		}
		back := textareas.FindSubmatch(r.Body)
		if html.UnescapeString(string(back[2])) != string(broken) {
			t.Error("the text did not come back as it was")
		}
		for name, doc := range map[string]string{"hostile": `{"name":"</textarea><script>alert(1)</script>"`, "nothing": " ",
			"one long line": strings.Repeat("[", 100_000), "not UTF-8": "{\"name\":\"\xff\"}"} {
			if r := uploadForm(s, "architect session", "/lenses/import", nil, []byte(doc)); r.Status != 422 ||
				bytes.Contains(r.Body, []byte("<script>")) {
				t.Errorf("%s: %d", name, r.Status)
			}
		}
		if r := uploadForm(s, "architect session", "/lenses/import", nil,
			bytes.Repeat([]byte(" "), 5_000_000)); r.Status != 413 {
			t.Errorf("five megabytes: %d", r.Status)
		}
		if r := uploadForm(s, "viewer session", "/lenses/import", nil, builtin.SampleDocument()); r.Status != 403 {
			t.Errorf("a viewer: %d", r.Status)
		}
		if r := uploadForm(s, "garbage session", "/lenses/import", nil, builtin.SampleDocument()); r.Status != 401 {
			t.Errorf("nobody: %d", r.Status)
		}
		if s.Fingerprint() != before {
			t.Error("a refused import changed something")
		}
		draft := afterForm(s, uploadForm(s, "architect session", "/lenses/import",
			apitest.FormFields("document", strings.ReplaceAll(string(builtin.SampleDocument()), "\n", "\r\n")), nil))
		if got := s.GetPage("viewer session", draft+"/document", 200); got != string(builtin.SampleDocument()) {
			t.Error("the draft is not the text that was pasted")
		}
		s.PageHolds("findings", []byte(s.GetPage("viewer session", draft, 200)), "Rule findings")
		root := strings.TrimSuffix(draft, "/versions/draft")
		if r := uploadForm(s, "architect session", root+"/import", apitest.FormFields("version", "0"),
			builtin.SampleDocument()); r.Status != 412 {
			t.Errorf("a stale import: %d", r.Status)
		}
		if r := uploadForm(s, "architect session", root+"/import", apitest.FormFields("version", "1"),
			builtin.SampleDocument()); r.Status != 303 {
			t.Errorf("an import over the draft: %d %s", r.Status, r.Body)
		}
	})
}

// Real lenses go in through the page, open everywhere, and a question that is saved as it came leaves no trace.
func TestRealLensesInPages(t *testing.T) {
	files := apitest.SharedFiles(t, "lenses/*.json")
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		for _, file := range files {
			doc, err := os.ReadFile(file)
			apitest.Must(t, err)
			draft := afterForm(s, uploadForm(s, "architect session", "/lenses/import", nil, doc))
			root := strings.TrimSuffix(draft, "/versions/draft")
			s.GetPage("viewer session", draft, 200)
			s.GetPage("viewer session", root, 200)
			s.GetPage("architect session", root+"/edit", 200)
			lens, _ := questionnaires.Parse(doc, questionnaires.ParseOptions{})
			before := s.Fingerprint()
			for _, p := range lens.Pillars {
				for _, q := range p.Questions {
					if q == p.Questions[0] {
						s.GetPage("viewer session", draft+"/questions/"+q.ID, 200)
					}
					form := formIn(t, s.GetPage("architect session", root+"/edit/questions/"+q.ID, 200), "question")
					s.PostForm("architect session", root+"/edit/questions/"+q.ID, form, 303)
				}
			}
			if s.Fingerprint() != before {
				after, _ := questionnaires.Parse([]byte(s.GetPage("viewer session", draft+"/document", 200)),
					questionnaires.ParseOptions{})
				t.Fatalf("%s: saving the questions as they are changed the draft: %+v", file,
					diff.Lenses(lens, after))
			}
			// One question gets another title: nothing else is another one, and unknown members stay.
			q := lens.Pillars[0].Questions[0]
			form := formIn(t, s.GetPage("architect session", root+"/edit/questions/"+q.ID, 200), "question")
			form.Set("title", "Is this another title?")
			s.PostForm("architect session", root+"/edit/questions/"+q.ID, form, 303)
			after, problems := questionnaires.Parse([]byte(s.GetPage("viewer session", draft+"/document", 200)),
				questionnaires.ParseOptions{})
			if after == nil {
				t.Fatal(problems)
			}
			q.Title = "Is this another title?"
			if !bytes.Equal(lens.JSON(), after.JSON()) {
				t.Errorf("%s: more than the title changed: %+v", file, diff.Lenses(lens, after))
			}
		}
	})
}

// Short names, terms and what a pillar is for are written in the editor and shown wherever the lens is.
func TestShortNamesInTheEditor(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		s.Sample()
		const root, path = "/lenses/service-basics", "/lenses/service-basics/edit/questions/oncall"
		form := formIn(t, s.GetPage("architect session", path, 200), "question")
		form.Set("short-name", "Who answers at <night>")
		form.Set("terms", "on-call rotation\n\n 当直 \n")
		form.Set("choice-0-terms", "pager")
		s.PostForm("viewer session", path, form, 403)
		s.PostForm("architect session", path, form, 303)
		again := formIn(t, s.GetPage("architect session", path, 200), "question")
		if got := again.Get("terms"); got != "on-call rotation\r\n当直" || again.Get("choice-0-terms") != "pager" {
			t.Errorf("the form has the terms %q and %q", got, again.Get("choice-0-terms"))
		}
		version := regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(
			s.GetPage("architect session", root+"/edit", 200))[1]
		s.PostForm("architect session", root+"/edit/pillars/operations", apitest.FormFields("version", version, "do",
			"describe", "name", "Operations", "description", "Keeps nights <quiet>."), 303)
		s.PageHolds("the outline", []byte(s.GetPage("architect session", root+"/edit", 200)), "Keeps nights &lt;quiet&gt;.")
		s.PageHolds("the draft", []byte(s.GetPage("viewer session", root+"/versions/draft", 200)),
			"Keeps nights &lt;quiet&gt;.", "Who answers at &lt;night&gt;")
		s.PageHolds("the question", []byte(s.GetPage("viewer session", root+"/versions/draft/questions/oncall", 200)),
			"Who answers at &lt;night&gt;", "on-call rotation", "当直", "pager")
		s.PageHolds("the difference", []byte(s.GetPage("viewer session", root+"/diff?from=1.0&to=draft", 200)),
			"Short name", "Terms", "on-call rotation", "Keeps nights &lt;quiet&gt;.")
		draft := s.OK("GET", root+"/versions/draft", nil)
		question := draft.At("pillars/0/questions/0")
		if draft.At("pillars/0/description").String() != "Keeps nights <quiet>." ||
			question.At("short_name").String() != "Who answers at <night>" || question.At("terms").Len() != 2 ||
			question.At("choices/0/terms/0").String() != "pager" {
			t.Errorf("the API says %s", question)
		}
		if other := draft.At("pillars/0/questions/1"); other.At("short_name").String() == "" || other.At("terms").Len() > 0 {
			t.Errorf("a question without a short name: %s", other)
		}
	})
}

// Two people at one question: the second is told, keeps what was typed, and takes nothing of the first away by saving
// again.
func TestTwoEditorsOfAQuestion(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		s.Sample()
		const path = "/lenses/service-basics/edit/questions/oncall"
		form := formIn(t, s.GetPage("architect session", path, 200), "question")
		other := formIn(t, s.GetPage("owner session", path, 200), "question")
		s.PostForm("owner session", path, other, 303)
		if page := s.GetPage("viewer session", "/lenses/service-basics", 200); strings.Contains(page, "versions/draft") {
			t.Error("saving what a version says makes a draft")
		}
		other.Set("do", "choice-add")
		s.PostForm("owner session", path, other, 303)
		form.Set("description", "Typed with care.")
		r := s.PostForm("architect session", path, form, 412)
		s.PageHolds("the second", r.Body, "somebody changed this lens meanwhile", "Typed with care.", "New practice")
		s.PostForm("architect session", path, formIn(t, string(r.Body), "question"), 303)
		document := s.GetPage("viewer session", "/lenses/service-basics/versions/draft/document", 200)
		if !strings.Contains(document, "Typed with care.") || !strings.Contains(document, "New practice") {
			t.Errorf("something of the two is lost: %s", document)
		}
	})
}
