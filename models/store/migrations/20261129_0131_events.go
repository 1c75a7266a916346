package migrations

// eventTable gives PostgreSQL the table by which servers tell each other of changes. On SQLite, which one process
// serves, there is none.
var eventTable = sqlMigration("202611290131")
