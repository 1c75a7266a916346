package reports

import (
	"fmt"

	"plumbline/models/accepted"
	"plumbline/models/labels"
	"plumbline/models/remediation"
	"plumbline/reports/doc"
	"plumbline/reports/improvement"
)

// acceptedRows says of an entry of the plan who took its risk on purpose, why, and what is done meanwhile.
func (r *reportBuilder) acceptedRows(e improvement.Entry) (rows []doc.Block) {
	for _, a := range e.Accepted {
		where := "Acceptance of question " + e.Number
		says := paragraphOf(r.str(where, r.acceptedWords(e, a)), doc.StyleBody)
		body := []doc.Block{says}
		for _, part := range []struct{ name, text string }{{"Reason: ", a.Reason}, {"Until then: ", a.Mitigation}} {
			body = append(body, paragraphOf(r.str(where, part.name+part.text), doc.StyleSmall))
		}
		rows = append(rows, labelledRow(spaceAbove(closeRow), "Accepted", body...))
	}
	return rows
}

func (r *reportBuilder) acceptedWords(e improvement.Entry, a accepted.Entry) string {
	text := labels.Capital(labels.AcceptedUntil(a, r.calendar(a.Until)))
	for _, p := range e.Practices {
		if p.ChoiceID == a.ChoiceID {
			return text + ", of one practice: " + p.Title
		}
	}
	return text
}

// accepted lists all risks that are taken on purpose. A report without any has no such section.
func (r *reportBuilder) accepted() doc.Section {
	s := doc.Section{Title: "Accepted risks", Place: "accepted"}
	for _, list := range [][]improvement.Entry{r.plan.Entries, r.plan.Undecided} {
		for _, e := range list {
			rows := r.acceptedRows(e)
			if len(rows) == 0 || !r.listing.Has(e.PillarID, e.Risk) {
				continue
			}
			s.Body = append(s.Body, labelledRow(spaceAbove(wideRow), doc.CleanText(e.Number),
				paragraphOf(r.str("Title of question "+e.Number, e.Title), doc.StyleBody)))
			s.Body = append(s.Body, rows...)
		}
	}
	return s
}

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
