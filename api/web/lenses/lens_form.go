package lenses

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"plumbline/questionnaires"
)

// maxParts bounds the choices and the rules that are read from a form: more than a question may have, so that Parse
// says so.
const maxParts = 40

const defaultCondition = "default"

// formOf shows a question as a form.
func formOf(q *questionnaires.Question) questionForm {
	f := questionForm{Title: q.Title, Description: q.Description, Short: q.ShortName,
		Terms: joinLines(q.Terms), Cite: q.DocumentID, defaultWas: -1}
	f.HelpText, f.HelpURL = textAndLink(q.HelpfulResource)
	if x := q.Facilitation; x != nil {
		f.Objective, f.Room, f.FollowUps, f.RedFlags = x.Objective, joinLines(x.Room), joinLines(x.FollowUps),
			joinLines(x.RedFlags)
	}
	for _, c := range q.Choices {
		f.Choices = append(f.Choices, choiceFormOf(c))
	}
	for i, r := range q.RiskRules {
		if f.defaultWas < 0 && strings.TrimSpace(r.Condition) == defaultCondition {
			f.Default, f.defaultWas = r.Risk, i
			continue
		}
		f.Rules = append(f.Rules, ruleForm{strconv.Itoa(i), r.Condition, r.Risk})
	}
	return f
}

func choiceFormOf(c *questionnaires.Choice) choiceForm {
	f := choiceForm{Was: c.ID, ID: c.ID, Title: c.Title, Description: c.Description, Terms: joinLines(c.Terms)}
	f.HelpText, f.HelpURL = textAndLink(c.HelpfulResource)
	f.PlanText, f.PlanURL = textAndLink(c.ImprovementPlan)
	if g := c.Guidance; g != nil {
		f.Cite, f.Level, f.Why, f.Tell, f.Steps = g.DocumentID, g.RiskLevel, g.Why, g.HowToTell, joinLines(g.Steps)
		f.Effort, f.Impact, f.Party, f.Evidence, f.Link = g.Effort, g.Impact, g.Responsibility, joinLines(g.Evidence), g.Link
	}
	return f
}

func textAndLink(r *questionnaires.Resource) (text, link string) {
	if r == nil {
		return "", ""
	}
	return r.DisplayText, r.URL
}

func joinLines(list []string) string { return strings.Join(list, "\n") }

// readQuestion reads the form that was sent.
func readQuestion(form url.Values) *questionForm {
	f := &questionForm{Default: form.Get("default-risk"), defaultWas: -1}
	fillIn(questionFields, f, "", form)
	fillIn(facilitationFields, f, "", form)
	for i := range partCount(form, "choices") {
		prefix := choicePrefix(i)
		c := choiceForm{Was: form.Get(prefix + "was"), Remove: form.Get(prefix+"remove") != ""}
		fillIn(choiceFields, &c, prefix, form)
		fillIn(guidanceFields, &c, prefix, form)
		f.Choices = append(f.Choices, c)
	}
	for i := range partCount(form, "rules") {
		prefix := rulePrefix(i)
		condition := strings.TrimSpace(strings.ReplaceAll(form.Get(prefix+"condition"), "\r\n", "\n"))
		f.Rules = append(f.Rules, ruleForm{form.Get(prefix + "was"), condition, form.Get(prefix + "risk")})
	}
	return f
}

func partCount(form url.Values, name string) int {
	n, err := strconv.Atoi(form.Get(name))
	if err != nil {
		return 0
	}
	return min(max(n, 0), maxParts)
}

func choicePrefix(i int) string { return "choice-" + strconv.Itoa(i) + "-" }
func rulePrefix(i int) string   { return "rule-" + strconv.Itoa(i) + "-" }

// do changes the form as a button of it says, such as "choice-up-2", and gives the part of the page to come back to.
func (f *questionForm) do(what string) (at string) {
	words := strings.Split(what, "-")
	if what == "choice-add" {
		return choicePrefix(f.addChoice()) + "title"
	}
	if len(words) != 3 {
		return ""
	}
	i, err := strconv.Atoi(words[2])
	by := map[string]int{"up": -1, "down": 1}[words[1]]
	switch {
	case err != nil || i < 0:
	case words[0] == "choice" && i < len(f.Choices):
		questionnaires.MoveElement(f.Choices, i, by)
		return choicePrefix(min(max(i+by, 0), len(f.Choices)-1)) + "title"
	case words[0] == "rule" && i < len(f.Rules) && words[1] == "remove":
		f.Rules = slices.Delete(f.Rules, i, i+1)
		return "rules"
	case words[0] == "rule" && i < len(f.Rules):
		questionnaires.MoveElement(f.Rules, i, by)
		return "rules"
	}
	return ""
}

// addChoice puts a new choice before "none of these", which comes last where there is one.
func (f *questionForm) addChoice() (at int) {
	at = len(f.Choices)
	if at > 0 && questionnaires.IsNoneOfThese(f.Choices[at-1].ID) {
		at--
	}
	var have []*questionnaires.Choice
	for _, c := range f.Choices {
		have = append(have, &questionnaires.Choice{ID: c.ID}, &questionnaires.Choice{ID: c.Was})
	}
	c := choiceForm{Title: "New practice"}
	c.ID = questionnaires.NewChoiceID(c.Title, have)
	f.Choices = slices.Insert(f.Choices, at, c)
	return at
}

// takeIn adds the choices that somebody else has made meanwhile, so that saving the form does not take them away.
func (f *questionForm) takeIn(now *questionnaires.Question) {
	for _, c := range now.Choices {
		if !slices.ContainsFunc(f.Choices, func(x choiceForm) bool { return x.Was == c.ID }) {
			f.Choices = append(f.Choices, choiceFormOf(c))
		}
	}
}
