package chosen

import "plumbline/reports/doc"

// Mend takes away what leads to places that the report does not have.
func Mend(d *doc.Report) {
	m := mender{}
	for _, s := range d.Sections {
		m[s.Place] = true
		m.find(s.Body)
	}
	for _, s := range d.Sections {
		m.mend(s.Body)
	}
}

// mender knows the places of a report.
type mender map[string]bool

func (m mender) find(blocks []doc.Block) {
	for _, b := range blocks {
		switch b := b.(type) {
		case doc.Part:
			m[b.Place] = true
			m.find(b.Intro)
			m.find(b.Items)
		case doc.Item:
			m[b.Place] = true
			m.find(b.Body)
		case doc.Grid:
			for _, row := range b.Rows {
				m[row.Place] = true
			}
		}
	}
}

// mend changes the blocks where they are: the report was just described, and nobody else has it.
func (m mender) mend(blocks []doc.Block) {
	for n, b := range blocks {
		switch b := b.(type) {
		case doc.Part:
			m.mend(b.Intro)
			m.mend(b.Items)
		case doc.Item:
			m.mend(b.Body)
		case doc.Choice:
			m.mend(b.Body)
		case doc.Row:
			m.mend(b.Body)
			b.See = m.reference(b.See)
			blocks[n] = b
		case doc.Reference:
			b.See = m.reference(b.See)
			blocks[n] = b
		case doc.Chart:
			for i := range b.Rows {
				b.Rows[i].Place = m.place(b.Rows[i].Place)
			}
		case doc.Grid:
			for _, row := range b.Rows {
				for i := range row.Cells {
					row.Cells[i].GoTo = m.place(row.Cells[i].GoTo)
				}
			}
		}
	}
}

func (m mender) place(name string) string {
	if !m[name] {
		return ""
	}
	return name
}

func (m mender) reference(r doc.PageReference) doc.PageReference {
	if r.Place == "" || m[r.Place] {
		return r
	}
	return doc.PageReference{}
}
