package questionnaires

import (
	"fmt"
	"strings"
)

// Markdown writes the lens as a page to read (CommonMark, UTF-8): its pillars and questions, what the facilitator
// needs, and each choice with its guidance and links. What a text holds is shown and never taken as markup, except
// that guidance may mark code by backticks. Only http and https URLs become links.
func (l *Lens) Markdown() []byte {
	m := &markdownPage{}
	m.line("# ", inlineText(l.Name))
	m.prose(l.Description)
	choices := 0
	for _, p := range l.Pillars {
		for _, q := range p.Questions {
			choices += len(q.Choices)
		}
	}
	m.line(fmt.Sprintf("Pillars: %d. Questions: %d. Choices: %d.", len(l.Pillars), l.Questions(), choices))
	for _, p := range l.Pillars {
		m.line("## ", inlineText(p.Name))
		m.prose(p.Description)
		for _, q := range p.Questions {
			m.question(q)
		}
	}
	return []byte(strings.TrimLeft(m.String(), "\n"))
}

// markdownPage is a Markdown text that grows by blocks.
type markdownPage struct{ strings.Builder }

// flatChange adds a block of one line, with a blank line before it. One without text is left out.
func (m *markdownPage) line(parts ...string) {
	if text := strings.Join(parts, ""); text != "" {
		m.WriteString("\n" + text + "\n")
	}
}

// prose adds the lines of a text as paragraphs.
func (m *markdownPage) prose(text string) {
	for line := range strings.Lines(text) {
		m.line(blockText(inlineText(line)))
	}
}

// labelled adds a paragraph that begins with a label, or nothing where there is no text.
func (m *markdownPage) labelled(label, text string) {
	if text != "" {
		m.line("**", label, "** ", text)
	}
}

// list adds a labelled list; mark gives what stands before the element i.
func (m *markdownPage) list(label string, items []string, mark func(i int) string) {
	if len(items) == 0 {
		return
	}
	m.line("**", label, "**")
	m.WriteByte('\n')
	for i, item := range items {
		m.WriteString(mark(i) + blockText(inlineWithCode(item)) + "\n")
	}
}

func bulletMarker(int) string { return "- " }

func numberMarker(i int) string { return fmt.Sprintf("%d. ", i+1) }

func (m *markdownPage) question(q *Question) {
	m.line("### ", citedTitle(q.DocumentID), inlineText(q.Title))
	m.labelled("Short name:", inlineText(q.ShortName))
	m.prose(q.Description)
	m.labelled("Terms:", inlineText(strings.Join(q.Terms, ", ")))
	m.resource("Read on:", q.HelpfulResource)
	if f := q.Facilitation; f != nil {
		m.labelled("Objective:", inlineWithCode(f.Objective))
		m.labelled("In the room:", inlineText(strings.Join(f.Room, ", ")))
		m.list("Ask next:", f.FollowUps, bulletMarker)
		m.list("Red flags:", f.RedFlags, bulletMarker)
	}
	for _, c := range q.Choices {
		m.choice(c)
	}
	m.rules(q)
}

// rules lists the risk rules in the order in which they are tried.
func (m *markdownPage) rules(q *Question) {
	if len(q.RiskRules) == 0 {
		return
	}
	m.line("**Risk:** the first of these that is true decides.")
	m.WriteByte('\n')
	for i, r := range q.RiskRules {
		m.WriteString(numberMarker(i) + inlineText(r.Risk) + ": " + codeSpan(r.Condition) + "\n")
	}
}

func (m *markdownPage) choice(c *Choice) {
	g := c.Guidance
	if g == nil {
		g = &Guidance{}
	}
	m.line("#### ", citedTitle(g.DocumentID), inlineText(c.Title))
	m.line(codeSpan(c.ID), guidanceFacts(g))
	m.prose(c.Description)
	m.labelled("Why it matters.", inlineWithCode(g.Why))
	m.labelled("How to tell.", inlineWithCode(g.HowToTell))
	m.list("Steps:", g.Steps, numberMarker)
	m.labelled("Evidence:", inlineText(strings.Join(g.Evidence, ", ")))
	m.labelled("Terms:", inlineText(strings.Join(c.Terms, ", ")))
	m.resource("Improvement plan:", c.ImprovementPlan)
	m.resource("Read on:", c.HelpfulResource)
	for _, a := range c.AdditionalResources {
		for i := range a.Content {
			m.resource("More:", &a.Content[i])
		}
	}
	m.labelled("Link:", bareLink(g.Link))
}

// guidanceFacts writes the short members of the guidance behind the id of a choice.
func guidanceFacts(g *Guidance) string {
	var b strings.Builder
	for _, f := range [...]struct{ label, value string }{
		{"risk if missing", g.RiskLevel}, {"effort", g.Effort}, {"impact", g.Impact}, {"responsible", g.Responsibility},
	} {
		if f.value != "" {
			fmt.Fprintf(&b, " · %s: %s", f.label, f.value)
		}
	}
	return b.String()
}

// resource adds a text with its link; lines of the text stay lines.
func (m *markdownPage) resource(label string, r *Resource) {
	if r == nil || r.blank() {
		return
	}
	text := strings.TrimSpace(r.DisplayText)
	if text == "" {
		text = r.URL
	}
	if !strings.Contains(text, "\n") {
		m.labelled(label, linkedText(text, r.URL))
		return
	}
	m.line("**", label, "**")
	m.prose(text)
	m.line(linkedText(r.URL, r.URL))
}
