package questionnaires

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// applyEdits parses the document, applies the edits one after the other, and returns the lens as it is read again.
func applyEdits(t testing.TB, doc []byte, edits ...LensEdit) *Lens {
	t.Helper()
	for _, edit := range edits {
		l, problems := Parse(doc, ParseOptions{})
		if l == nil {
			t.Fatal(problems.Err())
		}
		var err error
		if doc, err = EditedDocument(l, edit); err != nil {
			t.Fatal(err)
		}
	}
	l, problems := Parse(doc, ParseOptions{})
	if l == nil {
		t.Fatalf("%v in %s", problems.Err(), doc)
	}
	return l
}

func lensOutline(l *Lens) string {
	var b strings.Builder
	for _, p := range l.Pillars {
		b.WriteString(p.ID + "=" + p.Name + ":")
		for _, q := range p.Questions {
			b.WriteString(" " + q.ID)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestEditOutline(t *testing.T) {
	var made string
	l := applyEdits(t, BlankLens("Lens", "").JSON(),
		AddPillar("Security – first"), AddPillar("Cost"), AddPillar("Cost"), AddPillar("費用"),
		DescribePillar("cost_2", "Money", "Pays."),
		MovePillar("cost", -9),
		AddQuestion("cost", "How do you know?", &made), AddQuestion("cost", "How do you know", nil),
		AddQuestion("cost", "Is it a no", nil),
		MoveQuestion("how_do_you_know_2", -1), PlaceQuestion("question_1", "security_first"), RemovePillar("pillar_1"),
		RemoveQuestion("question"),
		DescribeLens("Another", "Said."))
	want := "cost=Cost: how_do_you_know_2 how_do_you_know\nsecurity_first=Security – first: question_1\ncost_2=Money:\npillar=費用:\n"
	if got := lensOutline(l); got != want || made != "how_do_you_know" || l.Name != "Another" || l.Description != "Said." {
		t.Errorf("got\n%s%q %q, want\n%s", got, made, l.Name, want)
	}
	for _, edit := range []LensEdit{DescribePillar("x", "", ""), AddQuestion("x", "", nil), MoveQuestion("x", 1),
		PlaceQuestion("question_1", "x"), PlaceQuestion("x", "cost"), RemoveQuestion("x")} {
		if err := edit(l); !errors.As(err, new(MissingPart)) {
			t.Errorf("an edit of nothing: %v", err)
		}
	}
	if got := lensOutline(l); got != want {
		t.Errorf("an edit of nothing did something: %s", got)
	}
}

// The last question can be taken away, but such a lens can't be used, and Parse says so.
func TestEditAwayEverything(t *testing.T) {
	l := BlankLens("Lens", "")
	doc, err := EditedDocument(l, RemoveQuestion("question_1"))
	if err != nil {
		t.Fatal(err)
	}
	if l, problems := Parse(doc, ParseOptions{}); l != nil || problems.Err() == nil {
		t.Error("a lens without questions is one")
	}
}

// Members that the format does not know survive an edit; known ones that held nothing give way to what is put there.
func TestEditKeepsUnknownMembers(t *testing.T) {
	doc := strings.NewReplacer(`"name":"L"`, `"name":"L","x-lens":[1,{"a":2}],"description":""`).Replace(
		`{"name":"L","pillars":[{"id":"ppp","name":"P","x-pillar":null,"questions":[{"id":"qqq","title":"Q","x-question":"é","helpfulResource":{"displayText":"","x-r":1},
		"facilitation":{"objective":"","x-f":1},"why":"of a question","choices":[{"id":"aaa","title":"A","why":7,"steps":[],"x-choice":true}],
		"riskRules":[{"condition":"aaa","risk":"NO_RISK","x-rule":0},{"condition":"default","risk":"HIGH_RISK"}]}]},{"id":"empty","name":"E","questions":[]}]}`)
	l := applyEdits(t, []byte(doc), DescribeLens("L", "Now it says something."), AddQuestion("empty", "New?", nil),
		ChangeQuestion("qqq", func(q Question) Question {
			q.HelpfulResource = &Resource{DisplayText: "Read", Extra: q.HelpfulResource.Extra}
			f := *q.Facilitation
			f.Objective = "Know"
			q.Facilitation = &f
			c := *q.Choices[0]
			c.Guidance = &Guidance{Why: "Because", Steps: []string{"Do it"}}
			q.Choices = []*Choice{&c}
			return q
		}))
	out := string(l.JSON())
	for _, want := range []string{`"x-lens": [1,{"a":2}]`, `"x-pillar": null`, `"x-question": "é"`, `"x-r": 1`, `"x-f": 1`,
		`"why": "of a question"`, `"x-choice": true`,
		`"x-rule": 0`, `"why": "Because"`, `"objective": "Know"`, `"displayText": "Read"`} {
		if !strings.Contains(out, want) {
			t.Errorf("%s is lost in %s", want, out)
		}
	}
}

// An edit that changes nothing gives the same document, of every lens there is.
func TestEditOfNothing(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join("..", "..", "shared", "lenses", "*.json"))
	shipped, _ := filepath.Glob(filepath.Join("builtin", "lenses", "*.json"))
	for _, file := range append(files, shipped...) {
		doc, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		l, _ := Parse(doc, ParseOptions{})
		before := l.JSON()
		again, _ := Parse(doc, ParseOptions{})
		after, err := EditedDocument(again, func(*Lens) error { return nil })
		if err != nil || !bytes.Equal(before, after) {
			t.Errorf("%s is another one: %v", file, err)
		}
	}
}

func TestRenameInCondition(t *testing.T) {
	for in, want := range map[string]string{
		"aaa && !(bbb || aaa)": "new_id && !(bbb || new_id)", "default": "default", "aaa &&": "aaa &&",
		"aaa_b || b.aaa": "aaa_b || b.aaa", " aaa ": " new_id ",
	} {
		if got := RenameInCondition(in, map[string]string{"aaa": "new_id"}); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
	if got := RenameInCondition("aaa && bbb", map[string]string{"aaa": "bbb", "bbb": "aaa"}); got != "bbb && aaa" {
		t.Errorf("a swap gives %q", got)
	}
}

func TestMove(t *testing.T) {
	for _, c := range []struct {
		at, by int
		want   string
	}{{0, 1, "bacd"}, {0, -1, "abcd"}, {3, -2, "adbc"}, {1, 9, "acdb"}, {2, 0, "abcd"}} {
		list := []byte("abcd")
		if MoveElement(list, c.at, c.by); string(list) != c.want {
			t.Errorf("move %d by %d gives %s, want %s", c.at, c.by, list, c.want)
		}
	}
}
