package questionnaires

import "fmt"

// shape says which members an object of the format has.
type shape struct {
	what    string // how a sentence about such an object begins
	members []memberShape
}

// memberShape is one member: its name, the type it must have, and how the format wants it.
type memberShape struct {
	name string
	kind kind
	need need
}

// need says what it means that a member is missing or has another type.
type need uint8

const (
	free     need = iota // it may be missing
	required             // an object needs it
	loose                // the specification does not name it, but AWS takes it, whatever it holds
	ours                 // the format does not know it, so another lens may use the name in another way
)

// fields holds the node of each member of a shape, by its place in the shape; 0 where there is none, or none that
// holds something of the right type.
type fields [16]int32

const (
	lensVersion = iota
	lensName
	lensDescription
	lensPillars
)

var lensShape = shape{"The lens", []memberShape{
	lensVersion:     {"schemaVersion", kindString, free},
	lensName:        {"name", kindString, required},
	lensDescription: {"description", kindString, free},
	lensPillars:     {"pillars", kindArray, required},
}}

const (
	pillarID = iota
	pillarName
	pillarQuestions
)

var pillarShape = shape{"This pillar", []memberShape{
	pillarID:        {"id", kindString, required},
	pillarName:      {"name", kindString, required},
	pillarQuestions: {"questions", kindArray, free},
}}

const (
	questionID = iota
	questionTitle
	questionDescription
	questionResource
	questionDocument
	questionFacilitation
	questionChoices
	questionRules
)

var questionShape = shape{"This question", []memberShape{
	questionID:           {"id", kindString, required},
	questionTitle:        {"title", kindString, required},
	questionDescription:  {"description", kindString, free},
	questionResource:     {"helpfulResource", kindObject, free},
	questionDocument:     {"documentId", kindString, ours},
	questionFacilitation: {"facilitation", kindObject, ours},
	questionChoices:      {"choices", kindArray, required},
	questionRules:        {"riskRules", kindArray, required},
}}

const (
	choiceID = iota
	choiceTitle
	choiceDescription
	choiceResource
	choicePlan
	choiceMore
	choiceDocument
	choiceLevel
	choiceWhy
	choiceTell
	choiceSteps
	choiceEffort
	choiceImpact
	choiceResponsibility
	choiceEvidence
	choiceLink
)

var choiceShape = shape{"This choice", []memberShape{
	choiceID:             {"id", kindString, required},
	choiceTitle:          {"title", kindString, required},
	choiceDescription:    {"description", kindString, loose},
	choiceResource:       {"helpfulResource", kindObject, free},
	choicePlan:           {"improvementPlan", kindObject, free},
	choiceMore:           {"additionalResources", kindArray, free},
	choiceDocument:       {"documentId", kindString, ours},
	choiceLevel:          {"riskLevel", kindString, ours},
	choiceWhy:            {"why", kindString, ours},
	choiceTell:           {"howToTell", kindString, ours},
	choiceSteps:          {"steps", kindArray, ours},
	choiceEffort:         {"effort", kindString, ours},
	choiceImpact:         {"impact", kindString, ours},
	choiceResponsibility: {"responsibility", kindString, ours},
	choiceEvidence:       {"evidence", kindArray, ours},
	choiceLink:           {"link", kindString, ours},
}}

const (
	facilitationObjective = iota
	facilitationRoom
	facilitationFollowUps
	facilitationRedFlags
)

var facilitationShape = shape{"This facilitation", []memberShape{
	facilitationObjective: {"objective", kindString, ours},
	facilitationRoom:      {"room", kindArray, ours},
	facilitationFollowUps: {"followUps", kindArray, ours},
	facilitationRedFlags:  {"redFlags", kindArray, ours},
}}

const (
	resourceText = iota
	resourceURL
)

var resourceShape = shape{"This resource", []memberShape{
	resourceText: {"displayText", kindString, free},
	resourceURL:  {"url", kindString, free},
}}

const (
	additionalType = iota
	additionalContent
)

var additionalShape = shape{"This additional resource", []memberShape{
	additionalType:    {"type", kindString, free},
	additionalContent: {"content", kindArray, free},
}}

const (
	ruleCondition = iota
	ruleRisk
)

var ruleShape = shape{"This rule", []memberShape{
	ruleCondition: {"condition", kindString, required},
	ruleRisk:      {"risk", kindString, required},
}}

// object sorts the members of object n into the fields of its shape and the extra ones.
func (p *parser) object(n int32, s *shape) (f fields, extra []Member) {
	var hollow fields
	present := uint32(0)
	for c := range p.doc.children(n) {
		i := s.index(p.doc.key(c))
		empty := p.doc.hollow(c)
		if i >= 0 {
			present |= 1 << i
		}
		switch {
		case i < 0:
			extra = append(extra, p.member(c))
		case empty:
			extra = append(extra, p.member(c))
			hollow[i] = c
			p.hollowType(c, &s.members[i])
		case s.members[i].need >= loose && p.doc.nodes[c].kind != s.members[i].kind:
			extra = append(extra, p.member(c))
			p.foreign(c, &s.members[i])
		case p.is(c, s.members[i].kind):
			f[i] = c
		default:
			f[i] = -1
		}
	}
	for i := range s.members {
		switch m := &s.members[i]; {
		case f[i] < 0:
			f[i] = 0
		case f[i] == 0 && m.need == required:
			p.missing(n, hollow[i], s.what, m.name)
		}
	}
	p.nearMisses(n, s, present)
	return f, extra
}

// index finds a member by its exact name, or gives -1. Names in JSON are case-sensitive, and AWS takes no others.
func (s *shape) index(name string) int {
	for i := range s.members {
		if s.members[i].name == name {
			return i
		}
	}
	return -1
}

// member keeps n as it came. Its white space goes, since it means nothing and JSON writes its own.
func (p *parser) member(n int32) Member {
	v := &p.doc.nodes[n]
	return Member{Name: p.doc.key(n), Value: compact(p.doc.src[v.start:v.end])}
}

// is reports value n if it is not of the kind it should be.
func (p *parser) is(n int32, want kind) bool {
	v := &p.doc.nodes[n]
	if v.kind == want {
		return true
	}
	if p.full(codeType) {
		return false
	}
	name := "A lens"
	switch {
	case v.parent < 0:
	case p.doc.nodes[v.parent].kind == kindArray:
		name = fmt.Sprintf("Each element of %q", p.doc.key(v.parent))
	default:
		name = fmt.Sprintf("%q", p.doc.key(n))
	}
	p.report(codeType, n, fmt.Sprintf("%s must be %s, but this is %s.", name, want, v.kind))
	return false
}

// hollowType warns of an empty value of the wrong type, such as "" for an object. It says nothing that could be
// misread, so it is not an error, as it would be with something in it. null is nothing of any type.
func (p *parser) hollowType(n int32, m *memberShape) {
	if have := p.doc.nodes[n].kind; have != m.kind && have != kindNull && m.need < loose {
		p.report(codeHollowType, n,
			fmt.Sprintf("%q must be %s. It is %s without content and counts as missing.", m.name, m.kind, have))
	}
}

// missing reports a required member that object n lacks, or has with nothing in it at node hollow.
func (p *parser) missing(n, hollow int32, what, name string) {
	if hollow > 0 {
		p.report(codeMissing, hollow, fmt.Sprintf("%s needs a %q, but this one holds nothing.", what, name))
		return
	}
	p.keep(finding{code: codeMissing, node: n, member: name, at: p.doc.nodes[n].start,
		message: fmt.Sprintf("%s has no %q.", what, name)})
}
