package store

import (
	"fmt"
	"math"

	"plumbline/models"
	"plumbline/models/store/columns"
	"plumbline/models/store/micros"
	"plumbline/models/store/paging"
	"plumbline/models/store/snapshots"
)

type milestoneRow struct {
	ID         string `gorm:"primaryKey"`
	WorkloadID string
	Number     int
	Name       string
	NameFold   string
	CreatedAt  int64 `gorm:"autoCreateTime:false"`
	CreatedBy  string
	Counts     columns.Counts `gorm:"embedded"`
	Format     int
	Digest     string
	Snapshot   []byte
}

func (milestoneRow) TableName() string { return "milestones" }

func (r milestoneRow) noun() models.Milestone {
	return models.Milestone{ID: r.ID, WorkloadID: r.WorkloadID, Number: r.Number, Name: r.Name,
		CreatedAt: micros.Time(r.CreatedAt), CreatedBy: r.CreatedBy, Counts: r.Counts.RiskCounts()}
}

type milestoneLensVersionRow struct {
	MilestoneID   string `gorm:"primaryKey"`
	LensVersionID string `gorm:"primaryKey"`
}

func (milestoneLensVersionRow) TableName() string { return "milestone_lens_versions" }

// CreateMilestone freezes the snapshot under the milestone; Conflict if its id is taken, or its number or
// name in the workload. The lens versions that the snapshot was made with must be in the database; their
// documents are not copied.
func (tx *Tx) CreateMilestone(m models.Milestone, s models.Snapshot) error {
	frozen, err := snapshots.Freeze(s)
	if err != nil {
		return tx.failed("encode", "milestone", err)
	}
	err = tx.create("milestone", &milestoneRow{
		ID: m.ID, WorkloadID: m.WorkloadID, Number: m.Number, Name: m.Name, NameFold: models.FoldName(m.Name),
		CreatedAt: micros.Of(m.CreatedAt), CreatedBy: m.CreatedBy, Counts: columns.NewCounts(m.Counts),
		Format: frozen.Format, Digest: frozen.Digest, Snapshot: frozen.Bytes,
	})
	if err != nil || len(s.Reviews) == 0 {
		return err
	}
	uses := make([]milestoneLensVersionRow, 0, len(s.Reviews))
	seen := map[string]bool{}
	for _, r := range s.Reviews {
		if !seen[r.Version.ID] {
			seen[r.Version.ID] = true
			uses = append(uses, milestoneLensVersionRow{MilestoneID: m.ID, LensVersionID: r.Version.ID})
		}
	}
	return tx.create("lens version of the milestone", uses)
}

// Milestone returns a milestone of the workload by its number, or NotFound.
func (tx *Tx) Milestone(workloadID string, number int) (models.Milestone, error) {
	q := tx.db.Omit("snapshot").Where("workload_id = ? AND number = ?", workloadID, number)
	row, err := oneRow[milestoneRow](tx, "milestone", q)
	return row.noun(), err
}

// MilestoneByName returns the milestone of the workload with the name, letter case and white space aside, or NotFound.
func (tx *Tx) MilestoneByName(workloadID, name string) (models.Milestone, error) {
	q := tx.db.Omit("snapshot").Where("workload_id = ? AND name_fold = ?", workloadID, models.FoldName(name))
	row, err := oneRow[milestoneRow](tx, "milestone", q)
	return row.noun(), err
}

// Milestones lists the milestones of a workload, newest first: up to one row more than the page.
func (tx *Tx) Milestones(workloadID string, p models.PageRequest) ([]models.Milestone, error) {
	q := tx.db.Omit("snapshot").Where("workload_id = ?", workloadID).Order("number DESC").Limit(paging.Rows(p))
	c, ok, err := paging.After(p, "milestones")
	if err != nil {
		return nil, err
	}
	if ok {
		q = q.Where("number < ?", min(c.Int, math.MaxInt32))
	}
	return manyRows(tx, "milestones", q, milestoneRow.noun)
}

// MilestoneCursor is the cursor that continues a list of milestones after m.
func MilestoneCursor(m models.Milestone) string {
	return paging.Cursor{List: "milestones", Int: int64(m.Number)}.String()
}

var selectLast = newStatement("SELECT COALESCE(max(number), 0) FROM milestones WHERE workload_id = " + textParameter)

// LastMilestone returns the highest number of a milestone of the workload, 0 if it has none.
func (tx *Tx) LastMilestone(workloadID string) (int, error) {
	var number int
	err := tx.scan(selectLast, []any{workloadID}, &number)
	return number, tx.failed("read", "milestones", err)
}

// MilestoneSnapshot returns what a milestone froze, or NotFound. Versions come with their documents; Doc is left to
// the caller, who parses and keeps them.
func (tx *Tx) MilestoneSnapshot(workloadID string, number int) (models.Snapshot, error) {
	q := tx.db.Where("workload_id = ? AND number = ?", workloadID, number)
	row, err := oneRow[milestoneRow](tx, "milestone", q)
	if err != nil {
		return models.Snapshot{}, err
	}
	s, err := snapshots.Thaw(snapshots.StoredSnapshot{Format: row.Format, Digest: row.Digest, Bytes: row.Snapshot})
	if err != nil {
		return models.Snapshot{}, tx.failed("open", "milestone", err)
	}
	m := row.noun()
	s.Milestone = &m
	return s, tx.fillVersions(s.Reviews)
}

func (tx *Tx) fillVersions(reviews []models.ReviewSnapshot) error {
	ids := convertAll(reviews, func(r models.ReviewSnapshot) string { return r.Version.ID })
	versions, err := manyRows(tx, "lens versions", tx.db.Where(tx.among("id", ids)), lensVersionRow.noun)
	if err != nil {
		return err
	}
	byID := make(map[string]models.LensVersion, len(versions))
	for _, v := range versions {
		byID[v.ID] = v
	}
	for i := range reviews {
		v, ok := byID[reviews[i].Version.ID]
		if !ok {
			return fmt.Errorf("store: lens version %s of the milestone is gone", reviews[i].Version.ID)
		}
		reviews[i].Version = v
	}
	return nil
}
