package workloads

import (
	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

// goOnView is a review with what the actor may do.
type goOnView struct {
	Can    page.WorkloadRights
	Review reviewData
}

func goOnWith(can page.WorkloadRights, review reviewData) goOnView { return goOnView{can, review} }

// pillarData is one pillar of a review with what its questions add up to.
type pillarData struct {
	ID, Name, Notes string
	Review          urls.ReviewPath // where its questions are listed, "" if nowhere
	Frozen          string          // where they are in a milestone, "" if it is of none
	Counts          questionnaires.RiskCounts
}

// Link leads to its questions in a state, all of them for "".
func (p pillarData) Link(state string) string {
	if p.Review == "" {
		return p.Frozen
	}
	return p.Review.Filtered(state, p.ID)
}

// linkedMark is a count with the address of what it counts.
type linkedMark struct {
	page.RiskMark
	Href string
}

// linkedMarks are the states of a pillar that are not empty.
func linkedMarks(p pillarData) (list []linkedMark) {
	for _, mark := range page.RiskMarks(p.Counts) {
		if mark.N > 0 {
			list = append(list, linkedMark{mark, p.Link(listFilter(mark.Class))})
		}
	}
	return list
}

// marksAt are the states that are not empty, each with the one address where they are told apart.
func marksAt(c questionnaires.RiskCounts, href string) (list []linkedMark) {
	for _, mark := range page.RiskMarks(c) {
		if mark.N > 0 {
			list = append(list, linkedMark{mark, href})
		}
	}
	return list
}

// listFilter is how the list of a review's questions is narrowed to those with a mark.
func listFilter(class string) string {
	if class == "open" {
		return "unanswered"
	}
	return class
}

// stateColumn is a column of a table of pillars: a state and its word.
type stateColumn struct {
	Word string
	risk questionnaires.Risk
}

// Filter narrows the list of a review's questions to the state.
func (s stateColumn) Filter() string { return listFilter(page.RiskMarkOf(s.risk).Class) }

// In is the number of the column in a row.
func (s stateColumn) In(c questionnaires.RiskCounts) int { return c.Of(s.risk) }

// stateColumns are the columns that the pillars need.
func stateColumns(rows []pillarData) (columns []stateColumn) {
	var sum questionnaires.RiskCounts
	for _, p := range rows {
		sum = sum.Plus(p.Counts)
	}
	for _, r := range sum.States() {
		columns = append(columns, stateColumn{page.RiskMarkOf(r).Word, r})
	}
	return columns
}

// pillarsOf names the pillars of a review.
func pillarsOf(review models.Review, doc *questionnaires.Lens) []pillarData {
	rows := make([]pillarData, len(review.Pillars))
	for i, p := range review.Pillars {
		rows[i] = pillarData{ID: p.PillarID, Name: p.PillarID, Notes: p.Notes, Counts: p.Counts}
		if pillar := doc.Pillar(p.PillarID); pillar != nil {
			rows[i].Name = pillar.Name
		}
	}
	return rows
}
