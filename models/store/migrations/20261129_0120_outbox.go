package migrations

// outbox brings the table of what leaves the server: written in the transaction of the change that it tells of, sent
// after the commit.
var outbox = sqlMigration("202611290120")
