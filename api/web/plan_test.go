package web_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

// flat is the text of a page with its white space as one reads it.
func flat(page string) string { return strings.Join(strings.Fields(page), " ") }

// The plan of a workload on its page: whoever reads the review reads the plan, it says what the API says, and filters
// in the address narrow it.
func TestThePlanOfAWorkloadInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		at := "/workloads/" + s.Sample()
		plan := at + "/plan"
		s.GetPage("stranger session", plan, 404)
		s.GetPage("nobody", plan, 303)
		empty := flat(s.GetPage("viewer session", plan, 200))
		if !strings.Contains(empty, "9 questions are not answered yet") || strings.Contains(empty, "<ol") {
			t.Error("an empty plan lists something, or does not say that answers are missing")
		}
		s.OK("PATCH", at+apitest.BasicsPath+"/answers/backup", `{"selected":["backup_no"]}`)
		s.OK("PATCH", at+apitest.BasicsPath+"/answers/oncall", `{"selected":["oncall_rota","oncall_alerts"]}`)
		clear := s.OK("GET", at+"/plan", nil).At("clear_high")
		if clear.At("questions").String() != "1" || clear.At("practices").String() != "2" {
			t.Errorf("clear_high: %s", clear)
		}
		for _, who := range []string{"viewer session", "contributor session", "owner session"} {
			text := flat(s.GetPage(who, plan, 200))
			for _, want := range []string{"2 more practices clear 1 high risk.", "7 questions are not answered yet",
				`aria-current="page">Plan`, "Backup and restore", "What to improve, in this order"} {
				if !strings.Contains(text, want) {
					t.Errorf("%s: %q is not on the page", who, want)
				}
			}
		}
		for query, want := range map[string]int{"?risk=high": 1, "?risk=high&pillar=operations": 0, "?pillar=reliability": 1,
			"?risk=nonsense": 2, "?impact=high": 0, "": 2} {
			text := s.GetPage("viewer session", plan+query, 200)
			if got := strings.Count(text, "<h3>"); got != want {
				t.Errorf("%q shows %d questions, want %d", query, got, want)
			}
		}
	})
}

var matrixLinks = regexp.MustCompile(`<a href="([^"]*impact=[^"]*)#questions">(\d+)<`)

// Practices of the framework's lens have an effort and an impact: each cell of the matrix leads to as many practices as
// it counts, and quick wins are those that the API calls so.
func TestQuickWinsInPages(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		t := s.T
		question := answeredFramework(s)
		at, _, _ := strings.Cut(question, "/lenses/")
		page := s.GetPage("viewer session", at+"/plan", 200)
		links := matrixLinks.FindAllStringSubmatch(page, -1)
		if len(links) < 6 {
			t.Fatalf("only %d cells of the matrix lead on", len(links))
		}
		for _, link := range links {
			path := strings.ReplaceAll(link[1], "&amp;", "&")
			list := s.GetPage("viewer session", path, 200)
			_, list, _ = strings.Cut(list, `id="questions"`)
			if got := fmt.Sprint(strings.Count(list, "<li>") - strings.Count(list, "<h3>")); got != link[2] {
				t.Errorf("%s leads to %s practices, and says %s", path, got, link[2])
			}
		}
		wins := strings.Count(s.OK("GET", at+"/plan", nil).String(), `"quick_win":true`)
		if more := regexp.MustCompile(`(\d+) more quick wins are`).FindStringSubmatch(flat(page)); wins < 6 || more == nil ||
			more[1] != fmt.Sprint(wins-5) {
			t.Errorf("%d quick wins in the API, %v more on the page", wins, more)
		}
	})
}

// Practices that are ticked on the plan become items in one step: once, however often the form is sent; the plan leads
// to them then. Who may not make items is offered no ticks, and a contributor of some pillars only those of theirs.
func TestItemsFromThePlanInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		w := newItemsOf(s)
		s.OK("PATCH", w.at+apitest.BasicsPath+"/answers/oncall", `{"selected":["oncall_rota"]}`)
		plan, target := w.at+"/plan", w.at+"/plan/items"
		s.NarrowedMember("narrow", models.MemberGrant{Role: models.Contributor, Pillars: []string{"operations"}})
		form := apitest.FormFields("practices", "service-basics/backup/backup_daily service-basics/backup/backup_apart")
		for who, status := range map[string]int{"nobody": 401, "stranger session": 404, "viewer session": 403,
			"narrow session": 403} {
			s.PostForm(who, target, form, status)
		}
		for who, want := range map[string][2]bool{"viewer session": {}, "narrow session": {false, true},
			"contributor session": {true, true}} {
			text := s.GetPage(who, plan, 200)
			got := [2]bool{strings.Contains(text, `value="service-basics/backup/backup_daily"`),
				strings.Contains(text, `value="service-basics/oncall/oncall_alerts"`)}
			if got != want {
				t.Errorf("%s is offered ticks of backup and oncall: %v, want %v", who, got, want)
			}
		}
		r := s.PostForm("contributor session", target, apitest.FormFields("each", "practice"), 422)
		s.PageHolds("an empty choice", []byte(r.Body), "Choose at least one practice", `value="practice" selected`)
		s.PostForm("contributor session", target, apitest.FormFields("practices", "service-basics/backup/nope"), 422)
		for range 2 {
			s.PostForm("contributor session", target, form, 303)
		}
		s.PostForm("architect session", target, apitest.FormFields("practices", "service-basics/backup/backup_daily"), 303)
		items := s.OK("GET", "/items", nil).At("items")
		if items.Len() != 1 || items.At("0/title").String() != "Backup and restore: 2 practices" ||
			items.At("0/origin/kind").String() != "plan" {
			t.Fatalf("the items: %s", items)
		}
		text := s.GetPage("contributor session", plan, 200)
		if strings.Contains(text, `value="service-basics/backup/backup_daily"`) ||
			!strings.Contains(text, `href="/items/`+items.At("0/id").String()+`"`) {
			t.Error("the plan offers a practice that has an item, or does not lead to it")
		}
		s.PostForm("narrow session", target, apitest.FormFields("practices", "service-basics/oncall/oncall_alerts"), 303)
	})
}

// Practices that are ticked on the plan of the workspace become items of several workloads in one step: all or none,
// once however often the form is sent, one for each question or practice. Where one may not make items, or one closes
// the practice, there is no tick, and the form is refused.
func TestItemsFromThePlanOfAWorkspace(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		w := newItemsOf(s)
		stock := s.OK("POST", "/workloads", apitest.WorkloadBody("Stock", "service-basics")).At("id").String()
		for id, question := range map[string]string{stock: "backup", w.id: "oncall"} {
			s.OK("PATCH", "/workloads/"+id+apitest.BasicsPath+"/answers/"+question, map[string]any{"selected": []string{
				map[string]string{"backup": "backup_no", "oncall": "oncall_rota"}[question]}})
		}
		s.NarrowedMember("pillar", models.MemberGrant{Role: models.Contributor, Pillars: []string{"operations"}})
		s.NarrowedMember("load", models.MemberGrant{Role: models.Contributor, Workloads: []string{stock}})
		of := func(id string, practices ...string) (all []string) {
			for _, p := range practices {
				all = append(all, id+"/service-basics/"+p)
			}
			return all
		}
		const target = "/plan/items"
		both := apitest.FormFields("each", "question", "once", models.NewID(), "practices", strings.Join(slices.Concat(
			of(w.id, "backup/backup_daily", "backup/backup_apart"), of(stock, "backup/backup_daily")), " "))
		for who, status := range map[string]int{"nobody": 401, "stranger session": 422, "viewer session": 403,
			"pillar session": 403, "load session": 422} {
			s.PostForm(who, target, both, status)
		}
		for _, wrong := range []string{"x", "///", w.id, of(w.id, "backup/nope")[0], of(w.id, "备份/<b>")[0],
			of(models.NewID(), "backup/backup_daily")[0]} {
			form := apitest.FormFields("practices", of(stock, "backup/backup_daily")[0]+" "+wrong)
			r := s.Visit(apitest.Visit{Method: "POST", Path: target, As: "contributor session", Form: form})
			if r.Status != 422 {
				t.Errorf("%q: status %d", wrong, r.Status)
			}
		}
		s.PostForm("contributor session", target, apitest.FormFields("each", "week", "practices",
			of(stock, "backup/backup_daily")[0]), 422)
		var many []string
		for n := range 501 {
			many = append(many, of(stock, fmt.Sprint("backup/x", n))...)
		}
		s.PostForm("contributor session", target, apitest.FormFields("practices", strings.Join(many, " ")), 422)
		if items := s.OK("GET", "/items", nil).At("items"); items.Len() != 0 {
			t.Fatalf("a form that was refused made items: %s", items)
		}
		ticks := func(who, query string) (got [3]bool) {
			text := s.GetPage(who, "/plan"+query, 200)
			for i, p := range []string{of(w.id, "backup/backup_daily")[0], of(stock, "backup/backup_daily")[0],
				of(w.id, "oncall/oncall_alerts")[0]} {
				got[i] = strings.Contains(text, `value="`+p+`"`)
			}
			return got
		}
		for who, want := range map[string][3]bool{"viewer session": {}, "pillar session": {false, false, true},
			"load session": {false, true, false}, "contributor session": {true, true, true}} {
			if got := ticks(who, ""); got != want {
				t.Errorf("%s is offered ticks %v, want %v", who, got, want)
			}
		}
		if got := ticks("contributor session", "?workload="+stock); got != [3]bool{false, true, false} {
			t.Errorf("narrowed to a workload it offers %v", got)
		}
		r := s.PostForm("contributor session", target+"?workload="+stock, apitest.FormFields("each", "practice"), 422)
		s.PageHolds("an empty choice", []byte(r.Body), "Choose at least one practice", `value="practice" selected`,
			`action="/plan/items?workload=`+stock)
		for range 2 {
			s.PostForm("contributor session", target, both, 303)
		}
		more := slices.Concat(of(w.id, "backup/backup_daily"), of(stock, "backup/backup_daily", "backup/backup_apart"))
		s.PostForm("architect session", target, apitest.FormFields("each", "practice", "practices",
			strings.Join(more, " ")), 303)
		var got []string
		items := s.OK("GET", "/items?sort=number", nil).At("items")
		for i := range items.Len() {
			item := items.At(fmt.Sprint(i))
			got = append(got, item.At("workload").String()+" "+item.At("origin/kind").String()+" "+
				fmt.Sprint(item.At("practices").Len()))
		}
		slices.Sort(got)
		if fmt.Sprint(got) != "[Checkout plan 2 Stock plan 1 Stock plan 1]" {
			t.Fatalf("the items: %v", got)
		}
		if got := ticks("contributor session", ""); got != [3]bool{false, false, true} {
			t.Errorf("with items it offers %v", got)
		}
		if text := s.GetPage("viewer session", "/plan", 200); strings.Count(text, `class="has-item"`) != 4 {
			t.Errorf("the plan leads to %d items, want 4", strings.Count(text, `class="has-item"`))
		}
		s.PostForm("pillar session", target, apitest.FormFields("practices", of(w.id, "oncall/oncall_alerts")[0]), 303)
	})
}

var positions = regexp.MustCompile(`<h3><span class="num">(\d+)\.</span> <a href="([^"]+)"`)

// The plan is in the order of most risk removed for least effort, or in that of the pillars, and the cheapest path
// lists as many practices as the API says, for both goals.
func TestOrderAndPathOfThePlanInPages(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		t := s.T
		at, _, _ := strings.Cut(answeredFramework(s), "/lenses/")
		orders := map[string]string{}
		for _, query := range []string{"", "?order=priority"} {
			for _, found := range positions.FindAllStringSubmatch(s.GetPage("viewer session", at+"/plan"+query, 200), -1) {
				orders[query] += " " + found[2]
			}
		}
		if orders[""] == orders["?order=priority"] || len(orders[""]) != len(orders["?order=priority"]) {
			t.Error("both orders are one, or list different questions")
		}
		for page, api := range map[string]string{"": "high", "?goal=medium": "medium"} {
			text := s.GetPage("owner session", at+"/plan"+page, 200)
			_, path, _ := strings.Cut(text, `<details class="path"`)
			path, _, _ = strings.Cut(path, "</details>")
			want := s.OK("GET", at+"/cheapest-path?goal="+api, nil).At("practices").String()
			if got := fmt.Sprint(strings.Count(path, `name="practices"`)); got != want {
				t.Errorf("%q lists %s practices, the API %s", page, got, want)
			}
		}
	})
}

// The plan of the workspace lists what the API lists, over the workloads that one reaches, page by page; filters in the
// address narrow it, and so they do the cheapest path.
func TestThePlanOfAWorkspaceInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		ids := []string{s.Sample(),
			s.OK("POST", "/workloads", apitest.WorkloadBody("Stock", "service-basics")).At("id").String()}
		for _, id := range ids {
			s.OK("PATCH", "/workloads/"+id+apitest.BasicsPath+"/answers/backup", `{"selected":["backup_no"]}`)
		}
		s.NarrowedMember("narrow", models.MemberGrant{Role: models.Viewer, Workloads: ids[:1]})
		s.Guest("guest", ids[0], "service-basics")
		for who, status := range map[string]int{"nobody": 303, "guest session": 403} {
			s.GetPage(who, "/plan", status)
			s.GetPage(who, "/plan/cheapest-path", status)
		}
		for who, wants := range map[string][]string{
			"viewer session":   {"4 practices are missing in 2 workloads.", "more practices clear 2 high risks.", ">Stock</a>"},
			"narrow session":   {"4 practices are missing in 1 workload.", "more practices clear 1 high risk."},
			"stranger session": {"Nothing is left to improve"}} {
			text := flat(s.GetPage(who, "/plan", 200))
			for _, want := range wants {
				if !strings.Contains(text, want) {
					t.Errorf("%s: %q is not on the page", who, want)
				}
			}
			if strings.Contains(text, "Stock") != (who == "viewer session") {
				t.Errorf("%s is shown another workload, or not shown one", who)
			}
		}
		s.GetPage("narrow session", "/plan?workload="+ids[1], 404)
		for query, want := range map[string]int{"": 4, "?workload=" + ids[0]: 4, "?pillar=operations": 0, "?risk=medium": 0,
			"?risk=high": 4, "?quick=yes": 0} {
			if got := strings.Count(s.GetPage("viewer session", "/plan"+query, 200), `<th scope="row">`); got != want {
				t.Errorf("%q lists %d practices, want %d", query, got, want)
			}
		}
		path := flat(s.GetPage("viewer session", "/plan/cheapest-path", 200))
		if strings.Count(path, `class="way-out"`) != 2 || !strings.Contains(path, "high risks in 2 workloads.") {
			t.Error("the cheapest path does not list both workloads")
		}
		if one := s.GetPage("viewer session", "/plan/cheapest-path?goal=medium&workload="+ids[1], 200); strings.Count(one,
			`class="way-out"`) != 1 {
			t.Error("the cheapest path is not narrowed")
		}
	})
}
