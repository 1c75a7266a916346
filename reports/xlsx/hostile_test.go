package xlsx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"plumbline/models"
	"plumbline/reports/table"
)

const relations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>`

const workbook = `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">%s` +
	`<sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>`

// packed makes a zip file of parts.
func packed(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(parts[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// withRows makes a workbook of the rows of its sheet, and other parts.
func withRows(t testing.TB, rows string, more ...string) []byte {
	t.Helper()
	parts := map[string]string{"xl/workbook.xml": fmt.Sprintf(workbook, ""), "xl/_rels/workbook.xml.rels": relations,
		"xl/worksheets/sheet1.xml": `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`}
	for i := 0; i < len(more); i += 2 {
		parts[more[i]] = more[i+1]
	}
	return packed(t, parts)
}

const titles = `<row r="1"><c r="A1" t="inlineStr"><is><t>Number</t></is></c>` +
	`<c r="B1" t="inlineStr"><is><t>Title</t></is></c></row>`

const styleSheet = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-409]d\-mmm&quot;d&quot;;@"/>` +
	`<numFmt numFmtId="165" formatCode="&quot;day&quot; 0.00"/></numFmts>` +
	`<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>` +
	`<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`

// Cells of all types are read for what a person sees in them.
func TestTypesOfCells(t *testing.T) {
	texts := `<sst><si><t>shared</t></si><si><r><t>two </t></r><r><t>runs</t></r><rPh><t>said</t></rPh></si>` +
		`<si><t>'=1</t></si></sst>`
	for name, row := range map[string]struct {
		cell string
		want table.Cell
	}{
		"shared text":           {`t="s"><v>0</v>`, table.Cell{Text: "shared"}},
		"runs":                  {`t="s"><v>1</v>`, table.Cell{Text: "two runs"}},
		"guarded":               {`t="s"><v>2</v>`, table.Cell{Text: "=1"}},
		"no such text":          {`t="s"><v>9</v>`, table.Cell{Fault: "refers to a text that the workbook has not got"}},
		"number":                {`><v>12</v>`, table.Cell{Text: "12", Numeric: true}},
		"fraction":              {`><v>0.1</v>`, table.Cell{Text: "0.1", Numeric: true}},
		"exponent":              {`><v>1.2E3</v>`, table.Cell{Text: "1200", Numeric: true}},
		"no number":             {`><v>x</v>`, table.Cell{Fault: "has a number that can't be read"}},
		"infinite":              {`><v>Inf</v>`, table.Cell{Fault: "has a number that can't be read"}},
		"date":                  {`s="1"><v>46357</v>`, table.Cell{Text: "2026-12-01"}},
		"date and time":         {`s="1"><v>46357.5</v>`, table.Cell{Text: "2026-12-01 12:00"}},
		"date by its own form":  {`s="2"><v>46357</v>`, table.Cell{Text: "2026-12-01"}},
		"a word that is no day": {`s="3"><v>46357</v>`, table.Cell{Text: "46357", Numeric: true}},
		"date of ISO 8601":      {`t="d"><v>2026-12-01</v>`, table.Cell{Text: "2026-12-01"}},
		"true":                  {`t="b"><v>1</v>`, table.Cell{Text: "TRUE"}},
		"error":                 {`t="e"><v>#REF!</v>`, table.Cell{Fault: "has the error #REF!"}},
		"formula":               {`t="str"><f>A1&amp;"x"</f><v>Numberx</v>`, table.Cell{Text: "Numberx"}},
		"formula of a number":   {`><f>1+1</f><v>2</v>`, table.Cell{Text: "2", Numeric: true}},
		"formula without value": {`><f>1+1</f>`, table.Cell{Fault: "has a formula whose value was not saved"}},
		"line end":              {`t="inlineStr"><is><t>a_x000A_b_x005F_x000A_</t></is>`, table.Cell{Text: "a\nb_x000A_"}},
	} {
		data := withRows(t, titles+`<row r="3"><c r="A3" `+row.cell+`</c></row>`, "xl/sharedStrings.xml", texts,
			"xl/styles.xml", styleSheet)
		got, err := Read(data, "", limits)
		if err != nil || len(got.Lines) != 1 || got.Lines[0].At(0) != row.want || got.Lines[0].Number != 3 {
			t.Errorf("%s: %+v, %v; want %+v", name, got.Lines, err, row.want)
		}
	}
}

func TestDatesFrom1904(t *testing.T) {
	data := withRows(t, titles+`<row><c s="1"><v>44895</v></c></row>`, "xl/styles.xml", styleSheet,
		"xl/workbook.xml", fmt.Sprintf(workbook, `<workbookPr date1904="1"/>`))
	if got, err := Read(data, "", limits); err != nil || got.Lines[0].At(0).Text != "2026-12-01" {
		t.Errorf("%+v, %v", got.Lines, err)
	}
}

// What the library of most programs writes is read, with dates as times.
func TestWorkbooksOfOthers(t *testing.T) {
	f := excelize.NewFile()
	for cell, value := range map[string]any{"A1": "Number", "B1": "Due", "A2": 7,
		"B2": time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), "A4": true, "D4": "far"} {
		if err := f.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	got, err := Read(out.Bytes(), "Items", limits)
	if err != nil || len(got.Lines) != 2 || got.Lines[0].At(1).Text != "2026-12-01" || got.Lines[1].Number != 4 ||
		got.Lines[1].At(3).Text != "far" {
		t.Errorf("%+v, %v", got, err)
	}
	if err := f.MergeCell("Sheet1", "A2", "A4"); err != nil {
		t.Fatal(err)
	}
	out.Reset()
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(out.Bytes(), "Items", limits); err == nil || !strings.Contains(err.Error(), "merged cells A2:A4") {
		t.Errorf("merged cells: %v", err)
	}
}

func TestFaultsAreNamed(t *testing.T) {
	whole := written(t, items)
	for name, row := range map[string]struct {
		file []byte
		code models.ErrorCode
		says string
	}{
		"nothing": {nil, models.CodeInvalid, "is no .xlsx file"},
		"text":    {[]byte("Number,Title\n1,x\n"), models.CodeInvalid, "is no .xlsx file"},
		"cut off": {whole[:len(whole)-200], models.CodeInvalid, "is no .xlsx file"},
		"old": {append(slices.Clone(oldFormat), 1, 2, 3),
			models.CodeInvalid, "is an old .xls workbook, or protected"},
		"OpenDocument": {packed(t, map[string]string{"content.xml": "", "mimetype": "x"}),
			models.CodeInvalid, "OpenDocument"},
		"binary":         {packed(t, map[string]string{"xl/workbook.bin": ""}), models.CodeInvalid, ".xlsb"},
		"other zip file": {packed(t, map[string]string{"a": ""}), models.CodeInvalid, "no workbook in it"},
		"empty sheet":    {withRows(t, ""), models.CodeInvalid, "has an empty sheet"},
		"no sheet":       {withRows(t, "", "xl/workbook.xml", "<workbook/>"), models.CodeInvalid, "no sheet that is shown"},
		"sheet is missing": {withRows(t, "", "xl/_rels/workbook.xml.rels", "<Relationships/>"),
			models.CodeInvalid, `sheet "Data" is missing`},
		"no relations": {withRows(t, "", "xl/_rels/workbook.xml.rels", "<x"),
			models.CodeInvalid, "can't be read to its end"},
		"sheet ends early": {withRows(t, "", "xl/worksheets/sheet1.xml", "<worksheet><sheetData>"+titles+"<row"),
			models.CodeInvalid, "is damaged"},
		"entity":          {withRows(t, `<row><c t="str"><v>&x;</v></c></row>`), models.CodeInvalid, "is damaged"},
		"lines backwards": {withRows(t, titles+`<row r="1"/>`), models.CodeInvalid, "out of order"},
		"cells backwards": {withRows(t, titles+`<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>`),
			models.CodeInvalid, `the cell "A2" in line 2 is out of order`},
		"line of no sheet": {withRows(t, `<row r="99999999"/>`), models.CodeInvalid, "out of order"},
		"cell of no sheet": {withRows(t, `<row><c r="ZZZZ1"><v>1</v></c></row>`), models.CodeInvalid, "out of order"},
		"far column": {withRows(t, titles+`<row r="2"><c r="XFD2"><v>1</v></c></row>`),
			models.CodeTooLarge, "beyond the column AD"},
		"many lines": {withRows(t, strings.Repeat("<row><c><v>1</v></c></row>", limits.Lines+2)),
			models.CodeTooLarge, "more than 1000 lines"},
		"much text": {withRows(t, titles+`<row><c t="str"><v>`+strings.Repeat("x", limits.Text+1)+`</v></c></row>`),
			models.CodeTooLarge, "more than 1048576 bytes"},
	} {
		_, err := Read(row.file, "Items", limits)
		if models.CodeOf(err) != row.code || !strings.Contains(err.Error(), row.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What unpacks to far more than it is, is refused before it fills memory or takes long.
func TestBombs(t *testing.T) {
	huge := strings.Repeat("x", 30<<20)
	for name, data := range map[string][]byte{
		"texts":  withRows(t, titles, "xl/sharedStrings.xml", "<sst><si><t>"+huge+"</t></si></sst>"),
		"sheet":  withRows(t, titles+"<!--"+huge+"-->"),
		"styles": withRows(t, titles, "xl/styles.xml", "<styleSheet>"+huge),
		"rows":   withRows(t, titles+strings.Repeat("<row/>", 4<<20)),
		"short texts": withRows(t, titles, "xl/sharedStrings.xml",
			"<sst>"+strings.Repeat("<si><t/></si>", 3<<20)+"</sst>"),
		"cells": withRows(t, titles+strings.Repeat("<row><c/><c/><c/></row>", 4<<20)),
		"shared": withRows(t, titles+strings.Repeat(`<row><c t="s"><v>0</v></c></row>`, 900), "xl/sharedStrings.xml",
			"<sst><si><t>"+strings.Repeat("x", 1<<19)+"</t></si></sst>"),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		began := time.Now()
		_, err := Read(data, "Items", limits)
		runtime.ReadMemStats(&after)
		if models.CodeOf(err) != models.CodeTooLarge {
			t.Errorf("%s: %v", name, err)
		}
		if took := time.Since(began); took > 30*time.Second {
			t.Errorf("%s took %v", name, took)
		}
		t.Logf("%s: %d kB of file, %d MB allocated, %v, %v", name, len(data)>>10,
			(after.TotalAlloc-before.TotalAlloc)>>20,
			time.Since(began).Round(time.Millisecond), err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("xl/worksheets/sheet1.xml", []byte("<worksheet><sheetData>"+titles+
		`<row r="3"><c r="A3" s="1"><v>46357</v></c></row></sheetData></worksheet>`))
	f.Add("xl/sharedStrings.xml", []byte(`<sst><si><t>x</t></si></sst>`))
	f.Add("xl/styles.xml", []byte(styleSheet))
	f.Add("xl/workbook.xml", fmt.Appendf(nil, workbook, ""))
	f.Add("", written(f, items))
	f.Fuzz(func(t *testing.T, part string, data []byte) {
		if part != "" {
			data = withRows(t, titles, part, string(data))
		}
		got, err := Read(data, "Items", limits)
		if code := models.CodeOf(err); err != nil && code != models.CodeInvalid && code != models.CodeTooLarge {
			t.Fatalf("the error is %v", err)
		}
		if len(got.Lines) > limits.Lines {
			t.Fatalf("%d lines", len(got.Lines))
		}
	})
}
