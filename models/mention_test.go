package models_test

import (
	"strings"
	"testing"

	"plumbline/models"
)

func TestMentioned(t *testing.T) {
	people := []models.Participant{
		{UserID: "1", Name: "Ada Lovelace", Email: "ada@example.org"}, {UserID: "2", Name: "Ada  King", Email: "king@example.org"},
		{UserID: "3", Name: "Ines", Email: "i.n+es@example.org"}, {UserID: "4", Name: "Jörg Ängström", Email: "j@example.org"},
		{UserID: "5", Name: "Sam-Lee O'Neil", Email: "sam@example.org"}, {UserID: "6", Name: "Twin", Email: "a@example.org"},
		{UserID: "7", Name: "TWIN", Email: "b@example.org"}, {UserID: "8", Name: "", Email: ""},
	}
	for text, want := range map[string]string{
		"": "", "@": "", "@@": "", "no one": "",
		"@ines": "3", "@INES!": "3", "(@Ines)": "3", "@Ines.": "3", "@Ines: look": "3", "@Ines's turn": "3", "@Ines’": "3", "@Ines\n@jörg": "3 4", "@ines @ines": "3",
		"@inesita": "", "@ines_x": "", "@ines2": "", "@ines.x": "", "@ines-x": "", "x@ines": "", "é@ines": "", "@@ines": "", "@ines@example.org": "",
		"@ada": "", "@Ada Lovelace": "1", "@ada\nlovelace": "1", "@Ada King": "2", "@Ada  King": "", "@Ada Kingston": "", "@ADA@example.org": "1",
		"@ada@example.organ": "", "@i.n+es@example.org,": "3", "mail ada@example.org": "",
		"@JÖRG ängström": "4", "@Jörg": "4", "@Sam-Lee O'Neil": "5", "@sam-lee": "5", "@Sam": "", "@twin": "", "@a@example.org": "6",
		"@i\u0307nes": "",
	} {
		var got []string
		for _, p := range models.Mentioned(text, people) {
			got = append(got, p.UserID)
		}
		if g := strings.Join(got, " "); g != want {
			t.Errorf("%q mentions %q, want %q", text, g, want)
		}
	}
}

// A text full of "@" costs no more than one that names some people.
func TestMentionedIsBounded(t *testing.T) {
	people := []models.Participant{{UserID: "1", Name: "Ada"}}
	for n, want := range map[int]int{199: 1, 200: 0} {
		if got := models.Mentioned(strings.Repeat("@x ", n)+"@ada", people); len(got) != want {
			t.Errorf("behind %d others: %v", n, got)
		}
	}
}

func FuzzMentioned(f *testing.F) {
	f.Add("@ada @Ada Lovelace, @x", "Ada Lovelace", "ada@example.org")
	f.Fuzz(func(t *testing.T, text, name, email string) {
		people := []models.Participant{{UserID: "1", Name: name, Email: email}, {UserID: "2", Name: "Bob"}}
		found := models.Mentioned(text, people)
		if len(found) > 2 || (len(found) > 0 && !strings.Contains(text, "@")) {
			t.Errorf("%q mentions %v", text, found)
		}
	})
}
