package questionnaires

import (
	"fmt"

	"plumbline/questionnaires/jsontree"
)

// shape says which members an object of the format has.
type shape struct {
	what    string // how a sentence about such an object begins
	members []memberShape
}

// memberShape is one member: its name, the type it must have, and how the format wants it.
type memberShape struct {
	name string
	kind jsontree.Kind
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
	lensVersion:     {"schemaVersion", jsontree.String, free},
	lensName:        {"name", jsontree.String, required},
	lensDescription: {"description", jsontree.String, free},
	lensPillars:     {"pillars", jsontree.Array, required},
}}

const (
	pillarID = iota
	pillarName
	pillarQuestions
)

var pillarShape = shape{"This pillar", []memberShape{
	pillarID:        {"id", jsontree.String, required},
	pillarName:      {"name", jsontree.String, required},
	pillarQuestions: {"questions", jsontree.Array, free},
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
	questionID:           {"id", jsontree.String, required},
	questionTitle:        {"title", jsontree.String, required},
	questionDescription:  {"description", jsontree.String, free},
	questionResource:     {"helpfulResource", jsontree.Object, free},
	questionDocument:     {"documentId", jsontree.String, ours},
	questionFacilitation: {"facilitation", jsontree.Object, ours},
	questionChoices:      {"choices", jsontree.Array, required},
	questionRules:        {"riskRules", jsontree.Array, required},
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
	choiceID:             {"id", jsontree.String, required},
	choiceTitle:          {"title", jsontree.String, required},
	choiceDescription:    {"description", jsontree.String, loose},
	choiceResource:       {"helpfulResource", jsontree.Object, free},
	choicePlan:           {"improvementPlan", jsontree.Object, free},
	choiceMore:           {"additionalResources", jsontree.Array, free},
	choiceDocument:       {"documentId", jsontree.String, ours},
	choiceLevel:          {"riskLevel", jsontree.String, ours},
	choiceWhy:            {"why", jsontree.String, ours},
	choiceTell:           {"howToTell", jsontree.String, ours},
	choiceSteps:          {"steps", jsontree.Array, ours},
	choiceEffort:         {"effort", jsontree.String, ours},
	choiceImpact:         {"impact", jsontree.String, ours},
	choiceResponsibility: {"responsibility", jsontree.String, ours},
	choiceEvidence:       {"evidence", jsontree.Array, ours},
	choiceLink:           {"link", jsontree.String, ours},
}}

const (
	facilitationObjective = iota
	facilitationRoom
	facilitationFollowUps
	facilitationRedFlags
)

var facilitationShape = shape{"This facilitation", []memberShape{
	facilitationObjective: {"objective", jsontree.String, ours},
	facilitationRoom:      {"room", jsontree.Array, ours},
	facilitationFollowUps: {"followUps", jsontree.Array, ours},
	facilitationRedFlags:  {"redFlags", jsontree.Array, ours},
}}

const (
	resourceText = iota
	resourceURL
)

var resourceShape = shape{"This resource", []memberShape{
	resourceText: {"displayText", jsontree.String, free},
	resourceURL:  {"url", jsontree.String, free},
}}

const (
	additionalType = iota
	additionalContent
)

var additionalShape = shape{"This additional resource", []memberShape{
	additionalType:    {"type", jsontree.String, free},
	additionalContent: {"content", jsontree.Array, free},
}}

const (
	ruleCondition = iota
	ruleRisk
)

var ruleShape = shape{"This rule", []memberShape{
	ruleCondition: {"condition", jsontree.String, required},
	ruleRisk:      {"risk", jsontree.String, required},
}}

// object sorts the members of object n into the fields of its shape and the extra ones.
func (p *parser) object(n int32, s *shape) (f fields, extra []Member) {
	var empties fields
	present := uint32(0)
	for c := range p.doc.Children(n) {
		i := s.index(p.doc.Name(c))
		holdsNothing := p.doc.Empty(c)
		if i >= 0 {
			present |= 1 << i
		}
		switch {
		case i < 0:
			extra = append(extra, p.member(c))
		case holdsNothing:
			extra = append(extra, p.member(c))
			empties[i] = c
			p.emptyType(c, &s.members[i])
		case s.members[i].need >= loose && p.doc.Nodes[c].Kind != s.members[i].kind:
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
			p.missing(n, empties[i], s.what, m.name)
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
	v := &p.doc.Nodes[n]
	return Member{Name: p.doc.Name(n), Value: jsontree.Compact(p.doc.Source[v.Start:v.End])}
}

// is reports value n if it is not of the kind it should be.
func (p *parser) is(n int32, want jsontree.Kind) bool {
	v := &p.doc.Nodes[n]
	if v.Kind == want {
		return true
	}
	if p.full(codeType) {
		return false
	}
	name := "A lens"
	switch {
	case v.Parent < 0:
	case p.doc.Nodes[v.Parent].Kind == jsontree.Array:
		name = fmt.Sprintf("Each element of %q", p.doc.Name(v.Parent))
	default:
		name = fmt.Sprintf("%q", p.doc.Name(n))
	}
	p.report(codeType, n, fmt.Sprintf("%s must be %s, but this is %s.", name, want, v.Kind))
	return false
}

// emptyType warns of an empty value of the wrong type, such as "" for an object. It says nothing that could be
// misread, so it is not an error, as it would be with something in it. null is nothing of any type.
func (p *parser) emptyType(n int32, m *memberShape) {
	if have := p.doc.Nodes[n].Kind; have != m.kind && have != jsontree.Null && m.need < loose {
		p.report(codeHollowType, n,
			fmt.Sprintf("%q must be %s. It is %s without content and counts as missing.", m.name, m.kind, have))
	}
}

// missing reports a required member that object n lacks, or has with nothing in it at node empty.
func (p *parser) missing(n, empty int32, what, name string) {
	if empty > 0 {
		p.report(codeMissing, empty, fmt.Sprintf("%s needs a %q, but this one holds nothing.", what, name))
		return
	}
	p.keep(finding{code: codeMissing, node: n, member: name, at: p.doc.Nodes[n].Start,
		message: fmt.Sprintf("%s has no %q.", what, name)})
}
