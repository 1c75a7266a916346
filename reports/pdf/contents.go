package pdf

import "plumbline/reports/doc"

// contentsLine is one line of the list of contents.
type contentsLine struct {
	title doc.Text
	place string
	level int // 0: a section, 1: a part
}

// contents sets the page numbers in the label column, where the eye finds them beside the titles.
func (d *document) contents(s doc.Section) {
	d.opening(s)
	for _, l := range d.listed {
		st, gap := strong, 9.0
		if l.level > 0 {
			st, gap = body, 2
		}
		d.space(gap)
		d.pin(pageMark{labelWidth - 24, baseline(body.lead, line{}), st.with(sans), "", l.place})
		d.x = labelWidth
		d.para(span{text: l.title, style: st, goTo: l.place})
		d.x = 0
	}
}
