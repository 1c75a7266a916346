package api_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"plumbline/models"
)

func TestAnswer(t *testing.T) {
	each(t, func(s *server) {
		at := "/workloads/" + s.sample() + "/lenses/service-basics/answers/backup"
		put := func(as string, body any) call { return call{method: "PUT", path: at, as: as, body: body} }
		patch := func(body any) call { return call{method: "PATCH", path: at, as: "contributor", body: body} }
		get := call{method: "GET", path: at, as: "viewer"}
		matching := func(c call, etag string) call {
			c.header = map[string]string{"If-Match": etag}
			return c
		}
		s.run([]scenario{
			{name: "no token", call: put("nobody", `{"selected":["backup_daily"]}`), status: 401, code: "unauthenticated"},
			{name: "stranger", call: put("stranger", `{"selected":["backup_daily"]}`), status: 404, code: "not_found"},
			{name: "viewer", call: put("viewer", `{"selected":["backup_daily"]}`), status: 403, code: "forbidden"},
			{name: "untouched", call: get, status: 200, holds: []string{`"risk":"UNANSWERED"`, `"version":0`}},
			{name: "broken JSON", call: put("contributor", `{"selected":[`), status: 400, code: "invalid"},
			{name: "two documents", call: put("contributor", `{} {}`), status: 400, code: "invalid"},
			{name: "wrong type", call: put("contributor", `{"selected":"backup_daily"}`), status: 422, holds: []string{`"pointer":"/selected"`, "list"}},
			{name: "unknown member", call: put("contributor", `{"selected":[],"risk":"NONE"}`), status: 422, holds: []string{`"pointer":"/risk"`}},
			{name: "unknown choice", call: put("contributor", `{"selected":["backup_daily","cost_alarm"]}`), status: 422, holds: []string{`"pointer":"/selected/1"`}},
			{name: "a choice twice", call: put("contributor", `{"selected":["backup_daily","backup_daily"]}`), status: 422},
			{name: "none of these ruled out", call: put("contributor", `{"not_applicable":{"backup_no":{}}}`), status: 422, holds: []string{"backup_no"}},
			{name: "unknown reason", call: put("contributor", `{"not_applicable":{"backup_daily":{"reason":"BORED"}}}`), status: 422, holds: []string{"OUT_OF_SCOPE"}},
			{name: "note too long", call: put("contributor", map[string]any{"notes": strings.Repeat("ä", models.MaxNotes/2+1)}), status: 422, holds: []string{`"pointer":"/notes"`}},
			{name: "character that no database keeps", call: put("contributor", `{"notes":"a\u0000b"}`), status: 422, holds: []string{"U+0000"}},
			{name: "body too large", call: put("contributor", `{"notes":"`+strings.Repeat("a", 3<<20)+`"}`), status: 413, code: "too_large"},
			{name: "unknown question", call: call{method: "PUT", path: strings.Replace(at, "backup", "nothing", 1), as: "contributor", body: `{}`}, status: 404},
			{name: "unknown lens", call: call{method: "PUT", path: strings.Replace(at, "service-basics", "nothing", 1), as: "contributor", body: `{}`}, status: 404},
			{name: "bad ETag", call: matching(put("contributor", `{"selected":[]}`), "yesterday"), status: 422},
			{name: "stale from the start", call: matching(put("contributor", `{"selected":[]}`), `"4"`), status: 412, code: "stale"},
			{name: "first answer", call: matching(put("contributor", `{"selected":["backup_daily"],"notes":"Two copies"}`), `"0"`), status: 200, holds: []string{`"risk":"HIGH"`, `"version":1`, `"Two copies"`,
				`"grounds":{"basis":"default","selected":["backup_daily"],"unselected":[],"not_applicable":[]}`}, changes: true},
			{name: "the same again", call: put("contributor", `{"selected":["backup_daily"],"notes":"Two copies"}`), status: 200, holds: []string{`"version":1`}},
			{name: "stale", call: matching(put("contributor", `{"selected":[]}`), `"0"`), status: 412, holds: []string{`"current"`, `"Two copies"`}},
			{name: "one more choice", call: patch(`{"selected":["backup_daily","backup_apart"]}`), status: 200, holds: []string{`"risk":"MEDIUM"`, `"Two copies"`}, changes: true},
			{name: "the rest does not apply", call: patch(`{"not_applicable":{"backup_restore":{"reason":"OUT_OF_SCOPE","notes":"No data"},"backup_target":{}}}`), status: 200, holds: []string{`"risk":"NONE"`, `"No data"`}, changes: true},
			{name: "and applies again", call: patch(`{"not_applicable":{}}`), status: 200, holds: []string{`"risk":"MEDIUM"`}, changes: true},
			{name: "note on a choice", call: patch(`{"choice_notes":{"backup_apart":"Other account"}}`), status: 200, holds: []string{"Other account", "Two copies"}, changes: true},
			{name: "question does not apply", call: patch(`{"applicable":false,"reason":"BUSINESS_PRIORITIES"}`), status: 200, holds: []string{`"risk":"NOT_APPLICABLE"`, `"selected":["backup_daily","backup_apart"]`}, changes: true},
			{name: "it applies again", call: patch(`{"applicable":true}`), status: 200, holds: []string{`"risk":"MEDIUM"`, "Other account"}, changes: true},
			{name: "all ruled out", call: put("contributor", `{"not_applicable":{"backup_daily":{},"backup_apart":{},"backup_restore":{},"backup_target":{}}}`), status: 200, holds: []string{`"risk":"NONE"`}, changes: true},
			{name: "none of these", call: put("contributor", `{"selected":["backup_no"]}`), status: 200, holds: []string{`"risk":"HIGH"`, `"selected":["backup_no"],"unselected"`}, changes: true},
			{name: "cleared", call: put("contributor", `{}`), status: 200, holds: []string{`"risk":"UNANSWERED"`}, changes: true},
			{name: "notes in three scripts", call: patch(map[string]any{"notes": "Ελληνικά, Кириллица, tiếng Việt 🦉"}), status: 200, holds: []string{"tiếng Việt 🦉", `"risk":"UNANSWERED"`}, changes: true},
		})
	})
}

// Whatever people do, the counts that are kept are those that a count from zero gives.
func TestCountsAreRight(t *testing.T) {
	each(t, func(s *server) {
		id := s.sample()
		base := "/workloads/" + id + "/lenses/service-basics/answers"
		questions := s.ok("GET", base, nil).at("items")
		random := rand.New(rand.NewPCG(1, 2))
		for range 150 {
			q := questions.at(tree{random.IntN(questions.len())}.String()).at("question_id").String()
			choices := s.ok("GET", base+"/"+q, nil).at("choices")
			selected, ruledOut := []string{}, map[string]any{}
			for i := range choices.len() {
				c := choices.at(tree{i}.String())
				switch none := c.at("none_of_these").String() == "true"; random.IntN(4) {
				case 0:
					selected = append(selected, c.at("id").String())
				case 1:
					if !none {
						ruledOut[c.at("id").String()] = map[string]any{"reason": "OTHER"}
					}
				}
			}
			s.ok("PUT", base+"/"+q, map[string]any{"selected": selected, "not_applicable": ruledOut, "applicable": random.IntN(6) > 0})
			s.recount(id)
		}
		w := s.ok("GET", "/workloads/"+id, nil)
		r := s.ok("GET", "/workloads/"+id+"/lenses/service-basics", nil)
		if w.at("risk_counts").String() != r.at("risk_counts").String() {
			s.t.Errorf("the workload counts %s, its only review %s", w.at("risk_counts"), r.at("risk_counts"))
		}
	})
}

// The history of an answer is for everybody who may read it, newest first, without where a change came from.
func TestAnswerHistory(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		at := "/workloads/" + s.sample() + "/lenses/service-basics/answers/"
		for _, choice := range []string{"backup_daily", "backup_apart"} {
			s.ok("PATCH", at+"backup", map[string]any{"selected": []string{choice}})
		}
		s.ok("PATCH", at+"load", map[string]any{"notes": "of another question"})
		if got := s.do(call{method: "GET", path: at + "nothing/history", as: "viewer"}).status; got != 404 {
			t.Errorf("of a question that is not there: %d", got)
		}
		list := s.do(call{method: "GET", path: at + "backup/history", as: "viewer"}).tree(t)
		if list.at("items").len() != 2 || list.at("items/0/changes/0/to").String() != "backup_apart" || list.at("items/1/changes/0/to").String() != "backup_daily" {
			t.Errorf("history: %s", list)
		}
		if was := list.at("items/0/changes/0/from_list/0").String(); was != "backup_daily" {
			t.Errorf("the choices before are no list: %s", list)
		}
		if strings.Contains(list.String(), "address") {
			t.Errorf("the history tells where changes came from: %s", list)
		}
		first := s.do(call{method: "GET", path: at + "backup/history?limit=1", as: "viewer"}).tree(t)
		second := s.do(call{method: "GET", path: at + "backup/history?limit=1&cursor=" + first.at("next_cursor").String(), as: "viewer"}).tree(t)
		if first.at("items/0/at").String() != list.at("items/0/at").String() || second.at("items/0/at").String() != list.at("items/1/at").String() || second.at("items").len() != 1 {
			t.Errorf("page by page: %s then %s", first, second)
		}
	})
}
