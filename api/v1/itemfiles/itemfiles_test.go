package itemfiles_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/reports/csvfile"
	"plumbline/reports/table"
	"plumbline/reports/xlsx"
)

func TestMain(m *testing.M) { apitest.Main(m) }

// file is a table as CSV.
func file(lines ...string) []byte { return []byte(strings.Join(lines, "\r\n") + "\r\n") }

// preview asks what a file would do.
func preview(s *apitest.Server, as string, data []byte, query string) apitest.Tree {
	s.T.Helper()
	return s.Expect(apitest.Call{Method: "POST", Path: "/items/import?dry_run=true" + query, As: as, Body: data},
		200).Tree(s.T)
}

// imported imports a file after its preview.
func imported(s *apitest.Server, as string, data []byte, query string) apitest.Tree {
	s.T.Helper()
	seen := preview(s, as, data, query)
	if seen.At("errors").Len() > 0 {
		s.T.Fatalf("the preview has errors: %s", seen)
	}
	return s.Expect(apitest.Call{Method: "POST", Path: "/items/import?digest=" + seen.At("digest").String() + query,
		As: as, Body: data}, 200).Tree(s.T)
}

func exported(s *apitest.Server, query string) []byte {
	s.T.Helper()
	return s.Expect(apitest.Call{Method: "GET", Path: "/items/export?" + query, As: "viewer"}, 200).Body
}

func TestItemsGoOutAndComeIn(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		name := s.OK("GET", "/workloads/"+id, nil).At("name").String()
		before := s.Fingerprint()
		sent := file("Workload,Title,Owner,Due date,Priority,Practices,Cost to build",
			name+",=Rotate keys,"+s.EmailOf("contributor")+",2026-12-31,Urgent,service-basics/backup/backup_daily,1200",
			name+",Second,team: Platform,1.2.2027,,,")
		seen := preview(s, "contributor", sent, "")
		if seen.At("created").String() != "2" || seen.At("lines/0/line").String() != "2" ||
			!strings.Contains(seen.String(), "Rotate keys") {
			s.T.Errorf("the preview is %s", seen)
		}
		if s.Fingerprint() != before {
			s.T.Error("the dry run changed something")
		}
		imported(s, "contributor", sent, "")
		out := exported(s, "format=csv")
		for _, want := range []string{"'=Rotate keys", "The contributor <" + s.EmailOf("contributor") + ">", "team: Platform",
			"2027-02-01", "service-basics/backup/backup_daily", "Urgent"} {
			if !bytes.Contains(out, []byte(want)) {
				s.T.Errorf("the export lacks %s:\n%s", want, out)
			}
		}
		for _, format := range []string{"csv", "xlsx"} {
			same := exported(s, "format="+format)
			if got := preview(s, "contributor", same, ""); got.At("unchanged").String() != "2" || got.At("lines").Len() != 0 ||
				got.At("errors").Len() != 0 {
				s.T.Errorf("%s without an edit: %s", format, got)
			}
			if !bytes.Equal(exported(s, "format="+format), same) {
				s.T.Errorf("exported again, %s has other bytes", format)
			}
		}
		changed := imported(s, "contributor", file("Number,Status,Title,Status note",
			"#2,Blocked,Two,Waits for a vendor"), "")
		if text := changed.At("lines/0/changes").String(); !strings.Contains(text, "Waits for a vendor") ||
			!strings.Contains(text, `"from":"Second"`) || changed.At("changed").String() != "1" {
			s.T.Errorf("the change is %s", changed)
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "filtered", Call: apitest.Call{Method: "GET", Path: "/items/export?status=blocked", As: "viewer"},
				Status: 200,
				Holds:  []string{"Two"}, Lacks: []string{"Rotate"}},
			{Name: "of a workload", Call: apitest.Call{Method: "GET", Path: "/items/export?workload=" + id, As: "viewer"},
				Status: 200, Holds: []string{"Two", "Rotate"}},
			{Name: "of a workload that is none", Call: apitest.Call{Method: "GET", Path: "/items/export?workload=" +
				models.NewID(), As: "viewer"}, Status: 404},
			{Name: "status that is none", Call: apitest.Call{Method: "GET", Path: "/items/export?status=x", As: "viewer"},
				Status: 422},
			{Name: "of another workspace", Call: apitest.Call{Method: "GET", Path: "/items/export", As: "stranger"}, Status: 200,
				Lacks: []string{"Two"}},
		})
	})
}

// An export takes each filter that the list takes, and has the same items.
func TestExportsTakeTheFiltersOfTheList(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t, id := s.T, s.Sample()
		at := "/workloads/" + id + "/items"
		s.OK("PATCH", "/workloads/"+id+"/lenses/service-basics/answers/backup", `{"selected":["backup_no"]}`)
		const who = "owner session"
		me := s.Expect(apitest.Call{Method: "GET", Path: "/session", As: who}, 200).Tree(t).At("user/id").String()
		backup := `,"practices":[{"lens":"service-basics","question":"backup","choice":"backup_daily"}]`
		for _, rest := range []string{`"owner":{"kind":"member","user_id":"` + me + `"},"due_on":"2020-05-01"` + backup,
			`"owner":{"kind":"team","name":"Platform"},"priority":"urgent","due_on":"2031-05-01"`,
			`"priority":"low"`, `"due_on":"2031-06-01"`} {
			s.OK("POST", at, `{"title":"Part of the work",`+rest+`}`)
		}
		s.OK("POST", "/items/3/move", `{"status":"in_progress"}`)
		s.OK("POST", "/items/4/move", `{"status":"wont_do","reason":"not_worth_it","note":"No"}`)
		tried := map[string]bool{}
		for query, want := range map[string]string{
			"": "1 2 3 4", "workload=" + id: "1 2 3 4", "status=in_progress,wont_do": "3 4", "status=active": "1 2 3",
			"status=active,wont_do": "1 2 3 4",
			"active=true":           "1 2 3", "owner=" + me: "1", "owner=me": "1", "owner=none": "3 4", "unowned=true": "3 4",
			"owner_name=Platform": "2", "risk=HIGH": "1", "priority=urgent": "2", "due_from=2031-05-02": "4",
			"due_to=2031-05-01": "1 2", "overdue=true": "1", "regressed=true": "",
			"workload=" + id + "&lens=service-basics&question=backup": "1", "q=%232": "2", "text=%233": "3",
			"q=work&priority=low": "3",
		} {
			list := s.Expect(apitest.Call{Method: "GET", Path: "/items?sort=number&" + query, As: who}, 200).Tree(t).At("items")
			var numbers []string
			for n := range list.Len() {
				numbers = append(numbers, list.At(strconv.Itoa(n)+"/number").String())
			}
			slices.Sort(numbers)
			if got := strings.Join(numbers, " "); got != want {
				t.Errorf("%q lists %q, not %q", query, got, want)
			}
			for format, begin := range map[string]string{"csv": "\n", "ics": "SUMMARY:#"} {
				out := "\n" + string(s.Expect(apitest.Call{Method: "GET", Path: "/items/export?format=" + format + "&" + query,
					As: who}, 200).Body)
				for _, number := range []string{"1", "2", "3", "4"} {
					there := slices.Contains(numbers, number) && (format == "csv" || number != "3")
					if strings.Contains(out, begin+number) != there {
						t.Errorf("%s of %q: #%s is there: %v\n%s", format, query, number, !there, out)
					}
				}
			}
			for pair := range strings.SplitSeq(query, "&") {
				name, _, _ := strings.Cut(pair, "=")
				tried[name] = true
			}
		}
		filters := func(path string) (names []string) {
			list := apitest.Tree{Value: s.Spec.Doc["paths"].(map[string]any)[path].(map[string]any)["get"]}.At("parameters")
			for n := range list.Len() {
				if name := list.At(strconv.Itoa(n) + "/name").String(); !slices.Contains([]string{"sort", "limit", "cursor",
					"format"}, name) {
					names = append(names, name)
				}
			}
			return names
		}
		listed := filters("/items")
		if got := filters("/items/export"); !slices.Equal(got, listed) || len(got) < 10 {
			t.Errorf("the list has the filters %v, the export has %v", listed, got)
		}
		for _, name := range listed {
			if !tried[name] {
				t.Errorf("the filter %s is not tried", name)
			}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "unknown format", Call: apitest.Call{Method: "GET", Path: "/items/export?format=pdf", As: "owner"},
				Status: 422},
			{Name: "me of a token of nobody", Call: apitest.Call{Method: "GET", Path: "/items/export?owner=me", As: "owner"},
				Status: 422},
			{Name: "lens without its question", Call: apitest.Call{Method: "GET",
				Path: "/items/export?lens=service-basics", As: "owner"}, Status: 422},
			{Name: "calendar of nothing", Call: apitest.Call{Method: "GET", Path: "/items/export?format=ics", As: "stranger"},
				Status: 200, Lacks: []string{"VEVENT"}},
		})
	})
}

// What is wrong is told with its line and column, and nothing is imported.
func TestFaultsHaveTheirLines(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		name := s.OK("GET", "/workloads/"+id, nil).At("name").String()
		imported(s, "contributor", file("Title", "One", "Two", "Three"), "&workload="+id)
		imported(s, "contributor", file("Number,Needs first", "2,#1", "3,#2"), "")
		type fault struct {
			line            string
			column, message string
		}
		for what, row := range map[string]struct {
			file []byte
			want fault
		}{
			"unknown owner": {file("Number,Owner", "1,", "2,Nobody Known"),
				fault{"3", "Owner", `"Nobody Known" is nobody who reaches this workload`}},
			"owner elsewhere": {file("Number,Owner", "1,"+s.EmailOf("stranger")),
				fault{"2", "Owner", "is nobody who reaches this workload"}},
			"unknown practice": {file("Number,Practices", "1,service-basics/backup/none"),
				fault{"2", "Practices", `the question "backup" has no practice "none"`}},
			"practice unlike": {file("Number,Practices", "1,SEC01"),
				fault{"2", "Practices", "must name each practice as"}},
			"other lens": {file("Title,Workload,Practices", "a,"+name+",x/y/z"),
				fault{"2", "Practices", `no lens "x"`}},
			"circle": {file("Number,Needs first", "1,#3"),
				fault{"2", "Needs first", "would make a circle: #1"}},
			"unknown need": {file("Number,Needs first", "1,#99"),
				fault{"2", "Needs first", "there is no item #99"}},
			"day": {file("Number,Due date", "1,04/05/2026"),
				fault{"2", "Due date", "must be a day such as 2026-12-31"}},
			"status": {file("Number,Status", "1,Later"),
				fault{"2", "Status", "must be Open, In progress"}},
			"done": {file("Number,Status", "1,Done"),
				fault{"2", "", "once a person has confirmed it"}},
			"blocked by nothing": {file("Number,Status", "1,Blocked"),
				fault{"2", "Status note", "is missing"}},
			"cost": {file("Number,Cost to build", `1,"1,200"`),
				fault{"2", "Cost to build", "must be a whole number"}},
			"link": {file("Number,Links", "1,Design ftp//x"),
				fault{"2", "Links", "must be an http"}},
			"no title": {file("Number,Title", "1,"),
				fault{"2", "Title", "is missing"}},
			"number": {file("Number,Title", "x,a"),
				fault{"2", "Number", "must be the number of an item"}},
			"unknown number": {file("Number,Title", "77,a"),
				fault{"2", "Number", "there is no item #77"}},
			"number twice": {file("Number,Title", "1,a", "1,b"),
				fault{"3", "Number", "#1 is in line 2 too"}},
			"workload missing": {file("Title", "a"),
				fault{"2", "Workload", "is missing"}},
			"unknown workload": {file("Title,Workload", "a,None"),
				fault{"2", "Workload", `there is no workload "None"`}},
			"another workload": {file("Number,Workload", "1,None"),
				fault{"2", "Workload", "can't be changed by a file"}},
			"computed": {file("Number,Risk", "1,High"),
				fault{"2", "Risk", "can't be changed by a file"}},
			"unknown column": {file("Number,Colour", "1,red"),
				fault{"0", "Colour", "is no column of items"}},
			"column twice": {file("Number,Title,title", "1,a,b"),
				fault{"0", "Title", "is there twice"}},
			"no name": {file("Number,", "1,a"),
				fault{"2", "B", "has a value in a column without a name"}},
		} {
			seen := preview(s, "contributor", row.file, "")
			if seen.At("errors").Len() != 1 || seen.At("errors/0/line").String() != row.want.line ||
				seen.At("errors/0/column").String() != row.want.column ||
				!strings.Contains(seen.At("errors/0/message").String(), row.want.message) ||
				strings.Contains(seen.String(), `"digest"`) {
				s.T.Errorf("%s: %s\nwant %+v", what, seen, row.want)
			}
			s.Expect(apitest.Call{Method: "POST", Path: "/items/import?digest=x", As: "contributor", Body: row.file}, 422)
		}
	})
}

// An import does what its preview showed, or nothing.
func TestImportDoesWhatWasSeen(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		imported(s, "contributor", file("Title", "One", "Two"), "&workload="+id)
		edit := file("Number,Title", "1,Uno")
		digest := preview(s, "contributor", edit, "").At("digest").String()
		imported(s, "contributor", file("Number,Priority", "1,High"), "")
		send := func(as, query string, body []byte) apitest.Call {
			return apitest.Call{Method: "POST", Path: "/items/import?" + query, As: as, Body: body}
		}
		s.NarrowedMember("narrow", models.MemberGrant{Role: models.Contributor, Pillars: []string{"operations"}})
		s.NarrowedMember("away", models.MemberGrant{Role: models.Contributor, Workloads: []string{models.NewID()}})
		s.Guest("guest", id, "service-basics")
		practice := file("Number,Practices", "1,service-basics/backup/backup_daily")
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: send("nobody", "dry_run=true", edit), Status: 401},
			{Name: "viewer", Call: send("viewer", "dry_run=true", edit), Status: 403},
			{Name: "guest", Call: send("guest session", "dry_run=true", edit), Status: 403},
			{Name: "stranger", Call: send("stranger", "dry_run=true", edit), Status: 200,
				Holds: []string{"there is no item #1"}},
			{Name: "narrowed to other workloads", Call: send("away session", "dry_run=true", edit), Status: 200,
				Holds: []string{"there is no item #1"}},
			{Name: "narrowed to other pillars", Call: send("narrow session", "dry_run=true", practice), Status: 200,
				Holds: []string{`"errors":[{"line":2`}},
			{Name: "changed since", Call: send("contributor", "digest="+digest, edit), Status: 409,
				Holds: []string{"changed since the preview"}},
			{Name: "no preview", Call: send("contributor", "", edit), Status: 422, Holds: []string{"digest"}},
			{Name: "not a table", Call: send("contributor", "dry_run=true", []byte("\xff\xfeN\x00")), Status: 422,
				Holds: []string{"UTF-16"}},
			{Name: "cut off", Call: send("contributor", "dry_run=true", []byte("PK\x03\x04")), Status: 422,
				Holds: []string{"no .xlsx file"}},
		})
		if text := string(exported(s, "")); !strings.Contains(text, "One") || strings.Contains(text, "Uno") {
			s.T.Errorf("it is %s", text)
		}
	})
}

// Whatever items are like: exported and imported without an edit they change nothing.
func TestRoundTripOfRandomItems(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		rnd := rand.New(rand.NewPCG(14, 14))
		texts := []string{"=1+1", "'=x", "@ana", "-5", "a;b,c\td", "two\nlines", " ends ", "日本 👩‍👩‍👧",
			"\"quoted\"", "_x0041_",
			"＝wide",
			strings.Repeat("語", 20_000), "1200", "2026-12-01", "#12", "true", "'", "sep=;"}
		pick := func() string { return texts[rnd.IntN(len(texts))] }
		t := table.Table{Columns: []table.Column{{Name: "Title"}, {Name: "Description"}, {Name: "Trade-off"}, {Name: "Owner"},
			{Name: "Due date", Kind: table.Date}, {Name: "Cost per month", Kind: table.Number}, {Name: "Impact"}}}
		for n := range 60 {
			title := strings.ReplaceAll(fmt.Sprintf("%s %d", pick()[:1], n), "\x00", "")
			title = strings.ToValidUTF8(title, "x")
			t.Rows = append(t.Rows, []string{title, pick(), pick(), []string{"", "team: =Ops", "outsider: @Bo",
				s.EmailOf("viewer")}[rnd.IntN(4)], []string{"", "2026-12-01", "2031-02-28"}[rnd.IntN(3)],
				[]string{"", "5", "1000000"}[rnd.IntN(3)], []string{"", "High", "low"}[rnd.IntN(3)]})
		}
		var sent bytes.Buffer
		apitest.Must(s.T, csvfile.Write(&sent, t))
		imported(s, "contributor", sent.Bytes(), "&workload="+id)
		for _, format := range []string{"csv", "xlsx"} {
			got := preview(s, "contributor", exported(s, "format="+format), "")
			if got.At("unchanged").String() != "60" || got.At("errors").Len()+got.At("lines").Len() != 0 {
				s.T.Errorf("%s: %.2000s", format, got)
			}
		}
		sheet, err := xlsx.Read(exported(s, "format=xlsx"), "Items", table.Limits{Lines: 100, Columns: 100, Text: 1 << 24})
		if err != nil || len(sheet.Lines) != 60 {
			s.T.Errorf("%d lines, %v", len(sheet.Lines), err)
		}
	})
}
