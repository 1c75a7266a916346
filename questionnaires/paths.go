package questionnaires

// MaxSets is the most sets that a RiskPath lists.
const MaxSets = 20

// RiskPath says how a question gets to a lower risk by selecting more choices, and no more than it takes.
type RiskPath struct {
	To   Risk       // MEDIUM or NONE
	Sets [][]string // ids of the choices to select in addition: all sets of the smallest size, at least one
	More bool       // there are further sets of that size beyond MaxSets
}

// Paths returns the smallest sets of choices that bring the question from this answer to MEDIUM and to NONE, in that
// order. Only risks lower than the present one appear (an unanswered or undecided question counts as highest), and only
// those that can be reached. MEDIUM is left out if NONE takes no more choices. The ids of a set, and the sets, are in
// the order of the lens.
//
// The sets are exact: every choice that is unselected, applicable and not a "none of these" is considered in
// every combination. What is selected stays, except that a "none of these" goes as soon as a choice is added.
func (q *Question) Paths(a Answer) []RiskPath { return q.Rate(a).paths() }

func (r QuestionRating) paths() []RiskPath {
	if r.Risk == RiskNone || r.Risk == RiskNotApplicable {
		return nil
	}
	medium, none, ok := r.question.set.Cheapest(r.state, MaxSets)
	if !ok {
		return nil
	}
	var paths []RiskPath
	if r.Risk != RiskMedium && len(medium.Sets) > 0 && !sameSize(medium.Sets, none.Sets) {
		paths = append(paths, RiskPath{RiskMedium, r.question.ids(medium.Sets), medium.More})
	}
	if len(none.Sets) > 0 {
		paths = append(paths, RiskPath{RiskNone, r.question.ids(none.Sets), none.More})
	}
	return paths
}

func (q *Question) ids(sets []uint64) [][]string {
	out := make([][]string, len(sets))
	for i, set := range sets {
		for _, c := range inOrder(set) {
			out[i] = append(out[i], q.Choices[c].ID)
		}
	}
	return out
}

// sameSize reports whether the sets of two lists, each of one size, are equally large.
func sameSize(a, b []uint64) bool {
	return len(a) > 0 && len(b) > 0 && len(inOrder(a[0])) == len(inOrder(b[0]))
}

// Lightest returns the least that brings the question from this answer to the risk, MEDIUM or NONE, or to a lower one:
// as few choices as can be, and of several such sets the one that takes least effort, by EffortWeight. It is nil where
// the question is as low already, and where no more choices help.
func (q *Question) Lightest(a Answer, to Risk) []string {
	ids := []string(nil)
	for _, at := range q.Rate(a).Lightest(to) {
		ids = append(ids, q.Choices[at].ID)
	}
	return ids
}

// Lightest is what Lightest of the question is for the answer that was rated: the places of the choices.
func (r QuestionRating) Lightest(to Risk) []int {
	medium, none := r.LightestWays()
	switch {
	case r.Risk == to:
		return nil
	case to == RiskMedium:
		return medium
	}
	return none
}

// LightestWays are the places that Lightest gives to MEDIUM and to NONE.
func (r QuestionRating) LightestWays() (medium, none []int) {
	if r.Risk == RiskNone || r.Risk == RiskNotApplicable {
		return nil, nil
	}
	weights := make([]int, len(r.question.Choices))
	for i, c := range r.question.Choices {
		weights[i] = c.EffortWeight()
	}
	m, n := r.question.set.Lightest(r.state, weights)
	if m == n {
		both := inOrder(n)
		return both, both
	}
	return inOrder(m), inOrder(n)
}

// Lacks tells whether the choice at a place could be selected in addition: it applies, is not selected, and is no
// "none of these".
func (r QuestionRating) Lacks(choice int) bool {
	lacking := r.question.set.Regular() &^ (r.state.Selected | r.state.NotApplicable)
	return lacking>>choice&1 != 0
}

// State is the answer that was rated, as a bit for each choice of the question.
func (r QuestionRating) State() (selected, notApplicable uint64) {
	return r.state.Selected, r.state.NotApplicable
}
