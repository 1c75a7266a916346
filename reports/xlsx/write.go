// Package xlsx writes and reads tables as workbooks of spreadsheets. It is the only one that knows excelize, which
// writes them. The reader is our own: excelize takes the rows before a fault for all rows, and gives no types of cells
// without the whole sheet in memory. It may import models and reports/table.
package xlsx

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"plumbline/models"
	"plumbline/reports/table"
)

// MediaType is that of a workbook.
const MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Properties are told by the file's properties.
type Properties struct {
	Title string
	At    time.Time // of the data
}

// Write writes each table as a sheet: the header stands still and has filters, numbers and dates are cells of their
// types, texts that a spreadsheet could take for formulas are guarded, and those that are longer than a cell are cut
// (see table.CellText). A chart stands beside its table and is drawn from its cells, and paper is as wide as a sheet.
// The same tables give the same bytes.
func Write(w io.Writer, about Properties, tables ...table.Table) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	parts := &partsInOrder{}
	f.ZipWriter = func(io.Writer) excelize.ZipWriter { return parts }
	looks, err := newStyles(f)
	if err != nil {
		return err
	}
	for i, t := range tables {
		if err := addSheet(f, i, t.Name); err != nil {
			return err
		}
		if err := writeSheet(f, looks, t); err != nil {
			return err
		}
	}
	at := about.At.UTC().Format(time.RFC3339)
	if err := f.SetDocProps(&excelize.DocProperties{Title: about.Title, Creator: "Plumbline",
		LastModifiedBy: "Plumbline", Created: at, Modified: at}); err != nil {
		return err
	}
	if err := f.Write(io.Discard); err != nil {
		return err
	}
	return parts.writeTo(w)
}

func addSheet(f *excelize.File, i int, name string) error {
	if i == 0 {
		return f.SetSheetName(f.GetSheetName(0), name)
	}
	_, err := f.NewSheet(name)
	return err
}

type styles struct{ header, figures, text, wrapped, number, date int }

func newStyles(f *excelize.File) (s styles, err error) {
	dates := "yyyy-mm-dd"
	for _, one := range []struct {
		id    *int
		style excelize.Style
	}{
		{&s.header, headStyle("left")},
		{&s.figures, headStyle("right")},
		{&s.text, excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{Vertical: "top"}}},
		{&s.number, excelize.Style{NumFmt: 1, Alignment: &excelize.Alignment{Vertical: "top"}}},
		{&s.date, excelize.Style{CustomNumFmt: &dates, Alignment: &excelize.Alignment{Vertical: "top"}}},
		{&s.wrapped, excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}},
	} {
		if *one.id, err = f.NewStyle(&one.style); err != nil {
			return s, err
		}
	}
	return s, nil
}

func headStyle(side string) excelize.Style {
	return excelize.Style{Font: &excelize.Font{Bold: true, Family: "Calibri", Size: 11},
		Alignment: &excelize.Alignment{Vertical: "center", Horizontal: side},
		Border:    []excelize.Border{{Type: "bottom", Color: "808080", Style: 1}},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EEF1F4"}}}
}

func writeSheet(f *excelize.File, looks styles, t table.Table) error {
	last := table.ColumnName(len(t.Columns)-1) + strconv.Itoa(len(t.Rows)+1)
	if err := f.AutoFilter(t.Name, "A1:"+last, nil); err != nil {
		return err
	}
	if err := printsWhole(f, t.Name); err != nil {
		return err
	}
	if t.Chart != nil && len(t.Rows) > 0 {
		if err := addChart(f, t); err != nil {
			return err
		}
	}
	sw, err := f.NewStreamWriter(t.Name)
	if err != nil {
		return err
	}
	if err := sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2",
		ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	header := make([]any, len(t.Columns))
	for i, c := range slices.Backward(t.Columns) { // excelize puts each width in front of those before it
		look := looks.header
		if c.Kind != table.Text {
			look = looks.figures
		}
		header[i] = excelize.Cell{StyleID: look, Value: table.Guard(c.Name)}
		if err := sw.SetColWidth(i+1, i+1, float64(widthOf(c))); err != nil {
			return err
		}
	}
	if err := sw.SetRow("A1", header, excelize.RowOpts{Height: 20}); err != nil {
		return err
	}
	for i, row := range t.Rows {
		cells := make([]any, len(row))
		for j, text := range row {
			cells[j] = looks.cell(t.Columns[j], text)
		}
		if err := sw.SetRow("A"+strconv.Itoa(i+2), cells); err != nil {
			return err
		}
	}
	return sw.Flush()
}

// printsWhole makes paper as wide as the sheet.
func printsWhole(f *excelize.File, sheet string) error {
	yes, landscape, one, any := true, "landscape", 1, 0
	if err := f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
		return err
	}
	return f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape, FitToWidth: &one,
		FitToHeight: &any})
}

func widthOf(c table.Column) int {
	if c.Width > 0 {
		return c.Width
	}
	return max(12, len([]rune(c.Name))+4)
}

// cell gives a value of its type. Numbers and dates that spreadsheets can't hold as such are texts.
func (s styles) cell(column table.Column, text string) any {
	if text == "" {
		return nil
	}
	switch column.Kind {
	case table.Number:
		if n, ok := (table.Cell{Text: text}).Whole(); ok {
			return excelize.Cell{StyleID: s.number, Value: n}
		}
	case table.Date:
		if serial, ok := table.Serial(text); ok {
			return excelize.Cell{StyleID: s.date, Value: serial}
		}
	}
	look := s.text
	if column.Wrap {
		look = s.wrapped
	}
	return excelize.Cell{StyleID: look, Value: table.CellText(text)}
}

// partsInOrder is a zip file whose parts are written in the order of their names, without times: excelize keeps some of
// them in maps.
type partsInOrder struct {
	names []string
	parts []*bytes.Buffer
}

func (p *partsInOrder) Create(name string) (io.Writer, error) {
	p.names, p.parts = append(p.names, name), append(p.parts, &bytes.Buffer{})
	return p.parts[len(p.parts)-1], nil
}

// AddFS is one of excelize's methods of zip files; it calls it for nothing.
func (p *partsInOrder) AddFS(fs.FS) error {
	return models.Errorf(models.CodeInternal, "a workbook has no files of a file system")
}

func (p *partsInOrder) Close() error { return nil }

func (p *partsInOrder) writeTo(w io.Writer) error {
	order := make([]int, len(p.names))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return compareParts(p.names[a], p.names[b]) })
	out := zip.NewWriter(w)
	for _, i := range order {
		part, err := out.Create(p.names[i])
		if err != nil {
			return err
		}
		data := p.parts[i].Bytes()
		if p.names[i] == listPart {
			data = pictureTypes.ReplaceAll(data, nil)
		}
		if _, err := part.Write(data); err != nil {
			return err
		}
	}
	return out.Close()
}

// listPart says what each part is.
const listPart = "[Content_Types].xml"

// pictureTypes are kinds of pictures in the list of parts. With a chart excelize lists some of them, never the same
// ones; there are no pictures.
var pictureTypes = regexp.MustCompile(`<Default Extension="\w+" ContentType="image/[^"]*"></Default>`)

// compareParts puts the list of parts first: programs that look at a file's beginning know a workbook by it.
func compareParts(a, b string) int {
	switch {
	case a == b:
		return 0
	case a == listPart:
		return -1
	case b == listPart:
		return 1
	}
	return strings.Compare(a, b)
}
