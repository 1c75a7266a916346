package builtin

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// mostShortName is how long a short name of ours is at most; a narrow list has room for it.
const mostShortName = 28

// TestShortNamesAndTerms: every question has a short name that no other one of its lens has, and terms by which people
// find it; so has every practice, and every pillar says what it protects the business from.
func TestShortNamesAndTerms(t *testing.T) {
	for key, s := range readSources(t) {
		names := map[string]string{}
		for _, p := range s.pillars {
			text := oneLine(p.Pillar.Description)
			if n := len(sentenceForm.FindAllString(text, -1)); n < 1 || n > 2 {
				t.Errorf("%s/%s has a description of %d sentences: %q", key, p.Pillar.ID, n, text)
			}
			for _, q := range p.Questions {
				shortName(t, q)
				folded := strings.ToLower(q.Short)
				if other, taken := names[folded]; taken {
					t.Errorf("%s is called %q, and so is %s", q.ID, q.Short, other)
				}
				names[folded] = q.ID
				searchTerms(t, q.ID, q.Terms, 6)
				for _, c := range q.Choices {
					searchTerms(t, c.ID, c.Terms, 4)
				}
			}
		}
	}
}

func shortName(t *testing.T, q questionSource) {
	t.Helper()
	n, first := utf8.RuneCountInString(q.Short), []rune(q.Short + " ")[0]
	if n < 4 || n > mostShortName || !unicode.IsUpper(first) || !awsTitle.MatchString(q.Short) ||
		strings.ContainsAny(q.Short, "?.") || strings.HasPrefix(q.Short, "How ") {
		t.Errorf("%s: short name %q", q.ID, q.Short)
	}
}

// searchTerms wants one to most terms, each as somebody would type it.
func searchTerms(t *testing.T, id string, terms []string, most int) {
	t.Helper()
	countedWords(t, id+"/terms", terms, 1, most)
	seen := map[string]bool{}
	for _, term := range terms {
		folded := strings.ToLower(oneLine(term))
		if n := utf8.RuneCountInString(term); n < 2 || n > 40 || seen[folded] || oneLine(term) != term ||
			strings.HasSuffix(term, ".") {
			t.Errorf("%s: term %q", id, term)
		}
		seen[folded] = true
	}
}
