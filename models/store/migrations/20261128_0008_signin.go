package migrations

// signInRules lets workspaces and the instance require one-time codes, and tells which mappings ever matched.
var signInRules = sqlMigration("202611280008")
