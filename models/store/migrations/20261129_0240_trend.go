package migrations

// trendDays brings the daily figures of workloads, which a trend is drawn from.
var trendDays = sqlMigration("202611290240")
