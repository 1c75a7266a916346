package questionnaires

// Answer is what Rate needs to know of an answer: choice ids, in any order. An id that the question does not have
// is passed over.
type Answer struct {
	Selected      []string // choices that are in place
	NotApplicable []string // choices that do not apply; wins over Selected
	DoesNotApply  bool     // the whole question does not apply
}
