package builtin

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plumbline/questionnaires"
)

var generateFlag = flag.Bool("generate", false, "write lenses/*.json from the sources")

// TestLensFiles compiles the sources and compares them with what ships. With -generate it writes that instead.
func TestLensFiles(t *testing.T) {
	for key, s := range readSources(t) {
		doc := compileSources(s).JSON()
		path := filepath.Join("lenses", key+".json")
		if *generateFlag {
			if err := os.WriteFile(path, doc, 0o644); err != nil {
				t.Error(err)
			}
			continue
		}
		if shipped, err := os.ReadFile(path); err != nil || !bytes.Equal(shipped, doc) {
			t.Errorf("%s is out of date (%v): run go generate ./questionnaires/builtin", path, err)
		}
	}
	shipped, err := filepath.Glob("lenses/*")
	if err != nil || len(shipped) != len(builtinLenses) {
		t.Errorf("lenses holds %v (%v) and not one file for each of %v", shipped, err, builtinLenses)
	}
}

// compileSources turns the sources of a lens into the lens.
func compileSources(s *lensSource) *questionnaires.Lens {
	l := &questionnaires.Lens{SchemaVersion: questionnaires.SchemaVersion, Name: s.Name,
		Description: paragraphs(s.Description)}
	for _, p := range s.pillars {
		pillar := &questionnaires.Pillar{ID: p.Pillar.ID, Name: p.Pillar.Name,
			Description: oneLine(p.Pillar.Description)}
		for _, q := range p.Questions {
			pillar.Questions = append(pillar.Questions, compileQuestion(q))
		}
		l.Pillars = append(l.Pillars, pillar)
	}
	return l
}

func compileQuestion(s questionSource) *questionnaires.Question {
	q := &questionnaires.Question{ID: s.ID, DocumentID: s.Doc, Title: oneLine(s.Title), ShortName: oneLine(s.Short),
		Terms: eachOneLine(s.Terms), Description: oneLine(s.Description)}
	q.Facilitation = &questionnaires.Facilitation{
		Objective: oneLine(s.Facilitation.Objective),
		Room:      eachOneLine(s.Facilitation.Room),
		FollowUps: eachOneLine(s.Facilitation.FollowUps),
		RedFlags:  eachOneLine(s.Facilitation.RedFlags),
	}
	for _, c := range s.Choices {
		q.Choices = append(q.Choices,
			&questionnaires.Choice{ID: c.ID, Title: oneLine(c.Title), Terms: eachOneLine(c.Terms),
				Guidance: &questionnaires.Guidance{
					DocumentID:     c.Doc,
					RiskLevel:      c.Risk,
					Why:            oneLine(c.Why),
					HowToTell:      oneLine(c.Met),
					Steps:          eachOneLine(c.Steps),
					Effort:         c.Effort,
					Impact:         c.Impact,
					Responsibility: strings.ToUpper(c.Responsible),
					Evidence:       c.Evidence,
					Link:           c.Link,
				}})
	}
	q.Choices = append(q.Choices, &questionnaires.Choice{ID: s.None, Title: "None of these"})
	q.RiskRules = rulesOf(s.Choices)
	return q
}

// rulesOf derives the rules from the levels: the highest level that is missing is the risk.
func rulesOf(choices []choiceSource) (rules []questionnaires.RiskRule) {
	for _, level := range []struct{ of, risk string }{
		{questionnaires.LevelHigh, questionnaires.HighRisk},
		{questionnaires.LevelMedium, questionnaires.MediumRisk},
	} {
		var missing []string
		for _, c := range choices {
			if c.Risk == level.of {
				missing = append(missing, "!"+c.ID)
			}
		}
		if len(missing) > 0 {
			rules = append(rules, questionnaires.RiskRule{Condition: strings.Join(missing, " || "), Risk: level.risk})
		}
	}
	return append(rules, questionnaires.RiskRule{Condition: "default", Risk: questionnaires.NoRisk})
}

func eachOneLine(texts []string) []string {
	out := make([]string, len(texts))
	for i, text := range texts {
		out[i] = oneLine(text)
	}
	return out
}
