package migrations

// together brings what people do in a review beside answering: comments with mentions, assignments, the parking lot and the state of a facilitated
// review.
var together = frozen("202611250004")
