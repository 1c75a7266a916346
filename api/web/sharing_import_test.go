package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

// carriedForm is the form with which the preview imports the file.
func carriedForm(s *apitest.Server, page []byte) url.Values {
	s.T.Helper()
	form := url.Values{}
	hidden := regexp.MustCompile(`type="hidden"\s+name="(do|once|copy|carried|name)"\s+value="([^"]*)"`)
	for _, field := range hidden.FindAllStringSubmatch(string(page), -1) {
		form.Set(field[1], strings.ReplaceAll(field[2], "&#43;", "+"))
	}
	if form.Get("carried") == "" || form.Get("once") == "" || form.Get("do") != "import" {
		s.T.Fatalf("the preview can't be imported:\n%s", page)
	}
	return form
}

// The file of an export is looked at first, which changes nothing, and imported then, once however often the form is
// sent; what is there already is imported as a copy.
func TestImportWorkloadPage(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		s.OK("PUT", "/workloads/"+id+"/lenses/service-basics/answers/backup",
			map[string]any{"selected": []string{"backup_no"}, "notes": "Marked"})
		s.OK("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "Before <b>"})
		file := s.ExportWorkload(id)
		const at = "/workloads/import"
		for who, status := range map[string]int{"nobody": 303, "viewer session": 403, "contributor session": 403} {
			s.GetPage(who, at, status)
		}
		s.PageHolds("the list leads there", []byte(s.GetPage("architect session", "/", 200)), `href="`+at+`"`)
		s.PageHolds("the page", []byte(s.GetPage("architect session", at, 200)), "Preview", "Export JSON")
		s.PageHolds("no file", uploadForm(s, "architect session", at, nil, nil).Body, "Choose the file")

		before := s.Fingerprint()
		seen := uploadForm(s, "architect session", at, nil, file)
		s.PageHolds("the preview", seen.Body, "Nothing is imported yet", "Service basics", "In the workspace", "1 of 9",
			"Before &lt;b&gt;", "Import a copy", "Checkout (2)")
		strange := uploadForm(s, "stranger session", at, nil, file)
		s.PageHolds("elsewhere", strange.Body, "Import</button>")
		if s.Fingerprint() != before {
			s.T.Error("the preview changed something")
		}

		form := carriedForm(s, seen.Body)
		to := s.PostForm("architect session", at, form, 303).Header.Get("Location")
		again := s.PostForm("architect session", at, form, 303).Header.Get("Location")
		if to != again || !strings.HasPrefix(to, "/workloads/") || strings.Contains(to, id) {
			s.T.Errorf("sent twice it goes to %s and %s", to, again)
		}
		path, _, _ := strings.Cut(to, "?")
		s.PageHolds("the copy", []byte(s.GetPage("viewer session", path, 200)), "Checkout (2)")
		s.PageHolds("its answer", []byte(s.GetPage("viewer session", path+"/lenses/service-basics/questions/backup", 200)),
			"Marked")
		if n := s.OK("GET", "/workloads", nil).At("items").Len(); n != 2 {
			s.T.Errorf("%d workloads", n)
		}
	})
}

var formatVersion = regexp.MustCompile(`"format_version": \d+`)

// What can't be imported is refused with its place in the file, and changes nothing.
func TestImportWorkloadPageRefuses(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		id := s.Sample()
		s.OK("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "One"})
		file := string(s.ExportWorkload(id))
		before := s.Fingerprint()
		for name, row := range map[string]struct {
			body  string
			holds []string
		}{
			"no JSON":      {"{\n \"format\": oops", []string{"The file can", "read: line 2"}},
			"another file": {`{"format":"other","format_version":1}`, []string{"<code>format</code>", "not the export"}},
			"newer":        {formatVersion.ReplaceAllString(file, `"format_version": 99`), []string{"newer Plumbline"}},
			"milestone moved": {strings.Replace(file, `"number": 1,`, `"number": 7,`, 1),
				[]string{"<code>milestones/0/number</code>"}},
			"hostile place": {strings.Replace(file, `"format_version"`, `"<script>"`, 1), []string{"&lt;script&gt;"}},
			"blank":         {"  \n", []string{"Choose the file"}},
		} {
			r := uploadForm(s, "architect session", "/workloads/import", nil, []byte(row.body))
			if r.Status != http.StatusUnprocessableEntity {
				s.T.Errorf("%s: %d", name, r.Status)
			}
			s.PageHolds(name, r.Body, append(row.holds, "Preview")...)
		}
		bad := apitest.FormFields("do", "import", "once", models.NewID(), "carried", "bm90IGd6aXA=")
		s.PageHolds("carried nonsense", s.PostForm("architect session", "/workloads/import", bad, 422).Body,
			"choose it again")
		if s.Fingerprint() != before {
			s.T.Error("a refused file changed something")
		}
	})
}
