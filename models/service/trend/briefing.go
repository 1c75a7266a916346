package trend

import (
	"context"

	"plumbline/models"
	"plumbline/models/comparison"
	"plumbline/models/figures"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
	"plumbline/models/store/trends"
	"plumbline/models/timezone"
	"plumbline/reports"
)

// Briefings are the operations of reports that say what became of a workload, beside how it is.
type Briefings struct {
	comparisons Comparisons
	reviews     reviews.Reviews
}

// FormerMilestone stands for the milestone before the state of a report where one to compare with is asked for;
// NoMilestone for none.
const (
	FormerMilestone = 0
	NoMilestone     = -1
)

// BriefingQuery says what a report is about, and with which milestone it compares that: a number, FormerMilestone or
// NoMilestone.
type BriefingQuery struct {
	reviews.ReportQuery
	Since int

	Record bool // with what auditors ask for
}

// Briefing is what a report is made of.
type Briefing struct {
	reviews.ReportView
	Since *comparison.Comparison // nil: there is nothing to compare with, or nobody asked
	Marks []figures.Mark         // milestones up to the state, the oldest first

	Record *reports.Record // nil unless it was asked for
}

// Source is the same as the reports take it.
func (b Briefing) Source() reports.Source {
	return reports.Source{Snapshot: b.Snapshot, Since: b.Since, Marks: b.Marks, Record: b.Record}
}

// Report reads what a report is made of, in one transaction. Guests get no items, milestones and
// comparisons. The error is NotFound for a milestone that there is not, Invalid for one that is not earlier than the
// state of the report.
func (b Briefings) Report(ctx context.Context, workloadID string, q BriefingQuery) (Briefing, error) {
	actor := models.ActorFrom(ctx)
	if actor.Kind == models.GuestActor {
		if q.Record {
			return Briefing{}, models.Errorf(models.CodeForbidden, "a guest link opens a review as it is, not its history")
		}
		if q.Since > 0 {
			return Briefing{}, models.InvalidInput(models.FieldFault{Field: "since", Message: "guests see no milestones"})
		}
		view, err := b.reviews.Report(ctx, workloadID, q.ReportQuery)
		return Briefing{ReportView: view}, err
	}
	return core.Read(ctx, b.comparisons.core, func(tx *store.Tx) (Briefing, error) {
		load, err := core.Workload(tx, actor, models.ReadWorkload, workloadID)
		if err != nil {
			return Briefing{}, err
		}
		var out Briefing
		if out.Snapshot, err = b.state(tx, actor, load, q.Milestone); err != nil {
			return out, err
		}
		if out.LensID, err = reviews.OneLens(out.Snapshot, q.Lens); err != nil {
			return out, err
		}
		if out.Marks, err = marksUntil(tx, out.Snapshot); err != nil {
			return out, err
		}
		if q.Record {
			if out.Record, err = recordUntil(tx, actor, load, out.Snapshot); err != nil {
				return out, err
			}
		}
		since, err := sinceMilestone(out, q)
		if err != nil || since == NoMilestone {
			return out, err
		}
		from, err := b.comparisons.reviews.MilestoneSnapshot(tx, load.ID, since)
		if err != nil {
			return out, err
		}
		made, err := b.comparisons.explained(tx, actor, load, comparison.Of(from, out.Snapshot))
		out.Since = &made.Comparison
		return out, err
	})
}

// state is a state of the workload with what is to be done then, for those who may know.
func (b Briefings) state(tx *store.Tx, actor models.Actor, load models.Workload, number int) (models.Snapshot, error) {
	snap, err := b.comparisons.reviews.State(tx, load, number)
	if err != nil {
		return snap, err
	}
	seen, err := mayReadItems(tx, actor, load.ID)
	switch {
	case err != nil:
		return snap, err
	case !seen:
		snap.Work, snap.WontDo = nil, nil
		return snap, nil
	case snap.Milestone == nil:
		return snap, reviews.PlanWork(tx, &snap, b.comparisons.core.Now())
	}
	return snap, nil
}

// marksUntil are the milestones of the workload up to a state of it.
func marksUntil(tx *store.Tx, snap models.Snapshot) ([]figures.Mark, error) {
	list, err := store.Trends(tx).Marks(trends.Scope{WorkloadID: snap.Workload.ID}, timezone.Of(snap.TimeZone))
	for n, mark := range list {
		if snap.Milestone != nil && mark.Number > snap.Milestone.Number {
			return list[:n], err
		}
	}
	return list, err
}

// sinceMilestone is the milestone that a report is compared with, NoMilestone where there is none.
func sinceMilestone(b Briefing, q BriefingQuery) (int, error) {
	before := 0 // the newest one that is earlier
	for _, mark := range b.Marks {
		if b.Snapshot.Milestone == nil || mark.Number < b.Snapshot.Milestone.Number {
			before = max(before, mark.Number)
		}
	}
	switch {
	case q.Since == NoMilestone || q.Since == FormerMilestone && before == 0:
		return NoMilestone, nil
	case q.Since == FormerMilestone:
		return before, nil
	case q.Since < 0:
		return 0, models.InvalidInput(models.FieldFault{Field: "since", Message: "must be the number of a milestone"})
	case b.Snapshot.Milestone != nil && q.Since >= b.Snapshot.Milestone.Number:
		return 0, models.InvalidInput(models.FieldFault{Field: "since",
			Message: "must be an earlier milestone than that of the report"})
	}
	return q.Since, nil
}
