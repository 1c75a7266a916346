package migrations

// scheduleTables bring what the scheduler has told, which notices people want, and when workloads are due for review.
var scheduleTables = sqlMigration("202611290230")
