package questionnaires

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"
)

// benchmarkDocument returns a lens of about 200 KB: a published one, or one made of the sample where that is missing.
func benchmarkDocument(b *testing.B) []byte {
	if doc, err := os.ReadFile("../../shared/lenses/Amazon_Machine_Learning_IDP_Lens.json"); err == nil {
		return doc
	}
	lens := mustParse(b, readFile(b, sampleFile))
	big := *lens
	big.Pillars = nil
	for i := range 7 {
		for _, p := range lens.Pillars {
			p := *p
			p.ID = fmt.Sprintf("%s%d", p.ID, i)
			questions := make([]*Question, len(p.Questions))
			for j, q := range p.Questions {
				q := *q
				q.ID = fmt.Sprintf("%s%d", q.ID, i)
				questions[j] = &q
			}
			p.Questions = questions
			if len(big.Pillars) < MaxPillars {
				big.Pillars = append(big.Pillars, &p)
				continue
			}
			last := big.Pillars[(i*3)%MaxPillars]
			last.Questions = append(last.Questions, questions...)
		}
	}
	return big.JSON()
}

// BenchmarkParse reads and checks a lens and compiles its rules.
func BenchmarkParse(b *testing.B) {
	doc := benchmarkDocument(b)
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		if lens, problems := Parse(doc, ParseOptions{}); lens == nil {
			b.Fatal(problems.Err())
		}
	}
}

type (
	plainLens struct {
		SchemaVersion string        `json:"schemaVersion"`
		Name          string        `json:"name"`
		Description   string        `json:"description"`
		Pillars       []plainPillar `json:"pillars"`
	}
	plainPillar struct {
		ID        string          `json:"id"`
		Name      string          `json:"name"`
		Questions []plainQuestion `json:"questions"`
	}
	plainQuestion struct {
		ID              string         `json:"id"`
		Title           string         `json:"title"`
		Description     string         `json:"description"`
		HelpfulResource *plainResource `json:"helpfulResource"`
		Choices         []plainChoice  `json:"choices"`
		RiskRules       []plainRule    `json:"riskRules"`
	}
	plainChoice struct {
		ID                  string            `json:"id"`
		Title               string            `json:"title"`
		Description         string            `json:"description"`
		HelpfulResource     *plainResource    `json:"helpfulResource"`
		ImprovementPlan     *plainResource    `json:"improvementPlan"`
		AdditionalResources []plainAdditional `json:"additionalResources"`
	}
	plainResource struct {
		DisplayText string `json:"displayText"`
		URL         string `json:"url"`
	}
	plainAdditional struct {
		Type    string          `json:"type"`
		Content []plainResource `json:"content"`
	}
	plainRule struct {
		Condition string `json:"condition"`
		Risk      string `json:"risk"`
	}
)

// BenchmarkEncodingJSON decodes the same bytes into plain structs: no positions, no checks, no rules.
func BenchmarkEncodingJSON(b *testing.B) {
	doc := benchmarkDocument(b)
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		var lens plainLens
		if err := json.Unmarshal(doc, &lens); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLensJSON(b *testing.B) {
	lens := mustParse(b, benchmarkDocument(b))
	b.ReportAllocs()
	for b.Loop() {
		if len(lens.JSON()) == 0 {
			b.Fatal("nothing written")
		}
	}
}
