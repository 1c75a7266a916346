package store

import (
	"errors"
	"time"

	"gorm.io/gorm"

	"plumbline/models"
	"plumbline/models/store/answers"
	"plumbline/models/store/micros"
	"plumbline/questionnaires"
)

// A workload has at most one review with a lens, and hardly ever two whose lenses have the same key: then one
// with a lens that lives comes first.
const reviewWith = "FROM reviews AS r JOIN lenses AS l ON l.id = r.lens_id WHERE r.workload_id = " + textParameter +
	" AND (l.id = " + textParameter + " OR l.key = " + textParameter +
	") ORDER BY l.deleted_at, r.created_at, r.id LIMIT 1"

const reviewColumns = "r.id, r.workload_id, r.lens_id, r.lens_version_id, r.version, r.created_at, r.updated_at, " +
	"r.updated_by, r.notes, r.former, r.version_base, r.followed, l.workspace_id, l.key, l.name, l.description, " +
	"l.latest, l.has_draft, l.version, l.created_at, l.updated_at, l.updated_by, l.deleted_at, l.document_name"

// lensReview is a row of reviewColumns.
type lensReview struct {
	review reviewRow
	lens   lensRow
}

func (row *lensReview) columns() []any {
	r, l := &row.review, &row.lens
	return []any{&r.ID, &r.WorkloadID, &r.LensID, &r.LensVersionID, &r.Version, &r.CreatedAt, &r.UpdatedAt, &r.UpdatedBy,
		&r.Notes, &r.Former, &r.VersionBase, &r.Followed, &l.WorkspaceID, &l.Key, &l.Name, &l.Description, &l.Latest,
		&l.HasDraft, &l.Version, &l.CreatedAt, &l.UpdatedAt, &l.UpdatedBy, &l.DeletedAt, &l.DocumentName}
}

func (row *lensReview) nouns() (models.Review, models.Lens) {
	row.lens.ID = row.review.LensID
	return row.review.noun(), row.lens.noun()
}

var (
	selectReview   = newStatement("SELECT " + reviewColumns + " " + reviewWith)
	lockedReview   = selectReview.forUpdateOf("r")
	selectReviewed = newStatement("SELECT l.id " + reviewWith)
	selectPillars  = newStatement("SELECT pillar_id, count_unanswered, count_high, count_medium, count_none, " +
		"count_not_applicable, count_undecided, notes FROM pillar_reviews WHERE review_id = " + textParameter +
		" ORDER BY position")
	addCounts = newStatement("UPDATE pillar_reviews SET count_unanswered = count_unanswered + ?, " +
		"count_high = count_high + ?, count_medium = count_medium + ?, count_none = count_none + ?, " +
		"count_not_applicable = count_not_applicable + ?, count_undecided = count_undecided + ? " +
		"WHERE review_id = ? AND pillar_id = ?")
	touchReview = newStatement("UPDATE reviews SET updated_at = ?, updated_by = ?, changes = changes + 1 WHERE id = ?")
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

// Review returns the review of a workload with a lens, by the lens's id or key, with its pillars and the lens,
// or NotFound. In a write transaction nobody else can change the review, its counts or its answers from then
// on; the lens is not locked.
func (tx *Tx) Review(workloadID, lensRef string) (models.Review, models.Lens, error) {
	if tx.member != nil {
		return tx.member.reviewAt(models.ReviewPath{Workload: workloadID, Lens: lensRef})
	}
	query := selectReview
	if tx.locks {
		query = lockedReview
	}
	var row lensReview
	if err := tx.scan(query, []any{workloadID, lensRef, lensRef}, row.columns()...); err != nil {
		return models.Review{}, models.Lens{}, tx.found("review", err)
	}
	review, lens := row.nouns()
	var err error
	review.Pillars, err = tx.pillars(review.ID)
	return review, lens, tx.failed("read", "review", err)
}

// ReviewedLens returns the id of the lens that Review would find, or NotFound, and locks nothing.
func (tx *Tx) ReviewedLens(workloadID, lensRef string) (id string, err error) {
	if err := tx.scan(selectReviewed, []any{workloadID, lensRef, lensRef}, &id); err != nil {
		return "", tx.found("review", err)
	}
	return id, nil
}

func (tx *Tx) pillars(reviewID string) (pillars []models.PillarReview, err error) {
	rows, err := tx.rows(selectPillars, reviewID)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var r pillarRow
		if err := rows.Scan(&r.PillarID, &r.Counts.CountUnanswered, &r.Counts.CountHigh, &r.Counts.CountMedium,
			&r.Counts.CountNone, &r.Counts.CountNotApplicable, &r.Counts.CountUndecided, &r.Notes); err != nil {
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
	list, err := manyRows(tx, "reviews", tx.lock(q.Order("created_at, id")), reviewRow.noun)
	if err != nil || len(list) == 0 {
		return list, err
	}
	ids := convertAll(list, func(r models.Review) string { return r.ID })
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

// FollowReview says that something hangs on a review from now on: operations that change it call the hooks then. It is
// not taken back. The caller has locked the review.
func FollowReview(tx *Tx, review models.Review) error {
	if review.Followed {
		return nil
	}
	q := tx.db.Table("reviews").Where("id = ?", review.ID).UpdateColumn("followed", true)
	return tx.affected("update", "review", q)
}

// UpdateReview writes all of a review but its id, workload, lens and creation; its pillars replace those there were.
// NotFound if there is no such review.
func (tx *Tx) UpdateReview(r models.Review) error {
	q := tx.db.Model(&reviewRow{}).Where("id = ?", r.ID).
		Select("lens_version_id", "version", "updated_at", "updated_by", "notes", "former", "version_base").
		UpdateColumns(newReviewRow(r))
	if err := tx.affected("update", "review", q); err != nil {
		return err
	}
	err := tx.db.Where("review_id = ?", r.ID).Delete(&pillarRow{}).Error
	if err != nil {
		return tx.failed("update", "review", err)
	}
	return tx.createPillars(r)
}

// AddPillarCounts adds to the counts of one pillar, and writes when and by whom the review was changed. NotFound if
// there is something to add and the review has no such pillar. Notes of p are passed over.
func (tx *Tx) AddPillarCounts(reviewID string, p models.PillarReview, at time.Time, by string) error {
	if tx.member != nil {
		tx.member.answer.Count(answers.Counted{ReviewID: reviewID, Added: p, At: at, By: by})
		return nil
	}
	if c := p.Counts; c != (questionnaires.RiskCounts{}) {
		n, err := tx.run(addCounts, c.Unanswered, c.High, c.Medium, c.None, c.NotApplicable, c.Undecided, reviewID,
			p.PillarID)
		if err == nil && n == 0 {
			return notFound("pillar of the review")
		}
		if err != nil {
			return tx.failed("count", "review", err)
		}
	}
	return tx.failed("count", "review", tx.runLater(touchReview, micros.Of(at), by, reviewID))
}

// DeleteReview removes a review with its answers, or gives NotFound.
func (tx *Tx) DeleteReview(id string) error {
	return tx.affected("delete", "review", tx.db.Where("id = ?", id).Delete(&reviewRow{}))
}
