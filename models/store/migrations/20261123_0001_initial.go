package migrations

// initialSchema makes the schema of the first release: workspaces with tokens, lenses with drafts and versions,
// workloads with reviews, answers and milestones, the audit and the idempotency keys.
var initialSchema = sqlMigration("202611230001")
