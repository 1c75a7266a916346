package improvement

import (
	"plumbline/models"
	"plumbline/reports/reviewed"
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
	all, err := reviewed.Lenses(s, lens)
	if err != nil {
		return nil, err
	}
	return WontDoOf(s, all), nil
}

// WontDoOf are those among reviews that are counted and numbered.
func WontDoOf(s models.Snapshot, all []reviewed.Lens) (list []WontDoEntry) {
	if len(s.WontDo) == 0 {
		return nil
	}
	asked := map[[2]string]reviewed.Question{}
	for _, sh := range all {
		for _, ch := range sh.Pillars {
			for _, e := range ch.Questions {
				asked[[2]string{sh.Review.Lens.ID, e.Question.ID}] = e
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
			if c := e.Question.Choice(p.ChoiceID); c != nil {
				entry.Practices = append(entry.Practices, WontDoPractice{p, e.Number, e.Question.Title, c.Title})
			}
		}
		if len(entry.Practices) > 0 {
			list = append(list, entry)
		}
	}
	return list
}
