package rules

import "math/bits"

// below returns the nodes of f, each after those it leads to.
func (d *diagrams) below(f ref) []ref {
	var order []ref
	known := make([]bool, len(d.nodes))
	var visit func(ref)
	visit = func(r ref) {
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
func (d *diagrams) support(f ref) (choices uint64) {
	for _, r := range d.below(f) {
		choices |= 1 << d.nodes[r].choice
	}
	return choices
}

// specimen is a state in which a diagram has a value.
type specimen struct {
	of    ref
	state State
}

// plainest returns for each value of f the state with the fewest not applicable, and then the fewest selected choices;
// of several equally plain, always the same.
func (d *diagrams) plainest(f ref) []specimen {
	if f.leaf() {
		return []specimen{{of: f}}
	}
	best := make([][]specimen, len(d.nodes))
	for _, r := range d.below(f) {
		n := &d.nodes[r]
		for state, k := range n.to {
			if k.leaf() {
				best[r] = keep(best[r], specimen{of: k}, state, n.choice)
				continue
			}
			for _, p := range best[k] {
				best[r] = keep(best[r], p, state, n.choice)
			}
		}
	}
	return best[f]
}

// keep adds a specimen, with one more choice in the given state, if it is the plainest of its value.
func keep(list []specimen, p specimen, state int, choice int32) []specimen {
	switch state {
	case selected:
		p.state.Selected |= 1 << choice
	case notApplicable:
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

func (st State) plainer(than State) bool {
	if a, b := bits.OnesCount64(st.NotApplicable), bits.OnesCount64(than.NotApplicable); a != b {
		return a < b
	}
	return bits.OnesCount64(st.Selected) < bits.OnesCount64(than.Selected)
}
