package review

import (
	"html"
	"html/template"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
)

// codeSpans sets what stands between a pair of backticks as code: the one mark that texts of lenses have.
func codeSpans(s string) template.HTML {
	parts := strings.Split(s, "`")
	if len(parts)%2 == 0 { // one has no other
		return template.HTML(html.EscapeString(s))
	}
	var out strings.Builder
	for i, part := range parts {
		if part = html.EscapeString(part); i%2 == 1 {
			part = "<code>" + part + "</code>"
		}
		out.WriteString(part)
	}
	return template.HTML(out.String())
}

// lowerReason is why something does not apply, within a sentence.
func lowerReason(s string) string {
	return labels.InSentence(labels.Reason(models.NotApplicableReason(s)))
}

func reasonOptions() []page.LabelledValue {
	return page.LabelledValues(models.NotApplicableReasons[:], labels.Reason)
}
