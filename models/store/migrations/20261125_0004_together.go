package migrations

// reviewTogether brings what people do in a review beside answering: comments with mentions, assignments, the parking
// lot and the state of a facilitated review.
var reviewTogether = sqlMigration("202611250004")
