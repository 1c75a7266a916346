package rules

import "math/bits"

// below returns the nodes of f, each after those it leads to.
func (d *diagramStore) below(f diagramRef) []diagramRef {
	var order []diagramRef
	known := make([]bool, len(d.nodes))
	var visit func(diagramRef)
	visit = func(r diagramRef) {
		if r.leaf() || known[r] {
			return
		}
		known[r] = true
		for _, k := range d.nodes[r].to {
			visit(k)
		}
		order = append(order, r)
	}
	visit(f)
	return order
}

// support returns the choices that f asks for.
func (d *diagramStore) support(f diagramRef) (choices uint64) {
	for _, r := range d.below(f) {
		choices |= 1 << d.nodes[r].choice
	}
	return choices
}

// diagramSample is a state in which a diagram has a value.
type diagramSample struct {
	of    diagramRef
	state AnswerState
}

// plainest returns for each value of f the state with the fewest not applicable, and then the fewest selected choices;
// of several equally plain, always the same.
func (d *diagramStore) plainest(f diagramRef) []diagramSample {
	if f.leaf() {
		return []diagramSample{{of: f}}
	}
	best := make([][]diagramSample, len(d.nodes))
	for _, r := range d.below(f) {
		n := &d.nodes[r]
		for state, k := range n.to {
			if k.leaf() {
				best[r] = keepSample(best[r], diagramSample{of: k}, state, n.choice)
				continue
			}
			for _, p := range best[k] {
				best[r] = keepSample(best[r], p, state, n.choice)
			}
		}
	}
	return best[f]
}

// keepSample adds a specimen, with one more choice in the given state, if it is the plainest of its value.
func keepSample(list []diagramSample, p diagramSample, state int, choice int32) []diagramSample {
	switch state {
	case branchSelected:
		p.state.Selected |= 1 << choice
	case branchNotApplicable:
		p.state.NotApplicable |= 1 << choice
	}
	for i := range list {
		if list[i].of == p.of {
			if p.state.plainer(list[i].state) {
				list[i] = p
			}
			return list
		}
	}
	return append(list, p)
}

func (st AnswerState) plainer(than AnswerState) bool {
	if a, b := bits.OnesCount64(st.NotApplicable), bits.OnesCount64(than.NotApplicable); a != b {
		return a < b
	}
	return bits.OnesCount64(st.Selected) < bits.OnesCount64(than.Selected)
}
