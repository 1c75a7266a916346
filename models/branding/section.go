package branding

import "slices"

// Section is a part of a report that can be left out or put elsewhere. The front of a report, and how to read it at the
// end, always stay.
type Section struct {
	Key   string
	Title string // as people choose it
}

var (
	acceptedRisks = Section{"accepted", "Accepted risks"}
	wontDo        = Section{"wont_do", "Items that won’t be done"}
	ledger        = Section{"ledger", "Practices counted"}
	properties    = Section{"properties", "Workload properties"}
)

var sections = map[string][]Section{
	"leadership": {{"changes", "What changed and why"}, {"scorecard", "Scorecard"}, {"work", "Who does what until when"},
		{"decisions", "Risks taken on purpose"}, {"trend", "Trend"}},
	"architect": {{"plan", "Improvement plan"}, {"questions", "Every question"}, acceptedRisks, wontDo,
		ledger, properties},
	"auditor": {{"dismissed_questions", "Questions that do not apply"},
		{"dismissed_practices", "Practices that do not apply"}, acceptedRisks, wontDo, {"people", "Who took part"},
		{"milestones", "Recorded states"}, {"history", "How the answers changed"}, {"proof", "Proof"}, ledger, properties},
}

// Sections lists what can be chosen of a report, in its order.
func Sections(base string) []Section { return slices.Clone(sections[base]) }

// Without lists what a choice leaves out of a report, in its order.
func (c Choices) Without(base string) (out []Section) {
	if len(c.Sections) == 0 {
		return nil
	}
	for _, s := range sections[base] {
		if !slices.Contains(c.Sections, s.Key) {
			out = append(out, s)
		}
	}
	return out
}

// Arranged gives the keys of a report's sections as the choice has them.
func (c Choices) Arranged(base string) (keys []string) {
	if len(c.Sections) > 0 {
		return c.Sections
	}
	for _, s := range sections[base] {
		keys = append(keys, s.Key)
	}
	return keys
}
