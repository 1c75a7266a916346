package trends

import (
	"time"

	"plumbline/models/figures"
	"plumbline/models/store/columns"
	"plumbline/models/store/micros"
	"plumbline/models/timezone"
)

// mostMarks bounds the milestones that a trend looks at: the newest ones.
const mostMarks = 5000

// markRow is what a trend needs of a milestone.
type markRow struct {
	WorkloadID string
	Number     int
	Name       string
	CreatedAt  int64
	Counts     columns.Counts `gorm:"embedded"`
}

// Marks lists the milestones of the workloads with how these stood, oldest first, by days of the zone.
func (t *Table) Marks(s Scope, zone timezone.Zone) ([]figures.Mark, error) {
	ids, err := t.workloads(s)
	if err != nil {
		return nil, err
	}
	names := append([]string{"workload_id", "number", "name", "created_at"}, countNames...)
	q := t.tx.DB.Table("milestones").Select(names).Where("workload_id IN (?)", ids)
	var rows []markRow
	if err := q.Order("created_at DESC, id DESC").Limit(mostMarks).Find(&rows).Error; err != nil {
		return nil, t.tx.Failed("list", "milestones", err)
	}
	list := make([]figures.Mark, len(rows))
	for i, r := range rows {
		list[len(rows)-1-i] = figures.Mark{WorkloadID: r.WorkloadID, Number: r.Number, Name: r.Name,
			Counts: r.Counts.RiskCounts(), Day: zone.In(micros.Time(r.CreatedAt)).Format(time.DateOnly)}
	}
	return list, nil
}
