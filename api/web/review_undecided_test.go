package web_test

import (
	"testing"

	"plumbline/api/apitest"
)

// The pages have a word, a shape and a colour for it, none of them those of a good verdict.
func TestUndecidedOnPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		load, review := s.GappedReview()
		for path, texts := range map[string][]string{
			"/?risk=UNDECIDED":          {"Shop", `shape undecided`, "1</span> Undecided"},
			load:                        {`shape undecided`, `1</span> Undecided`, "Score 0"},
			load + "/lenses":            {`<td data-label="Undecided"><a`},
			review + "/questions/store": {`risk-box undecided`, "The lens does not say", "Undecided"},
			review + "/questions/spend?show=undecided": {`data-q="store" data-risk="undecided"`, "Undecided"},
			review + "/present?question=store":         {`verdict undecided`},
		} {
			s.PageHolds(path, []byte(s.GetPage("viewer session", path, 200)), texts...)
		}
		s.OK("POST", load+"/milestones", map[string]any{"name": "Before"})
		s.PageHolds("milestone", []byte(s.GetPage("viewer session", load+"/milestones/1", 200)), "Undecided")
		s.OK("PUT", review+"/answers/store", map[string]any{"selected": []string{"cho1", "cho2", "cho3"}})
		s.PageHolds("compare", []byte(s.GetPage("viewer session", load+"/compare", 200)), "Undecided", "better")
	})
}
