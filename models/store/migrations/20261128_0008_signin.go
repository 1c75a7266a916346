package migrations

// signin lets workspaces and the instance require one-time codes, and tells which mappings ever matched.
var signin = frozen("202611280008")
