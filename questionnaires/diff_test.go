package questionnaires

import (
	"flag"
	"fmt"
	"math/rand"
	"os"
	"slices"
	"strings"
	"testing"
)

var updateGolden = flag.Bool("update", false, "rewrite the golden files")

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
	for _, l := range flattenChanges(DiffLenses(old, new)) {
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

// sameMirrored wants DiffLenses(b, a) to say the contrary of DiffLenses(a, b).
func sameMirrored(t *testing.T, a, b *Lens) {
	t.Helper()
	var there, back []string
	for _, l := range flattenChanges(DiffLenses(a, b)) {
		there = append(there, l.mirror().String())
	}
	for _, l := range flattenChanges(DiffLenses(b, a)) {
		back = append(back, l.String())
	}
	slices.Sort(there)
	slices.Sort(back)
	if !slices.Equal(there, back) {
		t.Errorf("not mirrored:\n%s\n---\n%s", strings.Join(there, "\n"), strings.Join(back, "\n"))
	}
}

func TestDiffOfPublishedLenses(t *testing.T) {
	var lenses []*Lens
	for _, file := range sharedLenses(t) {
		lenses = append(lenses, mustParse(t, readFile(t, file)), mustParse(t, readFile(t, file)))
	}
	for i, a := range lenses {
		for j, b := range lenses {
			same := i/2 == j/2
			if c := DiffLenses(a, b); c.Empty() != same || c.Removes() == same {
				t.Errorf("lenses %d and %d: empty %v, removes %v", i, j, c.Empty(), c.Removes())
			}
			sameMirrored(t, a, b)
		}
	}
}

// TestDiffOfEdits edits a lens at random: Diff must be empty exactly if nothing changed, must mirror, and must know
// whether an id is gone.
func TestDiffOfEdits(t *testing.T) {
	doc := readFile(t, sampleFile)
	before := mustParse(t, doc)
	for seed := range int64(500) {
		r := rand.New(rand.NewSource(seed))
		after := mustParse(t, doc)
		var done []string
		for range r.Intn(4) {
			e := documentEdits[r.Intn(len(documentEdits))]
			e.do(r, after)
			done = append(done, e.name)
		}
		c := DiffLenses(before, after)
		if changed := string(before.JSON()) != string(after.JSON()); c.Empty() == changed {
			t.Errorf("seed %d: changed %v, empty %v after %v", seed, changed, c.Empty(), done)
		}
		gone := slices.ContainsFunc(elementIDs(before),
			func(id string) bool { return !slices.Contains(elementIDs(after), id) })
		if c.Removes() != gone {
			t.Errorf("seed %d: removes %v, but ids gone: %v after %v", seed, c.Removes(), gone, done)
		}
		sameMirrored(t, before, after)
	}
}

// elementIDs lists the place of each pillar, question and choice.
func elementIDs(l *Lens) (out []string) {
	for _, p := range l.Pillars {
		out = append(out, p.ID)
		for _, q := range p.Questions {
			out = append(out, p.ID+"/"+q.ID)
			for _, c := range q.Choices {
				out = append(out, q.ID+"/"+c.ID)
			}
		}
	}
	return out
}

type documentEdit struct {
	name string
	do   func(*rand.Rand, *Lens)
}

func someChanges[T any](r *rand.Rand, list []T) (T, int) {
	i := r.Intn(len(list))
	return list[i], i
}

// anyQuestion picks a question of a pillar that has one.
func anyQuestion(r *rand.Rand, l *Lens) (*Pillar, *Question, int) {
	for {
		if p, _ := someChanges(r, l.Pillars); len(p.Questions) > 0 {
			q, i := someChanges(r, p.Questions)
			return p, q, i
		}
	}
}

var documentEdits = []documentEdit{
	{"rename lens", func(r *rand.Rand, l *Lens) { l.Name += "x" }},
	{"describe lens", func(r *rand.Rand, l *Lens) { l.Description += "x" }},
	{"rename pillar", func(r *rand.Rand, l *Lens) { p, _ := someChanges(r, l.Pillars); p.Name += "x" }},
	{"swap pillars", func(r *rand.Rand, l *Lens) {
		l.Pillars[0], l.Pillars[len(l.Pillars)-1] = l.Pillars[len(l.Pillars)-1], l.Pillars[0]
	}},
	{"add pillar", func(r *rand.Rand, l *Lens) {
		l.Pillars = slices.Insert(l.Pillars, r.Intn(len(l.Pillars)+1), &Pillar{ID: fmt.Sprint("new", r.Int()), Name: "New"})
	}},
	{"remove pillar", func(r *rand.Rand, l *Lens) {
		if len(l.Pillars) > 2 {
			l.Pillars = slices.Delete(l.Pillars, 1, 2)
		}
	}},
	{"remove question", func(r *rand.Rand, l *Lens) {
		p, _, i := anyQuestion(r, l)
		if l.Questions() > 3 {
			p.Questions = slices.Delete(p.Questions, i, i+1)
		}
	}},
	{"move question", func(r *rand.Rand, l *Lens) {
		from, q, i := anyQuestion(r, l)
		to, _ := someChanges(r, l.Pillars)
		from.Questions = slices.Delete(from.Questions, i, i+1)
		to.Questions = append(to.Questions, q)
	}},
	{"retitle question", func(r *rand.Rand, l *Lens) { _, q, _ := anyQuestion(r, l); q.Title += "x" }},
	{"describe question", func(r *rand.Rand, l *Lens) { _, q, _ := anyQuestion(r, l); q.Description += "x" }},
	{"relink question", func(r *rand.Rand, l *Lens) { _, q, _ := anyQuestion(r, l); q.HelpfulResource.URL += "x" }},
	{"unlink question", func(r *rand.Rand, l *Lens) { _, q, _ := anyQuestion(r, l); q.HelpfulResource = &Resource{} }},
	{"add choice", func(r *rand.Rand, l *Lens) {
		_, q, _ := anyQuestion(r, l)
		q.Choices = append(q.Choices, &Choice{ID: fmt.Sprint("new", r.Int()), Title: "New"})
	}},
	{"remove choice", func(r *rand.Rand, l *Lens) {
		_, q, _ := anyQuestion(r, l)
		if _, i := someChanges(r, q.Choices); len(q.Choices) > 2 {
			q.Choices = slices.Delete(q.Choices, i, i+1)
		}
	}},
	{"retitle choice",
		func(r *rand.Rand, l *Lens) {
			_, q, _ := anyQuestion(r, l)
			c, _ := someChanges(r, q.Choices)
			c.Title += "x"
		}},
	{"describe choice", func(r *rand.Rand, l *Lens) {
		_, q, _ := anyQuestion(r, l)
		c, _ := someChanges(r, q.Choices)
		c.Description += "x"
	}},
	{"replan choice", func(r *rand.Rand, l *Lens) {
		_, q, _ := anyQuestion(r, l)
		c, _ := someChanges(r, q.Choices)
		c.ImprovementPlan = &Resource{DisplayText: "Another"}
	}},
	{"more for choice", func(r *rand.Rand, l *Lens) {
		_, q, _ := anyQuestion(r, l)
		c, _ := someChanges(r, q.Choices)
		c.AdditionalResources = append(c.AdditionalResources,
			AdditionalResource{Type: HelpfulResource, Content: []Resource{{DisplayText: "x"}}})
	}},
	{"swap choices", func(r *rand.Rand, l *Lens) {
		_, q, _ := anyQuestion(r, l)
		q.Choices[0], q.Choices[1] = q.Choices[1], q.Choices[0]
	}},
	{"swap rules", func(r *rand.Rand, l *Lens) {
		if _, q, _ := anyQuestion(r, l); len(q.RiskRules) > 1 {
			q.RiskRules[0], q.RiskRules[1] = q.RiskRules[1], q.RiskRules[0]
		}
	}},
	{"change rule", func(r *rand.Rand, l *Lens) {
		_, q, _ := anyQuestion(r, l)
		_, i := someChanges(r, q.RiskRules)
		q.RiskRules[i].Condition = "!" + q.Choices[0].ID
	}},
	{"remove rule", func(r *rand.Rand, l *Lens) {
		if _, q, _ := anyQuestion(r, l); len(q.RiskRules) > 1 {
			q.RiskRules = q.RiskRules[1:]
		}
	}},
	{"double rule", func(r *rand.Rand, l *Lens) {
		_, q, _ := anyQuestion(r, l)
		q.RiskRules = append(q.RiskRules, q.RiskRules[0])
	}},
}

func TestDiffOfConditions(t *testing.T) {
	doc := string(readFile(t, tinyFile))
	same := strings.Replace(doc, "one && two", "((one)&&(two))", 1)
	if c := DiffLenses(mustParse(t, []byte(doc)), mustParse(t, []byte(same))); !c.Empty() {
		t.Errorf("another spelling is a change: %+v", c)
	}
}

func TestDiffOfAnEmptyPillar(t *testing.T) {
	doc := readFile(t, tinyFile)
	before, after := mustParse(t, doc), mustParse(t, doc)
	before.Pillars = append(before.Pillars, &Pillar{ID: "empty", Name: "Empty"})
	if c := DiffLenses(before, after); !c.Removes() || c.Empty() {
		t.Errorf("a removed pillar goes unseen: %+v", c)
	}
	if c := DiffLenses(after, before); c.Removes() || c.Empty() {
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
		var lenses [2]*Lens
		for i, members := range row {
			lenses[i] = mustParse(t,
				[]byte(strings.Replace(string(readFile(t, tinyFile)), `"title": "Two",`, `"title": "Two",`+members, 1)))
		}
		if got := flattenChanges(DiffLenses(lenses[0], lenses[1])); len(got) != 1 || got[0].old == got[0].new {
			t.Errorf("%s and %s: %v", row[0], row[1], got)
		}
		sameMirrored(t, lenses[0], lenses[1])
	}
}
