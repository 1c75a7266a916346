package reports

import (
	"fmt"

	"plumbline/models/labels"
	"plumbline/models/remediation"
	"plumbline/reports/doc"
	"plumbline/reports/improvement"
)

// wontDo lists the items that won't be done, beside the accepted risks. A report without any has no such section.
func (r *reportBuilder) wontDo() doc.Section {
	s := doc.Section{Title: "Items that won’t be done", Place: "wont do"}
	for _, e := range improvement.WontDoOf(r.snap, r.reviewed) {
		number := fmt.Sprintf("#%d", e.Number)
		where := "Item " + number
		s.Body = append(s.Body, labelledRow(spaceAbove(wideRow), doc.CleanText(number),
			paragraphOf(r.str(where, e.Title), doc.StyleBody)))
		says := labels.WontDoReason(remediation.WontDoReason(e.Reason)) + ". Decided"
		if e.DecidedBy != "" {
			says += " by " + e.DecidedBy
		}
		says += " on " + r.day(e.DecidedAt) + "."
		body := []doc.Block{paragraphOf(r.str(where, says), doc.StyleBody)}
		if e.Note != "" {
			body = append(body, paragraphOf(r.str(where, "Note: "+e.Note), doc.StyleSmall))
		}
		s.Body = append(s.Body, labelledRow(spaceAbove(closeRow), "Won’t do", body...))
		for n, p := range e.Practices {
			label := doc.CleanText("")
			if n == 0 {
				label = "Would close"
			}
			s.Body = append(s.Body, labelledRow(spaceAbove(closeLine), label,
				paragraphOf(r.str(where, p.Number+"  "+p.Practice), doc.StyleBody)))
		}
	}
	return s
}
