package store

import "plumbline/models"

// RenameQuestion moves the comments and parked items of a question of a review under another id.
func (tx *Tx) RenameQuestion(reviewID, from, to string) error {
	for _, row := range []any{&commentRow{}, &parkedRow{}} {
		q := tx.db.Model(row).Where("review_id = ? AND question_id = ?", reviewID, from).UpdateColumn("question_id", to)
		if q.Error != nil {
			return tx.failed("rename", "question", q.Error)
		}
	}
	return nil
}

// PillarNotes returns the notes of the pillars of a review as they are stored, by pillar id.
func (tx *Tx) PillarNotes(reviewID string) (map[string]string, error) {
	rows, err := tx.pillars(reviewID)
	notes := make(map[string]string, len(rows))
	for _, p := range rows {
		notes[p.PillarID] = p.Notes
	}
	return notes, tx.failed("read", "pillar notes", err)
}

// OpenInvitations lists the invitations to a workspace that were neither used nor revoked, those that ran out included.
func (tx *Tx) OpenInvitations(workspaceID string) ([]models.OneTimeLink, error) {
	q := tx.db.Where("kind = ? AND workspace_id = ? AND used_at = 0 AND revoked_at = 0", string(models.InvitationLink),
		workspaceID).Order("created_at, id")
	return manyRows(tx, "invitations", q, linkRow.noun)
}
