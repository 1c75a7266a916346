package questionnaires

import (
	"fmt"
	"strings"
)

// Markdown writes the lens as a page to read (CommonMark, UTF-8): its pillars and questions, what the facilitator
// needs, and each choice with its guidance and links. What a text holds is shown and never taken as markup, except
// that guidance may mark code by backticks. Only http and https URLs become links.
func (l *Lens) Markdown() []byte {
	m := &page{}
	m.line("# ", inline(l.Name))
	m.prose(l.Description)
	choices := 0
	for _, p := range l.Pillars {
		for _, q := range p.Questions {
			choices += len(q.Choices)
		}
	}
	m.line(fmt.Sprintf("Pillars: %d. Questions: %d. Choices: %d.", len(l.Pillars), l.Questions(), choices))
	for _, p := range l.Pillars {
		m.line("## ", inline(p.Name))
		for _, q := range p.Questions {
			m.question(q)
		}
	}
	return []byte(strings.TrimLeft(m.String(), "\n"))
}

// page is a Markdown text that grows by blocks.
type page struct{ strings.Builder }

// line adds a block of one line, with a blank line before it. One without text is left out.
func (m *page) line(parts ...string) {
	if text := strings.Join(parts, ""); text != "" {
		m.WriteString("\n" + text + "\n")
	}
}

// prose adds the lines of a text as paragraphs.
func (m *page) prose(text string) {
	for line := range strings.Lines(text) {
		m.line(block(inline(line)))
	}
}

// labelled adds a paragraph that begins with a label, or nothing where there is no text.
func (m *page) labelled(label, text string) {
	if text != "" {
		m.line("**", label, "** ", text)
	}
}

// list adds a labelled list; mark gives what stands before the element i.
func (m *page) list(label string, items []string, mark func(i int) string) {
	if len(items) == 0 {
		return
	}
	m.line("**", label, "**")
	m.WriteByte('\n')
	for i, item := range items {
		m.WriteString(mark(i) + block(marked(item)) + "\n")
	}
}

func bullet(int) string { return "- " }

func numeral(i int) string { return fmt.Sprintf("%d. ", i+1) }

func (m *page) question(q *Question) {
	m.line("### ", cited(q.DocumentID), inline(q.Title))
	m.prose(q.Description)
	m.resource("Read on:", q.HelpfulResource)
	if f := q.Facilitation; f != nil {
		m.labelled("Objective:", marked(f.Objective))
		m.labelled("In the room:", inline(strings.Join(f.Room, ", ")))
		m.list("Ask next:", f.FollowUps, bullet)
		m.list("Red flags:", f.RedFlags, bullet)
	}
	for _, c := range q.Choices {
		m.choice(c)
	}
	m.rules(q)
}

// rules lists the risk rules in the order in which they are tried.
func (m *page) rules(q *Question) {
	if len(q.RiskRules) == 0 {
		return
	}
	m.line("**Risk:** the first of these that is true decides.")
	m.WriteByte('\n')
	for i, r := range q.RiskRules {
		m.WriteString(numeral(i) + inline(r.Risk) + ": " + codeSpan(r.Condition) + "\n")
	}
}

func (m *page) choice(c *Choice) {
	g := c.Guidance
	if g == nil {
		g = &Guidance{}
	}
	m.line("#### ", cited(g.DocumentID), inline(c.Title))
	m.line(codeSpan(c.ID), facts(g))
	m.prose(c.Description)
	m.labelled("Why it matters.", marked(g.Why))
	m.labelled("How to tell.", marked(g.HowToTell))
	m.list("Steps:", g.Steps, numeral)
	m.labelled("Evidence:", inline(strings.Join(g.Evidence, ", ")))
	m.resource("Improvement plan:", c.ImprovementPlan)
	m.resource("Read on:", c.HelpfulResource)
	for _, a := range c.AdditionalResources {
		for i := range a.Content {
			m.resource("More:", &a.Content[i])
		}
	}
	m.labelled("Link:", bare(g.Link))
}

// facts writes the short members of the guidance behind the id of a choice.
func facts(g *Guidance) string {
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
func (m *page) resource(label string, r *Resource) {
	if r == nil || r.blank() {
		return
	}
	text := strings.TrimSpace(r.DisplayText)
	if text == "" {
		text = r.URL
	}
	if !strings.Contains(text, "\n") {
		m.labelled(label, linked(text, r.URL))
		return
	}
	m.line("**", label, "**")
	m.prose(text)
	m.line(linked(r.URL, r.URL))
}
