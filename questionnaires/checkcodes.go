package questionnaires

// code numbers the checks; the zero code is none.
type code uint8

// The checks, in the order in which a document meets them. Their names and levels are in the table below.
const (
	_ code = iota
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
	codes
)

// Check is one thing that Parse looks for.
type Check struct {
	Code   string
	Level  Level // as a rule
	Strict Level // with Options.Strict; an Error here only means that AWS refuses the lens
	About  string
}

// Checks lists all checks, in the order in which a document meets them.
func Checks() []Check { return append([]Check(nil), checks[1:]...) }

// The strict levels follow the AWS format specification and what was probed on the real service. Where neither
// refuses a thing and published lenses hold it, it stays a warning.
var checks = [codes]Check{
	codeSize:              {"too-large", Error, Error, "the document is larger than the format allows"},
	codeEncoding:          {"encoding", Error, Error, "the document is not UTF-8"},
	codeSyntax:            {"syntax", Error, Error, "the document is not JSON"},
	codeDepth:             {"too-deep", Error, Error, "the document nests too deep"},
	codeTrailing:          {"trailing-data", Error, Error, "something follows the document"},
	codeByteOrderMark:     {"byte-order-mark", Warning, Warning, "the document begins with a byte order mark"},
	codeDuplicateMember:   {"duplicate-member", Error, Error, "an object has a name twice"},
	codeSurrogate:         {"lone-surrogate", Error, Error, "an escape is half a character"},
	codeNull:              {"null-character", Error, Error, "a string holds U+0000, which databases can't keep"},
	codeType:              {"wrong-type", Error, Error, "a value has the wrong type"},
	codeHollowType:        {"empty-type", Warning, Error, "a value holds nothing and has the wrong type"},
	codeNearMiss:          {"near-miss", Warning, Warning, "an unknown name looks like a known one"},
	codeMissing:           {"missing", Error, Error, "a required member is missing or holds nothing"},
	codeSchemaVersion:     {"schema-version", Error, Error, "the schema version is unknown"},
	codeNoSchemaVersion:   {"no-schema-version", Warning, Error, "the schema version is missing"},
	codeIDLength:          {"id-length", Error, Error, "an id is too short or too long"},
	codeIDCharacters:      {"id-characters", Error, Error, "an id holds a character that ids can't have"},
	codeIDDot:             {"id-dot", Warning, Error, "an id holds a full stop"},
	codeDuplicateID:       {"duplicate-id", Error, Error, "an id is taken already"},
	codeRepeatedChoice:    {"repeated-choice", Warning, Warning, "two questions share a choice id"},
	codeReservedID:        {"reserved-id", Warning, Warning, "a choice is called default"},
	codeTooMany:           {"too-many", Error, Error, "there are more parts than the format allows"},
	codeTooLong:           {"too-long", Error, Error, "a text is longer than the format allows"},
	codeLongDescription:   {"long-description", Warning, Warning, "the description of a choice is longer than other texts"},
	codeLongName:          {"long-name", Warning, Warning, "an unknown name is longer than 256 bytes"},
	codeCharacters:        {"characters", Warning, Error, "a text holds characters that AWS refuses"},
	codeOddCharacters:     {"odd-characters", Warning, Warning, "a text holds characters that AWS may refuse"},
	codeWhiteSpace:        {"white-space", Warning, Warning, "a text begins or ends with white space"},
	codeBlank:             {"blank-text", Warning, Error, "a description holds nothing but white space"},
	codeNoQuestions:       {"no-questions", Error, Error, "the lens has no questions"},
	codeEmptyPillar:       {"empty-pillar", Warning, Error, "a pillar has no questions"},
	codeNoImprovementPlan: {"no-improvement-plan", Warning, Error, "a choice has no improvement plan"},
	codeURL:               {"url", Warning, Error, "a link is not an http or https URL"},
	codeOddURL:            {"odd-url", Warning, Warning, "a link can't be followed as it is written"},
	codeURLWithoutText:    {"url-without-text", Warning, Error, "a link has no text"},
	codeResourceType:      {"resource-type", Warning, Error, "an additional resource has an unknown type"},
	codeTooManyResources:  {"too-many-resources", Warning, Error, "an additional resource has too many contents"},
	codeForeignType:       {"guidance-type", Warning, Warning, "a member that AWS does not read has another type and is kept unread"},
	codeForeignValue:      {"guidance-value", Warning, Warning, "an optional member has an unknown value and is kept unread"},
	codeForeignLength:     {"guidance-length", Warning, Warning, "an optional member is too short or too long and is kept unread"},
	codeShortened:         {"shortened", Warning, Warning, "a text was shortened for AWS"},
	codeSecondNone:        {"second-none", Warning, Error, "a question has two choices for none of these"},
	codeNoneByTitle:       {"none-by-title", Warning, Warning, "a none-of-these choice is known by its title only"},
	codeOnlyNone:          {"only-none", Warning, Warning, "a question offers none of these and nothing else"},
	codeRisk:              {"unknown-risk", Error, Error, "a rule means an unknown risk"},
	codeRepeatedRisk:      {"repeated-risk", Warning, Error, "two rules of a question mean the same risk"},
	codeCondition:         {"condition", Error, Error, "a condition is not well formed"},
	codeUnknownChoice:     {"unknown-choice", Error, Error, "a condition names a choice that the question lacks"},
	codeNoDefault:         {"no-default", Warning, Warning, "a question has no default rule"},
	codeEarlyDefault:      {"early-default", Warning, Warning, "a default rule is not the last rule"},
	codeMixedOperators:    {"mixed-operators", Warning, Warning, "a condition mixes && and || without brackets"},
	codeMore:              {"more-problems", Warning, Warning, "there are more problems than are listed"},
}
