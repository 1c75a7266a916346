package migrations

// peopleTables brings accounts, sessions, members, links, shares and access keys, and chains the audit, so that a
// removed or edited line shows.
var peopleTables = sqlMigration("202611250003")
