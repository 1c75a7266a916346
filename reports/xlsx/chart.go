package xlsx

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"plumbline/reports/table"
)

// Sizes of charts, in pixels. They stand at the right of their tables.
const (
	chartWidth = 720
	barHeight  = 34
	chartEdge  = 120 // the title and the legend
	linesHigh  = 320
)

// addChart draws the numbers of a table from its own cells, so that the chart follows whoever changes them.
func addChart(f *excelize.File, t table.Table) error {
	sheet := "'" + strings.ReplaceAll(t.Name, "'", "''") + "'!"
	column := func(n int) string {
		name := "$" + table.ColumnName(n) + "$"
		return sheet + name + "2:" + name + strconv.Itoa(len(t.Rows)+1)
	}
	gap, overlap := uint(45), 100
	c := excelize.Chart{Type: excelize.BarStacked, GapWidth: &gap, Overlap: &overlap,
		Format:    excelize.GraphicOptions{AltText: t.Chart.Description, Positioning: "oneCell"},
		Dimension: excelize.ChartDimension{Width: chartWidth, Height: uint(chartEdge + barHeight*len(t.Rows))},
		Legend:    excelize.ChartLegend{Position: "bottom"},
		Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: t.Chart.Title,
			Font: &excelize.Font{Bold: true, Size: 12, Color: "1B1F24"}}}},
		XAxis:    excelize.ChartAxis{ReverseOrder: true, Font: excelize.Font{Color: "1B1F24", Size: 9}},
		YAxis:    excelize.ChartAxis{None: true},
		PlotArea: excelize.ChartPlotArea{ShowVal: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0;;"}}}
	if t.Chart.Lines {
		c.Type, c.XAxis.ReverseOrder, c.Dimension.Height = excelize.Line, false, linesHigh
		c.GapWidth, c.Overlap = nil, nil
		c.PlotArea.NumFmt.CustomNumFmt = "0"
	}
	markers := []string{"circle", "diamond", "square", "triangle"}
	for n, s := range t.Chart.Series {
		fill := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{s.Colour}}
		one := excelize.ChartSeries{Name: fmt.Sprintf("%s$%s$1", sheet, table.ColumnName(s.Column)), Categories: column(0),
			Values: column(s.Column), Fill: fill,
			DataLabel: excelize.ChartDataLabel{Font: excelize.Font{Bold: true, Color: s.Ink, Size: 9}}}
		if t.Chart.Lines {
			one.Line = excelize.LineOptions{Fill: fill, Width: 2.25}
			one.Marker = excelize.ChartMarker{Symbol: markers[n%len(markers)], Size: 7, Fill: fill}
			one.DataLabelPosition = excelize.ChartDataLabelsPositionAbove
		}
		c.Series = append(c.Series, one)
	}
	return f.AddChart(t.Name, table.ColumnName(len(t.Columns)+1)+"2", &c)
}
