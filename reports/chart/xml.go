package chart

import (
	"strconv"
	"strings"

	"plumbline/reports/ooxml"
)

// xml is the part of the chart.
func (c Chart) xml() string {
	var series strings.Builder
	for n := range c.Series {
		series.WriteString(c.series(n))
	}
	plot := `<c:barChart><c:barDir val="bar"/><c:grouping val="stacked"/><c:varyColors val="0"/>` + series.String() +
		`<c:gapWidth val="45"/><c:overlap val="100"/><c:axId val="1"/><c:axId val="2"/></c:barChart>`
	if c.Lines {
		plot = `<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>` + series.String() +
			`<c:marker val="1"/><c:axId val="1"/><c:axId val="2"/></c:lineChart>`
	}
	return ooxml.Head + `<c:chartSpace xmlns:c="` + drawing + `chart" xmlns:a="` + drawing + `main" xmlns:r="` +
		ooxml.RelationNames + `"><c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>` +
		`<c:plotArea><c:layout/>` + plot + c.axes() + `</c:plotArea><c:legend><c:legendPos val="b"/><c:overlay val="0"/>` +
		`</c:legend><c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>` +
		`<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>` + letters("1B1F24", 1000, false) +
		`<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>`
}

// letters say how texts look; a size is in hundredths of a point.
func letters(ink string, size int, bold bool) string {
	b := "0"
	if bold {
		b = "1"
	}
	return `<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="` + strconv.Itoa(size) + `" b="` + b +
		`"><a:solidFill><a:srgbClr val="` + ink + `"/></a:solidFill></a:defRPr></a:pPr><a:endParaRPr lang="en-GB"/></a:p>` +
		`</c:txPr>`
}

// axes are that of the categories, from the top for bars, and that of the counts.
func (c Chart) axes() string {
	order, place, other := "maxMin", "l", "t"
	if c.Lines {
		order, place, other = "minMax", "b", "l"
	}
	line := `<c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="8B949E"/></a:solidFill></a:ln></c:spPr>`
	return `<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="` + order + `"/></c:scaling><c:delete val="0"/>` +
		`<c:axPos val="` + place + `"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>` +
		`<c:minorTickMark val="none"/><c:tickLblPos val="low"/>` + line + `<c:crossAx val="2"/><c:crosses val="autoZero"/>` +
		`<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>` +
		`<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling><c:delete val="1"/>` +
		`<c:axPos val="` + other + `"/><c:numFmt formatCode="0" sourceLinked="0"/><c:majorTickMark val="none"/>` +
		`<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1"/><c:crosses val="autoZero"/>` +
		`<c:crossBetween val="between"/></c:valAx>`
}

// markers tell lines apart without colours.
var markers = [...]string{"circle", "diamond", "square", "triangle"}

// series is one series with its values.
func (c Chart) series(n int) string {
	s, number := c.Series[n], strconv.Itoa(n)
	fill, ink := s.Colours(c.Lines)
	column := string(rune('B' + n))
	var names, counts strings.Builder
	for i, name := range c.Categories {
		names.WriteString(point(i, name))
		counts.WriteString(point(i, strconv.Itoa(s.Counts[i])))
	}
	size, last := `<c:ptCount val="`+strconv.Itoa(len(c.Categories))+`"/>`, strconv.Itoa(len(c.Categories)+1)
	solid := `<a:solidFill><a:srgbClr val="` + fill + `"/></a:solidFill>`
	look := `<c:spPr>` + solid + `<a:ln w="6350"><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:ln></c:spPr>` +
		`<c:invertIfNegative val="0"/>`
	shown := `<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>` +
		`<c:showPercent val="0"/><c:showBubbleSize val="0"/>`
	format, place, labels, end := `<c:numFmt formatCode="0;;" sourceLinked="0"/>`, "ctr", "", ""
	if c.Lines {
		place, end = "t", `<c:smooth val="0"/>`
		format = `<c:numFmt formatCode="0" sourceLinked="0"/>`
		for i := range c.Categories {
			if c.below(n, i) {
				labels += `<c:dLbl><c:idx val="` + strconv.Itoa(i) + `"/>` + format + `<c:spPr><a:noFill/></c:spPr>` +
					letters(ink, 1000, true) + `<c:dLblPos val="b"/>` + shown + `</c:dLbl>`
			}
		}
		look = `<c:spPr><a:ln w="28575" cap="rnd">` + solid + `</a:ln></c:spPr><c:marker><c:symbol val="` +
			markers[n%len(markers)] + `"/><c:size val="7"/><c:spPr>` + solid + `</c:spPr></c:marker>`
	}
	return `<c:ser><c:idx val="` + number + `"/><c:order val="` + number + `"/><c:tx><c:strRef><c:f>Sheet1!$` + column +
		`$1</c:f><c:strCache><c:ptCount val="1"/>` + point(0, s.Name) + `</c:strCache></c:strRef></c:tx>` + look +
		`<c:dLbls>` + labels + format + `<c:spPr><a:noFill/></c:spPr>` + letters(ink, 1000, true) +
		`<c:dLblPos val="` + place + `"/>` + shown + `</c:dLbls><c:cat><c:strRef><c:f>Sheet1!$A$2:$A$` + last +
		`</c:f><c:strCache>` + size + names.String() + `</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>Sheet1!$` +
		column + `$2:$` + column + `$` + last + `</c:f><c:numCache><c:formatCode>0</c:formatCode>` + size + counts.String() +
		`</c:numCache></c:numRef></c:val>` + end + `</c:ser>`
}

// below reports whether the number at a line stands below it: another line is above there.
func (c Chart) below(n, i int) bool {
	for other, s := range c.Series {
		if s.Counts[i] > c.Series[n].Counts[i] || s.Counts[i] == c.Series[n].Counts[i] && other < n {
			return true
		}
	}
	return false
}

func point(i int, value string) string {
	return `<c:pt idx="` + strconv.Itoa(i) + `"><c:v>` + ooxml.Text(value) + `</c:v></c:pt>`
}
