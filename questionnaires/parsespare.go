package questionnaires

import "plumbline/questionnaires/jsontree"

// spare takes member n out of what MaxBytes counts.
func (p *lensParser) spare(n int32) { p.spared += memberExtent(p.doc, n) }

// memberExtent counts the characters of member n with one comma: up to the next member, or behind the one before. The
// count of what is left must not depend on the order of the members, since JSON writes them in its own.
func memberExtent(d *jsontree.Document, n int32) int {
	v := &d.Nodes[n]
	around := &d.Nodes[v.Parent]
	if v.Next < around.Next {
		return characters(d.Source[v.NameStart-1 : d.Nodes[v.Next].NameStart-1])
	}
	size := characters(d.Source[v.NameStart-1 : around.End-1])
	if v.Index > 0 {
		size++
	}
	return size
}

// optionalNames are the names of the members of ours.
var optionalNames = func() map[string]bool {
	names := map[string]bool{}
	for _, s := range []*objectShape{&pillarShape, &questionShape, &choiceShape, &facilitationShape} {
		for _, m := range s.members {
			if m.need == needExtension {
				names[m.name] = true
			}
		}
	}
	return names
}()

// spareable counts all that bears the name of a member of ours, wherever it stands: no more can be spared.
func (p *lensParser) spareable() (most int) {
	d := p.doc
	for n := int32(0); int(n) < len(d.Nodes); {
		if v := &d.Nodes[n]; v.NameEnd > 0 && optionalNames[d.Name(n)] {
			most += memberExtent(d, n)
			n = v.Next
			continue
		}
		n++
	}
	return most
}
