package questionnaires

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestAWSMakesPlans: AWS gets what it knows of guidance, and nothing under the names it does not know.
func TestAWSMakesPlans(t *testing.T) {
	doc, problems := mustParse(t, []byte(lensWithGuidance(t))).AWS()
	if len(problems) > 0 {
		t.Errorf("problems: %v", problems)
	}
	_, q := mustParse(t, doc).Question("que")
	c := q.Choice("two")
	if c.ImprovementPlan.DisplayText != "1. First.\n2. Then." ||
		c.ImprovementPlan.URL != "https://example.com/two?a=1&b=2" {
		t.Errorf("plan %+v", c.ImprovementPlan)
	}
	if c.HelpfulResource.DisplayText != "Because.\n\nHow to tell: Look." || c.HelpfulResource.URL != "" {
		t.Errorf("help %+v", c.HelpfulResource)
	}
	for _, name := range []string{"documentId", "riskLevel", "why", "howToTell", "steps", "effort", "impact", "responsibility",
		"evidence", "link", "facilitation", "shortName", "terms", "dual control", "Keeps things small."} {
		if !strings.Contains(lensWithGuidance(t), name) {
			t.Errorf("the lens has no %q to begin with", name)
		}
		if strings.Contains(string(doc), `"`+name+`"`) {
			t.Errorf("AWS() keeps %q", name)
		}
	}
	own := strings.Replace(lensWithGuidance(t), `"title": "Two",`,
		`"title": "Two", "helpfulResource": {"displayText": "Mine"}, "improvementPlan": {"displayText": "Also mine"},`, 1)
	doc, _ = mustParse(t, []byte(own)).AWS()
	_, q = mustParse(t, doc).Question("que")
	if c := q.Choice("two"); c.HelpfulResource.DisplayText != "Mine" || c.ImprovementPlan.DisplayText != "Also mine" {
		t.Errorf("AWS() overwrites what the lens says: %+v %+v", c.HelpfulResource, c.ImprovementPlan)
	}
}

// TestAWSCutsLongTexts wants a cut at the end of a sentence or step, a mark, and a warning at the place.
func TestAWSCutsLongTexts(t *testing.T) {
	step := strings.Repeat("Überall. ", 30) + "Ende."
	long := strings.Replace(lensWithGuidance(t), `"steps": ["First.", "Then."]`, `"steps": ["`+step+
		strings.Repeat(`", "`+step, 8)+`"]`, 1)
	doc, problems := mustParse(t, []byte(long)).AWS()
	if len(problems) != 1 || problems[0].Code != "shortened" || problems[0].Level != LevelWarning ||
		problems[0].Pointer != questionStart+"/choices/1/improvementPlan" || problems[0].Line < 2 {
		t.Errorf("problems %+v", problems)
	}
	_, q := mustParse(t, doc).Question("que")
	text := q.Choice("two").ImprovementPlan.DisplayText
	if n := utf8.RuneCountInString(text); n > MaxDescription || n < MaxDescription*9/10 ||
		!strings.HasSuffix(text, ". …") && !strings.HasSuffix(text, ".\n…") {
		t.Errorf("%d characters, ending %q", n, text[len(text)-40:])
	}
}

func TestShorten(t *testing.T) {
	for _, row := range []struct {
		text string
		max  int
		want string
	}{
		{"Short.", 6, "Short."},
		{"One is here. Two is there. Three.", 30, "One is here. Two is there. …"},
		{"1. Some words\n2. Others\n3. The last", 29, "1. Some words\n2. Others\n…"},
		{"No end of a sentence in sight", 20, "No end of a …"},
		{"Hi. A long sentence that does not end before the limit", 30, "Hi. A long sentence that …"},
		{"Nowhere-to-cut-this-at-all", 12, "Nowhere-to …"},
		{"The value is 3.5 and 2. Then more text", 32, "The value is 3.5 and 2. Then …"},
		{"Para one.\n\nPara two is longer", 20, "Para one.\n…"},
	} {
		if got := shortenText(row.text, row.max); got != row.want || utf8.RuneCountInString(got) > row.max {
			t.Errorf("shorten(%q, %d) = %q, want %q", row.text, row.max, got, row.want)
		}
	}
}

// TestAWSFitsTheWhole grows a lens until AWS would refuse it: AWS() becomes more sparing, and says so.
func TestAWSFitsTheWhole(t *testing.T) {
	seen := map[int]bool{}
	for _, size := range []int{10, 500, 800, 1200, 2000} {
		lens := mustParse(t, largeLens(size))
		doc, problems := lens.AWS()
		if err := problems.Err(); err != nil || len(doc) > MaxBytes {
			t.Errorf("%d: %d bytes, %v", size, len(doc), err)
		}
		state := strings.Count(string(doc), "How to tell")
		seen[state] = true
		if brief, said := state == 0, len(problems) > 0; brief != said {
			t.Errorf("%d: how to tell is there %d times and problems are %v", size, state, problems)
		}
	}
	if _, problems := mustParse(t, largeLens(700)).AWS(); len(problems) != 1 || problems[0].Pointer != "" {
		t.Errorf("how to tell is not enough to leave out: %v", problems)
	}
	if len(seen) != 2 {
		t.Errorf("the sizes prove nothing: %v", seen)
	}
}

// largeLens has 300 choices with guidance texts of about n characters.
func largeLens(n int) []byte {
	text := strings.Repeat("Words. ", n/7+1)
	var b strings.Builder
	b.WriteString(`{"schemaVersion": "2021-11-01", "name": "Large", "pillars": [`)
	for p := range 3 {
		fmt.Fprintf(&b, `{"id": "pil%d", "name": "P", "questions": [`, p)
		for q := range 10 {
			fmt.Fprintf(&b, `{"id": "que%d_%d", "title": "Q", "choices": [`, p, q)
			for c := range 10 {
				fmt.Fprintf(&b, `{"id": "c%d_%d_%d", "title": "C", "why": %q, "howToTell": %q, "steps": [%q]},`, p, q, c, text[:n],
					text[:n], text[:n])
			}
			fmt.Fprintf(&b,
				`{"id": "que%d_%d_no", "title": "None of these"}], "riskRules": [{"condition": "c%d_%d_1", "risk": "NO_RISK"}, {"condition": "default", "risk": "HIGH_RISK"}]}`,
				p, q, p, q)
			if q < 9 {
				b.WriteByte(',')
			}
		}
		b.WriteString("]}")
		if p < 2 {
			b.WriteByte(',')
		}
	}
	b.WriteString("]}")
	return []byte(b.String())
}
