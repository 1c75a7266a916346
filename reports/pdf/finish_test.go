package pdf

import (
	"bytes"
	"testing"
	"time"

	"plumbline/reports/doc"
)

// The same report is the same file, and its words for a file's properties are in it as written.
func TestRender(t *testing.T) {
	at := time.Date(2026, 11, 23, 10, 42, 7, 0, time.UTC)
	r := doc.Report{Title: "Title of it", Author: "Author of it", Subject: "Subject of it", At: at, Paper: doc.PaperLetter,
		Name: "name", Topics: "topics",
		Foot: "foot", Mark: "mark · of it", Sections: []doc.Section{{Title: "Section", Place: "s",
			Body: []doc.Block{wordsParagraph("text")}}}}
	first, err := Render(r)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := Render(r); err != nil || !bytes.Equal(first, again) {
		t.Errorf("the same report has other bytes: %v", err)
	}
	for _, want := range []string{"/MediaBox [0 0 612.00 792.00]", "/CreationDate (D:20261123104207Z)", "/Lang (en)"} {
		if !bytes.Contains(first, []byte(want)) {
			t.Errorf("the file lacks %q", want)
		}
	}
	r.Mark = ""
	if plain, err := Render(r); err != nil || bytes.Equal(first, plain) {
		t.Errorf("the watermark makes no difference: %v", err)
	}
}

func TestDraws(t *testing.T) {
	for r, want := range map[rune]bool{'a': true, 'ế': true, 'Ж': true, '●': true, '汉': false, 'م': true, 'ש': true,
		'न': true, 'ส': true,
		'🎉': false, '\n': false} {
		if DrawsCharacter(r) != want {
			t.Errorf("%q is drawn: %v, want %v", r, !want, want)
		}
	}
}
