package models

import (
	"fmt"
	"time"

	"plumbline/models/accepted"
	"plumbline/models/text"
	"plumbline/questionnaires"
)

// Snapshot is a workload with everything a report, a diff or an export shows, at one moment. A live one is read in
// one transaction; a milestone is a frozen one. It is read-only.
type Snapshot struct {
	WorkspaceName string
	AccountID     string
	TimeZone      string // of the workspace when it is read, also of a milestone: in which reports write dates
	Workload      Workload
	Milestone     *Milestone // nil: the live state
	At            time.Time  // the milestone's time, or the last change of the live state; never the clock
	Reviews       []ReviewSnapshot
	WontDo        []WontDoItem // by number
	Work          *PlannedWork // nil: not known, as in milestones of earlier releases, or not asked for
}

// WontDoItem is an item of the improvement plan that won't be done, so that the risks of its practices stay.
type WontDoItem struct {
	Number    int
	Title     string
	Reason    string // a remediation.WontDoReason
	Note      string
	DecidedAt time.Time
	DecidedBy string
	Practices []SnapshotPractice // what it would have closed, of the reviews in the Snapshot
}

// ReviewSnapshot is one review in a Snapshot, with the lens version it was made with.
type ReviewSnapshot struct {
	Review  Review
	Lens    Lens
	Version LensVersion // with Document
	Doc     *questionnaires.Lens
	Answers []Answer // one for each question of Doc, in its order; those nobody dealt with are UNANSWERED

	Accepted []accepted.Entry // risks that are taken on purpose and were so at that moment
}

// Counts adds up all reviews.
func (s Snapshot) Counts() questionnaires.RiskCounts {
	var sum questionnaires.RiskCounts
	for _, r := range s.Reviews {
		sum = sum.Plus(r.Review.Counts())
	}
	return sum
}

// FileName is what a file of it is called: after the workload, after the kinds of the file if any are given, and of a
// milestone after that too.
func (s Snapshot) FileName(extension string, kinds ...string) text.FileName {
	parts := append([]string{s.Workload.Name}, kinds...)
	if s.Milestone != nil {
		parts = append(parts, fmt.Sprintf("milestone %d", s.Milestone.Number))
	}
	return text.FileNameOf(extension, parts...)
}

// WorkloadStatus is how the workload stood.
func (s Snapshot) Standing() WorkloadStatus {
	out := WorkloadStatus{Counts: s.Counts(), ChangedAt: s.Workload.UpdatedAt, ChangedBy: s.Workload.UpdatedBy}
	for _, r := range s.Reviews {
		if r.Review.UpdatedAt.After(out.ChangedAt) {
			out.ChangedAt, out.ChangedBy = r.Review.UpdatedAt, r.Review.UpdatedBy
		}
	}
	return out
}

// MarkUndecided marks the answers that no rule of Doc rates, and counts them so. Releases before the mark froze them as
// NONE.
func (r *ReviewSnapshot) MarkUndecided() {
	marked := false
	for i, a := range r.Answers {
		if _, q := r.Doc.Question(a.QuestionID); a.Risk == questionnaires.RiskNone && q != nil &&
			q.Rate(a.Rated()).Risk == questionnaires.RiskUndecided {
			r.Answers[i].Risk, marked = questionnaires.RiskUndecided, true
		}
	}
	if marked {
		r.Review.Pillars = CountReview(r.Doc, ByQuestion(r.Answers), r.Review.Pillars)
	}
}

// Answer finds the answer to a question.
func (r ReviewSnapshot) Answer(questionID string) (Answer, bool) {
	for _, a := range r.Answers {
		if a.QuestionID == questionID {
			return a, true
		}
	}
	return Answer{}, false
}
