package api_test

import (
	"net/http"
	"strings"
	"testing"

	"plumbline/models"
)

// Two people write notes of a review: what they changed apart is merged, what they changed both comes back with both sides, and what is too long holds back
// nothing else. Saving again, seen, means it.
func TestReviewNotesMerge(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		_, base := s.review()
		path := base + "/notes"
		one, two := s.sheetTo("contributor session", path, path), s.sheetTo("architect session", path, path)
		one.set("notes", "from one")
		s.send("contributor session", path, one, one.buttons[0])
		two.set("pillar.operations", "from two")
		if r := s.send("architect session", path, two, two.buttons[0]); r.status != http.StatusSeeOther {
			t.Fatalf("apart: %d", r.status)
		}
		two.set("notes", "also from two")
		two.set("pillar.operations", strings.Repeat("x", models.MaxNotes+1))
		two.set("pillar.reliability", "kept")
		r := s.send("architect session", path, two, two.buttons[0])
		again := keptSheet(t, r.body, path)
		if r.status != http.StatusPreconditionFailed || again.value("notes") != "also from two" || len(again.value("pillar.operations")) != models.MaxNotes+1 {
			t.Errorf("both: %d %q", r.status, again.value("notes"))
		}
		s.holds("both sides", r.body, "Saved by somebody else meanwhile:</b> <span class=\"pre\">from one", "65536 bytes")
		if got := s.get("viewer session", path, 200); !strings.Contains(got, "from one") || !strings.Contains(got, "from two") || !strings.Contains(got, "kept") {
			t.Errorf("after that: %s", got)
		}
		again.set("pillar.operations", "short")
		if r := s.send("architect session", path, again, again.buttons[0]); r.status != http.StatusSeeOther {
			t.Errorf("seen, and saved again: %d", r.status)
		}
		s.holds("in the end", []byte(s.get("viewer session", path, 200)), "also from two", "short", "kept")
	})
}

// A form that is refused for another reason keeps the version that it was made with: the next try does not overwrite what somebody saved meanwhile.
func TestARefusedFormKeepsItsVersion(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		path := "/members/" + s.users["viewer"].ID
		mine, theirs := s.sheetTo("owner session", path, path), s.sheetTo("owner session", path, path)
		theirs.set("role", "contributor")
		s.send("owner session", path, theirs, theirs.buttons[0])
		mine.set("pillars", strings.Repeat("p,", 5000))
		r := s.send("owner session", path, mine, mine.buttons[0])
		again := keptSheet(t, r.body, path)
		if r.status != http.StatusUnprocessableEntity && r.status != http.StatusPreconditionFailed {
			t.Fatalf("refused: %d", r.status)
		}
		if r.status == http.StatusUnprocessableEntity {
			again.set("pillars", "")
			if r := s.send("owner session", path, again, again.buttons[0]); r.status != http.StatusPreconditionFailed {
				t.Errorf("the next try overwrites: %d", r.status)
			}
		}
	})
}

// A stale form shows what the other person saved, beside what was typed.
func TestAStaleFormShowsBothSides(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		s.sample()
		at := "/lenses/service-basics/edit/questions/backup"
		mine, theirs := s.sheetTo("architect session", at, at), s.sheetTo("owner session", at, at)
		theirs.set("title", "What the owner asks")
		if r := s.send("owner session", at, theirs, theirs.buttons[0]); r.status != http.StatusSeeOther {
			t.Fatalf("theirs: %d", r.status)
		}
		mine.set("title", "What the architect asks")
		r := s.send("architect session", at, mine, mine.buttons[0])
		if r.status != http.StatusPreconditionFailed {
			t.Fatalf("mine: %d", r.status)
		}
		s.holds("both", r.body, "What the architect asks", "Saved by somebody else meanwhile:</b> <span class=\"pre\">What the owner asks")
	})
}
