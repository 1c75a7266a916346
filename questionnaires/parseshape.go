package questionnaires

import (
	"fmt"

	"plumbline/questionnaires/jsontree"
)

// objectShape says which members an object of the format has.
type objectShape struct {
	what    string // how a sentence about such an object begins
	members []memberShape
}

// memberShape is one member: its name, the type it must have, and how the format wants it.
type memberShape struct {
	name string
	kind jsontree.ValueKind
	need memberNeed
}

// memberNeed says what it means that a member is missing or has another type.
type memberNeed uint8

const (
	needNone      memberNeed = iota // it may be missing
	needRequired                    // an object needs it
	needLoose                       // the specification does not name it, but AWS takes it, whatever it holds
	needExtension                   // the format does not know it, so another lens may use the name in another way
)

// memberNodes holds the node of each member of a shape, by its place in the shape; 0 where there is none, or none that
// holds something of the right type.
type memberNodes [17]int32

const (
	lensVersion = iota
	lensName
	lensDescription
	lensPillars
)

var lensShape = objectShape{"The lens", []memberShape{
	lensVersion:     {"schemaVersion", jsontree.KindString, needNone},
	lensName:        {"name", jsontree.KindString, needRequired},
	lensDescription: {"description", jsontree.KindString, needNone},
	lensPillars:     {"pillars", jsontree.KindArray, needRequired},
}}

const (
	pillarID = iota
	pillarName
	pillarDescription
	pillarQuestions
)

var pillarShape = objectShape{"This pillar", []memberShape{
	pillarID:          {"id", jsontree.KindString, needRequired},
	pillarName:        {"name", jsontree.KindString, needRequired},
	pillarDescription: {"description", jsontree.KindString, needExtension},
	pillarQuestions:   {"questions", jsontree.KindArray, needNone},
}}

const (
	questionID = iota
	questionTitle
	questionDescription
	questionResource
	questionDocument
	questionShortName
	questionTerms
	questionFacilitation
	questionChoices
	questionRules
)

var questionShape = objectShape{"This question", []memberShape{
	questionID:           {"id", jsontree.KindString, needRequired},
	questionTitle:        {"title", jsontree.KindString, needRequired},
	questionDescription:  {"description", jsontree.KindString, needNone},
	questionResource:     {"helpfulResource", jsontree.KindObject, needNone},
	questionDocument:     {"documentId", jsontree.KindString, needExtension},
	questionShortName:    {"shortName", jsontree.KindString, needExtension},
	questionTerms:        {"terms", jsontree.KindArray, needExtension},
	questionFacilitation: {"facilitation", jsontree.KindObject, needExtension},
	questionChoices:      {"choices", jsontree.KindArray, needRequired},
	questionRules:        {"riskRules", jsontree.KindArray, needRequired},
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
	choiceTerms
)

var choiceShape = objectShape{"This choice", []memberShape{
	choiceID:             {"id", jsontree.KindString, needRequired},
	choiceTitle:          {"title", jsontree.KindString, needRequired},
	choiceDescription:    {"description", jsontree.KindString, needLoose},
	choiceResource:       {"helpfulResource", jsontree.KindObject, needNone},
	choicePlan:           {"improvementPlan", jsontree.KindObject, needNone},
	choiceMore:           {"additionalResources", jsontree.KindArray, needNone},
	choiceDocument:       {"documentId", jsontree.KindString, needExtension},
	choiceLevel:          {"riskLevel", jsontree.KindString, needExtension},
	choiceWhy:            {"why", jsontree.KindString, needExtension},
	choiceTell:           {"howToTell", jsontree.KindString, needExtension},
	choiceSteps:          {"steps", jsontree.KindArray, needExtension},
	choiceEffort:         {"effort", jsontree.KindString, needExtension},
	choiceImpact:         {"impact", jsontree.KindString, needExtension},
	choiceResponsibility: {"responsibility", jsontree.KindString, needExtension},
	choiceEvidence:       {"evidence", jsontree.KindArray, needExtension},
	choiceLink:           {"link", jsontree.KindString, needExtension},
	choiceTerms:          {"terms", jsontree.KindArray, needExtension},
}}

const (
	facilitationObjective = iota
	facilitationRoom
	facilitationFollowUps
	facilitationRedFlags
)

var facilitationShape = objectShape{"This facilitation", []memberShape{
	facilitationObjective: {"objective", jsontree.KindString, needExtension},
	facilitationRoom:      {"room", jsontree.KindArray, needExtension},
	facilitationFollowUps: {"followUps", jsontree.KindArray, needExtension},
	facilitationRedFlags:  {"redFlags", jsontree.KindArray, needExtension},
}}

const (
	resourceText = iota
	resourceURL
)

var resourceShape = objectShape{"This resource", []memberShape{
	resourceText: {"displayText", jsontree.KindString, needNone},
	resourceURL:  {"url", jsontree.KindString, needNone},
}}

const (
	additionalType = iota
	additionalContent
)

var additionalShape = objectShape{"This additional resource", []memberShape{
	additionalType:    {"type", jsontree.KindString, needNone},
	additionalContent: {"content", jsontree.KindArray, needNone},
}}

const (
	ruleCondition = iota
	ruleRisk
)

var ruleShape = objectShape{"This rule", []memberShape{
	ruleCondition: {"condition", jsontree.KindString, needRequired},
	ruleRisk:      {"risk", jsontree.KindString, needRequired},
}}

// object sorts the members of object n into the fields of its shape and the extra ones.
func (p *lensParser) object(n int32, s *objectShape) (f memberNodes, extra []ExtraMember) {
	var empties memberNodes
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
		case s.members[i].need >= needLoose && p.doc.Nodes[c].Kind != s.members[i].kind:
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
		case f[i] == 0 && m.need == needRequired:
			p.missing(n, empties[i], s.what, m.name)
		}
	}
	p.nearMisses(n, s, present)
	return f, extra
}

// index finds a member by its exact name, or gives -1. Names in JSON are case-sensitive, and AWS takes no others.
func (s *objectShape) index(name string) int {
	for i := range s.members {
		if s.members[i].name == name {
			return i
		}
	}
	return -1
}

// member keeps n as it came. Its white space goes, since it means nothing and JSON writes its own.
func (p *lensParser) member(n int32) ExtraMember {
	v := &p.doc.Nodes[n]
	return ExtraMember{Name: p.doc.Name(n), Value: jsontree.CompactJSON(p.doc.Source[v.Start:v.End])}
}

// is reports value n if it is not of the kind it should be.
func (p *lensParser) is(n int32, want jsontree.ValueKind) bool {
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
	case p.doc.Nodes[v.Parent].Kind == jsontree.KindArray:
		name = fmt.Sprintf("Each element of %q", p.doc.Name(v.Parent))
	default:
		name = fmt.Sprintf("%q", p.doc.Name(n))
	}
	p.report(codeType, n, fmt.Sprintf("%s must be %s, but this is %s.", name, want, v.Kind))
	return false
}

// emptyType warns of an empty value of the wrong type, such as "" for an object. It says nothing that could be
// misread, so it is not an error, as it would be with something in it. null is nothing of any type.
func (p *lensParser) emptyType(n int32, m *memberShape) {
	if have := p.doc.Nodes[n].Kind; have != m.kind && have != jsontree.KindNull && m.need < needLoose {
		p.report(codeHollowType, n,
			fmt.Sprintf("%q must be %s. It is %s without content and counts as missing.", m.name, m.kind, have))
	}
}

// missing reports a required member that object n lacks, or has with nothing in it at node empty.
func (p *lensParser) missing(n, empty int32, what, name string) {
	if empty > 0 {
		p.report(codeMissing, empty, fmt.Sprintf("%s needs a %q, but this one holds nothing.", what, name))
		return
	}
	p.keep(rawProblem{code: codeMissing, node: n, member: name, at: p.doc.Nodes[n].Start,
		message: fmt.Sprintf("%s has no %q.", what, name)})
}
