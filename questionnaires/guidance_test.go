package questionnaires

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// guidedChoice is what the second choice of the guided lens has of ours.
const guidedChoice = `"terms": ["dual control"],
	"documentId": "TIN01-BP02", "riskLevel": "LOW", "why": "Because.", "howToTell": "Look.",
	"steps": ["First.", "Then."],
	"effort": "MEDIUM", "impact": "HIGH", "responsibility": "SHARED", "evidence": ["log", "ticket"],
	"link": "https://example.com/two?a=1&b=2"`

const guidedQuestion = `"documentId": "TIN01", "shortName": "Tiny things", "terms": ["least privilege", "MFA"],
	"facilitation": {"objective": "Know it.", "room": ["everyone"], "followUps": ["Why?"], "redFlags": ["Silence"], "mood": {"a": [1]}}`

const guidedPillar = `"description": "Keeps things small."`

// lensWithGuidance returns the tiny lens with guidance; its second choice has no improvement plan.
func lensWithGuidance(t testing.TB) string {
	t.Helper()
	doc := string(readFile(t, tinyFile))
	doc = strings.Replace(doc, `"title": "Two", "improvementPlan": {"displayText": "Do two"}`, `"title": "Two", `+
		guidedChoice, 1)
	doc = strings.Replace(doc, `"name": "Pillar"`, `"name": "Pillar", `+guidedPillar, 1)
	return strings.Replace(doc, `"title": "Question?"`, `"title": "Question?", `+guidedQuestion, 1)
}

func TestGuidanceArrives(t *testing.T) {
	doc := lensWithGuidance(t)
	lens, problems := Parse([]byte(doc), ParseOptions{})
	if len(problems) > 0 {
		t.Fatalf("problems: %v", problems)
	}
	roundTrip(t, []byte(doc), lens)
	_, q := lens.Question("que")
	want := &Guidance{"TIN01-BP02", LevelLow, "Because.", "Look.", []string{"First.", "Then."}, LevelMedium, LevelHigh,
		ByBoth,
		[]string{"log", "ticket"}, "https://example.com/two?a=1&b=2"}
	if got := q.Choice("two").Guidance; !reflect.DeepEqual(got, want) {
		t.Errorf("guidance %+v", got)
	}
	if q.Choice("one").Guidance != nil || len(q.Choice("two").Extra) != 0 || len(q.Extra) != 0 {
		t.Errorf("guidance or extra members in the wrong place: %+v", q)
	}
	help := &Facilitation{"Know it.", []string{"everyone"}, []string{"Why?"}, []string{"Silence"},
		[]ExtraMember{{"mood", []byte(`{"a":[1]}`)}}}
	if q.ShortName != "Tiny things" || !slices.Equal(q.Terms, []string{"least privilege", "MFA"}) ||
		!slices.Equal(q.Choice("two").Terms, []string{"dual control"}) {
		t.Errorf("short name %q, terms %q, %q", q.ShortName, q.Terms, q.Choice("two").Terms)
	}
	if p := lens.Pillar("pil"); p.Description != "Keeps things small." || len(p.Extra) != 0 {
		t.Errorf("pillar %+v", p)
	}
	if q.DocumentID != "TIN01" || !reflect.DeepEqual(q.Facilitation, help) {
		t.Errorf("%q, facilitation %+v", q.DocumentID, q.Facilitation)
	}
	if _, strict := Parse([]byte(doc), ParseOptions{Strict: true}); len(strict) != 1 ||
		strict[0].Code != "no-improvement-plan" {
		t.Errorf("strict mode takes steps for an improvement plan: %v", strict)
	}
}

// TestForeignMembers imports a lens that uses the names for other things: all is kept as it came.
func TestForeignMembers(t *testing.T) {
	doc := strings.Replace(lensWithGuidance(t), guidedChoice,
		`"evidence": {"a": 1}, "effort": "3 days", "why": 5, "note": "x", "steps": [["a"]],
		"impact": "", "riskLevel": null, "link": "ftp://example.com", "responsibility": "me", "howToTell": " ",
		"documentId": true, "terms": "word"`,
		1)
	doc = strings.Replace(doc, guidedPillar, `"description": ["a", "b"]`, 1)
	doc = strings.Replace(doc, guidedQuestion, `"documentId": 7, "shortName": "two\nlines",
		"terms": ["a", 1], "facilitation": {"room": "all", "objective": "x"}`, 1)
	lens, problems := Parse([]byte(doc), ParseOptions{})
	if lens == nil {
		t.Fatal(problems.Err())
	}
	roundTrip(t, []byte(doc), lens)
	_, q := lens.Question("que")
	if c := q.Choice("two"); c.Guidance != nil || c.Terms != nil || len(c.Extra) != 12 {
		t.Errorf("choice %+v", c)
	}
	if p := lens.Pillar("pil"); p.Description != "" || len(p.Extra) != 1 {
		t.Errorf("pillar %+v", p)
	}
	if q.ShortName != "" || q.Terms != nil || q.DocumentID != "" || q.Facilitation.Objective != "x" ||
		len(q.Facilitation.Extra) != 1 {
		t.Errorf("question %+v, %+v", q, q.Facilitation)
	}
	for _, p := range problems {
		if !strings.HasPrefix(p.Code, "guidance-") && p.Code != "no-improvement-plan" {
			t.Errorf("unexpected: %+v", p)
		}
	}
	if len(problems) != 15 {
		t.Errorf("%d problems: %v", len(problems), problems)
	}
}

// TestGuidanceDoesNotCount wants the limit of AWS to count what AWS knows, and no more.
func TestGuidanceDoesNotCount(t *testing.T) {
	const mood = `, "mood": {"a": [1]}`
	padded := func(n int) string {
		doc := strings.Replace(lensWithGuidance(t), mood, "", 1)
		doc = strings.Replace(doc, `"First."`, strings.Repeat(`"`+strings.Repeat("s", MaxDescription)+`", `, 8)+`"First."`, 1)
		doc = strings.Replace(doc, `"Silence"`, `"Silence`+strings.Repeat("é", MaxDescription-7)+`"`, 1)
		return strings.Replace(doc, "{", "{"+strings.Repeat(" ", n), 1)
	}
	unknown := strings.Replace(lensWithGuidance(t), `{"a": [1]}`, `"`+strings.Repeat("m", MaxBytes)+`"`, 1)
	if lens, _ := Parse([]byte(unknown), ParseOptions{}); lens != nil {
		t.Error("an unknown member of a facilitation does not count")
	}
	doc := lensWithGuidance(t)
	asked := strings.Index(doc, `"description": "Why it matters"`) - strings.Index(doc, guidedQuestion)
	purpose := strings.Index(doc, `"questions"`) - strings.Index(doc, guidedPillar)
	bare := len(doc) - purpose - len(guidedChoice) - asked - 1 // and the comma before the choice's last member
	for _, row := range []struct {
		pad int
		ok  bool
	}{{MaxBytes - bare, true}, {MaxBytes - bare + 1, false}} {
		lens, problems := Parse([]byte(padded(row.pad)), ParseOptions{})
		if (lens != nil) != row.ok {
			t.Errorf("padded by %d: %v", row.pad, problems)
		}
	}
	if lens, problems := Parse([]byte(padded(MaxBytes-bare)), ParseOptions{Strict: true}); lens != nil ||
		!slices.ContainsFunc(problems, func(p Problem) bool { return p.Code == "too-large" }) {
		t.Errorf("strict mode counts less than AWS: %v", problems)
	}
}

// TestLowChoiceWithoutEffect: a LOW choice that no rule names is as its author wants it.
func TestLowChoiceWithoutEffect(t *testing.T) {
	silent := func(level string) string {
		doc := strings.Replace(lensWithGuidance(t), `"one && two"`, `"one"`, 1)
		doc = strings.Replace(doc, `{"condition": "one", "risk": "MEDIUM_RISK"},`, "", 1)
		return strings.Replace(doc, `"riskLevel": "LOW"`, `"riskLevel": "`+level+`"`, 1)
	}
	if found := mustParse(t, []byte(silent(LevelLow))).Findings(); len(found) != 0 {
		t.Errorf("a LOW choice is reported: %v", found)
	}
	if found := mustParse(t, []byte(silent(LevelMedium))).Findings(); len(found) != 1 || found[0].ChoiceID != "two" {
		t.Errorf("a MEDIUM choice without effect goes unseen: %v", found)
	}
	constant := func(one, two string) []RuleFinding {
		return mustParse(t,
			fmt.Appendf(nil, `{"name": "N", "pillars": [{"id": "pil", "name": "P", "questions": [{"id": "que", "title": "Q",
			"choices": [{"id": "one", "title": "One", "riskLevel": %q}, {"id": "two", "title": "Two", "riskLevel": %q}],
			"riskRules": [{"condition": "default", "risk": "NO_RISK"}]}]}]}`, one, two)).Findings()
	}
	if found := constant(LevelLow, LevelLow); len(found) != 0 {
		t.Errorf("a question of LOW choices only is reported: %v", found)
	}
	if found := constant(LevelLow, LevelHigh); len(found) != 1 || found[0].ChoiceID != "" {
		t.Errorf("a question whose HIGH choice has no effect: %v", found)
	}
}
