package items

import (
	"strconv"
	"strings"

	"gorm.io/gorm"

	"plumbline/models"
	"plumbline/models/remediation"
)

// noDate sorts items without a date behind all others.
const noDate = "9999-99-99"

// activeItems is the condition of the indexes of active items, to the letter.
const activeItems = "status IN ('open', 'in_progress', 'blocked', 'in_review', 'to_verify')"

// sorts are the expressions that lists are sorted by, beside the number.
var sorts = map[remediation.ItemSort]string{
	remediation.ByDue:      "CASE WHEN due_on = '' THEN '" + noDate + "' ELSE due_on END",
	remediation.ByPriority: "priority",
	remediation.ByNumber:   "number",
	remediation.ByUpdate:   "updated_at",
}

// Position is where a page ended: what its last item is sorted by, a text or a number, and its id.
type Position struct {
	Text string
	Int  int64
	ID   string
}

// PositionOf is where a page ends whose last item is i.
func PositionOf(sort remediation.ItemSort, i remediation.Item) Position {
	switch sort {
	case remediation.ByPriority:
		return Position{Int: int64(rankOf(i.Priority)), ID: i.ID}
	case remediation.ByNumber:
		return Position{Int: int64(i.Number), ID: i.ID}
	case remediation.ByUpdate:
		return Position{Int: rowOf(i).UpdatedAt, ID: i.ID}
	}
	if i.DueOn == "" {
		return Position{Text: noDate, ID: i.ID}
	}
	return Position{Text: string(i.DueOn), ID: i.ID}
}

// List gives the items of a page in the order of the query. own narrows to the workloads of the workspace and those
// that are shared with it. after is where the page before ended, nil at the start.
func (t *Table) List(query remediation.ItemQuery, own *gorm.DB, after *Position) ([]remediation.Item, error) {
	return t.list(t.sorted(query, own, after))
}

// Columns gives the first items of each status of a query, so many of each, without texts, practices and what they
// need.
func Columns(t *Table, query remediation.ItemQuery, own *gorm.DB, each int) ([]remediation.Item, error) {
	queries := make([]*gorm.DB, len(remediation.Statuses))
	for n, status := range remediation.Statuses {
		query.Statuses, query.Sort = []remediation.Status{status}, remediation.ByDue
		if !status.Active() { // what was closed last comes first
			query.Sort = remediation.ByUpdate
		}
		queries[n] = t.sorted(query, own.Limit(each), nil)
	}
	return t.brief(queries...)
}

func (t *Table) sorted(query remediation.ItemQuery, own *gorm.DB, after *Position) *gorm.DB {
	q := t.narrowed(query, own)
	by := sorts[query.Sort]
	if by == "" {
		query.Sort, by = remediation.ByDue, sorts[remediation.ByDue]
	}
	backwards := query.Sort == remediation.ByNumber || query.Sort == remediation.ByUpdate
	compare, order := ">", by+", id"
	if backwards {
		compare, order = "<", by+" DESC, id DESC"
	}
	if after != nil {
		var key any = after.Int
		if query.Sort == remediation.ByDue {
			key = after.Text
		}
		q = q.Where("("+by+", id) "+compare+" (?, ?)", key, after.ID)
	}
	return q.Order(order)
}

// Count counts the items of a query by status.
func (t *Table) Count(query remediation.ItemQuery, own *gorm.DB) ([]remediation.ItemCount, error) {
	var rows []remediation.ItemCount
	err := t.narrowed(query, own).Model(&row{}).Select("status, count(*) AS n").Group("status").Order("status").
		Find(&rows).Error
	return rows, t.tx.Failed("count", "items", err)
}

func (t *Table) narrowed(query remediation.ItemQuery, own *gorm.DB) *gorm.DB {
	q := own
	where := func(set bool, condition any, values ...any) {
		if set {
			q = q.Where(condition, values...)
		}
	}
	where(query.WorkloadID != "", "workload_id = ?", query.WorkloadID)
	where(len(query.Only) > 0, t.tx.Among("workload_id", query.Only))
	where(len(query.Statuses) > 0, "status IN ?", texts(query.Statuses))
	where(query.Active, activeItems)
	where(query.OwnerID != "", "owner_id = ?", query.OwnerID)
	where(query.OwnerName != "", "owner_name = ?", query.OwnerName)
	where(query.Unowned, "owner_kind = ''")
	where(query.DueSource != "", "due_source = ?", string(query.DueSource))
	where(query.Risk != "", "risk = ?", string(query.Risk))
	where(query.Priority != "", "priority = ?", rankOf(query.Priority))
	where(query.DueFrom != "", "due_on >= ?", string(query.DueFrom))
	where(query.DueTo != "", "due_on <> '' AND due_on <= ?", string(query.DueTo))
	where(query.OverdueOn != "", "due_on <> '' AND due_on < ? AND "+activeItems, string(query.OverdueOn))
	where(query.Regressed, "regressed_at <> 0")
	where(query.QuestionID != "",
		"id IN (SELECT item_id FROM item_practices WHERE review_id = ? AND question_id = ?)", query.ReviewID,
		query.QuestionID)
	for _, word := range strings.Fields(query.Text) {
		number, err := strconv.Atoi(strings.TrimPrefix(word, "#"))
		if err == nil && strings.HasPrefix(word, "#") {
			where(true, "number = ?", number)
			continue
		}
		where(true, t.tx.Contains("title_fold"), models.FoldName(word))
	}
	return q
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, one := range list {
		out[i] = string(one)
	}
	return out
}
