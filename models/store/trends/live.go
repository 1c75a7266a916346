package trends

import (
	"fmt"
	"strings"
	"time"

	"plumbline/models/figures"
	"plumbline/models/store/micros"
)

// active are the statuses of items that are not closed.
const active = "('open', 'in_progress', 'blocked', 'in_review', 'to_verify')"

// live is how workloads stand: the kept counts of their reviews, and their items. Its parameters are the day by which
// a due date has passed, and what narrows the workloads. It is one statement, so that a whole workspace is noted at
// once; GORM has no words for its sub-queries.
const live = "SELECT w.id AS workload_id, ? AS day, %s, " +
	"(SELECT count(*) FROM items AS i WHERE i.workload_id = w.id AND i.status IN " + active + ") AS open_items, " +
	"(SELECT count(*) FROM items AS i WHERE i.workload_id = w.id AND i.status IN " + active +
	" AND i.due_on <> '' AND i.due_on < ?) AS overdue_items " +
	"FROM workloads AS w LEFT JOIN reviews AS r ON r.workload_id = w.id " +
	"LEFT JOIN pillar_reviews AS p ON p.review_id = r.id WHERE %s GROUP BY w.id ORDER BY w.id"

var countNames = []string{"count_unanswered", "count_high", "count_medium", "count_none", "count_not_applicable",
	"count_undecided"}

func liveQuery(where string) string {
	counts := make([]string, len(countNames))
	for i, name := range countNames {
		counts[i] = "CAST(COALESCE(sum(p." + name + "), 0) AS bigint) AS " + name
	}
	return fmt.Sprintf(live, strings.Join(counts, ", "), where)
}

// Closing is the end of a day in a workspace.
type Closing struct {
	WorkspaceID string
	Day         string
	End         time.Time // workloads that were created from then on are left out
}

// Note keeps how the workloads of a workspace stand as their figures of a day that has just ended. What was noted
// before stays, so that whoever does it again, or at the same time, does no harm.
func (t *Table) Note(c Closing) error {
	q := t.tx.DB.Exec("INSERT INTO trend_days (workload_id, day, "+strings.Join(countNames, ", ")+
		", open_items, overdue_items) "+liveQuery("w.workspace_id = ? AND w.created_at < ?")+
		" ON CONFLICT (workload_id, day) DO NOTHING", c.Day, c.Day, c.WorkspaceID, micros.Of(c.End))
	return t.tx.Failed("note", "daily figures", q.Error)
}

// Live adds up how workloads stand today.
func (t *Table) Live(s Scope, today string) (figures.Day, error) {
	ids, err := t.workloads(s)
	if err != nil {
		return figures.Day{}, err
	}
	var rows []row
	if err := t.tx.DB.Raw(liveQuery("w.id IN (?)"), today, today, ids).Scan(&rows).Error; err != nil {
		return figures.Day{}, t.tx.Failed("read", "figures", err)
	}
	sum := figures.Day{Day: today, Workloads: len(rows)}
	for _, r := range rows {
		sum.Figures = sum.Plus(r.Figures.figures())
	}
	return sum, nil
}
