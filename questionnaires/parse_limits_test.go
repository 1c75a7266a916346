package questionnaires

import (
	"fmt"
	"strings"
	"testing"
)

// TestLimitsAreInclusive wants no problem with what is exactly as large as the format allows.
func TestLimitsAreInclusive(t *testing.T) {
	base := string(readFile(t, tinyFile))
	name, text := strings.Repeat("é", MaxName), strings.Repeat("é", MaxDescription)
	id := strings.Repeat("q", MaxID)
	rows := []struct{ what, old, new string }{
		{"lens name", "Tiny", name},
		{"lens description", "A lens for tests", text},
		{"pillar name", "Pillar", name},
		{"question title", "Question?", name},
		{"question description", "Why it matters", text},
		{"choice title", `"title": "Two"`, `"title": "` + name + `"`},
		{"display text", "Do two", text},
		{"id", `"id": "que"`, `"id": "` + id + `"`},
		{"pillars", `"pillars": [`, `"pillars": [` + manyPillars(MaxPillars-1)},
		{"questions", `"questions": [`, `"questions": [` + manyQuestions(MaxQuestions-1)},
		{"choices", `"choices": [`, `"choices": [` + manyChoices(MaxChoices-3)},
		{"contents", `"title": "Two",`,
			`"title": "Two", "additionalResources": [{"type": "IMPROVEMENT_PLAN", "content": [{"displayText": "a"}` +
				strings.Repeat(`,{"displayText": "a"}`, MaxResources-1) + `]}],`},
		{"condition", `"one && two"`, `"one && two` + strings.Repeat(" ", MaxCondition-len("one && two")) + `"`},
		{"depth", `"Tiny"`, `"Tiny", "deep": ` + strings.Repeat("[", MaxDepth-1) + strings.Repeat("]", MaxDepth-1)},
		{"member name", `"Tiny"`, `"Tiny", "` + strings.Repeat("k", 256) + `": 0`},
		{"bytes", "{", "{" + strings.Repeat(" ", MaxBytes-len(base))},
	}
	for _, row := range rows {
		doc := strings.Replace(base, row.old, row.new, 1)
		if doc == base {
			t.Fatalf("%s: the tiny lens has no %q", row.what, row.old)
		}
		if lens, problems := Parse([]byte(doc), ParseOptions{Strict: true}); lens == nil || len(problems) > 0 {
			t.Errorf("%s: %v", row.what, problems)
		}
	}
}

func manyPillars(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"id": "pillar%d", "name": "P", "questions": [%s]},`, i,
			otherQuestion(fmt.Sprint("other", i), fmt.Sprint("choice", i)))
	}
	return b.String()
}

func manyQuestions(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(otherQuestion(fmt.Sprint("other", i), fmt.Sprint("choice", i)) + ",")
	}
	return b.String()
}

// TestTolerance wants no problem at all with what published lenses hold beyond the format.
func TestTolerance(t *testing.T) {
	base := string(readFile(t, tinyFile))
	rows := []struct{ what, old, new string }{
		{"notes of the author", `"name": "Tiny"`, `"name": "Tiny", "_name": "x", "_version": "1.0", "ready": true`},
		{"a second spelling", `"name": "Tiny"`, `"name": "Tiny", "Name": "Tiny", "names": []`},
		{"short strange names", `"displayText": "Do two"`, `"displayText": "Do two", "rel": "x", "to": 1`},
		{"null", `"description": "Why it matters"`, `"description": null`},
		{"an empty text", `"url": "https://example.com/why"`, `"url": ""`},
		{"an empty object", `{"displayText": "Read on", "url": "https://example.com/why"}`, `{}`},
		{"a choice with a description", `"title": "Two"`, `"title": "Two", "description": "50% <b>off</b>; really"`},
		{"an empty member of ours", `"title": "Two"`, `"title": "Two", "steps": "", "link": {}, "why": null`},
		{"a negated bracket", `"one && two"`, `"!(!one||!two)"`},
		{"other alphabets", `"Question?"`, `"Ερώτηση: 問題, вопрос, câu hỏi, क्या ३?"`},
		{"any display text", `"Do two"`, `"Do <this> {now}; 100% \u0009 = \u201cdone\u201d"`},
		{"ids with a dash", `"id": "que"`, `"id": "que-one"`},
		{"Windows line ends", "\n", "\r\n"},
		{"a URL in capitals", `https://example.com/why`, `HTTPS://Example.com/why?a[]=b&c=%20#d`},
	}
	for _, row := range rows {
		doc := strings.ReplaceAll(base, row.old, row.new)
		if doc == base {
			t.Fatalf("%s: the tiny lens has no %q", row.what, row.old)
		}
		lens, problems := Parse([]byte(doc), ParseOptions{Strict: true})
		if lens == nil || len(problems) > 0 {
			t.Errorf("%s: %v", row.what, problems)
			continue
		}
		roundTrip(t, []byte(doc), lens)
	}
}

// TestParsedParts proves that each member of the format arrives where it belongs.
func TestParsedParts(t *testing.T) {
	l := mustParse(t, readFile(t, tinyFile))
	p, q := l.Question("que")
	if l.Name != "Tiny" || l.Description != "A lens for tests" || l.SchemaVersion != SchemaVersion || p.ID != "pil" ||
		p.Name != "Pillar" {
		t.Errorf("lens %+v, pillar %+v", l, p)
	}
	if q.Title != "Question?" || q.Description != "Why it matters" || q.HelpfulResource.DisplayText != "Read on" ||
		q.HelpfulResource.URL != "https://example.com/why" {
		t.Errorf("question %+v", q)
	}
	if c := q.Choice("one"); c.Title != "One" || c.HelpfulResource != nil || c.ImprovementPlan.DisplayText != "Do one" ||
		c.ImprovementPlan.URL != "https://example.com/one" {
		t.Errorf("choice %+v", c)
	}
	if r := q.RiskRules[1]; len(q.RiskRules) != 3 || r.Condition != "one" || r.Risk != MediumRisk {
		t.Errorf("rules %+v", q.RiskRules)
	}
	if got := q.Rate(Answer{Selected: []string{"one"}}).Risk; got != RiskMedium {
		t.Errorf("rated %s", got)
	}
}
