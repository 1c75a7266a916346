package store

import (
	"errors"
	"time"

	"gorm.io/gorm"

	"plumbline/models"
)

var (
	selectReview = newStatement("SELECT id, workload_id, lens_id, lens_version_id, version, created_at, updated_at, " +
		"updated_by, notes FROM reviews WHERE workload_id = ? AND lens_id = ?")
	lockedReview  = selectReview.forUpdate()
	selectPillars = newStatement("SELECT pillar_id, count_unanswered, count_high, count_medium, count_none, " +
		"count_not_applicable, notes FROM pillar_reviews WHERE review_id = ? ORDER BY position")
	updateCounts = newStatement("UPDATE pillar_reviews SET count_unanswered = ?, count_high = ?, count_medium = ?, " +
		"count_none = ?, count_not_applicable = ? WHERE review_id = ? AND pillar_id = ?")
	touchReview = newStatement("UPDATE reviews SET updated_at = ?, updated_by = ? WHERE id = ?")
)

// CreateReview adds a review with its pillars; Conflict if its id is taken or the workload has the lens already.
func (tx *Tx) CreateReview(r models.Review) error {
	row := newReviewRow(r)
	if err := tx.create("review", &row); err != nil {
		return err
	}
	return tx.createPillars(r)
}

func (tx *Tx) createPillars(r models.Review) error {
	if len(r.Pillars) == 0 {
		return nil
	}
	return tx.create("pillar of the review", newPillarRows(r))
}

// Review gives the review of a workload with a lens, with its pillars, or NotFound. In a write transaction nobody else can change
// the review, its counts or its answers from then on.
func (tx *Tx) Review(workloadID, lensID string) (models.Review, error) {
	query := selectReview
	if tx.locks {
		query = lockedReview
	}
	var r reviewRow
	err := tx.scan(query, []any{workloadID, lensID}, &r.ID, &r.WorkloadID, &r.LensID, &r.LensVersionID, &r.Version,
		&r.CreatedAt, &r.UpdatedAt, &r.UpdatedBy, &r.Notes)
	if err != nil {
		return models.Review{}, tx.found("review", err)
	}
	review := r.noun()
	review.Pillars, err = tx.pillars(r.ID)
	return review, tx.failed("read", "review", err)
}

func (tx *Tx) pillars(reviewID string) (pillars []models.PillarReview, err error) {
	rows, err := tx.rows(selectPillars, reviewID)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var r pillarRow
		if err := rows.Scan(&r.PillarID, &r.Counts.CountUnanswered, &r.Counts.CountHigh, &r.Counts.CountMedium, &r.Counts.CountNone,
			&r.Counts.CountNotApplicable, &r.Notes); err != nil {
			return nil, err
		}
		pillars = append(pillars, r.noun())
	}
	return pillars, rows.Err()
}

// Reviews lists the reviews of a workload with their pillars, oldest first.
func (tx *Tx) Reviews(workloadID string) ([]models.Review, error) {
	return tx.reviews(tx.db.Where("workload_id = ?", workloadID))
}

// ReviewsOn lists the reviews that use one of the lens versions, of all workloads, with their pillars, oldest first.
func (tx *Tx) ReviewsOn(lensVersionIDs []string) ([]models.Review, error) {
	return tx.reviews(tx.db.Where(tx.among("lens_version_id", lensVersionIDs)))
}

// reviews takes two queries, however many reviews there are.
func (tx *Tx) reviews(q *gorm.DB) ([]models.Review, error) {
	list, err := many(tx, "reviews", tx.lock(q.Order("created_at, id")), reviewRow.noun)
	if err != nil || len(list) == 0 {
		return list, err
	}
	ids := each(list, func(r models.Review) string { return r.ID })
	var rows []pillarRow
	err = tx.db.Where(tx.among("review_id", ids)).Order("review_id, position").Find(&rows).Error
	if err != nil {
		return nil, tx.failed("list", "pillars", err)
	}
	of := make(map[string][]models.PillarReview, len(list))
	for _, r := range rows {
		of[r.ReviewID] = append(of[r.ReviewID], r.noun())
	}
	for i := range list {
		list[i].Pillars = of[list[i].ID]
	}
	return list, nil
}

// UpdateReview writes all of a review but its id, workload, lens and creation; its pillars replace those there were.
// NotFound if there is no such review.
func (tx *Tx) UpdateReview(r models.Review) error {
	q := tx.db.Model(&reviewRow{}).Where("id = ?", r.ID).
		Select("lens_version_id", "version", "updated_at", "updated_by", "notes").UpdateColumns(newReviewRow(r))
	if err := tx.affected("update", "review", q); err != nil {
		return err
	}
	err := tx.db.Where("review_id = ?", r.ID).Delete(&pillarRow{}).Error
	if err != nil {
		return tx.failed("update", "review", err)
	}
	return tx.createPillars(r)
}

// PutPillarCounts writes the counts of one pillar, and when and by whom the review was changed. NotFound if the review
// has no such pillar. Notes of p are passed over.
func (tx *Tx) PutPillarCounts(reviewID string, p models.PillarReview, at time.Time, by string) error {
	c := p.Counts
	n, err := tx.run(updateCounts, c.Unanswered, c.High, c.Medium, c.None, c.NotApplicable, reviewID, p.PillarID)
	if err == nil && n == 0 {
		return notFound("pillar of the review")
	}
	if err == nil {
		_, err = tx.run(touchReview, micros(at), by, reviewID)
	}
	return tx.failed("count", "review", err)
}

// DeleteReview removes a review with its answers, or gives NotFound.
func (tx *Tx) DeleteReview(id string) error {
	return tx.affected("delete", "review", tx.db.Where("id = ?", id).Delete(&reviewRow{}))
}
