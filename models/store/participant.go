package store

import "plumbline/models"

// Participation is a membership in one of the workspaces that reach a workload, with whose it is.
type Participation struct {
	models.Member
	Name, Email string
}

type participationRow struct {
	Member memberRow `gorm:"embedded"`
	Name   string
	Email  string
}

// Participations lists the members of the workspaces who may sign in, by folded name.
func (tx *Tx) Participations(workspaceIDs []string) ([]Participation, error) {
	q := tx.db.Table("members AS m").Joins("JOIN users AS u ON u.id = m.user_id").Select("m.*, u.name, u.email").
		Where(tx.among("m.workspace_id", workspaceIDs)).Where("u.disabled_at = 0").Order("u.name_fold, u.id, m.workspace_id")
	return manyRows(tx, "members", q, func(r participationRow) Participation {
		return Participation{r.Member.noun(), r.Name, r.Email}
	})
}

// SharedWith lists the shares of a workload that were accepted, with the workspaces that see it by them.
func (tx *Tx) SharedWith(workloadID string) ([]models.Share, error) {
	q := tx.db.Where("thing_id = ? AND kind = ? AND status = 'accepted'", workloadID, string(models.WorkloadShare)).
		Order("created_at, id")
	return manyRows(tx, "shares", q, shareRow.noun)
}
