// Package chart makes the native charts of office programs, which people can edit: stacked bars of counts, and lines of
// how counts moved. A chart brings the values that it shows, and a small workbook with the same, which a program opens
// when somebody edits it. Each value stands in the chart as a number, series differ in lightness, lines in their marks
// too, and a description says in words what is drawn.
//
// It may import reports/doc, reports/ooxml and the risks of questionnaires.
package chart

import (
	"fmt"
	"strconv"
	"strings"

	q "plumbline/questionnaires"
	"plumbline/reports/doc"
	"plumbline/reports/ooxml"
)

// Chart is counts of categories.
type Chart struct {
	Title      string
	Lines      bool // how counts moved from category to category; else a stacked bar for each
	Categories []string
	Series     []Series
}

// Series is a count for each category.
type Series struct {
	Name   string
	Risk   q.Risk
	Counts []int
}

// Bounds of charts: of more than so many categories nobody can read one, and the table beside it has the whole names.
const (
	mostCategories = 40
	longestName    = 60
)

// Of is the chart that draws a block of a report; false where it is none, or too large to be read.
func Of(b doc.Block) (Chart, bool) {
	switch b := b.(type) {
	case doc.Chart:
		c := Chart{Title: string(b.Title)}
		for _, r := range b.Rows {
			c.Categories = append(c.Categories, short(string(r.Name)))
		}
		names := b.Grid().Columns[1:]
		for n, risk := range b.Risks {
			s := Series{Name: string(names[n].Name), Risk: risk}
			for _, r := range b.Rows {
				s.Counts = append(s.Counts, r.Counts.Of(risk))
			}
			c.Series = append(c.Series, s)
		}
		return c, c.readable()
	case doc.Trend:
		c := Chart{Title: string(b.Title), Lines: true}
		for _, p := range b.Points {
			c.Categories = append(c.Categories, short(string(p.Name)))
		}
		names := b.Grid().Columns[2:]
		for n, risk := range b.Risks {
			s := Series{Name: string(names[n].Name), Risk: risk}
			for _, p := range b.Points {
				s.Counts = append(s.Counts, p.Counts.Of(risk))
			}
			c.Series = append(c.Series, s)
		}
		return c, c.readable()
	}
	return Chart{}, false
}

func (c Chart) readable() bool {
	return len(c.Series) > 0 && len(c.Categories) > 0 && len(c.Categories) <= mostCategories
}

// short is a name that has room beside a bar.
func short(name string) string {
	name = strings.Join(strings.Fields(name), " ")
	if r := []rune(name); len(r) > longestName {
		return string(r[:longestName-1]) + "…"
	}
	return name
}

// Description says in words what is drawn, for those who can't see it.
func (c Chart) Description() string {
	kind := "Stacked bars"
	if c.Lines {
		kind = "Lines"
	}
	var parts []string
	for i, name := range c.Categories {
		var counts []string
		for _, s := range c.Series {
			if s.Counts[i] > 0 {
				counts = append(counts, strconv.Itoa(s.Counts[i])+" "+strings.ToLower(s.Name))
			}
		}
		if len(counts) == 0 {
			counts = []string{"none"}
		}
		parts = append(parts, name+": "+strings.Join(counts, ", "))
	}
	return fmt.Sprintf("%s. %s. %s.", kind, c.Title, strings.Join(parts, "; "))
}

// colour is that of a risk: the worse, the darker. Ink is that of a number in front of it.
func colour(r q.Risk) (fill, ink string) {
	switch r {
	case q.RiskHigh:
		return "8E1B14", "FFFFFF"
	case q.RiskMedium:
		return "D9902F", "1B1F24"
	case q.RiskNone:
		return "A9CDB6", "1B1F24"
	case q.RiskUndecided:
		return "6B3FA0", "FFFFFF"
	case q.RiskUnanswered:
		return "C3C9D0", "1B1F24"
	}
	return "DDD6C9", "1B1F24"
}

// Colours are those of the bars or the line of a series, and of the numbers at it, which can be read.
func (s Series) Colours(lines bool) (fill, ink string) {
	fill, ink = colour(s.Risk)
	if lines && s.Risk == q.RiskMedium {
		fill = "8A5A00"
	}
	if lines {
		ink = fill
	}
	return fill, ink
}

const kinds = "application/vnd.openxmlformats-officedocument."

// AddTo adds the chart, the n-th of a file, to the parts in a folder such as "word". What it gives is the part, as seen
// from that folder; what refers to it has a relation of the kind "chart".
func (c Chart) AddTo(f *ooxml.File, folder string, n int) (string, error) {
	name := "charts/chart" + strconv.Itoa(n) + ".xml"
	sheet := "embeddings/chart" + strconv.Itoa(n) + ".xlsx"
	book, err := c.workbook()
	if err != nil {
		return "", err
	}
	f.Add(folder+"/"+sheet, kinds+"spreadsheetml.sheet", string(book))
	f.Add(folder+"/"+name, kinds+"drawingml.chart+xml", c.xml())
	f.Relate(folder+"/"+name, ooxml.Relation{ID: "rId1", Kind: "package", Target: "../" + sheet})
	return name, nil
}

// Graphic is what shows a chart in a drawing; id is that of the relation.
func Graphic(id string) string {
	return `<a:graphic xmlns:a="` + drawing + `main"><a:graphicData uri="` + drawing + `chart"><c:chart xmlns:c="` +
		drawing + `chart" xmlns:r="` + ooxml.RelationNames + `" r:id="` + id + `"/></a:graphicData></a:graphic>`
}

const drawing = "http://schemas.openxmlformats.org/drawingml/2006/"

// workbook is the values as a workbook with one sheet.
func (c Chart) workbook() ([]byte, error) {
	text := func(s string) string { return `<c t="inlineStr"><is><t>` + ooxml.Text(s) + `</t></is></c>` }
	var rows strings.Builder
	rows.WriteString(`<row>` + text(""))
	for _, s := range c.Series {
		rows.WriteString(text(s.Name))
	}
	rows.WriteString(`</row>`)
	for i, name := range c.Categories {
		rows.WriteString(`<row>` + text(name))
		for _, s := range c.Series {
			rows.WriteString(`<c><v>` + strconv.Itoa(s.Counts[i]) + `</v></c>`)
		}
		rows.WriteString(`</row>`)
	}
	const sheets = ` xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	var f ooxml.File
	const book = "xl/workbook.xml"
	f.Relate("", ooxml.Relation{ID: "rId1", Kind: "officeDocument", Target: book})
	f.Add(book, kinds+"spreadsheetml.sheet.main+xml", ooxml.Head+`<workbook`+sheets+` xmlns:r="`+ooxml.RelationNames+
		`"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`)
	f.Relate(book, ooxml.Relation{ID: "rId1", Kind: "worksheet", Target: "worksheets/sheet1.xml"})
	f.Add("xl/worksheets/sheet1.xml", kinds+"spreadsheetml.worksheet+xml", ooxml.Head+`<worksheet`+sheets+`><sheetData>`+
		rows.String()+`</sheetData></worksheet>`)
	return f.Bytes()
}
