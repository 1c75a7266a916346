package migrations

// reportLooks brings the brand of a workspace's reports, and its saved presets.
var reportLooks = sqlMigration("202611300280")
