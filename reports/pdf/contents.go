package pdf

import (
	"plumbline/reports/doc"
	"plumbline/reports/pdf/tagged"
)

// contentsLine is one line of the list of contents.
type contentsLine struct {
	title doc.CleanText
	place string
	level int // 0: a section, 1: a part
}

// contents sets the page numbers in the label column, where the eye finds them beside the titles.
func (d *pdfDocument) contents(s doc.Section) {
	if s.Joins {
		d.parting()
	} else {
		d.page()
	}
	d.opening(s)
	list := d.node.Add(tagged.Contents)
	sublist := (*tagged.Node)(nil)
	for _, l := range d.listed {
		entry := list
		if l.level == 0 {
			sublist = nil
		} else {
			if sublist == nil {
				sublist = list.Add(tagged.Contents)
			}
			entry = sublist
		}
		entry = entry.Add(tagged.Entry)
		title, page := entry.Add(tagged.Reference), entry.Add(tagged.Reference)
		st, gap := strongStyle, 9.0
		if l.level > 0 {
			st, gap = bodyStyle, 2
		}
		d.space(gap)
		y := baselineOf(d.leading(bodyStyle), textLine{})
		d.pin(pageNumberMark{d.labels - 24, y, st.with(sansRegular), "", l.place, page})
		d.x = d.labels
		d.under(title, func() { d.text(styledSpan{text: l.title, style: st, goTo: l.place}) })
		d.x = 0
	}
}
