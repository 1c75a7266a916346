package questionnaires

import "plumbline/questionnaires/rules"

// Limits of the custom lens format (AWS: lenses-format-specification). Lengths are counted in characters.
const (
	MaxBytes       = 500_000 // characters of what the format knows of one lens document; bytes in strict mode
	MaxPillars     = 10      // in a lens
	MaxQuestions   = 20      // in a pillar
	MaxChoices     = 15      // in a question
	MaxRiskRules   = 3       // in a question, one per risk level
	MaxResources   = 5       // contents of one additional resource
	MinID, MaxID   = 3, 128
	MaxName        = 128  // lens and pillar names, question and choice titles
	MaxDescription = 2048 // descriptions and display texts
	MaxCondition   = 4096 // one rule condition; the format names no limit, this one is ours
	MaxDepth       = 32   // nesting of the document; the format needs seven levels

	MaxInput = 2_000_000 // bytes of a whole document, with the optional members of ours
	MaxItems = 10        // strings in a list of Guidance or Facilitation
)

// SchemaVersion is the only version of the format there is.
const SchemaVersion = "2021-11-01"

// Lens is one questionnaire. It comes from Parse, which also compiles the risk rules; a Lens is immutable from
// then on and safe for concurrent use.
type Lens struct {
	SchemaVersion string
	Name          string
	Description   string
	Pillars       []*Pillar
	Extra         []ExtraMember
}

// Pillar is one chapter of a lens.
type Pillar struct {
	ID          string
	Name        string
	Description string // optional: what the pillar protects the business from
	Questions   []*Question
	Extra       []ExtraMember
}

// Question is what a review answers and rates.
type Question struct {
	ID              string
	DocumentID      string // optional: what people cite, such as "SEC02"
	Title           string
	ShortName       string   // optional: for lists and headings, such as "Deployment risk"; Short makes one if it is ""
	Terms           []string // optional: terms of art, such as "least privilege", for search
	Description     string
	HelpfulResource *Resource
	Facilitation    *Facilitation // optional
	Choices         []*Choice
	RiskRules       []RiskRule
	Extra           []ExtraMember

	set *rules.RuleSet // the compiled RiskRules over Choices
}

// Choice is one best practice. A choice whose id ends in "_no" means "none of these".
type Choice struct {
	ID                  string
	Title               string
	Description         string // not in the format's specification, but real lenses carry it and AWS takes it
	HelpfulResource     *Resource
	ImprovementPlan     *Resource
	AdditionalResources []AdditionalResource
	Terms               []string  // optional: terms of art, as those of a question
	Guidance            *Guidance // optional
	Extra               []ExtraMember
}

// Resource is a text with an optional link.
type Resource struct {
	DisplayText string
	URL         string
	Extra       []ExtraMember
}

// AdditionalResource groups further links; Type is HELPFUL_RESOURCE or IMPROVEMENT_PLAN.
type AdditionalResource struct {
	Type    string
	Content []Resource
	Extra   []ExtraMember
}

// RiskRule says which risk a condition means. Condition is an expression over choice ids, or "default".
// Risk is HIGH_RISK, MEDIUM_RISK or NO_RISK, as in the format.
type RiskRule struct {
	Condition string
	Risk      string
	Extra     []ExtraMember
}

// ExtraMember is a JSON member that the format does not know, a known one that holds nothing ("", null, [] or {}), or
// one of the optional members of ours that some other lens uses in another form: it is kept as it came and written back
// on export, so that a round trip loses nothing.
type ExtraMember struct {
	Name  string
	Value []byte // JSON
}

// NoneOfThese reports whether the choice is the question's "None of these".
func (c *Choice) NoneOfThese() bool { return IsNoneOfThese(c.ID) }

// IsNoneOfThese tells it from the id alone.
func IsNoneOfThese(choiceID string) bool {
	return len(choiceID) > 3 && choiceID[len(choiceID)-3:] == "_no"
}

// Pillar finds a pillar by id, or nil.
func (l *Lens) Pillar(id string) *Pillar {
	for _, p := range l.Pillars {
		if p.ID == id {
			return p
		}
	}
	return nil
}

// Question finds a question and its pillar by the question's id, or nil, nil.
func (l *Lens) Question(id string) (*Pillar, *Question) {
	for _, p := range l.Pillars {
		for _, q := range p.Questions {
			if q.ID == id {
				return p, q
			}
		}
	}
	return nil, nil
}

// Questions counts the questions of all pillars.
func (l *Lens) Questions() int {
	n := 0
	for _, p := range l.Pillars {
		n += len(p.Questions)
	}
	return n
}

// Choice finds a choice of the question by id, or nil.
func (q *Question) Choice(id string) *Choice {
	for _, c := range q.Choices {
		if c.ID == id {
			return c
		}
	}
	return nil
}
