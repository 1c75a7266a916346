package api_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/models"
)

// reachAskers are the columns of the table: people who are narrowed, people of workspaces that the workload is shared
// with, and a guest of its review. All that is asked for is of a question of another pillar than that of "beside".
var reachAskers = []string{
	"away",        // contributor of another workload
	"beside",      // contributor of another pillar
	"inside",      // contributor of the pillar
	"architect",   // of the workspace: nobody narrows an architect
	"share",       // owner of a workspace that has the workload as a contributor
	"share-view",  // owner of a workspace that has it as a viewer
	"share-clerk", // viewer of the former
	"guest",       // of the review
}

// reachRow is what each asker gets: a status, and after it "+" where the reply holds what the workload has, "~" where
// an import tells what is wrong with the file, and "!" where something was changed.
type reachRow struct{ path, body, want string }

// ofThePlan finds the operations that the table is about.
var ofThePlan = regexp.MustCompile(
	`/(items|acceptances|proposals|plan|cheapest-path|what-if|trend|calendars)(/|$)|\{workload\}/check$`)

const (
	reachPractice = `{"lens":"service-basics","question":"backup","choice":"backup_apart"}`
	reachOther    = `{"lens":"service-basics","question":"backup","choice":"backup_restore"}`
	reachPlaced   = `{"workload":"{workload}","lens":"service-basics","question":"backup","choice":"backup_restore"}`
	reachNew      = `{"title":"Zebra","practices":[` + reachPractice + `]}`
	reachAsk      = `{"question_id":"backup","choice_id":"backup_restore","reason":"Zebra","mitigation":"Zebra",` +
		`"approver_role":"CISO","until":"{today}"}`
	reachSettings = `{"high_days":30,"medium_days":90,"due_soon_days":7,"high_cap":5,"currency":"EUR",` +
		`"lead_after_days":7,"sponsor_after_days":21}`
)

// reachTable has a row for each of those operations. {item} is an item of the question, {proposal}, {acceptance},
// {item_comment} and {calendar} are such things of others; each is made for each asker, where the row changes it.
var reachTable = map[string]reachRow{
	"listItems": {"/items", "",
		"200 200+ 200+ 200+ 200+ 200+ 200+ 403"},
	"countItems": {"/items/counts", "",
		"200 200+ 200+ 200+ 200+ 200+ 200+ 403"},
	"getRoadmap": {"/items/roadmap", "",
		"200 200+ 200+ 200+ 200+ 200+ 200+ 403"},
	"getItemMetrics": {"/items/metrics", "",
		"200 200+ 200+ 200+ 200+ 200+ 200+ 403"},
	"getItemBudget": {"/items/budget", "",
		"200 200+ 200+ 200+ 200 200 200 403"},
	"exportItems": {"/items/export", "",
		"200 200+ 200+ 200+ 200 200 200 403"},
	"importItems": {"/items/import?dry_run=true&workload={workload}",
		"Title,Practices\r\nZebra,service-basics/backup/backup_apart\r\n",
		"404 200~ 200+ 200+ 200+ 403 403 403"},
	"getItem": {"/items/{item}", "",
		"404 200+ 200+ 200+ 200+ 200+ 200+ 403"},
	"listItemActivity": {"/items/{item}/activity", "",
		"404 200+ 200+ 200+ 200+ 200+ 200+ 403"},
	"listItemComments": {"/items/{item}/comments", "",
		"404 200+ 200+ 200+ 200+ 200+ 200+ 403"},
	"createItem": {"/workloads/{workload}/items", reachNew,
		"404 403 201+! 201+! 201+! 403 403 403"},
	"createItems": {"/workloads/{workload}/items/batch", `{"items":[` + reachNew + `]}`,
		"404 403 201+! 201+! 201+! 403 403 403"},
	"createPlannedItems": {"/workloads/{workload}/items/planned", `{"practices":[` + reachOther + `]}`,
		"404 403 201+! 201+! 201+! 403 403 403"},
	"createPlanItems": {"/plan/items", `{"practices":[` + reachPlaced + `]}`,
		"422 403 201+! 201+! 201+! 403 403 403"},
	"createProposedItems": {"/workloads/{workload}/proposals/{proposal}/items", `{}`,
		"404 403 201+! 201+! 201+! 403 403 403"},
	"editItems": {"/items/edit", `{"ids":["{item}"],"fields":{"priority":"urgent"}}`,
		"422 403 200+! 200+! 200+! 403 403 403"},
	"updateItem": {"/items/{item}", `{"priority":"urgent"}`,
		"404 403 200+! 200+! 200+! 403 403 403"},
	"moveItem": {"/items/{item}/move", `{"status":"in_progress"}`,
		"404 403 200+! 200+! 200+! 403 403 403"},
	"completeItem": {"/items/{item}/complete", `{}`,
		"404 403 200+! 200+! 200+! 403 403 403"},
	"verifyItem": {"/items/{item}/verify", `{"select":true}`,
		"404 403 200+! 200+! 200+! 403 403 403"},
	"deleteItem": {"/items/{item}?confirm={item_number}", "",
		"403 403 403 204! 403 403 403 403"},
	"createItemComment": {"/items/{item}/comments", `{"body":"Zebra"}`,
		"404 201+! 201+! 201+! 201+! 403 403 403"},
	"updateItemComment": {"/items/{item}/comments/{item_comment}", `{"body":"Zebras"}`,
		"404 403 403 403 403 403 403 403"},
	"deleteItemComment": {"/items/{item}/comments/{item_comment}", "",
		"404 403 403 204! 403 403 403 403"},
	"getPlanSettings": {"/plan/settings", "",
		"200 200 200 200 200 200 200 403"},
	"putPlanSettings": {"/plan/settings", reachSettings,
		"403 403 403 403 200 200 403 403"},
	"previewPlanSettings": {"/plan/settings/preview", reachSettings,
		"403 403 403 403 200 200 403 403"},
	"applyPlanSettings": {"/plan/settings/apply", `{"ids":["{item}"]}`,
		"403 403 403 403 422 403 403 403"},
	"listAcceptances": {"/acceptances", "",
		"200 200+ 200+ 200+ 200 200 200 403"},
	"getAcceptance": {"/acceptances/{acceptance}", "",
		"404 200+ 200+ 200+ 200+ 200+ 200+ 403"},
	"listReviewAcceptances": {"/workloads/{workload}/lenses/{lens}/acceptances", "",
		"404 200+ 200+ 200+ 200+ 200+ 200+ 200+"},
	"listApprovers": {"/workloads/{workload}/lenses/{lens}/acceptances/approvers", "",
		"404 200 200 200 200 403 403 403"},
	"askAcceptance": {"/workloads/{workload}/lenses/{lens}/acceptances", reachAsk,
		"404 403 201+! 201+! 201+! 403 403 403"},
	"decideAcceptance": {"/acceptances/{acceptance}/decide", `{"accept":true}`,
		"403 403 403 200+! 403 403 403 403"},
	"withdrawAcceptance": {"/acceptances/{acceptance}/withdraw", `{}`,
		"404 403 403 403 403 403 403 403"},
	"revokeAcceptance": {"/acceptances/{acceptance}/revoke", `{"note":"No"}`,
		"403 403 403 409 403 403 403 403"},
	"listProposals": {"/workloads/{workload}/proposals", "",
		"404 200+ 200+ 200+ 200+ 200+ 200+ 403"},
	"createProposal": {"/workloads/{workload}/proposals", `{"name":"Zebra {unique}","practices":[` + reachPractice + `]}`,
		"404 201+! 201+! 201+! 201+! 403 403 403"},
	"getProposal": {"/workloads/{workload}/proposals/{proposal}", "",
		"404 200+ 200+ 200+ 200+ 200+ 200+ 403"},
	"updateProposal": {"/workloads/{workload}/proposals/{proposal}", `{"note":"Zebras"}`,
		"404 200+! 200+! 200+! 200+! 403 403 403"},
	"deleteProposal": {"/workloads/{workload}/proposals/{proposal}", "",
		"404 204! 204! 204! 204! 403 403 403"},
	"tryOut": {"/workloads/{workload}/what-if", `{"practices":[` + reachPractice + `]}`,
		"404 200+ 200+ 200+ 200+ 200+ 200+ 200+"},
	"getWorkspacePlan": {"/plan", "",
		"200 200+ 200+ 200+ 200+ 200+ 200+ 403"},
	"getPlan": {"/workloads/{workload}/plan", "",
		"404 200+ 200+ 200+ 200+ 200+ 200+ 200+"},
	"getCheapestPath": {"/cheapest-path", "",
		"200 200+ 200+ 200+ 200+ 200+ 200+ 403"},
	"getWorkloadCheapestPath": {"/workloads/{workload}/cheapest-path", "",
		"404 200+ 200+ 200+ 200+ 200+ 200+ 403"},
	"getTrend": {"/trend", "",
		"200 200+ 200+ 200+ 200+ 200+ 200+ 403"},
	"getWorkloadTrend": {"/workloads/{workload}/trend", "",
		"404 200+ 200+ 200+ 200+ 200+ 200+ 403"},
	"checkWorkload": {"/workloads/{workload}/check", "",
		"404 200+ 200+ 200+ 200+ 200+ 200+ 403"},
	"getMilestoneItems": {"/workloads/{workload}/milestones/{number}/items", "",
		"404 200+ 200+ 200+ 200+ 200+ 200+ 403"},
	"listOwnCalendars": {"/me/calendars", "",
		"200 200 200 200 200 200 200 403"},
	"createOwnCalendar": {"/me/calendars", `{"name":"Feed {unique}","workload_id":"{workload}"}`,
		"404 201! 201! 201! 201 201 201 403"},
	"revokeOwnCalendar": {"/me/calendars/{calendar}", "",
		"404 404 404 404 404 404 404 403"},
	"listCalendars": {"/calendars", "",
		"403 403 403 403 200 200 403 403"},
	"revokeCalendar": {"/calendars/{calendar}", "",
		"403 403 403 403 404 404 403 403"},
}

// TestReachOfPlans asks for each operation on items, acceptances, proposals, plans and feeds as everybody whose reach
// is limited. An operation without a row fails.
func TestReachOfPlans(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		review := "/workloads/" + id + "/lenses/service-basics"
		s.OK("PUT", review+"/answers/backup", map[string]any{"selected": []string{"backup_daily"}})
		s.OK("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "Zebra"})
		s.OK("POST", "/workloads/"+id+"/items", reachNew)
		s.OK("POST", review+"/acceptances", strings.ReplaceAll(reachAsk, "{today}", today()))
		s.OK("POST", "/workloads/"+id+"/proposals", `{"name":"Zebra","practices":[`+reachPractice+`]}`)
		askFrom(s, id)
		var suggestion strings.Builder
		seen := map[string]bool{}
		for _, route := range s.Spec.Routes {
			if !ofThePlan.MatchString(route.Template) {
				continue
			}
			seen[route.ID] = true
			row, known := reachTable[route.ID]
			if !known {
				row = reachRow{path: route.Template}
			}
			var got []string
			for _, asker := range reachAskers {
				got = append(got, reached(s, id, asker, route.Method, row))
			}
			if text := strings.Join(got, " "); text != row.want {
				s.T.Errorf("%s as %s:\ngot  %s\nwant %s", route.ID, strings.Join(reachAskers, " "), text, row.want)
				fmt.Fprintf(&suggestion, "\t%q: {%q, %q, %q},\n", route.ID, row.path, row.body, text)
			}
		}
		for name := range reachTable {
			if !seen[name] {
				s.T.Errorf("the table has a row for %s, which is no such operation", name)
			}
		}
		if suggestion.Len() > 0 {
			s.T.Errorf("decide on each before it is written down:\n%s", &suggestion)
		}
	})
}

// askFrom makes the askers of the table.
func askFrom(s *apitest.Server, id string) {
	pillar := s.OK("GET", "/workloads/"+id+"/lenses/service-basics/answers/backup", nil).At("pillar_id").String()
	for name, g := range map[string]models.MemberGrant{
		"away":   {Role: models.Contributor, Workloads: []string{models.NewID()}},
		"beside": {Role: models.Contributor, Pillars: []string{"operations"}},
		"inside": {Role: models.Contributor, Pillars: []string{pillar}},
	} {
		s.NarrowedMember(name, g)
	}
	s.Guest("guest", id, "service-basics")
	share := s.Workspace("Share")
	s.Person("share", share, models.Owner)
	s.Person("share-clerk", share, models.Viewer)
	s.Person("share-view", s.Workspace("Shared to look"), models.Owner)
	for who, role := range map[string]models.Role{"share session": models.Contributor,
		"share-view session": models.Viewer} {
		offer := s.OK("POST", "/workloads/"+id+"/shares", map[string]any{"account_id": s.AccountID(who), "role": role})
		s.Expect(apitest.Call{Method: "POST", Path: "/shares/" + offer.At("id").String() + "/accept", As: who}, 200)
	}
}

// reached sends the request of a row, and tells what came of it.
func reached(s *apitest.Server, id, asker, method string, row reachRow) string {
	s.T.Helper()
	at := "/workloads/" + id
	fill := []string{"{workload}", id, "{lens}", "service-basics", "{number}", "1", "{unique}", models.NewID(),
		"{today}", today()}
	make := func(name, path, body string) {
		if strings.Contains(row.path+row.body, name) {
			fill = append(fill, name, s.OK("POST", path, body).At("id").String())
		}
	}
	if text := row.path + row.body; strings.Contains(text, "{item}") {
		s.OK("PUT", at+"/lenses/service-basics/answers/backup", `{"selected":["backup_daily"]}`)
		made := s.OK("POST", at+"/items", reachNew)
		item := made.At("id").String()
		fill = append(fill, "{item}", item, "{item_number}", made.At("number").String())
		fill = append(fill, "{item_comment}", s.OK("POST", "/items/"+item+"/comments", `{"body":"Zebra"}`).At("id").String())
	}
	make("{proposal}", at+"/proposals", `{"name":"Zebra `+models.NewID()+`","practices":[`+reachOther+`]}`)
	if strings.Contains(row.path, "{acceptance}") || strings.Contains(row.body, "{today}") {
		waiting := s.OK("GET", "/acceptances?filter=to_decide", nil).At("items")
		for n := range waiting.Len() {
			s.Expect(apitest.Call{Method: "POST", Path: "/acceptances/" + waiting.At(fmt.Sprint(n, "/id")).String() + "/decide",
				As: "owner session", Body: `{"accept":false,"note":"No"}`}, 200)
		}
	}
	ask := `{"question_id":"backup","reason":"Zebra",` +
		`"mitigation":"Zebra","approver_role":"CISO","until":"` + today() + `"}`
	make("{acceptance}", at+"/lenses/service-basics/acceptances", ask)
	if strings.Contains(row.path, "{calendar}") {
		own := s.Expect(apitest.Call{Method: "POST", Path: "/me/calendars", As: "owner session",
			Body: `{"name":"Zebra"}`}, 201).Tree(s.T)
		fill = append(fill, "{calendar}", own.At("id").String())
	}
	call := apitest.Call{Method: method, Path: strings.NewReplacer(fill...).Replace(row.path), As: asker + " session"}
	if row.body != "" {
		call.Body = strings.NewReplacer(fill...).Replace(row.body)
	}
	before := reachState(s, at)
	r := s.Do(call)
	got := fmt.Sprint(r.Status)
	if r.Status < 300 && reachMarks.MatchString(string(r.Body)) {
		got += "+"
	}
	if strings.Contains(string(r.Body), `"errors":[{`) && r.Status < 300 {
		got += "~"
	}
	if reachState(s, at) != before {
		got += "!"
	}
	if r.Status >= 400 && strings.Contains(string(r.Body), "Zebra") && !strings.Contains(fmt.Sprint(call.Body), "Zebra") {
		s.T.Errorf("%s %s as %s: the refusal tells %s", method, call.Path, asker, r.Body)
	}
	planned := strings.Contains(row.body, reachOther) || strings.Contains(row.body, reachPlaced)
	if r.Status == 201 && planned || strings.HasSuffix(row.path, "{proposal}/items") {
		made := r.Tree(s.T).At("items")
		for n := range made.Len() { // or the next asker makes none
			number := made.At(fmt.Sprint(n, "/number")).String()
			s.Expect(apitest.Call{Method: "DELETE", Path: "/items/" + number + "?confirm=" + number, As: "owner"}, 204)
		}
	}
	return got
}

// reachMarks finds what a reply can have of the workload only.
var reachMarks = regexp.MustCompile(`Zebra|backup|"(active|total|open_items|workloads)":(\{"items":)?[1-9]`)

// reachState is what the operations of the table can change.
func reachState(s *apitest.Server, at string) string {
	s.T.Helper()
	apitest.Must(s.T, s.Store.SealAudit(s.T.Context()))
	var all strings.Builder
	for _, path := range []string{"/audit?limit=1", "/items?sort=updated&limit=3", "/items/counts", "/acceptances?limit=3",
		at + "/proposals", "/plan/settings", at + "/lenses/service-basics/answers/backup"} {
		all.Write(s.Expect(apitest.Call{Method: "GET", Path: path, As: "owner"}, 200).Body)
	}
	return all.String()
}

func today() string { return time.Now().UTC().Format(time.DateOnly) }
