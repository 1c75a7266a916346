// Package pptx sets a report to leadership as slides: a slide for each section, with real titles, tables and native
// charts, 16:9. A slide holds what fits at a size that can be read in a room; it says what it leaves out, which the
// report has.
//
// It may import reports/chart, reports/doc, reports/ooxml and the risks of questionnaires.
package pptx

import (
	_ "embed"
	"strconv"
	"strings"

	"plumbline/reports/doc"
	"plumbline/reports/ooxml"
)

//go:embed parts/theme.xml
var theme string

//go:embed parts/master.xml
var master string

//go:embed parts/layout1.xml
var titleLayout string

//go:embed parts/layout2.xml
var plainLayout string

// mostSlides is how many slides there are at most.
const mostSlides = 8

// Sizes, in EMU: 12,700 to a point.
const (
	point     = 12700
	wide      = 12192000
	high      = 6858000
	edge      = 609600
	textWidth = wide - 2*edge
	bodyTop   = 1300000
	bodyEnd   = 6280000
	bottom    = 6420000 // of the line below it all

	lineOfEdge = 230000
)

const (
	names = ` xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="` + ooxml.RelationNames +
		`" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"`
	kinds = "application/vnd.openxmlformats-officedocument."
)

// Render writes the slides. The same report gives the same bytes. The error is that of packing them.
func Render(d doc.Report) ([]byte, error) {
	slides := slidesOf(d)
	var f ooxml.File
	const first = "ppt/presentation.xml"
	f.Describe(ooxml.Properties{Title: string(d.Title), Author: string(d.Author), Subject: string(d.Subject), At: d.At},
		first)
	f.Add("ppt/theme/theme1.xml", kinds+"theme+xml", theme)
	f.Add("ppt/slideMasters/slideMaster1.xml", kinds+"presentationml.slideMaster+xml", master)
	f.Relate("ppt/slideMasters/slideMaster1.xml",
		ooxml.Relation{ID: "rId1", Kind: "slideLayout", Target: "../slideLayouts/slideLayout1.xml"},
		ooxml.Relation{ID: "rId2", Kind: "slideLayout", Target: "../slideLayouts/slideLayout2.xml"},
		ooxml.Relation{ID: "rId3", Kind: "theme", Target: "../theme/theme1.xml"})
	for n, layout := range []string{titleLayout, plainLayout} {
		name := "ppt/slideLayouts/slideLayout" + strconv.Itoa(n+1) + ".xml"
		f.Add(name, kinds+"presentationml.slideLayout+xml", layout)
		f.Relate(name, ooxml.Relation{ID: "rId1", Kind: "slideMaster", Target: "../slideMasters/slideMaster1.xml"})
	}
	f.Relate(first, ooxml.Relation{ID: "rId1", Kind: "slideMaster", Target: "slideMasters/slideMaster1.xml"})
	var list strings.Builder
	charts := 0
	for n, s := range slides {
		name, number := "slides/slide"+strconv.Itoa(n+1)+".xml", strconv.Itoa(n+2)
		text, drawn := s.xml(d, n+1)
		f.Add("ppt/"+name, kinds+"presentationml.slide+xml", text)
		for i, c := range drawn {
			charts++
			target, err := c.AddTo(&f, "ppt", charts)
			if err != nil {
				return nil, err
			}
			f.Relate("ppt/"+name, ooxml.Relation{ID: chartID(i), Kind: "chart", Target: "../" + target})
		}
		f.Relate("ppt/"+name, ooxml.Relation{ID: "rId1", Kind: "slideLayout", Target: "../slideLayouts/slideLayout" +
			strconv.Itoa(s.layout()) + ".xml"})
		f.Relate(first, ooxml.Relation{ID: "rId" + number, Kind: "slide", Target: name})
		list.WriteString(`<p:sldId id="` + strconv.Itoa(256+n) + `" r:id="rId` + number + `"/>`)
	}
	f.Add(first, kinds+"presentationml.presentation.main+xml", ooxml.Head+`<p:presentation`+names+
		`><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst><p:sldIdLst>`+list.String()+
		`</p:sldIdLst><p:sldSz cx="`+strconv.Itoa(wide)+`" cy="`+strconv.Itoa(high)+
		`"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>`)
	return f.Bytes()
}
