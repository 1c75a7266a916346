package v1_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

func TestAnswer(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		at := "/workloads/" + s.Sample() + "/lenses/service-basics/answers/backup"
		put := func(as string, body any) apitest.Call {
			return apitest.Call{Method: "PUT", Path: at, As: as, Body: body}
		}
		patch := func(body any) apitest.Call {
			return apitest.Call{Method: "PATCH", Path: at, As: "contributor", Body: body}
		}
		get := apitest.Call{Method: "GET", Path: at, As: "viewer"}
		matching := func(c apitest.Call, etag string) apitest.Call {
			c.Header = map[string]string{"If-Match": etag}
			return c
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "no token", Call: put("nobody", `{"selected":["backup_daily"]}`), Status: 401, Code: "unauthenticated"},
			{Name: "stranger", Call: put("stranger", `{"selected":["backup_daily"]}`), Status: 404, Code: "not_found"},
			{Name: "viewer", Call: put("viewer", `{"selected":["backup_daily"]}`), Status: 403, Code: "forbidden"},
			{Name: "untouched", Call: get, Status: 200, Holds: []string{`"risk":"UNANSWERED"`, `"version":0`}},
			{Name: "broken JSON", Call: put("contributor", `{"selected":[`), Status: 400, Code: "invalid"},
			{Name: "two documents", Call: put("contributor", `{} {}`), Status: 400, Code: "invalid"},
			{Name: "wrong type", Call: put("contributor", `{"selected":"backup_daily"}`), Status: 422,
				Holds: []string{`"pointer":"/selected"`, "list"}},
			{Name: "unknown member", Call: put("contributor", `{"selected":[],"risk":"NONE"}`), Status: 422,
				Holds: []string{`"pointer":"/risk"`}},
			{Name: "unknown choice", Call: put("contributor", `{"selected":["backup_daily","cost_alarm"]}`), Status: 422,
				Holds: []string{`"pointer":"/selected/1"`}},
			{Name: "a choice twice", Call: put("contributor", `{"selected":["backup_daily","backup_daily"]}`), Status: 422},
			{Name: "none of these ruled out", Call: put("contributor", `{"not_applicable":{"backup_no":{}}}`), Status: 422,
				Holds: []string{"backup_no"}},
			{Name: "unknown reason", Call: put("contributor", `{"not_applicable":{"backup_daily":{"reason":"BORED"}}}`),
				Status: 422, Holds: []string{"OUT_OF_SCOPE"}},
			{Name: "note too long", Call: put("contributor", map[string]any{"notes": strings.Repeat("ä", models.MaxNotes/2+1)}),
				Status: 422, Holds: []string{`"pointer":"/notes"`}},
			{Name: "character that no database keeps", Call: put("contributor", `{"notes":"a\u0000b"}`), Status: 422,
				Holds: []string{"U+0000"}},
			{Name: "body too large", Call: put("contributor", `{"notes":"`+strings.Repeat("a", 3<<20)+`"}`), Status: 413,
				Code: "too_large"},
			{Name: "unknown question", Call: apitest.Call{Method: "PUT", Path: strings.Replace(at, "backup", "nothing", 1),
				As: "contributor", Body: `{}`}, Status: 404},
			{Name: "unknown lens", Call: apitest.Call{Method: "PUT", Path: strings.Replace(at, "service-basics", "nothing", 1),
				As: "contributor", Body: `{}`}, Status: 404},
			{Name: "bad ETag", Call: matching(put("contributor", `{"selected":[]}`), "yesterday"), Status: 422},
			{Name: "stale from the start", Call: matching(put("contributor", `{"selected":[]}`), `"4"`), Status: 412,
				Code: "stale"},
			{Name: "first answer", Call: matching(put("contributor", `{"selected":["backup_daily"],"notes":"Two copies"}`),
				`"0"`), Status: 200, Holds: []string{`"risk":"HIGH"`, `"version":1`, `"Two copies"`,
				`"grounds":{"basis":"default","selected":["backup_daily"],"unselected":[],"not_applicable":[]}`}, Changes: true},
			{Name: "the same again", Call: put("contributor", `{"selected":["backup_daily"],"notes":"Two copies"}`), Status: 200,
				Holds: []string{`"version":1`}},
			{Name: "stale", Call: matching(put("contributor", `{"selected":[]}`), `"0"`), Status: 412,
				Holds: []string{`"current"`, `"Two copies"`}},
			{Name: "one more choice", Call: patch(`{"selected":["backup_daily","backup_apart"]}`), Status: 200,
				Holds: []string{`"risk":"MEDIUM"`, `"Two copies"`}, Changes: true},
			{Name: "the rest does not apply",
				Call: patch(`{"not_applicable":{"backup_restore":{"reason":"OUT_OF_SCOPE","notes":"No data"},` +
					`"backup_target":{}}}`),
				Status: 200, Holds: []string{`"risk":"NONE"`, `"No data"`}, Changes: true},
			{Name: "and applies again", Call: patch(`{"not_applicable":{}}`), Status: 200, Holds: []string{`"risk":"MEDIUM"`},
				Changes: true},
			{Name: "note on a choice", Call: patch(`{"choice_notes":{"backup_apart":"Other account"}}`), Status: 200,
				Holds: []string{"Other account", "Two copies"}, Changes: true},
			{Name: "question does not apply", Call: patch(`{"applicable":false,"reason":"BUSINESS_PRIORITIES"}`), Status: 200,
				Holds: []string{`"risk":"NOT_APPLICABLE"`, `"selected":["backup_daily","backup_apart"]`}, Changes: true},
			{Name: "it applies again", Call: patch(`{"applicable":true}`), Status: 200,
				Holds: []string{`"risk":"MEDIUM"`, "Other account"}, Changes: true},
			{Name: "all ruled out", Call: put("contributor",
				`{"not_applicable":{"backup_daily":{},"backup_apart":{},"backup_restore":{},"backup_target":{}}}`), Status: 200,
				Holds: []string{`"risk":"NONE"`}, Changes: true},
			{Name: "none of these", Call: put("contributor", `{"selected":["backup_no"]}`), Status: 200,
				Holds: []string{`"risk":"HIGH"`, `"selected":["backup_no"],"unselected"`}, Changes: true},
			{Name: "cleared", Call: put("contributor", `{}`), Status: 200, Holds: []string{`"risk":"UNANSWERED"`},
				Changes: true},
			{Name: "notes in three scripts", Call: patch(map[string]any{"notes": "Ελληνικά, Кириллица, tiếng Việt 🦉"}),
				Status: 200, Holds: []string{"tiếng Việt 🦉", `"risk":"UNANSWERED"`}, Changes: true},
		})
	})
}

// Whatever people do, the counts that are kept are those that a count from zero gives.
func TestCountsAreRight(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		base := "/workloads/" + id + "/lenses/service-basics/answers"
		questions := s.OK("GET", base, nil).At("items")
		random := rand.New(rand.NewPCG(1, 2))
		for range 150 {
			q := questions.At(apitest.Tree{Value: random.IntN(questions.Len())}.String()).At("question_id").String()
			choices := s.OK("GET", base+"/"+q, nil).At("choices")
			selected, ruledOut := []string{}, map[string]any{}
			for i := range choices.Len() {
				c := choices.At(apitest.Tree{Value: i}.String())
				switch none := c.At("none_of_these").String() == "true"; random.IntN(4) {
				case 0:
					selected = append(selected, c.At("id").String())
				case 1:
					if !none {
						ruledOut[c.At("id").String()] = map[string]any{"reason": "OTHER"}
					}
				}
			}
			s.OK("PUT", base+"/"+q, map[string]any{"selected": selected, "not_applicable": ruledOut,
				"applicable": random.IntN(6) > 0})
			s.Recount(id)
		}
		w := s.OK("GET", "/workloads/"+id, nil)
		r := s.OK("GET", "/workloads/"+id+"/lenses/service-basics", nil)
		if w.At("risk_counts").String() != r.At("risk_counts").String() {
			s.T.Errorf("the workload counts %s, its only review %s", w.At("risk_counts"), r.At("risk_counts"))
		}
	})
}

// The history of an answer is for everybody who may read it, newest first, without where a change came from.
func TestAnswerHistory(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		at := "/workloads/" + s.Sample() + "/lenses/service-basics/answers/"
		for _, choice := range []string{"backup_daily", "backup_apart"} {
			s.OK("PATCH", at+"backup", map[string]any{"selected": []string{choice}})
		}
		s.OK("PATCH", at+"load", map[string]any{"notes": "of another question"})
		if got := s.Do(apitest.Call{Method: "GET", Path: at + "nothing/history", As: "viewer"}).Status; got != 404 {
			t.Errorf("of a question that is not there: %d", got)
		}
		list := s.Do(apitest.Call{Method: "GET", Path: at + "backup/history", As: "viewer"}).Tree(t)
		if list.At("items").Len() != 2 || list.At("items/0/changes/0/to").String() != "backup_apart" ||
			list.At("items/1/changes/0/to").String() != "backup_daily" {
			t.Errorf("history: %s", list)
		}
		if was := list.At("items/0/changes/0/from_list/0").String(); was != "backup_daily" {
			t.Errorf("the choices before are no list: %s", list)
		}
		if strings.Contains(list.String(), "address") {
			t.Errorf("the history tells where changes came from: %s", list)
		}
		first := s.Do(apitest.Call{Method: "GET", Path: at + "backup/history?limit=1", As: "viewer"}).Tree(t)
		second := s.Do(apitest.Call{Method: "GET", Path: at + "backup/history?limit=1&cursor=" +
			first.At("next_cursor").String(), As: "viewer"}).Tree(t)
		if first.At("items/0/at").String() != list.At("items/0/at").String() ||
			second.At("items/0/at").String() != list.At("items/1/at").String() || second.At("items").Len() != 1 {
			t.Errorf("page by page: %s then %s", first, second)
		}
	})
}
