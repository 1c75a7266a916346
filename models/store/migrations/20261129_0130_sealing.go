package migrations

// sealing numbers audit lines that are written before they are sealed into the chain.
var sealing = frozen("202611290130")
