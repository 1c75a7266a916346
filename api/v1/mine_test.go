package v1_test

import (
	"testing"

	"plumbline/api/apitest"
)

// A comment that mentions somebody is unread until that person says otherwise, even if it is edited meanwhile; others'
// marks and comments stay as they are.
func TestMentionsAreReadByWhomTheyName(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		_, base := s.ReviewOfBackup()
		thread := base + "/answers/backup/comments"
		body := "@" + s.EmailOf("contributor") + " and @" + s.EmailOf("viewer") + ": look"
		say := func(method, path, body string) string {
			return s.Do(apitest.Call{Method: method, Path: path, As: "architect session", Body: `{"body":"` + body + `"}`}).
				Tree(t).At("id").String()
		}
		first, second := say("POST", thread, body), say("POST", thread, body)
		unread := func(who string) (list []string) {
			mine := s.Do(apitest.Call{Method: "GET", Path: "/mine", As: who}).Tree(t).At("mentions")
			for i := range mine.Len() {
				if m := mine.At(string(rune('0' + i))); m.At("unread").String() == "true" {
					list = append(list, m.At("comment/id").String())
				}
			}
			return list
		}
		mark := func(as, body string) apitest.Call {
			return apitest.Call{Method: "POST", Path: "/mine/read", As: as, Body: body}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: mark("nobody", `{"all":true}`), Status: 401, Code: "unauthenticated"},
			{Name: "a token of nobody's", Call: mark("viewer", `{"all":true}`), Status: 403, Code: "forbidden"},
			{Name: "a stranger's mark changes nothing", Call: mark("stranger session", `{"comment_ids":["`+first+`"]}`),
				Status: 204},
			{Name: "one", Call: mark("contributor session", `{"comment_ids":["`+second+`","nothing"]}`), Status: 204},
		})
		if got := unread("contributor session"); len(got) != 1 || got[0] != first {
			t.Errorf("unread: %v", got)
		}
		if got := unread("viewer session"); len(got) != 2 {
			t.Errorf("another person's: %v", got)
		}
		if say("PATCH", thread+"/"+second, body+" again") != second {
			t.Error("the comment is not edited")
		}
		if got := unread("contributor session"); len(got) != 1 {
			t.Errorf("after an edit: %v", got)
		}
		s.RunScenarios([]apitest.Scenario{{Name: "all", Call: mark("contributor session", `{"all":true}`), Status: 204}})
		if got := unread("contributor session"); len(got) != 0 {
			t.Errorf("after all: %v", got)
		}
	})
}
