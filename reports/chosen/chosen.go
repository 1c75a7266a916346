// Package chosen does to a report what people chose of it: which sections it has, in which order, and which questions
// its lists have. It never changes what a report counts.
//
// It may import models/branding, models/labels, questionnaires, reports/doc and reports/reviewed.
package chosen

import (
	"fmt"
	"slices"
	"strings"

	"plumbline/models/branding"
	"plumbline/models/labels"
	q "plumbline/questionnaires"
	"plumbline/reports/doc"
	"plumbline/reports/reviewed"
)

// Part is what a report says under the key of a section that can be chosen. It is described only if it is chosen.
type Part struct {
	Key      string
	Describe func() []doc.Section
}

// Order gives the sections in the order of the keys, without those that have nothing to say.
func Order(keys []string, parts ...Part) (out []doc.Section) {
	for _, key := range keys {
		for _, p := range parts {
			if p.Key != key {
				continue
			}
			for _, s := range p.Describe() {
				if len(s.Body) > 0 {
					out = append(out, s)
				}
			}
		}
	}
	return out
}

// Listing tells which questions the lists of a report have. The zero Listing has all.
type Listing struct {
	choices branding.Choices
	first   []string // ids of the pillars that have a priority
	at      map[[2]string]place
	names   map[string]string // of pillars, by id
}

type place struct {
	pillar string
	risk   q.Risk
}

// NewListing reads the choices beside what the report is about.
func NewListing(c branding.Choices, all []reviewed.Lens, priorities []string) Listing {
	l := Listing{choices: c, first: priorities}
	if !c.Narrows() {
		return l
	}
	l.at, l.names = map[[2]string]place{}, map[string]string{}
	for _, lens := range all {
		for _, p := range lens.Pillars {
			l.names[p.Pillar.ID] = p.Pillar.Name
			for _, e := range p.Questions {
				l.at[[2]string{lens.Review.Lens.ID, e.Question.ID}] = place{p.Pillar.ID, e.Answer.Risk}
			}
		}
	}
	return l
}

// Has reports whether lists have a question of a pillar with a risk.
func (l Listing) Has(pillarID string, risk q.Risk) bool {
	c := l.choices
	return (len(c.Pillars) == 0 || slices.Contains(c.Pillars, pillarID)) &&
		(len(c.Risks) == 0 || slices.Contains(c.Risks, string(risk))) &&
		(c.Priorities != branding.OnlyPriorities || slices.Contains(l.first, pillarID))
}

// HasQuestion is the same of a question of the report, by the ids of its lens and its own; one that the report has not
// is in no list that is narrowed.
func (l Listing) HasQuestion(lensID, questionID string) bool {
	if !l.choices.Narrows() {
		return true
	}
	at, known := l.at[[2]string{lensID, questionID}]
	return known && l.Has(at.pillar, at.risk)
}

// Narrows reports whether lists have less than all.
func (l Listing) Narrows() bool { return l.choices.Narrows() }

// Words say in a sentence which questions are listed; "" if all are.
func (l Listing) Words() string {
	if !l.Narrows() {
		return ""
	}
	var parts []string
	if ids := l.choices.Pillars; len(ids) > 0 {
		names := make([]string, len(ids))
		for n, id := range ids {
			if names[n] = l.names[id]; names[n] == "" {
				names[n] = id
			}
		}
		parts = append(parts, "of "+countWord(len(ids), "the pillar ", "the pillars ")+strings.Join(names, ", "))
	}
	if l.choices.Priorities != "" {
		parts = append(parts, "of pillars that have a priority in the workload")
	}
	if risks := l.choices.Risks; len(risks) > 0 {
		names := make([]string, len(risks))
		for n, risk := range risks {
			names[n] = labels.InSentence(labels.WholeRisk(q.Risk(risk)))
		}
		parts = append(parts, "with the "+countWord(len(risks), "state ", "states ")+strings.Join(names, ", "))
	}
	return fmt.Sprintf("Lists have only questions %s. What is counted is everything, listed or not.",
		strings.Join(parts, ", and "))
}

func countWord(n int, one, several string) string {
	if n == 1 {
		return one
	}
	return several
}

// Left says which sections were left out; "" if none was.
func Left(c branding.Choices, base string) string {
	var titles []string
	for _, s := range c.Without(base) {
		titles = append(titles, s.Title)
	}
	if len(titles) == 0 {
		return ""
	}
	return "These sections were switched off for this report: " + strings.Join(titles, "; ") + "."
}
