package remediation_test

import (
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

// acceptedItem makes a workload on the walk lens with an item whose risk is accepted, and which is closed by that.
func acceptedItem(s *apitest.Server, question, choice string) (workload, item, acceptance string) {
	s.T.Helper()
	id := s.OK("POST", "/workloads", apitest.WorkloadBody("Shop "+models.NewID(), "walk")).At("id").String()
	review := "/workloads/" + id + "/lenses/walk"
	answer(s, review, question, strings.TrimSuffix(choice, "b")+"a")
	item = s.OK("POST", "/workloads/"+id+"/items", map[string]any{"title": "Close it", "due_on": ahead(10),
		"practices": []any{map[string]string{"lens": "walk", "question": question, "choice": choice}}}).At("id").String()
	s.OK("PATCH", "/items/"+item, map[string]any{"due_on": ahead(40)})
	acceptance = askAndAccept(s, review, map[string]any{"question_id": question, "item_id": item})
	if got := s.OK("GET", "/items/"+item, nil).At("status").String(); got != "wont_do" {
		s.T.Fatalf("the item is %s while its risk is accepted", got)
	}
	return id, item, acceptance
}

func askAndAccept(s *apitest.Server, review string, otherwise map[string]any) string {
	s.T.Helper()
	id := s.Expect(apitest.Call{Method: "POST", Path: review + "/acceptances", As: "contributor session",
		Body: with(otherwise)}, 201).Tree(s.T).At("id").String()
	s.Expect(apitest.Call{Method: "POST", Path: "/acceptances/" + id + "/decide", As: "owner session",
		Body: map[string]any{"accept": true}}, 200)
	return id
}

// An acceptance that ends because what it is about is not asked any more opens the item that it closed, with its first
// due date.
func TestItemsOpenWhenTheirAcceptanceIsGone(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		s.OK("POST", "/lenses", []byte(walkLens(false)))
		s.OK("POST", "/lenses/walk/versions", map[string]any{"version": "1"})
		removed, byRemoval, first := acceptedItem(s, "que3", "three_b")
		upgraded, byUpgrade, second := acceptedItem(s, "que3", "three_b")
		kept, byHand, third := acceptedItem(s, "que2", "two_b")
		s.OK("POST", "/workloads/"+kept+"/items", map[string]any{"title": "Another"})
		s.OK("DELETE", "/workloads/"+removed+"/lenses/walk?confirm=walk", nil)
		s.PublishLens("walk", "2", walkLens(true))
		for _, id := range []string{upgraded, kept} {
			s.OK("POST", "/workloads/"+id+"/lenses/walk/upgrade", map[string]any{"milestone": "Before 2"})
		}
		for item, acceptance := range map[string]string{byRemoval: first, byUpgrade: second} {
			now := s.OK("GET", "/items/"+item, nil)
			if now.At("status").String() != "open" || now.At("due_on").String() != ahead(10) {
				s.T.Errorf("the item is %s, due on %s: %s", now.At("status"), now.At("due_on"), now)
			}
			if a := s.OK("GET", "/acceptances/"+acceptance, nil).At("status").String(); a != "removed" {
				s.T.Errorf("the acceptance is %s", a)
			}
			log := s.OK("GET", "/items/"+item+"/activity", nil).String()
			if !strings.Contains(log, "The acceptance of the risk ended") {
				s.T.Errorf("the activity does not say why: %s", log)
			}
		}
		still := s.OK("GET", "/items/"+byHand, nil).At("status").String()
		if a := s.OK("GET", "/acceptances/"+third, nil).At("status").String(); a != "in_force" || still != "wont_do" {
			s.T.Errorf("what the upgrade leaves is %s, its item %s", a, still)
		}
	})
}

// An acceptance that extends another one is about the same item: this stays closed until the last one is over, and one
// that two acceptances closed opens with the last of them.
func TestAnItemOpensWithItsLastAcceptance(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		s.OK("POST", "/lenses", []byte(walkLens(false)))
		s.OK("POST", "/lenses/walk/versions", map[string]any{"version": "1"})
		id, item, former := acceptedItem(s, "que2", "two_b")
		review := "/workloads/" + id + "/lenses/walk"
		extended := askAndAccept(s, review, map[string]any{"question_id": "que2"})
		status := func(what, path, want string) {
			s.T.Helper()
			if got := s.OK("GET", path, nil).At("status").String(); got != want {
				s.T.Errorf("%s is %s, want %s", what, got, want)
			}
		}
		revoke := func(acceptance string) {
			s.T.Helper()
			s.Expect(apitest.Call{Method: "POST", Path: "/acceptances/" + acceptance + "/revoke", As: "owner session",
				Body: map[string]any{"note": "No more"}}, 200)
		}
		status("the one before", "/acceptances/"+former, "replaced")
		status("the item of both", "/items/"+item, "wont_do")
		revoke(extended)
		status("the item after the last", "/items/"+item, "open")

		answer(s, review, "que1", "one_a")
		var both []string
		for _, question := range []string{"que1", "que2"} {
			both = append(both, s.Expect(apitest.Call{Method: "POST", Path: review + "/acceptances",
				As: "contributor session", Body: with(map[string]any{"question_id": question, "item_id": item})},
				201).Tree(s.T).At("id").String())
		}
		for _, one := range both {
			s.Expect(apitest.Call{Method: "POST", Path: "/acceptances/" + one + "/decide", As: "owner session",
				Body: map[string]any{"accept": true}}, 200)
		}
		revoke(both[0])
		status("the item of another one", "/items/"+item, "wont_do")
		revoke(both[1])
		status("the item of none", "/items/"+item, "open")
	})
}
