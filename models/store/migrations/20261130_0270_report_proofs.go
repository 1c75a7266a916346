package migrations

// reportProofs brings the keys that sign reports, and what was signed with them.
var reportProofs = sqlMigration("202611300270")
