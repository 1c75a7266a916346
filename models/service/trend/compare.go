package trend

import (
	"context"
	"slices"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/comparison"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
	"plumbline/models/timezone"
)

// Comparisons are the operations of comparisons of two states of a workload.
type Comparisons struct {
	core    *core.OperationBase
	reviews *reviews.Steps
}

// ComparisonQuery names the two states: numbers of milestones, reviews.LiveState or reviews.NewestMilestone.
type ComparisonQuery struct{ From, To int }

// Compared is a comparison with what became of items between its two states.
type Compared struct {
	comparison.Comparison
	Items *remediation.ItemChanges // nil: the actor does not read items, or the first state is the later one
}

// Compare holds two states of a workload side by side, both as of one moment, and says why each risk is another one.
func (c Comparisons) Compare(ctx context.Context, workloadID string, q ComparisonQuery) (Compared, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, c.core, func(tx *store.Tx) (Compared, error) {
		load, err := core.Workload(tx, actor, models.ReadWorkload, workloadID)
		if err != nil {
			return Compared{}, err
		}
		from, err := c.reviews.State(tx, load, q.From)
		if err != nil {
			return Compared{}, err
		}
		to, err := c.reviews.State(tx, load, q.To)
		if err != nil {
			return Compared{}, err
		}
		return c.explained(tx, actor, load, comparison.Of(from, to))
	})
}

// explained fills in why risks of a comparison are others.
func (c Comparisons) explained(tx *store.Tx, actor models.Actor, load models.Workload,
	made comparison.Comparison) (Compared, error) {
	out := Compared{Comparison: made}
	if made.Backwards() {
		return out, nil
	}
	between := period{since: made.From.At}
	if made.To.Milestone != nil {
		between.until = made.To.At
	}
	var facts comparison.Facts
	var err error
	if wanted := made.Wanted(); len(wanted) > 0 {
		if facts.Answers, err = answerChanges(tx, load, wanted, between); err != nil {
			return out, err
		}
		if facts.Versions, err = versionChanges(tx, load, between); err != nil {
			return out, err
		}
	}
	seen, err := mayReadItems(tx, actor, load.ID)
	if err != nil {
		return out, err
	}
	span := remediation.Span{Since: between.since, Until: between.until}
	if seen {
		history, err := itemHistoryOf(tx, load.ID, span)
		if err != nil {
			return out, err
		}
		out.Items = new(history.in(span))
	}
	if facts.Others, err = c.others(tx, load, out, span); err != nil {
		return out, err
	}
	out.Explain(facts)
	return out, nil
}

// others are what items and acceptances have to do with questions.
func (c Comparisons) others(tx *store.Tx, load models.Workload, made Compared,
	span remediation.Span) (map[questionPath][]comparison.Cause, error) {
	list, err := store.Acceptances(tx).OfWorkload(load.ID, "")
	if err != nil || len(list) == 0 && (made.Items == nil || !made.Items.Any()) {
		return nil, err
	}
	at, err := placesOf(tx, load, made.Comparison)
	if err != nil {
		return nil, err
	}
	space, err := tx.Workspace(load.WorkspaceID)
	if err != nil {
		return nil, err
	}
	found := map[questionPath][]comparison.Cause{}
	if made.Items != nil {
		at.addItems(found, *made.Items)
	}
	at.addAcceptances(found, list, acceptanceSpan{span, timezone.Of(space.TimeZone), c.core.Now()})
	return found, nil
}

// period is the time after a moment, up to and with another one; zero: without end.
type period struct{ since, until time.Time }

// query asks the audit log for lines of the period. What a milestone was saved with has its very moment, so the period
// leaves out what it begins with.
func (p period) query(workloadID, kind string) models.AuditQuery {
	q := models.AuditQuery{WorkloadID: workloadID, Kind: kind, Since: p.since.Add(time.Microsecond),
		PageRequest: models.PageRequest{Limit: models.MaxPage}}
	if !p.until.IsZero() {
		q.Until = p.until.Add(time.Microsecond)
	}
	return q
}

// mostLines bounds the lines of the audit log that one comparison reads. What is further back has no name and date.
const mostLines = 2000

// answerChanges reads the changes of answers, newest first, until each has told who gave it its risk.
func answerChanges(tx *store.Tx, load models.Workload, paths []string, p period) ([]comparison.AnswerChange, error) {
	query := p.query(load.ID, "answer")
	open := map[string]bool{}
	for _, path := range paths {
		open[path] = true
	}
	var list []comparison.AnswerChange
	for range mostLines / models.MaxPage {
		query.ThingIDs = query.ThingIDs[:0]
		for _, path := range paths {
			if open[path] {
				query.ThingIDs = append(query.ThingIDs, path)
			}
		}
		if len(query.ThingIDs) == 0 {
			break
		}
		page, err := core.AuditPage(tx, load.WorkspaceID, query)
		if err != nil {
			return nil, err
		}
		for _, l := range page.Items {
			if change, moved := answerChange(l); moved && open[l.ThingID] {
				list, open[l.ThingID] = append(list, change), false
			}
		}
		if query.After = page.Next; page.Next == "" {
			break
		}
	}
	return list, nil
}

// answerChange reads a line about an answer, and tells whether it gave the answer another risk.
func answerChange(l models.AuditLine) (comparison.AnswerChange, bool) {
	lens, question, _ := strings.Cut(l.ThingID, "/")
	return comparison.AnswerChange{LensID: lens, QuestionID: question, By: l.ActorName, At: l.At, Changes: l.Changes},
		slices.ContainsFunc(l.Changes, func(c models.FieldChange) bool { return c.Field == "risk" })
}

// versionChanges reads which reviews began, ended or moved to another version, newest first.
func versionChanges(tx *store.Tx, load models.Workload, p period) ([]comparison.VersionChange, error) {
	page, err := core.AuditPage(tx, load.WorkspaceID, p.query(load.ID, "review"))
	if err != nil {
		return nil, err
	}
	var list []comparison.VersionChange
	for _, l := range page.Items {
		if len(l.Changes) > 0 && l.Changes[0].Field == "lens_version" {
			list = append(list, comparison.VersionChange{LensID: l.ThingID, By: l.ActorName, At: l.At, To: l.Changes[0].To,
				Choices: renamedChoices(l.Changes)})
		}
	}
	return list, nil
}

// renamedChoices are the choices that an upgrade let go on under other ids, by question/choice before.
func renamedChoices(changes []models.FieldChange) map[string]string {
	ids := map[string]string{}
	for _, c := range changes {
		for _, how := range []string{"carried_by_map/choice/", "carried_by_title/choice/"} {
			if path, is := strings.CutPrefix(c.Field, how); is {
				ids[path] = c.To
			}
		}
	}
	return ids
}
