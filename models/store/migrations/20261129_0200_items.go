package migrations

// items brings the items of the improvement plan with what belongs to them, and the settings of plans.
var items = sqlMigration("202611290200")
