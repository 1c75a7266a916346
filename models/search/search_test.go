package search_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"plumbline/models"
	"plumbline/models/search"
	"plumbline/questionnaires"
	"plumbline/questionnaires/builtin"
)

func find(t *testing.T, in search.Scope, text string) search.Result {
	t.Helper()
	q, err := search.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	if in.Answers == nil {
		in.Answers = models.InOrder("", in.Doc, nil)
	}
	return search.Find(in, q)
}

// codes are where something was found, with what people cite the questions by.
func codes(r search.Result) (list []string) {
	for _, f := range r.Found {
		list = append(list, f.Question.DocumentID)
	}
	return list
}

// What people ask for is found in the framework's lens, the questions that are about it first.
func TestTheFrameworkIsFound(t *testing.T) {
	lens, _ := builtin.LensByKey("wellarchitected")
	doc := lens.Parse()
	for text, first := range map[string][]string{
		"backup": {"REL09"}, "Backups": {"REL09"}, "MFA": {"SEC02"}, "least privilege": {"SEC03"},
		"LEAST-PRIVILEGE": {"SEC03"},
	} {
		r := find(t, search.Scope{Doc: doc}, text)
		got := codes(r)
		top := got[:min(len(got), 3)]
		for _, want := range first {
			if !slices.Contains(top, want) {
				t.Errorf("%s finds %v first, want %v among them", text, got, want)
			}
		}
		if len(got) > doc.Questions()/2 {
			t.Errorf("%s finds %d questions", text, len(got))
		}
	}
}

// small is a lens of one pillar with texts in each place.
func small() *questionnaires.Lens {
	question := func(n int, title string) *questionnaires.Question {
		return &questionnaires.Question{ID: fmt.Sprint("q", n), DocumentID: fmt.Sprint("Q", n), Title: title,
			Choices: []*questionnaires.Choice{{ID: fmt.Sprint("c", n), Title: "First practice"}, {ID: fmt.Sprint("c_no", n)}}}
	}
	list := []*questionnaires.Question{question(1, "Noted"), question(2, "Guided"), question(3, "Practised"),
		question(4, "Termed"), question(5, "How is a café ordered?"), question(6, "An ordering of something else")}
	list[1].Choices[0].Guidance = &questionnaires.Guidance{Why: "A cafe that burns down is ordered anew."}
	list[1].Facilitation = &questionnaires.Facilitation{RedFlags: []string{"They smirk"}}
	list[2].Choices[0].Title = "Ordered CAFÉS are kept"
	list[3].Terms = []string{"cafe orderings", "ordered café"}
	list[5].Description = "Nothing but cafe\u0301 tables 喫茶店"
	return &questionnaires.Lens{Pillars: []*questionnaires.Pillar{{ID: "p", Name: "P", Questions: list}}}
}

// What is found comes by weight, accents and letter case aside, and says where it was found.
func TestFoundByWeight(t *testing.T) {
	doc := small()
	answers := models.InOrder("", doc, nil)
	answers[0].Notes = "the café is\nordered " + strings.Repeat("and so on ", 100)
	review := models.Review{Notes: "of the Café, ordered", Pillars: []models.PillarReview{{PillarID: "p", Notes: "cafe"}}}
	in := search.Scope{Doc: doc, Answers: answers, Review: &review, Prompts: true}
	var got []string
	for _, f := range find(t, in, "CAFÉ ordered").Found {
		id := ""
		if f.Question != nil {
			id = f.Question.ID
		}
		got = append(got, id+" "+string(f.At))
	}
	want := []string{"q5 title", "q4 terms", "q3 practice", "q2 guidance", "q1 notes", " notes"}
	if !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
	for text, want := range map[string]int{"": 0, "?!": 0, "afé": 1, "茶店": 1, "喫茶店": 1, "cafe anew nothing": 0,
		"ordering else": 1, "smirk": 1, "q3": 1, "Q3": 1, "policies": 0, "<script>": 0, "cafe table something": 1} {
		if r := find(t, in, text); len(r.Found) != want {
			t.Errorf("%q finds %d, want %d: %+v", text, len(r.Found), want, r.Found)
		}
	}
	in.Prompts, in.Review = false, nil
	if r := find(t, in, "smirk"); len(r.Found) != 0 {
		t.Error("prompts are searched that are nobody's business")
	}
	if f := find(t, in, "the cafe").Found[0]; !strings.HasPrefix(f.Text, "the café is ordered and so on") ||
		len([]rune(f.Text)) > 160 || !strings.HasSuffix(f.Text, "…") {
		t.Errorf("the excerpt is %q", f.Text)
	}
}

// A search has bounds: of what is asked, and of how many notes are read.
func TestSearchHasBounds(t *testing.T) {
	for _, text := range []string{strings.Repeat("a", search.MaxText+1), strings.Repeat("a1 ", 1) + manyWords(21)} {
		if _, err := search.Parse(text); models.CodeOf(err) != models.CodeInvalid {
			t.Errorf("%.20q…: %v", text, err)
		}
	}
	doc := small()
	answers := models.InOrder("", doc, nil)
	note := strings.Repeat("wide ", 12_000)
	for i := range answers {
		answers[i].Notes = note
		for range 20 {
			answers[i].Choices = append(answers[i].Choices, models.ChoiceAnswer{ChoiceID: fmt.Sprint("c", i+1), Notes: note})
		}
	}
	if r := find(t, search.Scope{Doc: doc, Answers: answers}, "nowhere"); r.Partial {
		t.Error("few notes are not all read")
	}
	big := &questionnaires.Lens{Pillars: []*questionnaires.Pillar{{ID: "p"}}}
	var all []models.Answer
	for range 8 {
		big.Pillars[0].Questions = append(big.Pillars[0].Questions, doc.Pillars[0].Questions...)
		all = append(all, answers...)
	}
	if r := find(t, search.Scope{Doc: big, Answers: all}, "nowhere"); !r.Partial || len(r.Found) != 0 {
		t.Error("too many notes are read without a word")
	}
}

func manyWords(n int) string {
	var words []string
	for i := range n {
		words = append(words, fmt.Sprint("w", i))
	}
	return strings.Join(words, " ")
}
