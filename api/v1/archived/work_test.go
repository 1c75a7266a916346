package archived_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/models/figures"
	"plumbline/models/store"
	"plumbline/questionnaires"
)

// workWalk fills a workload at random with what follows from its reviews.
type workWalk struct {
	*apitest.Server
	random     *rand.Rand
	id, review string
	items      []string // ids
	asked      []string // of acceptances
}

// questions of the sample lens with practices of each.
var practicesOf = map[string][]string{"backup": {"backup_daily", "backup_apart"}, "oncall": {"oncall_rota",
	"oncall_alerts"}, "load": {"load_limits", "load_spare"}}

func (w *workWalk) pick(list ...string) string { return list[w.random.IntN(len(list))] }

// try does something, which may be refused as wrong or as not there.
func (w *workWalk) try(as, method, path string, body any) apitest.Tree {
	w.T.Helper()
	r := w.Do(apitest.Call{Method: method, Path: path, As: as, Body: body})
	if r.Status >= 500 || r.Status == 401 {
		w.T.Fatalf("%s %s: %d %s", method, path, r.Status, r.Body)
	}
	if r.Status >= 400 {
		return apitest.Tree{}
	}
	return r.Tree(w.T)
}

func (w *workWalk) who() string {
	return w.pick("owner session", "architect session", "contributor session")
}

func (w *workWalk) question() (question, choice string) {
	question = w.pick("backup", "oncall", "load")
	return question, w.pick(practicesOf[question]...)
}

func (w *workWalk) step() {
	question, choice := w.question()
	switch w.random.IntN(10) {
	case 0, 1:
		w.try(w.who(), "PUT", w.review+"/answers/"+question, map[string]any{"selected": []string{choice}})
	case 2, 3:
		w.create(question, choice)
	case 4:
		if len(w.items) > 0 {
			w.try(w.who(), "POST", "/items/"+w.pick(w.items...)+"/comments", map[string]any{
				"body": w.pick("Soon", "Ask @"+w.EmailOf("viewer"), "*So* it is", "Ελληνικά 🦉")})
		}
	case 5:
		if len(w.items) > 0 {
			w.try(w.who(), "POST", "/items/"+w.pick(w.items...)+"/move", map[string]any{
				"status": w.pick("in_progress", "blocked", "to_verify", "wont_do", "open"), "note": "So",
				"reason": w.pick("", "", "not_worth_it")})
		}
	case 6:
		if len(w.items) > 0 {
			w.try(w.who(), "POST", "/items/"+w.pick(w.items...)+"/verify", map[string]any{"select": w.random.IntN(2) == 0})
		}
	case 7, 8:
		w.accept(question, choice)
	default:
		w.try(w.who(), "POST", "/workloads/"+w.id+"/proposals", map[string]any{"name": "Set " + w.pick("a", "b", "c"),
			"practices": []any{map[string]string{"lens": "service-basics", "question": question, "choice": choice}}})
	}
}

func (w *workWalk) create(question, choice string) {
	body := map[string]any{"title": "Item " + w.pick("one", "two"), "description": w.pick("", "**Why**"),
		"practices": []any{map[string]string{"lens": "service-basics", "question": question, "choice": choice}},
		"priority":  w.pick("urgent", "low"), "build_cost": w.random.IntN(1000)}
	switch w.random.IntN(4) {
	case 0:
		body["owner"] = map[string]string{"kind": "member", "user_id": w.Users[w.pick("viewer", "owner")].ID}
	case 1:
		body["owner"] = map[string]string{"kind": w.pick("team", "outsider"), "name": "Platform"}
	case 2:
		said := w.try(w.who(), "POST", w.review+"/answers/"+question+"/comments", map[string]any{"body": "Do it"})
		body["origin"] = map[string]string{"kind": "comment", "id": said.At("id").String()}
	default:
		parked := w.try(w.who(), "POST", w.review+"/parking", map[string]any{"body": "Later"})
		body["origin"] = map[string]string{"kind": "parked", "id": parked.At("id").String()}
	}
	if len(w.items) > 0 {
		body["needs"] = []string{w.pick(w.items...)}
	}
	if made := w.try(w.who(), "POST", "/workloads/"+w.id+"/items", body); made.Value != nil {
		w.items = append(w.items, made.At("id").String())
	}
}

func (w *workWalk) accept(question, choice string) {
	if len(w.asked) > 0 && w.random.IntN(2) == 0 {
		w.try(w.who(), "POST", "/acceptances/"+w.pick(w.asked...)+"/"+w.pick("withdraw", "revoke"),
			map[string]any{"note": "So"})
		one := "/acceptances/" + w.pick(w.asked...) + "/decide"
		w.try(w.who(), "POST", one, map[string]any{"note": "So", "accept": w.random.IntN(3) > 0})
		return
	}
	body := map[string]any{"question_id": question, "reason": "Late", "mitigation": "By hand", "approver_role": "CISO",
		"until": time.Now().UTC().AddDate(0, 0, w.random.IntN(90)).Format(time.DateOnly)}
	if w.random.IntN(2) == 0 {
		body["choice_id"] = choice
	}
	if len(w.items) > 0 && w.random.IntN(2) == 0 {
		body["item_id"] = w.pick(w.items...)
	}
	if made := w.try(w.who(), "POST", w.review+"/acceptances", body); made.Value != nil {
		w.asked = append(w.asked, made.At("id").String())
	}
}

// scripted does what chance may leave out: an item that was done and came back, an acceptance that was extended, and
// one that was revoked.
func (w *workWalk) scripted() {
	w.T.Helper()
	made := w.OK("POST", "/workloads/"+w.id+"/items", map[string]any{"title": "Twice", "owner": map[string]string{
		"kind": "team", "name": "Platform"}, "practices": []any{map[string]string{"lens": "service-basics",
		"question": "backup", "choice": "backup_restore"}}}).At("id").String()
	w.Expect(apitest.Call{Method: "POST", Path: "/items/" + made + "/verify", As: "owner session",
		Body: map[string]any{"select": true}}, 200)
	w.OK("PUT", w.review+"/answers/backup", map[string]any{"selected": []string{"backup_daily"}})
	w.OK("POST", "/workloads/"+w.id+"/items", map[string]any{"title": "By others", "owner": map[string]string{
		"kind": "outsider", "name": "Zoë"}})
	parked := w.OK("POST", w.review+"/parking", map[string]any{"body": "Later"}).At("id").String()
	given := w.OK("POST", "/workloads/"+w.id+"/items", map[string]any{"title": "Given up", "practices": []any{
		map[string]string{"lens": "service-basics", "question": "backup", "choice": "backup_target"}},
		"owner": map[string]string{
			"kind": "member", "user_id": w.Users["viewer"].ID}, "needs": []string{made},
		"origin": map[string]string{"kind": "parked", "id": parked}}).At("id").String()
	w.OK("POST", "/items/"+given+"/comments", map[string]any{"body": "Ask @" + w.EmailOf("architect")})
	w.OK("POST", "/items/"+given+"/move", map[string]any{"status": "wont_do", "note": "So", "reason": "not_worth_it"})
	w.items = append(w.items, made)
	day := time.Now().UTC().AddDate(0, 0, 20).Format(time.DateOnly)
	for _, end := range []string{"", "revoke", "", "decline", "withdraw"} {
		one := w.Expect(apitest.Call{Method: "POST", Path: w.review + "/acceptances", As: "contributor session",
			Body: map[string]any{"question_id": "oncall", "reason": "Late", "mitigation": "By hand",
				"approver_role": "CISO", "until": day}}, 201).Tree(w.T).At("id").String()
		do := func(as, what string, body map[string]any) {
			w.Expect(apitest.Call{Method: "POST", Path: "/acceptances/" + one + "/" + what, As: as, Body: body}, 200)
		}
		switch end {
		case "withdraw":
			do("contributor session", "withdraw", map[string]any{"note": "No more"})
		case "decline":
			do("owner session", "decide", map[string]any{"accept": false, "note": "Too long"})
		default:
			do("owner session", "decide", map[string]any{"accept": true})
		}
		if end == "revoke" {
			do("owner session", "revoke", map[string]any{"note": "No more"})
		}
		w.asked = append(w.asked, one)
	}
}

// walkWork fills a workload at random.
func walkWork(s *apitest.Server, seed uint64) *workWalk {
	s.T.Helper()
	w := &workWalk{Server: s, random: rand.New(rand.NewPCG(seed, 9))}
	w.id = s.OK("POST", "/workloads", apitest.WorkloadBody(fmt.Sprint("Walk ", seed), "service-basics")).At("id").String()
	w.review = "/workloads/" + w.id + "/lenses/service-basics"
	for question, choices := range practicesOf {
		s.OK("PUT", w.review+"/answers/"+question, map[string]any{"selected": choices[:1]})
	}
	w.scripted()
	for n := range 15 {
		if n == 0 {
			s.OK("POST", "/workloads/"+w.id+"/milestones", map[string]any{"name": "First"})
		}
		if w.step(); n == 10 {
			s.OK("POST", "/workloads/"+w.id+"/milestones", map[string]any{"name": "Between"})
		}
	}
	apitest.Must(s.T, s.Store.Write(s.T.Context(), func(tx *store.Tx) error {
		return store.Trends(tx).Put([]figures.Day{
			{WorkloadID: w.id, Day: "2026-10-01", Figures: figures.Figures{Open: 3, Overdue: 1,
				Counts: questionnaires.RiskCounts{High: 2, Undecided: 1}}}, {WorkloadID: w.id, Day: "2026-10-02"}})
	}))
	return w
}

// sameNumbers gives a file with its items numbered from 1: an import gives new numbers.
func sameNumbers(t testing.TB, file []byte) string {
	t.Helper()
	var doc map[string]any
	apitest.Must(t, json.Unmarshal(file, &doc))
	items, _ := doc["items"].([]any)
	rank := map[any]int{}
	for n, one := range items {
		rank[one.(map[string]any)["number"]] = n + 1
	}
	number := func(holder any, member string) {
		m := holder.(map[string]any)
		if m[member] != nil {
			m[member] = rank[m[member]]
		}
	}
	for _, one := range items {
		number(one, "number")
		number(one, "regressed_from")
		needs, _ := one.(map[string]any)["needs"].([]any)
		for n := range needs {
			needs[n] = rank[needs[n]]
		}
	}
	accepted, _ := doc["acceptances"].([]any)
	for _, one := range accepted {
		number(one, "item")
	}
	text, err := json.MarshalIndent(doc, "", " ")
	apitest.Must(t, err)
	return string(text)
}

// moved deletes a workload, and brings it back from the file.
func moved(s *apitest.Server, id string, file []byte) (there string, again []byte) {
	s.T.Helper()
	s.OK("DELETE", "/workloads/"+id+"?confirm="+url.QueryEscape(nameOf(s, id)), nil)
	there = s.OK("POST", "/workloads/import", file).At("id").String()
	return there, s.ExportWorkload(there)
}

// Whatever a workload holds comes back as it was, but for ids and numbers of items, on the same server and on another.
func TestWorkComesBack(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		s.Sample()
		held := ""
		for seed := range uint64(2) {
			w := walkWork(s, seed)
			file := s.ExportWorkload(w.id)
			held += string(file)
			_, again := moved(s, w.id, file)
			if got, want := sameNumbers(s.T, again), sameNumbers(s.T, file); got != want {
				s.T.Fatalf("seed %d: exported again, it is\n%s", seed, firstDifference(got, want))
			}
			if seed > 0 {
				continue
			}
			there := s.Elsewhere()
			id := there.OK("POST", "/workloads/import", file).At("id").String()
			first := there.ExportWorkload(id)
			_, second := moved(there, id, first)
			if got, want := sameNumbers(s.T, second), sameNumbers(s.T, first); got != want {
				s.T.Fatalf("seed %d: elsewhere, it is\n%s", seed, firstDifference(got, want))
			}
			for _, who := range []string{`"member"`, s.EmailOf("owner")} {
				if bytes.Contains(first, []byte(who)) {
					s.T.Errorf("seed %d: the file from elsewhere has %s", seed, who)
				}
			}
		}
		for _, want := range []string{`"needs"`, `"outsider"`, `"team"`, `"member"`, `"place": "reviews/0/comments`,
			`"place": "reviews/0/parking_lot`, `"mentions"`, `"wont_do"`, `"done"`, `"regressed`, `"extends"`,
			`"daily_figures"`, `"state": "accepted"`, `"state": "asked"`, `"state": "declined"`, `"state": "withdrawn"`,
			`"state": "revoked"`, `"state": "replaced"`, `"proposals"`, `"accepted": [`, `"wont_do": [`, `"reopened"`} {
			if !strings.Contains(held, want) {
				s.T.Errorf("no workload had %s", want)
			}
		}
	})
}

// firstDifference shows where two texts part.
func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for n := range min(len(g), len(w)) {
		if g[n] != w[n] {
			return strings.Join(g[max(0, n-8):min(len(g), n+3)], "\n") + "\nwant\n" + strings.Join(w[n:min(len(w), n+3)], "\n")
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(g), len(w))
}

// Where the people are no members, items are those of outsiders by name, and they hang together as before.
func TestWorkElsewhere(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		practice := []any{map[string]string{"lens": "service-basics", "question": "backup", "choice": "backup_apart"}}
		first := s.OK("POST", "/workloads/"+id+"/items", map[string]any{"title": "Order disks", "owner": map[string]string{
			"kind": "member", "user_id": s.Users["viewer"].ID}}).At("id").String()
		s.OK("POST", "/workloads/"+id+"/items", map[string]any{"title": "Copies apart", "practices": practice,
			"needs": []string{first}, "due_on": "2027-01-31"})
		file := s.ExportWorkload(id)
		there := s.Elsewhere()
		there.OK("POST", "/lenses", []byte(apitest.LensText("Other", "pillar=P", apitest.QuestionText("que1=Q?", "cho1=A",
			"cho2=B"))))
		there.OK("POST", "/lenses/other/versions", map[string]any{"version": "1"})
		own := there.OK("POST", "/workloads", apitest.WorkloadBody("Own", "other")).At("id").String()
		there.OK("POST", "/workloads/"+own+"/items", map[string]any{"title": "Was here first"})
		there.OK("POST", "/workloads/import", file)
		disks := there.OK("GET", "/items/2", nil)
		if got := disks.At("owner").String(); !strings.Contains(got, "outsider") || !strings.Contains(got, "The viewer") ||
			disks.At("id").String() == first {
			s.T.Errorf("the item is %s", disks)
		}
		there.RunScenarios([]apitest.Scenario{
			{Name: "needs", Call: apitest.Call{Method: "GET", Path: "/items/3", As: "viewer"}, Status: 200,
				Holds: []string{disks.At("id").String(), `"due_on":"2027-01-31"`, "backup_apart", `"lens_key":"service-basics"`}},
			{Name: "activity", Call: apitest.Call{Method: "GET", Path: "/items/3/activity", As: "viewer"}, Status: 200,
				Holds: []string{`"kind":"created"`}},
		})
		// It follows its answer.
		at := strings.Replace("/workloads/ID/lenses/service-basics/answers/backup", "ID",
			there.OK("GET", "/items/3", nil).At("workload_id").String(), 1)
		there.OK("PUT", at, map[string]any{"selected": []string{"backup_daily", "backup_apart"}})
		if got := there.OK("GET", "/items/3", nil).At("status").String(); got != "to_verify" {
			s.T.Errorf("once its practice is in place the item is %s", got)
		}
	})
}

// What does not hold together is refused at its place, and changes nothing.
func TestWorkThatWasTamperedWith(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		file := s.ExportWorkload(fullWork(s))
		type object = map[string]any
		first := func(doc object, path ...string) object {
			for _, member := range path {
				doc = doc[member].([]any)[0].(object)
			}
			return doc
		}
		var rows []apitest.Scenario
		for name, change := range map[string]struct {
			edit func(object)
			at   string
		}{
			"number of another": {func(d object) { d["items"].([]any)[1].(object)["number"] = 1 }, "/items/1/number"},
			"number 0":          {func(d object) { first(d, "items")["number"] = 0 }, "/items/0/number"},
			"need of no item":   {func(d object) { first(d, "items")["needs"] = []int{77} }, "/items/0/needs/0"},
			"a circle":          {func(d object) { first(d, "items")["needs"] = []int{2} }, "circle"},
			"needs itself":      {func(d object) { first(d, "items")["needs"] = []int{1} }, "circle"},
			"no such review":    {func(d object) { first(d, "items", "practices")["review"] = 1 }, "/items/0/practices/0"},
			"no such practice":  {func(d object) { first(d, "items", "practices")["choice_id"] = "x" }, "/items/0/practices/0"},
			"no such question": {func(d object) { first(d, "items", "practices")["question_id"] = "x" },
				"/items/0/practices/0"},
			"done without its practice": {func(d object) {
				first(d, "items")["status"], first(d, "items")["closed_at"] = "done", "2026-01-01T00:00:00Z"
			}, "/items/0/practices/0"},
			"no such status":      {func(d object) { first(d, "items")["status"] = "x" }, "/items/0/status"},
			"a date that is none": {func(d object) { first(d, "items")["first_due_on"] = "soon" }, "/items/0/first_due_on"},
			"a link that is none": {func(d object) {
				first(d, "items")["links"] = []object{{"url": "javascript:alert(1)"}}
			}, "/items/0/links/0/url"},
			"origin that is not there": {func(d object) {
				first(d, "items")["origin"] = object{"kind": "comment", "place": "reviews/0/comments/9"}
			}, "/items/0/origin/place"},
			"origin in disguise": {func(d object) {
				first(d, "items")["origin"] = object{"kind": "comment", "place": "reviews/00/comments/0"}
			}, "/items/0/origin/place"},
			"activity of no kind": {func(d object) { first(d, "items", "activity")["kind"] = "x" }, "/items/0/activity/0/kind"},
			"empty comment":       {func(d object) { first(d, "items", "comments")["body"] = " " }, "/items/0/comments/0/body"},
			"who asked decided": {func(d object) {
				a := d["acceptances"].([]any)[0].(object)
				a["decided_by_id"] = a["asked_by_id"]
			}, "/acceptances/0/decided_by_id"},
			"accepted by nobody": {func(d object) { delete(first(d, "acceptances"), "decided_at") },
				"/acceptances/0/decided_at"},
			"acceptance of no risk": {func(d object) { first(d, "acceptances")["risk"] = "NONE" }, "/acceptances/0/risk"},
			"no such item":          {func(d object) { first(d, "acceptances")["item"] = 9 }, "/acceptances/0/item"},
			"extends itself":        {func(d object) { first(d, "acceptances")["extends"] = 0 }, "/acceptances/0/extends"},
			"question that is none": {func(d object) { first(d, "acceptances")["question_id"] = "x" },
				"/acceptances/0/question_id"},
			"in force twice": {func(d object) {
				d["acceptances"] = append(d["acceptances"].([]any), first(d, "acceptances"))
			}, "/acceptances/1/state"},
			"proposal without a name": {func(d object) { first(d, "proposals")["name"] = "" }, "/proposals/0/name"},
			"proposal of no review": {func(d object) { first(d, "proposals", "practices")["review"] = 5 },
				"/proposals/0/practices/0/review"},
			"day that is none": {func(d object) { first(d, "daily_figures")["day"] = "2026-02-30" }, "/daily_figures/0/day"},
			"day twice": {func(d object) {
				d["daily_figures"] = append(d["daily_figures"].([]any), first(d, "daily_figures"))
			}, "/daily_figures/1/day"},
			"fewer than none": {func(d object) { first(d, "daily_figures")["HIGH"] = -1 }, "/daily_figures/0"},
			"too many days": {func(d object) {
				one, _ := first(d, "daily_figures"), 0
				d["daily_figures"] = slices.Repeat([]any{one}, 50_001)
			}, "50000"},
		} {
			var doc object
			apitest.Must(s.T, json.Unmarshal(file, &doc))
			change.edit(doc)
			body, err := json.Marshal(doc)
			apitest.Must(s.T, err)
			status := 422
			if name == "too many days" {
				status = 413
			}
			rows = append(rows, apitest.Scenario{Name: name, Call: apitest.Call{Method: "POST",
				Path: "/workloads/import?copy=true", As: "architect", Body: body}, Status: status, Holds: []string{change.at}})
		}
		rows = append(rows, apitest.Scenario{Name: "as it is", Call: apitest.Call{Method: "POST",
			Path: "/workloads/import?copy=true", As: "architect", Body: file}, Status: 201, Changes: true})
		s.RunScenarios(rows)
	})
}

// fullWork makes a workload with two items, of which the second needs the first, an acceptance in force, a proposal and
// a daily figure.
func fullWork(s *apitest.Server) string {
	s.T.Helper()
	id := s.Sample()
	review := "/workloads/" + id + "/lenses/service-basics"
	s.OK("PUT", review+"/answers/backup", map[string]any{"selected": []string{"backup_daily"}})
	practice := map[string]string{"lens": "service-basics", "question": "backup", "choice": "backup_apart"}
	one := s.OK("POST", "/workloads/"+id+"/items", map[string]any{"title": "Copies apart", "practices": []any{practice}})
	s.OK("POST", "/workloads/"+id+"/items", map[string]any{"title": "Test them", "needs": []string{one.At("id").String()}})
	s.OK("POST", "/items/1/comments", map[string]any{"body": "When?"})
	asked := s.Expect(apitest.Call{Method: "POST", Path: review + "/acceptances", As: "contributor session",
		Body: map[string]any{"question_id": "backup", "reason": "Late", "mitigation": "By hand", "approver_role": "CISO",
			"until": time.Now().UTC().AddDate(0, 0, 30).Format(time.DateOnly)}}, 201).Tree(s.T).At("id").String()
	s.Expect(apitest.Call{Method: "POST", Path: "/acceptances/" + asked + "/decide", As: "owner session",
		Body: map[string]any{"accept": true}}, 200)
	s.OK("POST", "/workloads/"+id+"/proposals", map[string]any{"name": "First steps", "practices": []any{practice}})
	apitest.Must(s.T, s.Store.Write(s.T.Context(), func(tx *store.Tx) error {
		return store.Trends(tx).Put([]figures.Day{{WorkloadID: id, Day: "2026-10-01"}})
	}))
	return id
}
