package questionnaires

// spare takes member n out of what MaxBytes counts.
func (p *parser) spare(n int32) { p.spared += p.doc.extent(n) }

// extent counts the characters of member n with one comma: up to the next member, or behind the one before. The count
// of what is left must not depend on the order of the members, since JSON writes them in its own.
func (d *document) extent(n int32) int {
	v := &d.nodes[n]
	around := &d.nodes[v.parent]
	if v.next < around.next {
		return characters(d.src[v.keyStart-1 : d.nodes[v.next].keyStart-1])
	}
	size := characters(d.src[v.keyStart-1 : around.end-1])
	if v.index > 0 {
		size++
	}
	return size
}

// optionalNames are the names of the members of ours.
var optionalNames = func() map[string]bool {
	names := map[string]bool{}
	for _, s := range []*shape{&questionShape, &choiceShape, &facilitationShape} {
		for _, m := range s.members {
			if m.need == ours {
				names[m.name] = true
			}
		}
	}
	return names
}()

// spareable counts all that bears the name of a member of ours, wherever it stands: no more can be spared.
func (p *parser) spareable() (most int) {
	d := p.doc
	for n := int32(0); int(n) < len(d.nodes); {
		if v := &d.nodes[n]; v.keyEnd > 0 && optionalNames[d.key(n)] {
			most += d.extent(n)
			n = v.next
			continue
		}
		n++
	}
	return most
}
