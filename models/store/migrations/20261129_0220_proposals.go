package migrations

// proposals brings sets of practices that are kept under a name, and a count of the changes of a review's answers.
var proposals = sqlMigration("202611290220")
