package trend

import (
	"context"
	"time"

	"plumbline/models"
	"plumbline/models/figures"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/models/store/trends"
	"plumbline/models/timezone"
)

// Trends are the operations of daily figures, and of the trend that they make.
type Trends struct{ core *core.OperationBase }

// SeriesQuery says which days are asked for, both included; "" is without bound.
type SeriesQuery struct {
	From, To string
	Step     Step
}

// Step is how far points lie apart.
type Step string

// The steps. Where none is asked for it is a day, or a week where there are more than mostDays of them.
const (
	EachDay  Step = "day"
	EachWeek Step = "week"
)

// mostDays is how many days are told one by one where nobody says so.
const mostDays = 130

// check says what is wrong with the query.
func (q SeriesQuery) check() error {
	for _, f := range []struct{ name, day string }{{"from", q.From}, {"to", q.To}} {
		if f.day == "" {
			continue
		}
		if _, err := timezone.ParseDay(f.day); err != nil {
			return models.InvalidInput(models.FieldFault{Field: f.name, Message: err.Error()})
		}
	}
	if q.From != "" && q.To != "" && q.To < q.From {
		return models.InvalidInput(models.FieldFault{Field: "to", Message: "must not be before from"})
	}
	return nil
}

// WorkloadTrend is how one workload has moved.
type WorkloadTrend struct {
	Workload models.Workload
	figures.Trend
	// Items are what became of items before each of the newest milestones, since the one before it, by its number. nil:
	// the actor does not read items.
	Items map[int]remediation.ItemChanges
}

// Workload returns how a workload has moved.
func (t Trends) Workload(ctx context.Context, id string, q SeriesQuery) (WorkloadTrend, error) {
	if err := q.check(); err != nil {
		return WorkloadTrend{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, t.core, func(tx *store.Tx) (WorkloadTrend, error) {
		load, err := core.Workload(tx, actor, models.ReadWorkload, id)
		if err != nil {
			return WorkloadTrend{}, err
		}
		out := WorkloadTrend{Workload: load}
		if out.Trend, err = t.series(tx, load.WorkspaceID, trends.Scope{WorkloadID: id}, q); err != nil {
			return out, err
		}
		seen, err := mayReadItems(tx, actor, id)
		if err == nil && seen {
			out.Items, err = itemsByMilestone(tx, id)
		}
		return out, err
	})
}

// Workspace returns how the workloads that the actor reaches have moved together.
func (t Trends) Workspace(ctx context.Context, q SeriesQuery) (figures.Trend, error) {
	if err := q.check(); err != nil {
		return figures.Trend{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, t.core, func(tx *store.Tx) (figures.Trend, error) {
		if err := models.Allow(actor, models.ReadWorkload, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return figures.Trend{}, err
		}
		return t.series(tx, actor.WorkspaceID,
			trends.Scope{WorkspaceID: actor.WorkspaceID, Only: actor.Scope.Workloads}, q)
	})
}

// series makes the trend of some workloads, by days of the time zone of a workspace.
func (t Trends) series(tx *store.Tx, workspaceID string, scope trends.Scope, q SeriesQuery) (figures.Trend, error) {
	space, err := tx.Workspace(workspaceID)
	if err != nil {
		return figures.Trend{}, err
	}
	zone := timezone.Of(space.TimeZone)
	today, table := dayOf(zone, t.core.Now()), store.Trends(tx)
	in := figures.Input{From: q.From, To: q.To, One: scope.WorkloadID != ""}
	if in.Marks, err = table.Marks(scope, zone); err != nil {
		return figures.Trend{}, err
	}
	days, err := table.Days(trends.Period{From: q.From, To: q.To})
	if err != nil {
		return figures.Trend{}, err
	}
	weekly := q.Step == EachWeek || q.Step == "" && len(days) > mostDays
	if weekly {
		days = figures.Weekly(days)
	}
	if in.Days, err = table.Sums(scope, days); err != nil {
		return figures.Trend{}, err
	}
	if q.To == "" || q.To >= today {
		now, err := table.Live(scope, today)
		if err != nil {
			return figures.Trend{}, err
		}
		in.Now = &now
	}
	if weekly {
		return figures.Of(in).EachWeek(), nil
	}
	return figures.Of(in), nil
}

func dayOf(zone timezone.Zone, at time.Time) string { return zone.In(at).Format(time.DateOnly) }

// Note keeps the figures of the day that has ended last, of each workspace, and thins those of long ago. It may be
// called at any time, as often as one likes and by several servers: what was noted stays.
func (t Trends) Note(ctx context.Context) error {
	spaces, err := core.Read(ctx, t.core, func(tx *store.Tx) ([]models.Workspace, error) { return tx.Workspaces() })
	if err != nil {
		return err
	}
	for _, space := range spaces {
		if err := t.core.Store.Write(ctx, func(tx *store.Tx) error { return t.note(tx, space) }); err != nil {
			return err
		}
	}
	return t.core.Store.Write(ctx, t.thin)
}

// note keeps the figures of the day before today.
func (t Trends) note(tx *store.Tx, space models.Workspace) error {
	zone, now := timezone.Of(space.TimeZone), t.core.Now()
	today, err := timezone.ParseDay(dayOf(zone, now))
	if err != nil {
		return err
	}
	return store.Trends(tx).Note(trends.Closing{WorkspaceID: space.ID, End: zone.Start(today),
		Day: figures.AddDays(dayOf(zone, now), -1)})
}

// thin leaves one day a week of what is older than figures.KeptDaily days.
func (t Trends) thin(tx *store.Tx) error {
	table := store.Trends(tx)
	before := figures.Week(figures.Thin(dayOf(timezone.UTC, t.core.Now())))
	days, err := table.Days(trends.Period{To: figures.AddDays(before, -1)})
	if err != nil {
		return err
	}
	return table.Thin(figures.Excess(days))
}
