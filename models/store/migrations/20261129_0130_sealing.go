package migrations

// auditSealing numbers audit lines that are written before they are sealed into the chain.
var auditSealing = sqlMigration("202611290130")
