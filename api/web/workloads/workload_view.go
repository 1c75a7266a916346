package workloads

import (
	"fmt"
	"math"
	"strconv"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

// workloadRights is what the actor may do with one workload. It decides what is shown; what may be done is decided by
// the services.
type workloadRights struct{ Edit, Delete, Review, Milestone, Answer, Guests, Share bool }

func canWith(actor models.Actor, at models.ThingPlace) workloadRights {
	may := func(action models.Action) bool { return models.Allow(actor, action, at) == nil }
	return workloadRights{may(models.UpdateWorkload), may(models.DeleteWorkload), may(models.UpdateReview),
		may(models.CreateMilestone), may(models.UpdateAnswer), may(models.ManageGuests), may(models.ShareWorkload)}
}

// goOnView is a review with what the actor may do.
type goOnView struct {
	Can    workloadRights
	Review reviewData
}

func goOnWith(can workloadRights, review reviewData) goOnView { return goOnView{can, review} }

// barPart is one risk's share of a stacked bar that is 100 wide.
type barPart struct{ Class, X, Width string }

// barParts gives the parts that are not empty, the worst first.
func barParts(c questionnaires.RiskCounts) (parts []barPart) {
	total := float64(c.Total())
	at := 0
	number := func(n int) string { return strconv.FormatFloat(math.Round(float64(n)/total*10000)/100, 'f', -1, 64) }
	for _, r := range page.RiskMarks(c) {
		if r.N > 0 {
			parts = append(parts, barPart{r.Class, number(at), number(r.N)})
			at += r.N
		}
	}
	return parts
}

// barView is a bar with what it is called.
type barView struct {
	Title  string
	Counts questionnaires.RiskCounts
}

// barOf names the bar after what it is of, and says what it shows.
func barOf(of string, c questionnaires.RiskCounts) barView { return barView{of + ": " + inWords(c), c} }

func inWords(c questionnaires.RiskCounts) string {
	words := ""
	for _, r := range page.RiskMarks(c) {
		if r.N > 0 {
			if words != "" {
				words += ", "
			}
			words += fmt.Sprintf("%d %s", r.N, labels.InSentence(r.Word))
		}
	}
	if words == "" {
		return "no questions"
	}
	return words
}

// scoreOf is the score out of 100, a dash where no question applies.
func scoreOf(c questionnaires.RiskCounts) string {
	if n, ok := c.Score(); ok {
		return strconv.Itoa(n)
	}
	return "–"
}

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
