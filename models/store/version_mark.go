package store

// highestVersion is the highest version that anything in the reviews of a workload has. By hand: GORM has no union.
const highestVersion = "SELECT coalesce(max(v), 0) FROM (SELECT version AS v FROM reviews WHERE workload_id = ? " +
	"UNION ALL SELECT version_base FROM reviews WHERE workload_id = ? " +
	"UNION ALL SELECT a.version FROM answers AS a JOIN reviews AS r ON r.id = a.review_id WHERE r.workload_id = ? " +
	"UNION ALL SELECT f.version FROM facilitations AS f JOIN reviews AS r ON r.id = f.review_id WHERE r.workload_id = ? " +
	"UNION ALL SELECT version FROM version_marks WHERE workload_id = ?) AS versions"

// MarkVersions notes the highest version in the reviews of a workload: before one of them, or the workload, is removed.
func (tx *Tx) MarkVersions(workloadID string) error {
	var version int
	err := tx.db.Raw(highestVersion, workloadID, workloadID, workloadID, workloadID, workloadID).Scan(&version).Error
	if err == nil {
		err = tx.db.Exec("INSERT INTO version_marks (workload_id, version) VALUES (?, ?) "+
			"ON CONFLICT (workload_id) DO UPDATE SET version = excluded.version", workloadID, version).Error
	}
	return tx.failed("mark", "versions", err)
}

// VersionMark returns what MarkVersions noted last, 0 where it never did.
func (tx *Tx) VersionMark(workloadID string) (int, error) {
	var version int
	err := tx.db.Raw("SELECT coalesce(max(version), 0) FROM version_marks WHERE workload_id = ?", workloadID).
		Scan(&version).Error
	return version, tx.failed("read", "version mark", err)
}
