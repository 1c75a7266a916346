package migrations

// acceptances brings the risks that are taken on purpose, until a day.
var acceptances = sqlMigration("202611290250")
