package builtin

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// sourceText is one text of the sources and what it has to be.
type sourceText struct {
	where, text string
	least, most int  // characters
	title       bool // a name, title or description, in which AWS takes few characters
}

// sourceTexts lists every text of a lens in its order.
func sourceTexts(s *lensSource) []sourceText {
	out := []sourceText{
		{s.Key + "/name", s.Name, 5, 100, true},
		{s.Key + "/description", paragraphs(s.Description), 300, 2048, true},
	}
	for _, p := range s.pillars {
		out = append(out, sourceText{p.Pillar.ID + "/name", p.Pillar.Name, 5, 100, true})
		if p.Pillar.Description != "" {
			out = append(out, sourceText{p.Pillar.ID + "/description", oneLine(p.Pillar.Description), 60, 320, false})
		}
		for _, q := range p.Questions {
			out = append(out, questionTexts(q)...)
			for _, c := range q.Choices {
				out = append(out, choiceTexts(c)...)
			}
		}
	}
	return out
}

func questionTexts(q questionSource) []sourceText {
	out := []sourceText{
		{q.ID + "/title", oneLine(q.Title), 20, 128, true},
		{q.ID + "/description", oneLine(q.Description), 120, 700, true},
		{q.ID + "/objective", oneLine(q.Facilitation.Objective), 60, 320, false},
	}
	for i, text := range slices.Concat(q.Facilitation.FollowUps, q.Facilitation.RedFlags) {
		out = append(out, sourceText{fmt.Sprintf("%s/facilitation/%d", q.ID, i), oneLine(text), 20, 240, false})
	}
	return out
}

func choiceTexts(c choiceSource) []sourceText {
	out := []sourceText{
		{c.ID + "/title", oneLine(c.Title), 12, 110, true},
		{c.ID + "/why", oneLine(c.Why), 120, 520, false},
		{c.ID + "/met", oneLine(c.Met), 80, 420, false},
	}
	for i, step := range c.Steps {
		out = append(out, sourceText{fmt.Sprintf("%s/steps/%d", c.ID, i), oneLine(step), 35, 320, false})
	}
	return out
}

var (
	awsTitle      = regexp.MustCompile(`^[A-Za-z0-9 \n\-_.,:/()@!&#+'?]*$`)
	unwantedWords = regexp.MustCompile(`(?i)TODO|FIXME|lorem|placeholder|\bTBD\b|\.\.\.$|best[- ]in[- ]class|world[- ]class|seamless|leverag(e|ing)|` +
		`\brobust\b|synerg|game[- ]chang|cutting[- ]edge|\bunlock|holistic|state[- ]of[- ]the[- ]art|\bensure that\b|important to note|!(\s|$)`)
	sentenceForm = regexp.MustCompile(`[.?!](?:\s|$)`)
)

// TestTexts holds each text against the voice that the package comment asks for, as far as that can be counted.
func TestTexts(t *testing.T) {
	seen := map[string]string{}
	for _, s := range readSources(t) {
		for _, w := range sourceTexts(s) {
			if n := utf8.RuneCountInString(w.text); n < w.least || n > w.most {
				t.Errorf("%s has %d characters, wanted %d to %d: %q", w.where, n, w.least, w.most, w.text)
			}
			if w.title && !awsTitle.MatchString(w.text) {
				t.Errorf("%s holds characters that AWS may refuse: %q", w.where, w.text)
			}
			if word := unwantedWords.FindString(w.text); word != "" {
				t.Errorf("%s: %q does not belong in %q", w.where, word, w.text)
			}
			if strings.Count(w.text, "`")%2 != 0 || strings.Contains(w.text, "``") {
				t.Errorf("%s: the backticks do not pair: %q", w.where, w.text)
			}
			key := strings.Join(wordsOf(w.text), " ")
			if first, taken := seen[key]; taken {
				t.Errorf("%s says the same as %s: %q", w.where, first, w.text)
			}
			seen[key] = w.where
		}
	}
}

// kinds of evidence that a practice may name.
var evidenceKinds = strings.Fields(`configuration infrastructure-code pipeline policy-document runbook diagram dashboard alarm log
	scan-report test-result exercise-record meeting-record ticket inventory cost-report training-record contract provider-report interview`)

// TestEveryMember: nothing is missing, and lists have a length that a workshop can use.
func TestEveryMember(t *testing.T) {
	for key, s := range readSources(t) {
		if s.Key != key {
			t.Errorf("content/%s says that its key is %q", key, s.Key)
		}
		if l, _ := LensByKey(key); l.Version != s.Version {
			t.Errorf("content/%s has the version %q and the table in builtin.go says %q", key, s.Version, l.Version)
		}
		for _, p := range s.pillars {
			for _, q := range p.Questions {
				questionMembers(t, q)
				for _, c := range q.Choices {
					choiceMembers(t, c)
				}
			}
		}
	}
}

func questionMembers(t *testing.T, q questionSource) {
	t.Helper()
	f := q.Facilitation
	countedWords(t, q.ID+"/room", f.Room, 2, 5)
	countedWords(t, q.ID+"/follow_ups", f.FollowUps, 2, 3)
	countedWords(t, q.ID+"/red_flags", f.RedFlags, 2, 4)
	countedWords(t, q.ID+"/choices", q.Choices, 1, 14)
	if !documentID.MatchString(q.Doc) || strings.Contains(q.Doc, "-") {
		t.Errorf("%s: document id %q", q.ID, q.Doc)
	}
	for _, c := range q.Choices {
		if !documentID.MatchString(c.Doc) || !strings.HasPrefix(c.Doc, q.Doc+"-") {
			t.Errorf("%s: document id %q in %s", c.ID, c.Doc, q.Doc)
		}
	}
	if !strings.HasSuffix(q.None, "_no") {
		t.Errorf("%s: none %q does not end in _no", q.ID, q.None)
	}
	if n := len(sentenceForm.FindAllString(oneLine(q.Description), -1)); n < 2 || n > 5 {
		t.Errorf("%s/description has %d sentences", q.ID, n)
	}
}

var documentID = regexp.MustCompile(`^[A-Z]{3,4}\d\d(-(BP\d\d|P\d{1,2}))?$`)

func choiceMembers(t *testing.T, c choiceSource) {
	t.Helper()
	countedWords(t, c.ID+"/steps", c.Steps, 3, 6)
	countedWords(t, c.ID+"/evidence", c.Evidence, 1, 4)
	for i, e := range c.Evidence {
		if !slices.Contains(evidenceKinds, e) || slices.Contains(c.Evidence[:i], e) {
			t.Errorf("%s: evidence %v", c.ID, c.Evidence)
		}
	}
	for what, value := range map[string]string{"risk": c.Risk, "effort": c.Effort, "impact": c.Impact} {
		if value != "HIGH" && value != "MEDIUM" && value != "LOW" {
			t.Errorf("%s: %s is %q", c.ID, what, value)
		}
	}
	if c.Responsible != "provider" && c.Responsible != "customer" && c.Responsible != "shared" {
		t.Errorf("%s: responsible is %q", c.ID, c.Responsible)
	}
	if !strings.HasPrefix(c.Link, "https://") {
		t.Errorf("%s: link %q", c.ID, c.Link)
	}
	if n := len(sentenceForm.FindAllString(oneLine(c.Why), -1)); n < 2 || n > 3 {
		t.Errorf("%s/why has %d sentences, wanted 2 or 3", c.ID, n)
	}
}

func countedWords[T any](t *testing.T, where string, list []T, least, most int) {
	t.Helper()
	if len(list) < least || len(list) > most {
		t.Errorf("%s has %d elements, wanted %d to %d", where, len(list), least, most)
	}
}
