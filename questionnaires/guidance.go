package questionnaires

// Guidance is what a choice may carry beyond the AWS format, so that a team can work from it. Each member is
// optional: "" or nil is a member that the document lacks. Texts have at most MaxDescription characters and may mark
// code by a pair of backticks; lists have at most MaxItems strings.
type Guidance struct {
	DocumentID     string   // what people cite, such as "SEC02-BP01"; at most MaxID characters
	RiskLevel      string   // HIGH, MEDIUM or LOW: what it means if the practice is missing
	Why            string   // why it matters
	HowToTell      string   // what a reviewer sees where it is met
	Steps          []string // how to get there, in order
	Effort         string   // LOW, MEDIUM or HIGH: to get there from nothing
	Impact         string   // LOW, MEDIUM or HIGH: how much is won
	Responsibility string   // PROVIDER, CUSTOMER or SHARED
	Evidence       []string // kinds of evidence that prove it, such as "configuration"
	Link           string   // http or https URL to read on
}

// Facilitation is what a question may carry for the person who leads the review. Limits are those of Guidance.
type Facilitation struct {
	Objective string   // what the room knows at the end
	Room      []string // roles that should be there
	FollowUps []string // questions to ask next
	RedFlags  []string // answers and signs that ask for a closer look
	Extra     []ExtraMember
}

// Values of Guidance.RiskLevel, Effort and Impact.
const (
	LevelHigh   = "HIGH"
	LevelMedium = "MEDIUM"
	LevelLow    = "LOW"
)

// Values of Guidance.Responsibility.
const (
	ByProvider = "PROVIDER"
	ByCustomer = "CUSTOMER"
	ByBoth     = "SHARED"
)

var (
	guidanceLevels  = []string{LevelHigh, LevelMedium, LevelLow}
	guidanceParties = []string{ByProvider, ByCustomer, ByBoth}
)

// low reports whether the lens itself says that it means little if the choice is missing.
func (c *Choice) low() bool { return c.Guidance != nil && c.Guidance.RiskLevel == LevelLow }

// EffortWeight is how much work the choice is, as a number: 1 for low, 3 for high effort, and 2 for what lies between,
// or of which the lens does not say.
func (c *Choice) EffortWeight() int {
	switch {
	case c.Guidance != nil && c.Guidance.Effort == LevelLow:
		return 1
	case c.Guidance != nil && c.Guidance.Effort == LevelHigh:
		return 3
	}
	return 2
}
