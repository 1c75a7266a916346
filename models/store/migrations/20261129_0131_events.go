package migrations

// events gives PostgreSQL the table by which servers tell each other of changes. On SQLite, which one process serves,
// there is none.
var events = frozen("202611290131")
