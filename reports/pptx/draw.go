package pptx

import (
	"strconv"
	"strings"

	q "plumbline/questionnaires"
	"plumbline/reports/chart"
	"plumbline/reports/doc"
	"plumbline/reports/ooxml"
)

// writer collects the shapes of a slide.
type writer struct {
	out    strings.Builder
	charts []chart.Chart
	ids    int
	y      int // where the next one begins
}

func (w *writer) put(parts ...string) {
	for _, p := range parts {
		w.out.WriteString(p)
	}
}

// id is the number of the next shape.
func (w *writer) id() string {
	w.ids++
	return strconv.Itoa(w.ids + 1) // 1 is the slide's own
}

func (s slide) layout() int {
	if s.cover != nil {
		return 1
	}
	return 2
}

// xml is the part of a slide, with the charts on it.
func (s slide) xml(d doc.Report, number int) (string, []chart.Chart) {
	w := &writer{y: bodyTop}
	if s.cover != nil {
		w.cover(*s.cover)
	} else {
		s.fit()
		w.title("title", s.title, 2800)
		for _, e := range s.body {
			w.element(e)
		}
	}
	if d.Mark != "" {
		w.box("Watermark", edge, 170000, textWidth, 230000, paragraph(run(short(d.Mark, longestTitle),
			look{size: 1100, bold: true, colour: "8B949E"}), "r", false))
	}
	w.placed("Footer", `type="ftr" idx="11"`, at("a", edge, bottom, textWidth*5/6, lineOfEdge),
		paragraph(run(short(d.FootText(), longestFoot), look{size: footSize(d), colour: quiet}), "l", false))
	w.placed("Slide number", `type="sldNum" idx="12"`, at("a", edge+textWidth*5/6, bottom, textWidth/6, lineOfEdge),
		`<a:p><a:pPr algn="r"/><a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="en-GB" `+
			`sz="1000"/><a:t>`+strconv.Itoa(number)+`</a:t></a:fld></a:p>`)
	return ooxml.Head + `<p:sld` + names + `><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/>` +
		`<p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/>` +
		`<a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>` + w.out.String() +
		`</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>`, w.charts
}

// longestFoot is more than a foot has with the text of a brand.
const longestFoot = 400

// footSize is that of the foot: a long one is smaller, so that it stays in its place.
func footSize(d doc.Report) int {
	if units(string(d.FootText())) > 130 {
		return remarkSize * 7 / 10
	}
	return remarkSize
}

// title fills the place of the title.
func (w *writer) title(kind string, t doc.CleanText, size int) {
	w.placeholder("Title", `type="`+kind+`"`, run(short(t, longestTitle), look{size: titleSize(t, size), title: true}))
}

// titleSize is that of a title: a long one is smaller.
func titleSize(t doc.CleanText, size int) int {
	switch n := units(short(t, longestTitle)); {
	case n > 110:
		return size * 55 / 100
	case n > 60:
		return size * 70 / 100
	}
	return size
}

// look is how a run looks; the zero look is that of its place.
type look struct {
	size   int
	bold   bool
	italic bool
	title  bool
	colour string
}

// run is a text.
func run(text string, l look) string {
	if text == "" {
		return ""
	}
	props := `<a:rPr lang="en-GB"`
	if l.size > 0 {
		props += ` sz="` + strconv.Itoa(l.size) + `"`
	}
	if l.bold {
		props += ` b="1"`
	}
	if l.italic {
		props += ` i="1"`
	}
	props += `>`
	if l.colour != "" {
		props += `<a:solidFill><a:srgbClr val="` + l.colour + `"/></a:solidFill>`
	}
	font := "+mn-lt"
	if l.title {
		font = "+mj-lt"
	}
	return `<a:r>` + props + `<a:latin typeface="` + font + `"/></a:rPr><a:t>` + ooxml.Text(text) + `</a:t></a:r>`
}

// paragraph is runs at a side.
func paragraph(runs, side string, rightToLeft bool) string {
	props := `<a:pPr algn="` + side + `"`
	if rightToLeft {
		props += ` rtl="1"`
	}
	return `<a:p>` + props + `><a:spcBef><a:spcPts val="0"/></a:spcBef></a:pPr>` + runs + `</a:p>`
}

// placeholder fills a place of the layout.
func (w *writer) placeholder(name, kind, runs string) {
	w.placed(name, kind, "", `<a:p>`+runs+`</a:p>`)
}

// placed fills a place of the layout, somewhere else if where says so.
func (w *writer) placed(name, kind, where, paragraphs string) {
	w.put(`<p:sp><p:nvSpPr><p:cNvPr id="`, w.id(), `" name="`, name, `"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>`,
		`<p:nvPr><p:ph `, kind, `/></p:nvPr></p:nvSpPr><p:spPr>`, where, `</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>`,
		paragraphs, `</p:txBody></p:sp>`)
}

// box writes paragraphs in a box.
func (w *writer) box(name string, x, y, cx, cy int, paragraphs string) {
	w.put(`<p:sp><p:nvSpPr><p:cNvPr id="`, w.id(), `" name="`, name, `"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>`,
		`<p:spPr>`, at("a", x, y, cx, cy), `<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody>`,
		`<a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"/><a:lstStyle/>`, paragraphs, `</p:txBody></p:sp>`)
}

// at is where something is; space is that of the element's name.
func at(space string, x, y, cx, cy int) string {
	return `<` + space + `:xfrm><a:off x="` + strconv.Itoa(x) + `" y="` + strconv.Itoa(y) + `"/><a:ext cx="` +
		strconv.Itoa(cx) + `" cy="` + strconv.Itoa(cy) + `"/></` + space + `:xfrm>`
}

const quiet = "57606A"

// cover writes the first slide.
func (w *writer) cover(c doc.Cover) {
	w.title("ctrTitle", c.Title, 4400)
	under := append([]doc.CleanText{c.Kind}, c.Topics...)
	if c.More != "" {
		under = append(under, c.More)
	}
	size := 1800
	if len(under) > 3 {
		size = 1100
	}
	runs := ""
	for i, t := range under {
		if i > 0 {
			runs += `</a:p><a:p>`
		}
		runs += run(short(t, longestCell), look{size: size})
	}
	w.placeholder("Subtitle", `type="subTitle" idx="1"`, runs)
	facts := ""
	for _, f := range c.Facts {
		value := short(f.Value, longestCell)
		if value == "" {
			value = dash
		}
		name := run(string(f.Name)+":  ", look{size: 1400, colour: quiet})
		facts += paragraph(name+run(value, look{size: 1400}), "l", false)
	}
	w.box("Facts", edge, 3700000, textWidth, 2500000, facts)
}

// dash stands where there is nothing.
const dash = "–"

// element writes a text or a table below what is there.
func (w *writer) element(e element) {
	if e.table != nil {
		w.table(e.table)
		if more := e.table.more(); more != "" {
			w.y -= gap - 4*point
			w.element(element{style: remarkStyle, spans: doc.PlainSpan(more, doc.StyleBody)})
		}
		return
	}
	l, high := look{size: sizes[e.style]}, e.height()
	switch e.style {
	case leadStyle, remarkStyle:
		l.colour = quiet
	case captionStyle:
		l.bold = true
	}
	text := doc.Text(e.spans)
	runs := run(short(text, longestText), l)
	if len(string(text)) <= longestText && !strings.Contains(string(text), "\n") {
		runs = spans(e.spans, l)
	}
	above := 0
	if e.style == captionStyle {
		above = 5 * point
	}
	w.box("Text", edge, w.y+above, textWidth, high, paragraph(runs, "l", ooxml.RightToLeft(string(text))))
	w.y += high
}

// spans are runs in their styles.
func spans(all []doc.Span, l look) string {
	out := ""
	for _, s := range all {
		one := l
		one.bold = l.bold || s.Style == doc.StyleStrong
		one.italic = s.Style == doc.StyleItalic
		if s.Style == doc.StyleQuiet {
			one.colour = quiet
		}
		out += run(string(s.Text), one)
	}
	return out
}

// colours are those of the words for risks.
var colours = map[q.Risk]string{q.RiskHigh: "B3261E", q.RiskMedium: "8A5A00", q.RiskNone: "1D6B3F",
	q.RiskUndecided: "6B3FA0"}

func colourOf(r q.Risk) string {
	if c, known := colours[r]; known {
		return c
	}
	return quiet
}
