package migrations

// lensUpgrades brings what lens upgrades need: under which ids parts of a lens were known before in a review, versions
// that don't repeat after a review or answer was removed, and lenses whose display name is not the name in their
// documents.
var lensUpgrades = sqlMigration("202611280010")
