package models_test

import (
	"testing"

	"plumbline/models"
	"plumbline/questionnaires"
)

func TestDefaultAgenda(t *testing.T) {
	lens := func(sizes ...int) *questionnaires.Lens {
		l := &questionnaires.Lens{}
		for i, n := range sizes {
			l.Pillars = append(l.Pillars,
				&questionnaires.Pillar{ID: string(rune('a' + i)), Questions: make([]*questionnaires.Question, n)})
		}
		return l
	}
	for _, sizes := range [][]int{{}, {0}, {1}, {3, 3, 3}, {11, 11, 13, 5, 11, 6}, {1, 1, 1, 1, 1, 1, 1}, {199, 1}, {0, 7}} {
		sum, all := 0, 0
		agenda := models.DefaultAgenda(lens(sizes...))
		for i, n := range sizes {
			minutes := agenda[string(rune('a'+i))]
			all, sum = all+n, sum+minutes
			if n == 0 && minutes != 0 {
				t.Errorf("%v: %d minutes for a pillar without questions", sizes, minutes)
			}
		}
		if all > 0 && sum != models.AgendaMinutes {
			t.Errorf("%v: %d minutes in all: %v", sizes, sum, agenda)
		}
	}
	agenda := models.DefaultAgenda(lens(11, 11, 13, 5, 11, 6)) // the framework lens
	if agenda["c"] <= agenda["a"] || agenda["d"] >= agenda["f"] {
		t.Errorf("more questions, more minutes: %v", agenda)
	}
}

func TestUnder(t *testing.T) {
	item := models.ParkedItem{Body: " Ask legal\r\nabout logs \n"}
	for notes, want := range map[string]string{
		"": "- Ask legal\n  about logs", " \n": "- Ask legal\n  about logs", "Daily.": "Daily.\n\n- Ask legal\n  about logs",
		"- one\n": "- one\n- Ask legal\n  about logs", "- one\n  more": "- one\n  more\n- Ask legal\n  about logs",
	} {
		if got := item.Under(notes); got != want {
			t.Errorf("under %q: %q, want %q", notes, got, want)
		}
	}
}

func TestAssignedTo(t *testing.T) {
	all := []models.Assignment{{PillarID: "a", UserID: "1"}, {PillarID: "a", QuestionID: "q", UserID: "2"},
		{PillarID: "b", QuestionID: "r", UserID: "3"}}
	for _, row := range [][3]string{{"a", "q", "2"}, {"a", "p", "1"}, {"b", "r", "3"}, {"b", "s", ""}, {"a", "", "1"},
		{"b", "", ""}, {"", "", ""}} {
		got, ok := models.AssignedTo(all, row[0], row[1])
		if got.UserID != row[2] || ok != (row[2] != "") {
			t.Errorf("%s/%s: %q, want %q", row[0], row[1], got.UserID, row[2])
		}
	}
}
