package planning

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"plumbline/models"
	"plumbline/models/portfolio"
	"plumbline/models/store/micros"
)

// own is the condition of workloads, w, that belong to a workspace or are shared with it.
const own = "w.workspace_id = ? OR w.id IN (SELECT s.thing_id FROM shares AS s WHERE s.target_id = ? AND " +
	"s.kind = 'workload' AND s.status = 'accepted')"

// Reach says which workloads are looked at: those of a workspace, and of those that are shared with it.
type Reach struct {
	WorkspaceID string
	Only        []string           // ids; none: all
	Environment models.Environment // "": any
}

func (t *Table) reach(q *gorm.DB, r Reach) *gorm.DB {
	q = q.Where(own, r.WorkspaceID, r.WorkspaceID)
	if len(r.Only) > 0 {
		q = q.Where(t.tx.Among("w.id", r.Only))
	}
	if r.Environment != "" {
		q = q.Where("w.environment = ?", string(r.Environment))
	}
	return q
}

// What is read of ten thousand workloads comes as a few texts with a line each, as answers do: see packedAnswers.
// Neither ids nor names have line breaks.
const packedWorkloads = "w.workspace_id, w.environment, count(*), string_agg(w.id, '\n'), string_agg(w.name, '\n'), " +
	"string_agg(w.name_fold, '\n'), string_agg(w.review_owner, '\n'), string_agg(w.next_review_on, '\n')"

// Workloads lists what is reached, in no order, without counts.
func (t *Table) Workloads(r Reach) (list []portfolio.Workload, err error) {
	q := t.reach(t.tx.DB.Table("workloads AS w"), r).Select(packedWorkloads).Group("w.workspace_id, w.environment")
	var space, environment string
	var texts [5]string
	err = t.packed(q, []any{&space, &environment}, texts[:], func(n int, lines [][]string) {
		for i := range n {
			list = append(list, portfolio.Workload{ID: lines[0][i], Name: lines[1][i], Fold: lines[2][i], WorkspaceID: space,
				Environment: models.Environment(environment), ReviewOwner: lines[3][i], NextReviewOn: lines[4][i]})
		}
	})
	return list, t.tx.Failed("list", "workloads", err)
}

const packedReviews = "r.lens_id, r.lens_version_id, count(*), string_agg(r.id, '\n'), " +
	"string_agg(r.workload_id, '\n'), string_agg(CAST(r.version AS text), '\n'), " +
	"string_agg(CAST(r.changes AS text), '\n')"

// Reviews lists the reviews of what is reached, in no order, without names.
func (t *Table) Reviews(r Reach) (list []Reached, err error) {
	q := t.reach(t.tx.DB.Table("reviews AS r").Joins("JOIN workloads AS w ON w.id = r.workload_id"), r).
		Select(packedReviews).Group("r.lens_id, r.lens_version_id")
	var lens, version string
	var texts [4]string
	var wrong error
	err = t.packed(q, []any{&lens, &version}, texts[:], func(n int, lines [][]string) {
		for i := range n {
			seq, bad := strconv.Atoi(lines[2][i])
			changes, worse := strconv.ParseInt(lines[3][i], 10, 64)
			wrong = errors.Join(wrong, bad, worse)
			list = append(list, Reached{ReviewID: lines[0][i], WorkloadID: lines[1][i], LensID: lens, LensVersionID: version,
				State: State{version, seq, changes}})
		}
	})
	return list, t.tx.Failed("list", "reviews", errors.Join(err, wrong))
}

// packed reads groups: their names, how many rows each has, and texts with a line for each row.
func (t *Table) packed(q *gorm.DB, names []any, texts []string, do func(n int, lines [][]string)) error {
	rows, err := q.Rows()
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	var n int
	into := append(slices.Clone(names), &n)
	for i := range texts {
		into = append(into, &texts[i])
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		lines := make([][]string, len(texts))
		for i, text := range texts {
			if lines[i] = strings.Split(text, "\n"); len(lines[i]) != n {
				return errPacked
			}
		}
		do(n, lines)
	}
	return rows.Err()
}

// ItemBounds are what items to do are counted by: the day by which a due date has passed, and the moments at which the
// youngest items of the second, third and fourth age group were made.
type ItemBounds struct {
	Today string
	Ages  [3]time.Time
}

type itemsRow struct {
	Currency                                             string
	Active, Overdue, Unowned, First, Second, Third, Last int
	Build, Run                                           int64
}

// countItems counts the items to do. GORM has no words for sums by condition.
const countItems = "COALESCE(ps.currency, '') AS currency, count(*) AS active, " +
	"sum(CASE WHEN i.due_on <> '' AND i.due_on < ? THEN 1 ELSE 0 END) AS overdue, " +
	"sum(CASE WHEN i.owner_kind = '' THEN 1 ELSE 0 END) AS unowned, " +
	"sum(CASE WHEN i.created_at > ? THEN 1 ELSE 0 END) AS first, " +
	"sum(CASE WHEN i.created_at <= ? AND i.created_at > ? THEN 1 ELSE 0 END) AS second, " +
	"sum(CASE WHEN i.created_at <= ? AND i.created_at > ? THEN 1 ELSE 0 END) AS third, " +
	"sum(CASE WHEN i.created_at <= ? THEN 1 ELSE 0 END) AS last, " +
	"CAST(COALESCE(sum(i.build_cost), 0) AS bigint) AS build, CAST(COALESCE(sum(i.run_cost), 0) AS bigint) AS run"

// ItemFigures counts the items to do of what is reached, in each currency; currency is that of workspaces that set
// none.
func (t *Table) ItemFigures(r Reach, b ItemBounds, currency string) (portfolio.Items, error) {
	var rows []itemsRow
	var ages [len(b.Ages)]int64
	for n, at := range b.Ages {
		ages[n] = micros.Of(at)
	}
	q := t.tx.DB.Table("items AS i").Joins("JOIN workloads AS w ON w.id = i.workload_id").
		Joins("LEFT JOIN plan_settings AS ps ON ps.workspace_id = i.workspace_id").
		Where("i.status IN ('open', 'in_progress', 'blocked', 'in_review', 'to_verify')").
		Select(countItems, b.Today, ages[0], ages[0], ages[1], ages[1], ages[2], ages[2]).
		Group("ps.currency").Order("ps.currency")
	var sum portfolio.Items
	if err := t.reach(q, r).Find(&rows).Error; err != nil {
		return sum, t.tx.Failed("count", "items", err)
	}
	for _, row := range rows {
		sum.Add(portfolio.Items{Active: row.Active, Overdue: row.Overdue, Unowned: row.Unowned,
			Ages:  [4]int{row.First, row.Second, row.Third, row.Last},
			Costs: []portfolio.Cost{{Currency: cmp.Or(row.Currency, currency), Build: row.Build, Run: row.Run}}})
	}
	return sum, nil
}
