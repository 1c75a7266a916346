package reports

import (
	"fmt"

	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/remediation"
	"plumbline/reports/doc"
)

// WontDoEntry is an item that won't be done, with what it would have closed.
type WontDoEntry struct {
	models.WontDoItem
	Practices []WontDoPractice
}

// WontDoPractice is a practice that an item would have closed. One that the lens has no more is left out.
type WontDoPractice struct {
	models.SnapshotPractice
	Number   string // of the question, as in the plan
	Question string // in words
	Practice string // in a line
}

// WontDo lists the items that won't be done and would have closed practices of one lens, by key or id, or of any.
func WontDo(s models.Snapshot, lens string) ([]WontDoEntry, error) {
	all, err := reviewedLenses(s, lens)
	if err != nil {
		return nil, err
	}
	return wontDoOf(s, all), nil
}

func wontDoOf(s models.Snapshot, all []reviewedLens) (list []WontDoEntry) {
	if len(s.WontDo) == 0 {
		return nil
	}
	asked := map[[2]string]reviewedQuestion{}
	for _, sh := range all {
		for _, ch := range sh.pillars {
			for _, e := range ch.questions {
				asked[[2]string{sh.review.Lens.ID, e.question.ID}] = e
			}
		}
	}
	for _, item := range s.WontDo {
		entry := WontDoEntry{WontDoItem: item}
		for _, p := range item.Practices {
			e, known := asked[[2]string{p.LensID, p.QuestionID}]
			if !known {
				continue
			}
			if c := e.question.Choice(p.ChoiceID); c != nil {
				entry.Practices = append(entry.Practices, WontDoPractice{p, e.number, e.question.Title, c.Title})
			}
		}
		if len(entry.Practices) > 0 {
			list = append(list, entry)
		}
	}
	return list
}

// wontDo lists the items that won't be done, beside the accepted risks. A report without any has no such section.
func (r *reportBuilder) wontDo() doc.Section {
	s := doc.Section{Title: "Items that won’t be done", Place: "wont do"}
	for _, e := range wontDoOf(r.snap, r.reviewed) {
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
