// Package portfolio has what is told of many workloads together: how each stands by pillar, what most of them lack,
// which risks have stood longest, and which workloads nobody reviewed.
//
// It may import models, figures and questionnaires. It is plain data; who may see what is decided where it is made.
package portfolio

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/figures"
	q "plumbline/questionnaires"
)

// Bounds of what a portfolio lists; it says how many there are in all.
const (
	MostPractices = 20
	MostQuestions = 10
	MostOldest    = 10
	MostOverdue   = 20
	MostNever     = 20
)

// Query says which workloads are looked at; what is "" does not narrow.
type Query struct {
	Lens        string             // id or key: only its reviews count
	Environment models.Environment // only workloads of it
	Everywhere  bool               // in all workspaces of the person, not only in the one that they are in
}

// Portfolio is how the workloads of one or several workspaces stand.
type Portfolio struct {
	Query
	At       time.Time
	TimeZone string // of the workspace that the person is in
	Today    string // in it, such as 2026-12-31
	Spaces   []Space

	Counts    q.RiskCounts // of all questions of all workloads
	Workloads []Workload   // the worst first: by high risks, by medium ones, by name
	Lenses    []LensUse    // by how many workloads use them, the most first
	Map       HeatMap

	Practices []Practice // what most workloads lack, the most first: MostPractices at most
	Unmet     int        // how many practices any workload lacks
	Questions []Question // at risk in most workloads, the most first: MostQuestions at most
	Oldest    []OldRisk  // of high risks: MostOldest at most, each of another review
	Trend     figures.Trend
	Items     *Items // nil: the person reads no items
}

// Space is a workspace that the portfolio covers.
type Space struct{ ID, Name string }

// Workload is one workload.
type Workload struct {
	ID, Name, Fold         string // Fold is the name as lists sort it
	WorkspaceID, Workspace string // whose it is
	Environment            models.Environment
	ReviewOwner            string
	NextReviewOn           string       // "": nobody set one
	Counts                 q.RiskCounts // zero: no lens is applied
}

// Reviewed reports whether anything of the workload was answered.
func (w Workload) Reviewed() bool { return w.Counts.Answered() > 0 }

// Overdue reports whether its next review should have been before today.
func (w Workload) Overdue(today string) bool { return w.NextReviewOn != "" && w.NextReviewOn < today }

// LensUse is a lens with the number of workloads that it is applied to.
type LensUse struct {
	models.Lens
	Workloads int
}

// HeatMap is workloads by the pillars of one lens, the one that most of them use if no other one is asked for.
type HeatMap struct {
	Lens    models.Lens // of the zero id: no lens is applied anywhere
	Pillars []Pillar    // in the order of the lens
	Rows    []HeatRow   // the worst first
}

// Pillar is a pillar of the lens with the counts of all workloads together.
type Pillar struct {
	ID, Name string
	Counts   q.RiskCounts
}

// HeatRow is a workload of the map: its place in Portfolio.Workloads, its counts with the lens, and those by pillar. A
// version of the lens may lack a pillar: then its counts are zero.
type HeatRow struct {
	Workload int
	Counts   q.RiskCounts
	Cells    []q.RiskCounts
}

// Practice is a practice that workloads lack.
type Practice struct {
	Lens         models.Lens
	Pillar       *q.Pillar
	Question     *q.Question
	Choice       *q.Choice
	Missing      int // workloads that lack it where the question has a risk, or the lens does not say
	Of           int // workloads that answered the question, and to which it applies
	High, Medium int // of Missing, by the risk of the question
}

// Question is a question with a risk in some workloads.
type Question struct {
	Lens         models.Lens
	Pillar       *q.Pillar
	Question     *q.Question
	High, Medium int
	Of           int // workloads that answered it, and to which it applies
}

// OldRisk is a question with a high risk whose answer has not changed for long.
type OldRisk struct {
	WorkloadID, Workload string
	Lens                 models.Lens
	Question             *q.Question
	Since                time.Time // of the answer
}

// Items are the items to do of the workloads, in numbers.
type Items struct {
	Active, Overdue, Unowned int
	Ages                     [4]int // remediation.AgeBounds parts them
	Costs                    []Cost // by currency
}

// Cost is what items to do cost in one currency: once, and each month.
type Cost struct {
	Currency   string
	Build, Run int64
}

// Add adds the items of more workloads.
func (i *Items) Add(more Items) {
	i.Active, i.Overdue, i.Unowned = i.Active+more.Active, i.Overdue+more.Overdue, i.Unowned+more.Unowned
	for n := range i.Ages {
		i.Ages[n] += more.Ages[n]
	}
	for _, c := range more.Costs {
		at := slices.IndexFunc(i.Costs, func(have Cost) bool { return have.Currency == c.Currency })
		if at < 0 {
			i.Costs = append(i.Costs, c)
			continue
		}
		i.Costs[at].Build, i.Costs[at].Run = i.Costs[at].Build+c.Build, i.Costs[at].Run+c.Run
	}
}

// Unreviewed are the workloads of which nothing is answered, by name.
func (p Portfolio) Unreviewed() (list []Workload) {
	for _, w := range p.Workloads {
		if !w.Reviewed() {
			list = append(list, w)
		}
	}
	slices.SortStableFunc(list, func(a, b Workload) int { return strings.Compare(a.Fold, b.Fold) })
	return list
}

// Overdue are the workloads whose next review is overdue, the longest first.
func (p Portfolio) Overdue() (list []Workload) {
	for _, w := range p.Workloads {
		if w.Overdue(p.Today) {
			list = append(list, w)
		}
	}
	slices.SortStableFunc(list, func(a, b Workload) int {
		return cmp.Or(strings.Compare(a.NextReviewOn, b.NextReviewOn), strings.Compare(a.Fold, b.Fold))
	})
	return list
}

// AtHighRisk is how many workloads have a high risk.
func (p Portfolio) AtHighRisk() (n int) {
	for _, w := range p.Workloads {
		if w.Counts.High > 0 {
			n++
		}
	}
	return n
}

// Worst orders workloads: the worst first, and where they are alike by name.
func Worst(a, b Workload) int {
	return cmp.Or(b.Counts.High-a.Counts.High, b.Counts.Medium-a.Counts.Medium, strings.Compare(a.Fold, b.Fold),
		strings.Compare(a.ID, b.ID))
}
