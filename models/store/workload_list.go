package store

import (
	"slices"
	"strings"

	"gorm.io/gorm"

	"plumbline/models"
	"plumbline/models/store/columns"
	"plumbline/models/store/micros"
	"plumbline/models/store/paging"
	"plumbline/questionnaires"
)

// What lists of workloads sort and filter by beside their own columns. The reviews of a workload are few, and
// found by index.
const (
	// changedAt is the last change of the workload or of any of its reviews.
	changedAt = "(SELECT max(c.at) FROM (SELECT workloads.updated_at AS at UNION ALL " +
		"SELECT r.updated_at FROM reviews AS r WHERE r.workload_id = workloads.id) AS c)"
	// riskRank is models.WorkloadStatus.RiskRank.
	riskRank = "COALESCE((SELECT sum(p.count_high) * 1000000 + sum(p.count_medium) FROM reviews AS r " +
		"JOIN pillar_reviews AS p ON p.review_id = r.id WHERE r.workload_id = workloads.id), 0)"
	hasLens = "EXISTS (SELECT 1 FROM reviews AS r JOIN lenses AS l ON l.id = r.lens_id WHERE r.workload_id = " +
		"workloads.id AND (l.id = ? OR l.key = ?))"
)

// riskColumns are the kept counts by risk.
var riskColumns = map[questionnaires.Risk]string{
	questionnaires.RiskHigh: "count_high", questionnaires.RiskMedium: "count_medium",
	questionnaires.RiskNone:       "count_none",
	questionnaires.RiskUnanswered: "count_unanswered", questionnaires.RiskNotApplicable: "count_not_applicable",
	questionnaires.RiskUndecided: "count_undecided",
}

// Workloads lists the workloads of a workspace and those that are shared with it, by folded name, then id, if
// the query names no other order: up to one row more than the page.
func (tx *Tx) Workloads(workspaceID string, query models.WorkloadQuery) ([]models.Workload, error) {
	q, err := tx.workloads(workspaceID, query)
	if err != nil {
		return nil, err
	}
	if words := strings.Fields(query.Text); len(words) > 0 {
		ids, err := tx.withWords(q, words)
		if err != nil {
			return nil, err
		}
		q = tx.db.Where(tx.among("id", ids))
	}
	if q, err = sortedPage(q, query); err != nil {
		return nil, err
	}
	return manyRows(tx, "workloads", q.Limit(paging.Rows(query.PageRequest)), workloadRow.noun)
}

// workloads is every filter of the query but that of the text.
func (tx *Tx) workloads(workspaceID string, query models.WorkloadQuery) (*gorm.DB, error) {
	for field, text := range map[string]string{"name": query.Name, "text": query.Text, "lens": query.Lens} {
		if wrong := models.TextFault(text); wrong != "" {
			return nil, models.InvalidInput(models.FieldFault{Field: field, Message: wrong})
		}
	}
	q, err := tx.ownAndShared(workspaceID, models.WorkloadShare)
	if err != nil {
		return nil, err
	}
	if len(query.Only) > 0 {
		q = q.Where(tx.among("id", query.Only))
	}
	if part := models.FoldName(query.Name); part != "" {
		q = q.Where(tx.contains("name_fold"), part)
	}
	if query.Environment != "" {
		q = q.Where("environment = ?", string(query.Environment))
	}
	if query.DueReview {
		q = q.Where("next_review_on <> '' AND next_review_on < ?", query.Today)
	}
	if column := riskColumns[query.Risk]; column != "" {
		q = q.Where("EXISTS (SELECT 1 FROM reviews AS r JOIN pillar_reviews AS p ON p.review_id = r.id WHERE " +
			"r.workload_id = workloads.id AND p." + column + " > 0)")
	}
	if query.Lens != "" {
		q = q.Where(hasLens, query.Lens, query.Lens)
	}
	return q, nil
}

type wordsRow struct{ ID, NameFold, Description, ReviewOwner string }

// withWords returns the ids of the workloads that hold every word. Databases fold letter case in ways of their
// own, so it is done here, on four short columns of each workload.
func (tx *Tx) withWords(q *gorm.DB, words []string) ([]string, error) {
	var rows []wordsRow
	if err := q.Session(&gorm.Session{}).Table("workloads").Select("id", "name_fold", "description", "review_owner").
		Find(&rows).Error; err != nil {
		return nil, tx.failed("search", "workloads", err)
	}
	for i, w := range words {
		words[i] = models.FoldName(w)
	}
	var ids []string
	for _, r := range rows {
		text := r.NameFold + "\n" + models.FoldName(r.Description) + "\n" + models.FoldName(r.ReviewOwner)
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			ids = append(ids, r.ID)
		}
	}
	return ids, nil
}

// sortedPage orders the query and starts it where its cursor is.
func sortedPage(q *gorm.DB, query models.WorkloadQuery) (*gorm.DB, error) {
	c, ok, err := paging.After(query.PageRequest, listOf(query.Sort))
	if err != nil {
		return nil, err
	}
	switch query.Sort {
	case models.ByChange:
		if q = q.Order(changedAt + " DESC, id DESC"); ok {
			q = q.Where("("+changedAt+", id) < (?, ?)", c.Int, c.ID)
		}
	case models.ByRisk:
		if q = q.Order(riskRank + " DESC, name_fold, id"); ok {
			q = q.Where("("+riskRank+" < ? OR ("+riskRank+" = ? AND (name_fold, id) > (?, ?)))", c.Int, c.Int, c.Text, c.ID)
		}
	default:
		if q = q.Order("name_fold, id"); ok {
			q = q.Where("(name_fold, id) > (?, ?)", c.Text, c.ID)
		}
	}
	return q, nil
}

// listOf names the list in its cursors: one order does not take the cursor of another.
func listOf(sort models.WorkloadSort) string {
	if sort == models.ByChange || sort == models.ByRisk {
		return "workloads by " + string(sort)
	}
	return "workloads"
}

// WorkloadCursor is the cursor that continues a list of workloads by name after w.
func WorkloadCursor(w models.Workload) string {
	return WorkloadCursorBy(models.ByName, w, models.WorkloadStatus{})
}

// WorkloadCursorBy is the cursor that continues a list of workloads in the order after w, which stands so.
func WorkloadCursorBy(sort models.WorkloadSort, w models.Workload, s models.WorkloadStatus) string {
	c := paging.Cursor{List: listOf(sort), Text: models.FoldName(w.Name), ID: w.ID}
	switch sort {
	case models.ByChange:
		c.Text, c.Int = "", micros.Of(s.ChangedAt)
	case models.ByRisk:
		c.Int = s.RiskRank()
	}
	return c.String()
}

type countsRow struct {
	WorkloadID string
	Counts     columns.Counts `gorm:"embedded"`
}

// WorkloadCounts adds up the kept counts of all reviews of each workload. One without reviews, or that does not
// exist, is not in the map.
func (tx *Tx) WorkloadCounts(ids []string) (map[string]questionnaires.RiskCounts, error) {
	q := tx.db.Table("pillar_reviews AS p").Joins("JOIN reviews AS r ON r.id = p.review_id").
		Select("r.workload_id, " + columns.SumOfCounts).Where(tx.among("r.workload_id", ids)).Group("r.workload_id")
	var rows []countsRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, tx.failed("count", "workloads", err)
	}
	sums := make(map[string]questionnaires.RiskCounts, len(rows))
	for _, r := range rows {
		sums[r.WorkloadID] = r.Counts.RiskCounts()
	}
	return sums, nil
}

type changeRow struct {
	WorkloadID string
	UpdatedAt  int64
	UpdatedBy  string
}

// Standings tells how each of the workloads stands.
func (tx *Tx) Standings(loads []models.Workload) (map[string]models.WorkloadStatus, error) {
	ids := convertAll(loads, func(w models.Workload) string { return w.ID })
	counts, err := tx.WorkloadCounts(ids)
	if err != nil {
		return nil, err
	}
	all := make(map[string]models.WorkloadStatus, len(loads))
	for _, w := range loads {
		all[w.ID] = models.WorkloadStatus{Counts: counts[w.ID], ChangedAt: w.UpdatedAt, ChangedBy: w.UpdatedBy}
	}
	var rows []changeRow
	if err := tx.db.Table("reviews").Select("workload_id", "updated_at", "updated_by").
		Where(tx.among("workload_id", ids)).Find(&rows).Error; err != nil {
		return nil, tx.failed("list", "changes", err)
	}
	for _, r := range rows {
		if s := all[r.WorkloadID]; micros.Time(r.UpdatedAt).After(s.ChangedAt) {
			s.ChangedAt, s.ChangedBy = micros.Time(r.UpdatedAt), r.UpdatedBy
			all[r.WorkloadID] = s
		}
	}
	return all, nil
}
