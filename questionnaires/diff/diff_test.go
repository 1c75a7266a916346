package diff

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"plumbline/questionnaires"
)

var updateGolden = flag.Bool("update", false, "rewrite the golden files")

type lens = questionnaires.Lens

const (
	tinyFile   = "../testdata/lens-tiny.json"
	sampleFile = "../builtin/sample/service-basics.json"
)

// sharedLenses returns the published lenses beside the repository.
func sharedLenses(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("../../../shared/lenses/*.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		if os.Getenv("CI") != "" && os.Getenv("PLUMBLINE_TEST_NO_SHARED") == "" {
			t.Fatal("the published lenses are missing: CI needs them in ../shared/lenses")
		}
		t.Skip("the published lenses are not here: ../shared/lenses is empty")
	}
	return files
}

func readFile(t testing.TB, name string) []byte {
	t.Helper()
	doc, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// mustParse parses a document that has to be without errors.
func mustParse(t testing.TB, doc []byte) *lens {
	t.Helper()
	l, problems := questionnaires.Parse(doc, questionnaires.ParseOptions{})
	if l == nil {
		t.Fatalf("no lens: %v", problems.Err())
	}
	return l
}

// flatChange is one change, flat.
type flatChange struct {
	kind      ChangeKind
	what      string
	old, new  string
	container string
}

func (l flatChange) String() string {
	return fmt.Sprintf("%-7s %s: %q → %q", l.kind, strings.TrimSpace(l.container+" "+l.what), l.old, l.new)
}

// mirror is the change the other way round.
func (l flatChange) mirror() flatChange {
	l.old, l.new = l.new, l.old
	switch l.kind {
	case ChangeAdded:
		l.kind = ChangeRemoved
	case ChangeRemoved:
		l.kind = ChangeAdded
	}
	return l
}

func flattenChanges(c LensChanges) (lines []flatChange) {
	fields := func(container string, fs []FieldChange) {
		for _, f := range fs {
			lines = append(lines, flatChange{ChangeChanged, f.Field, f.Old, f.New, container})
		}
	}
	fields("lens", c.Fields)
	for _, p := range c.Pillars {
		if p.Kind != ChangeChanged {
			lines = append(lines, flatChange{p.Kind, "pillar", p.OldName, p.NewName, p.ID})
		}
		fields(p.ID, p.Fields)
		for _, q := range p.Questions {
			switch q.Kind {
			case ChangeMoved:
				lines = append(lines, flatChange{ChangeMoved, "question", q.From, p.ID, q.ID})
			case ChangeAdded, ChangeRemoved:
				lines = append(lines, flatChange{q.Kind, "question", q.OldTitle, q.NewTitle, p.ID + "/" + q.ID})
			}
			fields(q.ID, q.Fields)
			for _, ch := range q.Choices {
				if ch.Kind != ChangeChanged {
					lines = append(lines, flatChange{ch.Kind, "choice", ch.OldTitle, ch.NewTitle, q.ID + "/" + ch.ID})
				}
				fields(q.ID+"/"+ch.ID, ch.Fields)
			}
			for _, r := range q.Rules {
				lines = append(lines, flatChange{r.Kind, "rule " + r.Risk, r.Old, r.New, q.ID})
			}
		}
	}
	return lines
}

func TestDiffGolden(t *testing.T) {
	old := mustParse(t, readFile(t, "testdata/lens-diff-old.json"))
	new := mustParse(t, readFile(t, "testdata/lens-diff-new.json"))
	var b strings.Builder
	for _, l := range flattenChanges(Lenses(old, new)) {
		fmt.Fprintln(&b, l)
	}
	golden := "testdata/lens-diff.golden"
	if *updateGolden {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := b.String(), string(readFile(t, golden)); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	sameMirrored(t, old, new)
}

// sameMirrored wants Lenses(b, a) to say the contrary of Lenses(a, b).
func sameMirrored(t *testing.T, a, b *lens) {
	t.Helper()
	var there, back []string
	for _, l := range flattenChanges(Lenses(a, b)) {
		there = append(there, l.mirror().String())
	}
	for _, l := range flattenChanges(Lenses(b, a)) {
		back = append(back, l.String())
	}
	slices.Sort(there)
	slices.Sort(back)
	if !slices.Equal(there, back) {
		t.Errorf("not mirrored:\n%s\n---\n%s", strings.Join(there, "\n"), strings.Join(back, "\n"))
	}
}

func TestDiffOfPublishedLenses(t *testing.T) {
	var lenses []*lens
	for _, file := range sharedLenses(t) {
		lenses = append(lenses, mustParse(t, readFile(t, file)), mustParse(t, readFile(t, file)))
	}
	for i, a := range lenses {
		for j, b := range lenses {
			same := i/2 == j/2
			if c := Lenses(a, b); c.Empty() != same || c.Removes() == same {
				t.Errorf("lenses %d and %d: empty %v, removes %v", i, j, c.Empty(), c.Removes())
			}
			sameMirrored(t, a, b)
		}
	}
}

func TestDiffOfConditions(t *testing.T) {
	doc := string(readFile(t, tinyFile))
	same := strings.Replace(doc, "one && two", "((one)&&(two))", 1)
	if c := Lenses(mustParse(t, []byte(doc)), mustParse(t, []byte(same))); !c.Empty() {
		t.Errorf("another spelling is a change: %+v", c)
	}
}

func TestDiffOfAnEmptyPillar(t *testing.T) {
	doc := readFile(t, tinyFile)
	before, after := mustParse(t, doc), mustParse(t, doc)
	before.Pillars = append(before.Pillars, &questionnaires.Pillar{ID: "empty", Name: "Empty"})
	if c := Lenses(before, after); !c.Removes() || c.Empty() {
		t.Errorf("a removed pillar goes unseen: %+v", c)
	}
	if c := Lenses(after, before); c.Removes() || c.Empty() {
		t.Errorf("an added pillar counts as removed: %+v", c)
	}
}

// TestDiffOfStructures changes what is in lists without changing a word of the joined text.
func TestDiffOfStructures(t *testing.T) {
	more := func(content string) string { return `"additionalResources": ` + content + "," }
	one := more(`[{"type": "HELPFUL_RESOURCE", "content": [{"displayText": "a b"}]}]`)
	for _, row := range [][2]string{
		{`"steps": ["a\nb"],`, `"steps": ["a", "b"],`},
		{`"evidence": ["a", "b\nc"],`, `"evidence": ["a\nb", "c"],`},
		{one, more(`[{"type": "HELPFUL_RESOURCE", "content": [{"displayText": "a", "url": "b"}]}]`)},
		{one, more(`[{"type": "HELPFUL_RESOURCE", "content": [{"displayText": " a b"}]}]`)},
		{one, more(`[{"type": "HELPFUL_RESOURCE", "content": [{"displayText": "a b"}]}, {"type": "IMPROVEMENT_PLAN"}]`)},
		{more(`[{"type": "HELPFUL_RESOURCE", "content": [{"displayText": "a"}, {"displayText": "b"}]}]`),
			more(`[{"type": "HELPFUL_RESOURCE", "content": [{"displayText": "a"}]}, {"type": "HELPFUL_RESOURCE", "content": [{"displayText": "b"}]}]`)},
		{more(`[{"type": "HELPFUL_RESOURCE", "content": [{"displayText": "a"}, {"displayText": "b"}]}]`),
			more(`[{"type": "HELPFUL_RESOURCE", "content": [{"displayText": "a\nHELPFUL_RESOURCE: b"}]}]`)},
	} {
		var lenses [2]*lens
		for i, members := range row {
			lenses[i] = mustParse(t,
				[]byte(strings.Replace(string(readFile(t, tinyFile)), `"title": "Two",`, `"title": "Two",`+members, 1)))
		}
		if got := flattenChanges(Lenses(lenses[0], lenses[1])); len(got) != 1 || got[0].old == got[0].new {
			t.Errorf("%s and %s: %v", row[0], row[1], got)
		}
		sameMirrored(t, lenses[0], lenses[1])
	}
}

// AWS's tool gets all that the published lenses say.
func TestAWSOfPublishedLenses(t *testing.T) {
	for _, file := range sharedLenses(t) {
		published := mustParse(t, readFile(t, file))
		doc, problems := published.AWS()
		if err := problems.Err(); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		if changes := Lenses(published, mustParse(t, doc)); !changes.Empty() {
			t.Errorf("%s: AWS() changes %+v", file, changes)
		}
	}
}
