package lenses

import (
	"slices"
	"strconv"
	"strings"

	"plumbline/questionnaires"
)

// fieldPlaces says which field a part of the question came from: prefixes by index of the choice, and of the rule.
type fieldPlaces struct{ choices, rules []string }

// onto gives the question as the form wants it. Whatever the form does not show stays as it was, and so does, to the
// last line end, whatever it shows and nobody changed: browsers send texts a little different from how they got them.
func (f *questionForm) onto(old questionnaires.Question) (questionnaires.Question, fieldPlaces) {
	was, typed := formOf(&old), *f
	keepShown(questionFields, &typed, &was)
	keepShown(facilitationFields, &typed, &was)
	q := old
	q.Title, q.Description, q.DocumentID = typed.Title, typed.Description, typed.Cite
	q.ShortName, q.Terms = typed.Short, lineList(old.Terms, typed.Terms, was.Terms)
	q.HelpfulResource = formResource(old.HelpfulResource, typed.HelpText, typed.HelpURL)
	q.Facilitation = typed.facilitation(old.Facilitation, &was)
	var at fieldPlaces
	names := map[string]string{}
	q.Choices = nil
	for i, c := range f.Choices {
		if c.Remove {
			continue
		}
		q.Choices = append(q.Choices, c.onto(old.Choice(c.Was)))
		at.choices = append(at.choices, choicePrefix(i))
		if c.Was != "" && c.ID != c.Was && c.ID != "" {
			names[c.Was] = c.ID
		}
	}
	q.RiskRules, at.rules = f.rules(old.RiskRules, &was)
	for i := range q.RiskRules {
		q.RiskRules[i].Condition = questionnaires.RenameInCondition(q.RiskRules[i].Condition, names)
	}
	return q, at
}

// keepShown puts back what was shown wherever that and what came back differ in nothing that somebody typed.
func keepShown[T any](specs []fieldSpec[T], typed, shown *T) {
	for _, s := range specs {
		if plainText(*s.at(typed), s.rows) == plainText(*s.at(shown), s.rows) {
			*s.at(typed) = *s.at(shown)
		}
	}
}

// plainText is a text as it comes back from a field: one of a single line has no line ends.
func plainText(text string, rows int) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	if rows == 0 {
		return strings.TrimSpace(strings.ReplaceAll(text, "\n", ""))
	}
	return text
}

func formResource(old *questionnaires.Resource, text, link string) *questionnaires.Resource {
	switch {
	case old != nil && old.DisplayText == text && old.URL == link:
		return old
	case text == "" && link == "" && (old == nil || len(old.Extra) == 0):
		return nil
	case old == nil:
		return &questionnaires.Resource{DisplayText: text, URL: link}
	}
	return &questionnaires.Resource{DisplayText: text, URL: link, Extra: old.Extra}
}

func (f *questionForm) facilitation(old *questionnaires.Facilitation, was *questionForm) *questionnaires.Facilitation {
	var x questionnaires.Facilitation
	if old != nil {
		x = *old
	}
	x.Objective = f.Objective
	x.Room = lineList(x.Room, f.Room, was.Room)
	x.FollowUps = lineList(x.FollowUps, f.FollowUps, was.FollowUps)
	x.RedFlags = lineList(x.RedFlags, f.RedFlags, was.RedFlags)
	if x.Objective == "" && len(x.Room)+len(x.FollowUps)+len(x.RedFlags)+len(x.Extra) == 0 {
		return nil
	}
	return &x
}

// lineList reads the lines of a text, without empty ones; the list stays as it was if the text did.
func lineList(old []string, text, was string) []string {
	if text == was {
		return old
	}
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// onto gives the choice as the form wants it; old is nil for a new one.
func (c choiceForm) onto(old *questionnaires.Choice) *questionnaires.Choice {
	if old == nil {
		old = &questionnaires.Choice{}
	}
	was := choiceFormOf(old)
	keepShown(choiceFields, &c, &was)
	keepShown(guidanceFields, &c, &was)
	out := *old
	out.ID, out.Title, out.Description = c.ID, c.Title, c.Description
	out.Terms = lineList(old.Terms, c.Terms, was.Terms)
	out.HelpfulResource = formResource(old.HelpfulResource, c.HelpText, c.HelpURL)
	out.ImprovementPlan = formResource(old.ImprovementPlan, c.PlanText, c.PlanURL)
	out.Guidance = c.guidance(old.Guidance, &was)
	return &out
}

func (c *choiceForm) guidance(old *questionnaires.Guidance, was *choiceForm) *questionnaires.Guidance {
	var g questionnaires.Guidance
	if old != nil {
		g = *old
	}
	g.DocumentID, g.RiskLevel, g.Why, g.HowToTell, g.Link = c.Cite, c.Level, c.Why, c.Tell, c.Link
	g.Effort, g.Impact, g.Responsibility = c.Effort, c.Impact, c.Party
	g.Steps, g.Evidence = lineList(g.Steps, c.Steps, was.Steps), lineList(g.Evidence, c.Evidence, was.Evidence)
	for _, text := range []string{g.DocumentID, g.RiskLevel, g.Why, g.HowToTell, g.Link, g.Effort, g.Impact,
		g.Responsibility} {
		if text != "" {
			return &g
		}
	}
	if len(g.Steps)+len(g.Evidence) > 0 {
		return &g
	}
	return nil
}

// rules gives the rules of the form, the default last, and the field of each; just as they were where nobody changed
// them.
func (f *questionForm) rules(old []questionnaires.RiskRule, was *questionForm) (out []questionnaires.RiskRule,
	at []string) {
	if f.sameRules(was) {
		at = make([]string, len(old))
		for i, r := range was.Rules {
			if n, err := strconv.Atoi(r.Was); err == nil {
				at[n] = rulePrefix(i)
			}
		}
		return slices.Clone(old), at
	}
	for i, r := range f.Rules {
		if r.Condition == "" {
			continue
		}
		rule := questionnaires.RiskRule{}
		if n, err := strconv.Atoi(r.Was); err == nil && n >= 0 && n < len(old) {
			rule = old[n]
			if plainText(rule.Condition, 1) == r.Condition {
				r.Condition = rule.Condition
			}
		}
		rule.Condition, rule.Risk = r.Condition, r.Risk
		out, at = append(out, rule), append(at, rulePrefix(i))
	}
	if f.Default != "" {
		rule := questionnaires.RiskRule{Condition: defaultCondition}
		if was.defaultWas >= 0 {
			rule = old[was.defaultWas]
		}
		rule.Risk = f.Default
		out, at = append(out, rule), append(at, "default-")
	}
	return out, at
}

func (f *questionForm) sameRules(was *questionForm) bool {
	rows := slices.DeleteFunc(slices.Clone(f.Rules), func(r ruleForm) bool { return r.Was == "" && r.Condition == "" })
	return f.Default == was.Default && slices.EqualFunc(rows, was.Rules, func(a, b ruleForm) bool {
		return a.Was == b.Was && a.Risk == b.Risk && a.Condition == strings.TrimSpace(plainText(b.Condition, 1))
	})
}
