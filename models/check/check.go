// Package check decides whether a workload passes a gate, such as one of a pipeline: not more risks than a bound, and
// nothing that nobody looked at. It is pure: the same states and rules give the same verdict.
//
// It may import models, comparison and questionnaires.
package check

import (
	"plumbline/models"
	"plumbline/models/comparison"
	"plumbline/questionnaires"
)

// Rules are what a workload has to hold. A bound that is nil is not looked at; where all are, no high risk is allowed.
type Rules struct {
	MaxHigh   *int // high risks
	MaxMedium *int // medium risks
	MaxWorse  *int // risks that are new or regressed since the baseline, which it needs

	AllowUnanswered bool // questions that are unanswered, or undecided, do not fail the check
}

// withDefault allows no high risk where nothing else is said.
func (r Rules) withDefault() Rules {
	if r.MaxHigh == nil && r.MaxMedium == nil && r.MaxWorse == nil {
		r.MaxHigh = new(0)
	}
	return r
}

// TermKind says what a term of a verdict is about.
type TermKind string

// The kinds of terms, in the order in which they are told.
const (
	Reviewed    TermKind = "reviewed"   // a lens is applied, and somebody has answered something
	HighRisks   TermKind = "high"       // not more high risks than the bound
	MediumRisks TermKind = "medium"     // not more medium risks than the bound
	Worse       TermKind = "worse"      // not more new and regressed risks than the bound
	Unanswered  TermKind = "unanswered" // no question is unanswered
	Undecided   TermKind = "undecided"  // no answer is one of which the lens does not say
)

// Term is one thing that was looked at. It holds if Count is not above Most; of Reviewed, Count is the number of
// answered questions, which must be above 0.
type Term struct {
	Kind  TermKind
	Holds bool
	Count int
	Most  int
}

// Question is a question with its place and risk.
type Question struct {
	Lens       models.Lens
	PillarID   string
	PillarName string
	ID, Code   string
	Title      string
	Short      string
	Risk       questionnaires.Risk
}

// ChangeKind says what became of a risk since the baseline.
type ChangeKind string

// The kinds of changes. New and Regressed are worse than before, Fixed and Lowered better, and of the others nobody
// can tell.
const (
	New       ChangeKind = "new"       // nobody knew of it: the question was not there, or open
	Regressed ChangeKind = "regressed" // it was lower
	Fixed     ChangeKind = "fixed"     // it was high or medium, and is neither
	Lowered   ChangeKind = "lowered"   // it was high, and is medium
	Removed   ChangeKind = "removed"   // it was high or medium, and its question or lens is gone
	Open      ChangeKind = "open"      // it was high or medium, and the question is unanswered or undecided now
)

// ChangeKinds lists them in the order in which they are told.
var ChangeKinds = [...]ChangeKind{New, Regressed, Fixed, Lowered, Removed, Open}

// Change is a risk that is another one than in the baseline. Its question's risk is the one now, "" if it is gone.
type Change struct {
	Question
	Kind ChangeKind
	From questionnaires.Risk // "" where there was no such question
}

// Verdict is whether a workload passes, and on which grounds.
type Verdict struct {
	Now      models.Snapshot
	Baseline *models.Snapshot
	Rules    Rules
	LensID   string // of the one lens that was looked at; "" for all
	Counts   questionnaires.RiskCounts
	Before   questionnaires.RiskCounts // of the baseline
	Terms    []Term
	Risks    []Question // high ones first, then medium, then undecided and unanswered ones
	Changes  []Change
}

// Passed reports whether all terms hold.
func (v Verdict) Passed() bool {
	for _, t := range v.Terms {
		if !t.Holds {
			return false
		}
	}
	return len(v.Terms) > 0
}

// Count counts changes of the kinds.
func (v Verdict) Count(kinds ...ChangeKind) (n int) {
	for _, c := range v.Changes {
		for _, k := range kinds {
			if c.Kind == k {
				n++
			}
		}
	}
	return n
}

// Input is what Of decides on: the state of a workload, the one to compare it with (nil: none), and the id of the one
// lens that matters, "" for all.
type Input struct {
	Now      models.Snapshot
	Baseline *models.Snapshot
	LensID   string
	Rules    Rules
}

// Of decides. Rules that need a baseline and have none are an Invalid error.
func Of(in Input) (Verdict, error) {
	v := Verdict{Now: in.Now, Baseline: in.Baseline, Rules: in.Rules.withDefault(), LensID: in.LensID}
	if v.Rules.MaxWorse != nil && v.Baseline == nil {
		return v, models.InvalidInput(models.FieldFault{Field: "baseline", Message: "is needed to count what got worse"})
	}
	v.Counts, v.Risks = v.stateOf(in.Now)
	if in.Baseline != nil {
		v.Before, _ = v.stateOf(*in.Baseline)
		v.compare(comparison.Of(*in.Baseline, in.Now))
	}
	v.Terms = v.terms()
	return v, nil
}

func (v Verdict) terms() []Term {
	list := []Term{{Kind: Reviewed, Holds: v.Counts.Answered() > 0, Count: v.Counts.Answered()}}
	bound := func(kind TermKind, count int, most *int) {
		if most != nil {
			list = append(list, Term{Kind: kind, Holds: count <= *most, Count: count, Most: *most})
		}
	}
	bound(HighRisks, v.Counts.High, v.Rules.MaxHigh)
	bound(MediumRisks, v.Counts.Medium, v.Rules.MaxMedium)
	bound(Worse, v.Count(New, Regressed), v.Rules.MaxWorse)
	if !v.Rules.AllowUnanswered {
		bound(Unanswered, v.Counts.Unanswered, new(0))
		bound(Undecided, v.Counts.Undecided, new(0))
	}
	return list
}

// worst is the order of what a verdict lists.
var worst = [...]questionnaires.Risk{questionnaires.RiskHigh, questionnaires.RiskMedium, questionnaires.RiskUndecided,
	questionnaires.RiskUnanswered}

// stateOf counts the questions of a state, and lists those that are not fine.
func (v Verdict) stateOf(s models.Snapshot) (counts questionnaires.RiskCounts, list []Question) {
	by := map[questionnaires.Risk][]Question{}
	for _, r := range s.Reviews {
		if v.LensID != "" && r.Lens.ID != v.LensID {
			continue
		}
		answers := models.ByQuestion(r.Answers)
		for _, p := range r.Doc.Pillars {
			for _, q := range p.Questions {
				risk := questionnaires.RiskUnanswered
				if a, ok := answers[q.ID]; ok {
					risk = a.Risk
				}
				counts.Add(risk, 1)
				by[risk] = append(by[risk], Question{Lens: r.Lens, PillarID: p.ID, PillarName: p.Name, ID: q.ID,
					Code: q.DocumentID, Title: q.Title, Short: q.Short(), Risk: risk})
			}
		}
	}
	for _, risk := range worst {
		list = append(list, by[risk]...)
	}
	return counts, list
}

// compare lists the risks that are others than in the baseline.
func (v *Verdict) compare(c comparison.Comparison) {
	by := map[ChangeKind][]Change{}
	for _, l := range c.Lenses {
		if v.LensID != "" && l.Lens.ID != v.LensID {
			continue
		}
		for _, p := range l.Pillars {
			for _, q := range p.Questions {
				if kind := changeOf(q.From.Risk, q.To.Risk); kind != "" {
					by[kind] = append(by[kind], Change{Kind: kind, From: q.From.Risk, Question: Question{Lens: l.Lens,
						PillarID: p.ID, PillarName: p.Name, ID: q.ID, Code: q.Code(), Title: q.Title, Short: q.Short,
						Risk: q.To.Risk}})
				}
			}
		}
	}
	for _, kind := range ChangeKinds {
		v.Changes = append(v.Changes, by[kind]...)
	}
}

// severity orders risks; what is not there, or not known, has none.
var severity = map[questionnaires.Risk]int{questionnaires.RiskHigh: 2, questionnaires.RiskMedium: 1}

// changeOf says what became of a risk; "" is that there is none to speak of, or that it is as it was.
func changeOf(from, to questionnaires.Risk) ChangeKind {
	was, is := severity[from], severity[to]
	known := from == questionnaires.RiskNone || from == questionnaires.RiskNotApplicable || was > 0
	switch {
	case is > was && known:
		return Regressed
	case is > was:
		return New
	case was == is:
		return ""
	case is > 0:
		return Lowered
	case to == "":
		return Removed
	case to == questionnaires.RiskUnanswered || to == questionnaires.RiskUndecided:
		return Open
	}
	return Fixed
}
