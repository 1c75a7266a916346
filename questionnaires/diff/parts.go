package diff

import (
	"strconv"

	"plumbline/questionnaires"
	"plumbline/questionnaires/rules"
)

// lensDiffer knows in which pillar each question of the two lenses is.
type lensDiffer struct {
	old, new map[string]questionPlace
}

// questionPlace is where a question stands.
type questionPlace struct {
	pillar   string
	question *questionnaires.Question
}

// questionPlaces finds each question of a lens by its id, which is unique in the lens.
func questionPlaces(l *questionnaires.Lens) map[string]questionPlace {
	at := make(map[string]questionPlace, l.Questions())
	for _, p := range l.Pillars {
		for _, q := range p.Questions {
			at[q.ID] = questionPlace{p.ID, q}
		}
	}
	return at
}

func pillarKey(p *questionnaires.Pillar) string     { return p.ID }
func questionKey(q *questionnaires.Question) string { return q.ID }
func choiceKey(c *questionnaires.Choice) string     { return c.ID }

// pillar compares a pillar before and after; either may be nil.
func (d lensDiffer) pillar(old, new *questionnaires.Pillar) (change PillarChange, differs bool) {
	var before, after []*questionnaires.Question
	switch {
	case old == nil:
		change = PillarChange{Kind: ChangeAdded, ID: new.ID, NewName: new.Name}
		after = new.Questions
	case new == nil:
		change = PillarChange{Kind: ChangeRemoved, ID: old.ID, OldName: old.Name}
		before = old.Questions
	default:
		change = PillarChange{Kind: ChangeChanged, ID: new.ID, OldName: old.Name, NewName: new.Name}
		before, after = old.Questions, new.Questions
		change.Fields = textChange(change.Fields, "name", old.Name, new.Name)
		change.Fields = textChange(change.Fields, "description", old.Description, new.Description)
		change.Fields = orderChange(change.Fields, "question order", listKeys(before, questionKey),
			listKeys(after, questionKey))
	}
	for _, m := range matchByKey(before, after, questionKey) {
		if q, differs := d.question(m.old, m.new); differs {
			change.Questions = append(change.Questions, q)
		}
	}
	return change, change.Kind != ChangeChanged || len(change.Fields) > 0 || len(change.Questions) > 0
}

// question compares what one pillar has under an id before and after; either may be nil.
func (d lensDiffer) question(old, new *questionnaires.Question) (change QuestionChange, differs bool) {
	if new == nil {
		_, moved := d.new[old.ID]
		return QuestionChange{Kind: ChangeRemoved, ID: old.ID, OldTitle: old.Title}, !moved
	}
	kind, from := ChangeChanged, ""
	if old == nil {
		was, known := d.old[new.ID]
		if !known {
			return QuestionChange{Kind: ChangeAdded, ID: new.ID, NewTitle: new.Title}, true
		}
		kind, from, old = ChangeMoved, was.pillar, was.question
	}
	change = QuestionChange{Kind: kind, ID: new.ID, OldTitle: old.Title, NewTitle: new.Title, From: from}
	change.Fields = questionFields(old, new)
	for _, m := range matchByKey(old.Choices, new.Choices, choiceKey) {
		if c, differs := choiceChange(m.old, m.new); differs {
			change.Choices = append(change.Choices, c)
		}
	}
	for _, m := range matchByKey(numberRules(old.RiskRules), numberRules(new.RiskRules), ruleKey) {
		if r, differs := ruleChange(m.old, m.new); differs {
			change.Rules = append(change.Rules, r)
		}
	}
	return change, kind == ChangeMoved || len(change.Fields)+len(change.Choices)+len(change.Rules) > 0
}

// questionFields compares the texts of a question and the order of its parts. The order of rules matters: the first
// true one wins.
func questionFields(old, new *questionnaires.Question) (fs []FieldChange) {
	fs = textChange(fs, "title", old.Title, new.Title)
	fs = textChange(fs, "description", old.Description, new.Description)
	fs = resourceFields(fs, "helpfulResource", old.HelpfulResource, new.HelpfulResource)
	fs = textChange(fs, "documentId", old.DocumentID, new.DocumentID)
	fs = textChange(fs, "shortName", old.ShortName, new.ShortName)
	fs = listField(fs, "terms", old.Terms, new.Terms)
	fs = facilitationFields(fs, old.Facilitation, new.Facilitation)
	fs = orderChange(fs, "choice order", listKeys(old.Choices, choiceKey), listKeys(new.Choices, choiceKey))
	return orderChange(fs, "rule order", listKeys(numberRules(old.RiskRules), ruleKey),
		listKeys(numberRules(new.RiskRules), ruleKey))
}

// choiceChange compares a choice before and after; either may be nil.
func choiceChange(old, new *questionnaires.Choice) (change ChoiceChange, differs bool) {
	switch {
	case old == nil:
		return ChoiceChange{Kind: ChangeAdded, ID: new.ID, NewTitle: new.Title}, true
	case new == nil:
		return ChoiceChange{Kind: ChangeRemoved, ID: old.ID, OldTitle: old.Title}, true
	}
	fs := textChange(nil, "title", old.Title, new.Title)
	fs = textChange(fs, "description", old.Description, new.Description)
	fs = resourceFields(fs, "helpfulResource", old.HelpfulResource, new.HelpfulResource)
	fs = resourceFields(fs, "improvementPlan", old.ImprovementPlan, new.ImprovementPlan)
	fs = additionalField(fs, old, new)
	fs = listField(fs, "terms", old.Terms, new.Terms)
	fs = guidanceFields(fs, old.Guidance, new.Guidance)
	return ChoiceChange{ChangeChanged, new.ID, old.Title, new.Title, fs}, len(fs) > 0
}

// numberedRule is a rule with its key: the risk, and a count where two rules mean the same risk.
type numberedRule struct {
	key  string
	rule *questionnaires.RiskRule
}

func ruleKey(r *numberedRule) string { return r.key }

// numberRules pairs each rule with its key.
func numberRules(rs []questionnaires.RiskRule) []*numberedRule {
	out := make([]*numberedRule, len(rs))
	times := map[string]int{}
	for i := range rs {
		key := rs[i].Risk
		if times[key]++; times[key] > 1 {
			key += " " + strconv.Itoa(times[key])
		}
		out[i] = &numberedRule{key, &rs[i]}
	}
	return out
}

// ruleChange compares a rule before and after; either may be nil.
func ruleChange(old, new *numberedRule) (change RuleChange, differs bool) {
	switch {
	case old == nil:
		return RuleChange{Kind: ChangeAdded, Risk: new.rule.Risk, New: new.rule.Condition}, true
	case new == nil:
		return RuleChange{Kind: ChangeRemoved, Risk: old.rule.Risk, Old: old.rule.Condition}, true
	}
	a, b := old.rule.Condition, new.rule.Condition
	return RuleChange{ChangeChanged, new.rule.Risk, a, b}, a != b && canonical(a) != canonical(b)
}

// canonical spells a condition in the one way that the rule language prints.
func canonical(condition string) string {
	expr, bad := rules.Parse(condition)
	if bad != nil {
		return condition
	}
	return expr.String()
}

// resourceFields compares two resources; none is the same as an empty one.
func resourceFields(fs []FieldChange, name string, old, new *questionnaires.Resource) []FieldChange {
	var a, b questionnaires.Resource
	if old != nil {
		a = *old
	}
	if new != nil {
		b = *new
	}
	fs = textChange(fs, name+".displayText", a.DisplayText, b.DisplayText)
	return textChange(fs, name+".url", a.URL, b.URL)
}
