package reports

import (
	"plumbline/models/labels"
	q "plumbline/questionnaires"
	"plumbline/reports/doc"
	"plumbline/reports/improvement"
	"strings"
)

// riskRow is the reason for a risk.
func riskRow(l doc.Layout, risk q.Risk, why doc.CleanText) doc.Risk {
	return doc.Risk{Layout: l, Risk: risk, Name: doc.CleanText(labels.WholeRisk(risk)), Why: why}
}

// maxSets bounds how many ways of one size an entry spells out; it says how many more there are.
const maxSets = 3

// wayDown tells one path down: to which risk, and which practices bring it there.
func wayDown(e improvement.Entry, w q.RiskPath) doc.Paragraph {
	titles := map[string]string{}
	for _, p := range e.Practices {
		if titles[p.ChoiceID] = "“" + strings.TrimSpace(p.Title) + "”"; p.DocumentID != "" {
			titles[p.ChoiceID] = p.DocumentID
		}
	}
	spans := []doc.Span{{Text: doc.CleanText("To " + labels.InSentence(labels.WholeRisk(w.To))), Style: doc.StyleStrong}}
	for i, set := range w.Sets[:min(len(w.Sets), maxSets)] {
		glue := "; or "
		if i == 0 {
			glue = " with " + labels.CountLabel(len(set), "practice: ", "practices: ")
		}
		var names []string
		for _, id := range set {
			name := titles[id]
			if name == "" {
				name = id
			}
			names = append(names, name)
		}
		spans = append(spans, doc.Span{Text: cleanText(glue + joinedNames(names)), Style: doc.StyleBody})
	}
	if more := len(w.Sets) - maxSets; w.More {
		spans = append(spans, doc.Span{Text: "; or one of many other sets of this size", Style: doc.StyleBody})
	} else if more > 0 {
		others := "; or one of " + labels.CountLabel(more, "other set", "other sets") + " of this size"
		spans = append(spans, doc.Span{Text: doc.CleanText(others), Style: doc.StyleBody})
	}
	return doc.Paragraph{Spans: append(spans, doc.Span{Text: ".", Style: doc.StyleBody})}
}

// joinedNames lists names as a sentence does.
func joinedNames(names []string) string {
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}
