package questionnaires

// checkCode numbers the checks; the zero code is none.
type checkCode uint8

// The checks, in the order in which a document meets them. Their names and levels are in the table below.
const (
	_ checkCode = iota
	codeSize
	codeEncoding
	codeSyntax
	codeDepth
	codeTrailing
	codeByteOrderMark
	codeDuplicateMember
	codeSurrogate
	codeNull
	codeType
	codeHollowType
	codeNearMiss
	codeMissing
	codeSchemaVersion
	codeNoSchemaVersion
	codeIDLength
	codeIDCharacters
	codeIDDot
	codeDuplicateID
	codeRepeatedChoice
	codeReservedID
	codeTooMany
	codeTooLong
	codeLongDescription
	codeLongName
	codeCharacters
	codeOddCharacters
	codeWhiteSpace
	codeBlank
	codeNoQuestions
	codeEmptyPillar
	codeNoImprovementPlan
	codeURL
	codeOddURL
	codeURLWithoutText
	codeResourceType
	codeTooManyResources
	codeForeignType
	codeForeignValue
	codeForeignLength
	codeShortened
	codeSecondNone
	codeNoneByTitle
	codeOnlyNone
	codeRisk
	codeRepeatedRisk
	codeCondition
	codeUnknownChoice
	codeNoDefault
	codeEarlyDefault
	codeMixedOperators
	codeMore
	checkCodeCount
)

// LensCheck is one thing that Parse looks for.
type LensCheck struct {
	Code   string
	Level  ProblemLevel // as a rule
	Strict ProblemLevel // with ParseOptions.Strict; an Error here only means that AWS refuses the lens
	About  string
}

// LensChecks lists all checks, in the order in which a document meets them.
func LensChecks() []LensCheck { return append([]LensCheck(nil), lensChecks[1:]...) }

// The strict levels follow the AWS format specification and what was probed on the real service. Where neither
// refuses a thing and published lenses hold it, it stays a warning.
var lensChecks = [checkCodeCount]LensCheck{
	codeSize:            {"too-large", LevelError, LevelError, "the document is larger than the format allows"},
	codeEncoding:        {"encoding", LevelError, LevelError, "the document is not UTF-8"},
	codeSyntax:          {"syntax", LevelError, LevelError, "the document is not JSON"},
	codeDepth:           {"too-deep", LevelError, LevelError, "the document nests too deep"},
	codeTrailing:        {"trailing-data", LevelError, LevelError, "something follows the document"},
	codeByteOrderMark:   {"byte-order-mark", LevelWarning, LevelWarning, "the document begins with a byte order mark"},
	codeDuplicateMember: {"duplicate-member", LevelError, LevelError, "an object has a name twice"},
	codeSurrogate:       {"lone-surrogate", LevelError, LevelError, "an escape is half a character"},
	codeNull:            {"null-character", LevelError, LevelError, "a string holds U+0000, which databases can't keep"},
	codeType:            {"wrong-type", LevelError, LevelError, "a value has the wrong type"},
	codeHollowType:      {"empty-type", LevelWarning, LevelError, "a value holds nothing and has the wrong type"},
	codeNearMiss:        {"near-miss", LevelWarning, LevelWarning, "an unknown name looks like a known one"},
	codeMissing:         {"missing", LevelError, LevelError, "a required member is missing or holds nothing"},
	codeSchemaVersion:   {"schema-version", LevelError, LevelError, "the schema version is unknown"},
	codeNoSchemaVersion: {"no-schema-version", LevelWarning, LevelError, "the schema version is missing"},
	codeIDLength:        {"id-length", LevelError, LevelError, "an id is too short or too long"},
	codeIDCharacters:    {"id-characters", LevelError, LevelError, "an id holds a character that ids can't have"},
	codeIDDot:           {"id-dot", LevelWarning, LevelError, "an id holds a full stop"},
	codeDuplicateID:     {"duplicate-id", LevelError, LevelError, "an id is taken already"},
	codeRepeatedChoice:  {"repeated-choice", LevelWarning, LevelWarning, "two questions share a choice id"},
	codeReservedID:      {"reserved-id", LevelWarning, LevelWarning, "a choice is called default"},
	codeTooMany:         {"too-many", LevelError, LevelError, "there are more parts than the format allows"},
	codeTooLong:         {"too-long", LevelError, LevelError, "a text is longer than the format allows"},
	codeLongDescription: {"long-description", LevelWarning, LevelWarning,
		"the description of a choice is longer than other texts"},
	codeLongName:          {"long-name", LevelWarning, LevelWarning, "an unknown name is longer than 256 bytes"},
	codeCharacters:        {"characters", LevelWarning, LevelError, "a text holds characters that AWS refuses"},
	codeOddCharacters:     {"odd-characters", LevelWarning, LevelWarning, "a text holds characters that AWS may refuse"},
	codeWhiteSpace:        {"white-space", LevelWarning, LevelWarning, "a text begins or ends with white space"},
	codeBlank:             {"blank-text", LevelWarning, LevelError, "a description holds nothing but white space"},
	codeNoQuestions:       {"no-questions", LevelError, LevelError, "the lens has no questions"},
	codeEmptyPillar:       {"empty-pillar", LevelWarning, LevelError, "a pillar has no questions"},
	codeNoImprovementPlan: {"no-improvement-plan", LevelWarning, LevelError, "a choice has no improvement plan"},
	codeURL:               {"url", LevelWarning, LevelError, "a link is not an http or https URL"},
	codeOddURL:            {"odd-url", LevelWarning, LevelWarning, "a link can't be followed as it is written"},
	codeURLWithoutText:    {"url-without-text", LevelWarning, LevelError, "a link has no text"},
	codeResourceType:      {"resource-type", LevelWarning, LevelError, "an additional resource has an unknown type"},
	codeTooManyResources: {"too-many-resources", LevelWarning, LevelError,
		"an additional resource has too many contents"},
	codeForeignType: {"guidance-type", LevelWarning, LevelWarning,
		"a member that AWS does not read has another type and is kept unread"},
	codeForeignValue: {"guidance-value", LevelWarning, LevelWarning,
		"an optional member has an unknown value and is kept unread"},
	codeForeignLength: {"guidance-length", LevelWarning, LevelWarning,
		"an optional member is too short or too long and is kept unread"},
	codeShortened:  {"shortened", LevelWarning, LevelWarning, "a text was shortened for AWS"},
	codeSecondNone: {"second-none", LevelWarning, LevelError, "a question has two choices for none of these"},
	codeNoneByTitle: {"none-by-title", LevelWarning, LevelWarning,
		"a none-of-these choice is known by its title only"},
	codeOnlyNone:     {"only-none", LevelWarning, LevelWarning, "a question offers none of these and nothing else"},
	codeRisk:         {"unknown-risk", LevelError, LevelError, "a rule means an unknown risk"},
	codeRepeatedRisk: {"repeated-risk", LevelWarning, LevelError, "two rules of a question mean the same risk"},
	codeCondition:    {"condition", LevelError, LevelError, "a condition is not well formed"},
	codeUnknownChoice: {"unknown-choice", LevelError, LevelError,
		"a condition names a choice that the question lacks"},
	codeNoDefault:      {"no-default", LevelWarning, LevelWarning, "a question has no default rule"},
	codeEarlyDefault:   {"early-default", LevelWarning, LevelWarning, "a default rule is not the last rule"},
	codeMixedOperators: {"mixed-operators", LevelWarning, LevelWarning, "a condition mixes && and || without brackets"},
	codeMore:           {"more-problems", LevelWarning, LevelWarning, "there are more problems than are listed"},
}
