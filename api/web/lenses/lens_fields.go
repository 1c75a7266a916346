package lenses

import (
	"net/url"
	"slices"
	"strings"

	"plumbline/models/labels"
	"plumbline/questionnaires"
)

// questionForm is a question as the editor's form has it: texts, lists as lines.
type questionForm struct {
	Title, Description, Cite             string
	Short, Terms                         string
	HelpText, HelpURL                    string
	Objective, Room, FollowUps, RedFlags string
	Choices                              []choiceForm
	Rules                                []ruleForm
	Default                              string // risk of the default rule, "" if there is none
	defaultWas                           int    // index of the default rule in the question, -1 if there is none
}

// choiceForm is a choice. Was is its id before this form, "" for a new one.
type choiceForm struct {
	Was, ID, Title, Description, Terms    string
	HelpText, HelpURL, PlanText, PlanURL  string
	Cite, Level, Why, Tell, Steps         string
	Effort, Impact, Party, Evidence, Link string
	Remove                                bool
}

// ruleForm is a rule but the default. Was is its index before this form, "" for a new one.
type ruleForm struct{ Was, Condition, Risk string }

// fieldSpec is one field of a form: how it is called, where it is in the document, and where in T.
type fieldSpec[T any] struct {
	name, path  string // path is the JSON pointer within the part
	label, help string
	rows        int // 0: one line; else a text of so many
	most        int // characters of a line; 0: as the format says of all
	options     []string
	code        bool
	at          func(*T) *string
}

var (
	levelOptions = []string{"", "HIGH", "MEDIUM", "LOW"}
	partyOptions = []string{"", "PROVIDER", "CUSTOMER", "SHARED"}
	riskOptions  = []string{"HIGH_RISK", "MEDIUM_RISK", "NO_RISK"}
)

const (
	lineHelp  = "One per line, at most ten."
	termsHelp = "Terms of art by which people search, such as “least privilege”. " + lineHelp
	linkHelp  = "Starts with http or https."
)

// The fields of a question: those that are always in view, and those for the person who leads the review.
var questionFields = []fieldSpec[questionForm]{
	{name: "title", path: "title", label: "Question", at: func(q *questionForm) *string { return &q.Title }},
	{name: "short-name", path: "shortName", label: "Short name", most: questionnaires.MaxShortName,
		help: "For lists and headings, such as “Deployment risk”; at most 40 characters. Without one it is made from " +
			"the question.", at: func(q *questionForm) *string { return &q.Short }},
	{name: "description", path: "description", label: "Description", rows: 3,
		at: func(q *questionForm) *string { return &q.Description }},
	{name: "terms", path: "terms", label: "Terms", rows: 2, help: termsHelp,
		at: func(q *questionForm) *string { return &q.Terms }},
	{name: "help-text", path: "helpfulResource/displayText", label: "Helpful resource", rows: 2,
		help: "Helps to understand the question.", at: func(q *questionForm) *string { return &q.HelpText }},
	{name: "help-url", path: "helpfulResource/url", label: "Helpful resource link", help: linkHelp,
		at: func(q *questionForm) *string { return &q.HelpURL }},
}

var facilitationFields = []fieldSpec[questionForm]{
	{name: "cite", path: "documentId", label: "Reference", help: "How people cite it, such as SEC02.",
		at: func(q *questionForm) *string { return &q.Cite }},
	{name: "objective", path: "facilitation/objective", label: "Objective", rows: 2,
		help: "What participants know at the end.", at: func(q *questionForm) *string { return &q.Objective }},
	{name: "room", path: "facilitation/room", label: "Participants", rows: 3, help: "Roles. " + lineHelp,
		at: func(q *questionForm) *string { return &q.Room }},
	{name: "follow-ups", path: "facilitation/followUps", label: "Follow-up questions", rows: 4, help: lineHelp,
		at: func(q *questionForm) *string { return &q.FollowUps }},
	{name: "red-flags", path: "facilitation/redFlags", label: "Red flags", rows: 4,
		help: "Answers that need a closer look. " + lineHelp, at: func(q *questionForm) *string { return &q.RedFlags }},
}

var choiceFields = []fieldSpec[choiceForm]{
	{name: "title", path: "title", label: "Practice", at: func(c *choiceForm) *string { return &c.Title }},
	{name: "description", path: "description", label: "Description", rows: 2,
		at: func(c *choiceForm) *string { return &c.Description }},
	{name: "plan-text", path: "improvementPlan/displayText", label: "Improvement plan", rows: 2,
		help: "What to do where it is not in place.", at: func(c *choiceForm) *string { return &c.PlanText }},
	{name: "plan-url", path: "improvementPlan/url", label: "Improvement plan link", help: linkHelp,
		at: func(c *choiceForm) *string { return &c.PlanURL }},
	{name: "help-text", path: "helpfulResource/displayText", label: "Helpful resource", rows: 2,
		at: func(c *choiceForm) *string { return &c.HelpText }},
	{name: "help-url", path: "helpfulResource/url", label: "Helpful resource link", help: linkHelp,
		at: func(c *choiceForm) *string { return &c.HelpURL }},
	{name: "id", path: "id", label: "ID", code: true,
		help: "Risk rules refer to the choice by it and follow a change. Reviews store answers under it: for them a " +
			"new ID is a new choice.", at: func(c *choiceForm) *string { return &c.ID }},
}

var guidanceFields = []fieldSpec[choiceForm]{
	{name: "cite", path: "documentId", label: "Reference", help: "How people cite it, such as SEC02-BP01.",
		at: func(c *choiceForm) *string { return &c.Cite }},
	{name: "why", path: "why", label: "Why it matters", rows: 3, at: func(c *choiceForm) *string { return &c.Why }},
	{name: "tell", path: "howToTell", label: "How to tell", rows: 3, help: "What a reviewer sees where it is in place.",
		at: func(c *choiceForm) *string { return &c.Tell }},
	{name: "steps", path: "steps", label: "Steps", rows: 5, help: "How to put it in place, in order. " + lineHelp,
		at: func(c *choiceForm) *string { return &c.Steps }},
	{name: "terms", path: "terms", label: "Terms", rows: 2, help: termsHelp,
		at: func(c *choiceForm) *string { return &c.Terms }},
	{name: "level", path: "riskLevel", label: "Risk if missing", options: levelOptions,
		help: "Shown to people; risk rules decide the risk.", at: func(c *choiceForm) *string { return &c.Level }},
	{name: "effort", path: "effort", label: "Effort", options: levelOptions,
		at: func(c *choiceForm) *string { return &c.Effort }},
	{name: "impact", path: "impact", label: "Impact", options: levelOptions,
		at: func(c *choiceForm) *string { return &c.Impact }},
	{name: "party", path: "responsibility", label: "Responsible", options: partyOptions,
		at: func(c *choiceForm) *string { return &c.Party }},
	{name: "evidence", path: "evidence", label: "Evidence", rows: 2, help: "Kinds of evidence that prove it. " + lineHelp,
		at: func(c *choiceForm) *string { return &c.Evidence }},
	{name: "link", path: "link", label: "Documentation link", help: linkHelp,
		at: func(c *choiceForm) *string { return &c.Link }},
}

// editField is a field to show.
type editField struct {
	ID, Name, Label, Help, Value, Fault string
	Now                                 string // with a stale form: what somebody else saved meanwhile
	Rows, Most                          int
	Options                             []fieldOption
	Code                                bool
}

type fieldOption struct {
	Value, Words string
	On           bool
}

// showFields makes the fields of a part; every name begins with the prefix, and so does every id.
func showFields[T any](specs []fieldSpec[T], part *T, prefix string, faults map[string]string) []editField {
	fields := make([]editField, len(specs))
	for i, s := range specs {
		f := editField{ID: prefix + s.name, Name: prefix + s.name, Label: s.label, Help: s.help, Value: *s.at(part),
			Rows: s.rows, Most: s.most, Code: s.code, Fault: faults[prefix+s.name]}
		f.Options = options(s.options, f.Value)
		fields[i] = f
	}
	return fields
}

func options(values []string, on string) []fieldOption {
	list := make([]fieldOption, len(values))
	for i, v := range values {
		list[i] = fieldOption{v, optionLabel(v), v == on}
	}
	return list
}

// optionLabel is the label of a value that a lens may hold: a level, a party or the risk of a rule.
func optionLabel(value string) string {
	if risk, isRisk := strings.CutSuffix(value, "_RISK"); isRisk {
		return labels.WholeRisk(ruleRisk(questionnaires.Risk(risk)))
	}
	switch {
	case value == "":
		return "Not specified"
	case slices.Contains(partyOptions, value):
		return labels.ResponsibleParty(value)
	}
	return labels.Level(value)
}

// fill reads the fields of a part from a form.
func fillIn[T any](specs []fieldSpec[T], part *T, prefix string, form url.Values) {
	for _, s := range specs {
		v := strings.ReplaceAll(form.Get(prefix+s.name), "\r\n", "\n")
		if s.rows == 0 {
			v = strings.TrimSpace(v)
		}
		*s.at(part) = v
	}
}

// fieldOf gives the name of the field that a path within a part is about, "" if none is.
func fieldOf[T any](path string, specs ...[]fieldSpec[T]) (name, label string) {
	for _, s := range slices.Concat(specs...) {
		if path == s.path || strings.HasPrefix(path, s.path+"/") || strings.HasPrefix(s.path, path+"/") {
			return s.name, s.label
		}
	}
	return "", ""
}
