package web_test

import (
	"net/http"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

// Two people write notes of a review: what they changed apart is merged, what they changed both comes back with both
// sides, and what is too long holds back nothing else. Saving again, seen, means it.
func TestReviewNotesMerge(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		_, base := s.ReviewOfBackup()
		path := base + "/notes"
		one, two := sheetTo(s, "contributor session", path, path), sheetTo(s, "architect session", path, path)
		one.Set("notes", "from one")
		s.SendForm("contributor session", path, one, one.Buttons[0])
		two.Set("pillar.operations", "from two")
		if r := s.SendForm("architect session", path, two, two.Buttons[0]); r.Status != http.StatusSeeOther {
			t.Fatalf("apart: %d", r.Status)
		}
		two.Set("notes", "also from two")
		two.Set("pillar.operations", strings.Repeat("x", models.MaxNotes+1))
		two.Set("pillar.reliability", "kept")
		r := s.SendForm("architect session", path, two, two.Buttons[0])
		again := keptSheet(t, r.Body, path)
		if r.Status != http.StatusPreconditionFailed || again.Value("notes") != "also from two" ||
			len(again.Value("pillar.operations")) != models.MaxNotes+1 {
			t.Errorf("both: %d %q", r.Status, again.Value("notes"))
		}
		s.PageHolds("both sides", r.Body, "Saved by somebody else meanwhile:</b> <span class=\"pre\">from one", "65536 bytes")
		if got := s.GetPage("viewer session", path, 200); !strings.Contains(got, "from one") ||
			!strings.Contains(got, "from two") || !strings.Contains(got, "kept") {
			t.Errorf("after that: %s", got)
		}
		again.Set("pillar.operations", "short")
		if r := s.SendForm("architect session", path, again, again.Buttons[0]); r.Status != http.StatusSeeOther {
			t.Errorf("seen, and saved again: %d", r.Status)
		}
		s.PageHolds("in the end", []byte(s.GetPage("viewer session", path, 200)), "also from two", "short", "kept")
	})
}

// A form that is refused for another reason keeps the version that it was made with: the next try does not overwrite
// what somebody saved meanwhile.
func TestARefusedFormKeepsItsVersion(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		path := "/members/" + s.Users["viewer"].ID
		mine, theirs := sheetTo(s, "owner session", path, path), sheetTo(s, "owner session", path, path)
		theirs.Set("role", "contributor")
		s.SendForm("owner session", path, theirs, theirs.Buttons[0])
		mine.Set("pillars", strings.Repeat("p,", 5000))
		r := s.SendForm("owner session", path, mine, mine.Buttons[0])
		again := keptSheet(t, r.Body, path)
		if r.Status != http.StatusUnprocessableEntity && r.Status != http.StatusPreconditionFailed {
			t.Fatalf("refused: %d", r.Status)
		}
		if r.Status == http.StatusUnprocessableEntity {
			again.Set("pillars", "")
			if r := s.SendForm("owner session", path, again, again.Buttons[0]); r.Status != http.StatusPreconditionFailed {
				t.Errorf("the next try overwrites: %d", r.Status)
			}
		}
	})
}

// A stale form shows what the other person saved, beside what was typed.
func TestAStaleFormShowsBothSides(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		s.Sample()
		at := "/lenses/service-basics/edit/questions/backup"
		mine, theirs := sheetTo(s, "architect session", at, at), sheetTo(s, "owner session", at, at)
		theirs.Set("title", "What the owner asks")
		if r := s.SendForm("owner session", at, theirs, theirs.Buttons[0]); r.Status != http.StatusSeeOther {
			t.Fatalf("theirs: %d", r.Status)
		}
		mine.Set("title", "What the architect asks")
		r := s.SendForm("architect session", at, mine, mine.Buttons[0])
		if r.Status != http.StatusPreconditionFailed {
			t.Fatalf("mine: %d", r.Status)
		}
		s.PageHolds("both", r.Body, "What the architect asks",
			"Saved by somebody else meanwhile:</b> <span class=\"pre\">What the owner asks")
	})
}
