package questionnaires

import (
	"fmt"
	"net/url"
	"strings"
)

// noneOfThese looks at the "None of these" of a question; n is its array of choices.
func (p *lensParser) noneOfThese(n int32, choices []*Choice) {
	if n == 0 || len(choices) != int(p.doc.Nodes[n].Count) {
		return
	}
	marked, i := 0, 0
	for c := range p.doc.Children(n) {
		switch choice := choices[i]; {
		case choice.NoneOfThese():
			if marked++; marked > 1 {
				p.report(codeSecondNone, c,
					`This question has two choices whose ids end in "_no"; only one can mean "None of these".`)
			}
		case saysNone(choice.Title):
			p.report(codeNoneByTitle, c,
				fmt.Sprintf(`Only an id that ends in "_no" makes this choice mean %q.`, clipQuote(choice.Title)))
		}
		i++
	}
	if marked == len(choices) {
		p.report(codeOnlyNone, n, `This question offers "None of these" and nothing else.`)
	}
}

// saysNone knows the titles that authors give to a "None of these".
func saysNone(title string) bool {
	switch strings.ToLower(strings.Trim(title, " .\t\n")) {
	case "none", "none of these", "none of the above", "none of those":
		return true
	}
	return false
}

// improvementPlan wants one on each choice n but "None of these". Steps are one too, but AWS does not know them.
func (p *lensParser) improvementPlan(n, plan int32, c *Choice) {
	if c.NoneOfThese() || c.ImprovementPlan != nil && !c.ImprovementPlan.blank() {
		return
	}
	if !p.strict && c.Guidance != nil && len(c.Guidance.Steps) > 0 {
		return
	}
	if plan > 0 {
		n = plan
	}
	p.report(codeNoImprovementPlan, n, "This choice has no improvement plan: say what to do when it is not in place.")
}

// url returns the link n, which belongs to a text.
func (p *lensParser) url(n int32, text string) string {
	if n == 0 {
		return ""
	}
	link := p.doc.Text(n)
	switch {
	case !webLink(link):
		p.report(codeURL, n, fmt.Sprintf("%q is not an http or https URL.", clipQuote(link)))
	case !followable(link):
		p.report(codeOddURL, n, "This link can't be followed as it is written. Give one URL, without white space.")
	}
	if strings.TrimSpace(text) == "" {
		p.report(codeURLWithoutText, n, `This link has no "displayText", so there is nothing to show for it.`)
	}
	return link
}

// afterScheme returns what follows http:// or https://, with white space around the link set aside.
func afterScheme(link string) (rest string, ok bool) {
	scheme, rest, ok := strings.Cut(strings.TrimSpace(link), "://")
	return rest, ok && (strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "http"))
}

// webLink reports whether a link is one of http or https that names a host.
func webLink(link string) bool {
	rest, ok := afterScheme(link)
	return ok && rest != "" && strings.IndexByte("/?#:", rest[0]) < 0
}

// followable reports whether a link is one URL. Most are so plain that they need no parsing.
func followable(link string) bool {
	for i := 0; i < len(link); i++ {
		if c := link[i]; !isWord(rune(c)) && strings.IndexByte("-./:#?=&", c) < 0 {
			u, err := url.Parse(link)
			return err == nil && u.Host != "" && !strings.ContainsAny(link, " \t\r\n")
		}
	}
	return true
}

// Types of an AdditionalResource.
const (
	HelpfulResource = "HELPFUL_RESOURCE"
	ImprovementPlan = "IMPROVEMENT_PLAN"
)

// resourceType returns the type n of the additional resource at around.
func (p *lensParser) resourceType(around, n int32) string {
	if n == 0 {
		p.report(codeResourceType, around,
			"This additional resource has no type; it needs "+HelpfulResource+" or "+ImprovementPlan+".")
		return ""
	}
	t := p.doc.Text(n)
	if t != HelpfulResource && t != ImprovementPlan {
		p.report(codeResourceType, n, fmt.Sprintf("%q is not a type of additional resource; there are %s and %s.",
			clipQuote(t), HelpfulResource, ImprovementPlan))
	}
	return t
}
