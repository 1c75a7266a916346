package questionnaires

import "fmt"

// shape says which members an object of the format has.
type shape struct {
	what    string // how a sentence about such an object begins
	members []memberShape
}

// memberShape is one member: its name as in the format, the type it must have, and whether an object needs it.
type memberShape struct {
	name     string
	kind     kind
	required bool
}

// fields holds the node of each member of a shape, by its place in the shape; 0 where there is none, or none that
// holds something of the right type.
type fields [8]int32

const (
	lensVersion = iota
	lensName
	lensDescription
	lensPillars
)

var lensShape = shape{"The lens", []memberShape{
	lensVersion:     {"schemaVersion", kindString, false},
	lensName:        {"name", kindString, true},
	lensDescription: {"description", kindString, false},
	lensPillars:     {"pillars", kindArray, true},
}}

const (
	pillarID = iota
	pillarName
	pillarQuestions
)

var pillarShape = shape{"This pillar", []memberShape{
	pillarID:        {"id", kindString, true},
	pillarName:      {"name", kindString, true},
	pillarQuestions: {"questions", kindArray, false},
}}

const (
	questionID = iota
	questionTitle
	questionDescription
	questionResource
	questionChoices
	questionRules
)

var questionShape = shape{"This question", []memberShape{
	questionID:          {"id", kindString, true},
	questionTitle:       {"title", kindString, true},
	questionDescription: {"description", kindString, false},
	questionResource:    {"helpfulResource", kindObject, false},
	questionChoices:     {"choices", kindArray, true},
	questionRules:       {"riskRules", kindArray, true},
}}

const (
	choiceID = iota
	choiceTitle
	choiceDescription
	choiceResource
	choicePlan
	choiceMore
)

var choiceShape = shape{"This choice", []memberShape{
	choiceID:          {"id", kindString, true},
	choiceTitle:       {"title", kindString, true},
	choiceDescription: {"description", kindString, false},
	choiceResource:    {"helpfulResource", kindObject, false},
	choicePlan:        {"improvementPlan", kindObject, false},
	choiceMore:        {"additionalResources", kindArray, false},
}}

const (
	resourceText = iota
	resourceURL
)

var resourceShape = shape{"This resource", []memberShape{
	resourceText: {"displayText", kindString, false},
	resourceURL:  {"url", kindString, false},
}}

const (
	additionalType = iota
	additionalContent
)

var additionalShape = shape{"This additional resource", []memberShape{
	additionalType:    {"type", kindString, false},
	additionalContent: {"content", kindArray, false},
}}

const (
	ruleCondition = iota
	ruleRisk
)

var ruleShape = shape{"This rule", []memberShape{
	ruleCondition: {"condition", kindString, true},
	ruleRisk:      {"risk", kindString, true},
}}

// object sorts the members of object n into the fields of its shape and the extra ones.
func (p *parser) object(n int32, s *shape) (f fields, extra []Member) {
	var hollow fields
	for c := range p.doc.children(n) {
		i := s.index(p.doc.key(c))
		empty := p.doc.hollow(c)
		switch {
		case i < 0:
			extra = append(extra, p.member(c))
		case empty:
			extra = append(extra, p.member(c))
			hollow[i] = c
			p.hollowType(c, &s.members[i])
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
		case f[i] == 0 && m.required:
			p.missing(n, hollow[i], s.what, m.name)
		}
	}
	p.nearMisses(n, s)
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
	if have := p.doc.nodes[n].kind; have != m.kind && have != kindNull {
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
