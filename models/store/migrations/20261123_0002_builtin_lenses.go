package migrations

// builtinLenses remembers which lenses of the binary a workspace has got, and in which version, so that one that was
// deleted does not come back and a new version arrives once.
var builtinLenses = sqlMigration("202611230002")
