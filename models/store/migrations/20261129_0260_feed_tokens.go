package migrations

// feedTokens brings the addresses by which calendar programs read due dates.
var feedTokens = sqlMigration("202611290260")
