package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"plumbline/reports/table"
)

var update = flag.Bool("update", false, "write testdata anew")

var limits = table.Limits{Lines: 1000, Columns: 30, Text: 1 << 20}

var about = Properties{Title: "Items of Storefront", At: time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)}

var items = table.Table{Name: "Items",
	Columns: []table.Column{{Name: "Number", Kind: table.Number}, {Name: "Title", Width: 40},
		{Name: "Due date", Kind: table.Date}},
	Rows: [][]string{
		{"1", "Rotate keys", "2026-12-01"}, {"2", "=HYPERLINK(\"http://x\",\"y\")", ""},
		{"-3", "two\nlines & <both>", "2027-01-31"},
		{"", "日本 Ελλάδα 👩‍👩‍👧", ""}, {"5", "'+1", ""}, {"6", " ends ", ""},
		{"7", "_x0041_ and _x005F_x0041_", "1899-01-01"}, {"8", "a\tb", "not a date"}, {"9", "1200", ""},
	}}

var second = table.Table{Name: "Practices", Columns: []table.Column{{Name: "Number", Kind: table.Number},
	{Name: "Practice"}},
	Rows: [][]string{{"1", "SEC01-BP01"}}}

func written(t testing.TB, tables ...table.Table) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, about, tables...); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWhatWasWrittenIsRead(t *testing.T) {
	data := written(t, items, second)
	got, err := Read(data, "items", limits)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Lines) != len(items.Rows) || strings.Join(got.Header, "|") != "Number|Title|Due date" {
		t.Fatalf("%v and %d lines", got.Header, len(got.Lines))
	}
	for i, line := range got.Lines {
		for j, want := range items.Rows[i] {
			if c := line.At(j); c.Text != want || c.Fault != "" || line.Number != i+2 {
				t.Errorf("line %d: %q comes back as %+v", line.Number, want, c)
			}
		}
	}
	if got, err := Read(data, "Practices", limits); err != nil || got.Lines[0].At(1).Text != "SEC01-BP01" {
		t.Errorf("the second sheet: %+v, %v", got, err)
	}
}

func TestTheSameTablesGiveTheSameBytes(t *testing.T) {
	first := written(t, items, second)
	for range 10 {
		if !bytes.Equal(written(t, items, second), first) {
			t.Fatal("written again, the bytes differ")
		}
	}
}

// Each part is well-formed XML, and the sheet is the golden one. Run with -update to accept a change.
func TestPartsAreGolden(t *testing.T) {
	archive, err := zip.NewReader(bytes.NewReader(written(t, items, second)), int64(len(written(t, items, second))))
	if err != nil || archive.File[0].Name != "[Content_Types].xml" {
		t.Fatal(err)
	}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil || !f.Modified.IsZero() && f.Modified.Year() > 1980 {
			t.Errorf("%s: %v, of %v", f.Name, err, f.Modified)
		}
		for d := xml.NewDecoder(bytes.NewReader(data)); ; {
			if _, err := d.Token(); err != nil {
				if !errors.Is(err, io.EOF) {
					t.Errorf("%s: %v", f.Name, err)
				}
				break
			}
		}
		if f.Name == "xl/worksheets/sheet1.xml" {
			isGolden(t, "sheet1.xml", bytes.ReplaceAll(data, []byte("><"), []byte(">\n<")))
		}
	}
}

func isGolden(t *testing.T, name string, data []byte) {
	t.Helper()
	golden := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(golden, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || !bytes.Equal(data, want) {
		t.Errorf("%s is\n%s\nwant (%v)\n%s", name, data, err, want)
	}
}

// Another reader, that of excelize, sees the types.
func TestAnotherReaderSeesTheTypes(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(written(t, items)))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	for cell, want := range map[string]string{"A2": "1", "C2": "2026-12-01", "B3": `'=HYPERLINK("http://x","y")`,
		"B10": "1200"} {
		if got, err := f.GetCellValue("Items", cell); err != nil || got != want {
			t.Errorf("%s is %q, %v; want %q", cell, got, err, want)
		}
		if formula, err := f.GetCellFormula("Items", cell); err != nil || formula != "" {
			t.Errorf("%s has the formula %q, %v", cell, formula, err)
		}
	}
	panes, err := f.GetPanes("Items")
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the header does not stand still: %+v, %v", panes, err)
	}
	if props, err := f.GetDocProps(); err != nil || props.Title != about.Title || props.Created != "2026-11-29T12:00:00Z" {
		t.Errorf("the properties are %+v, %v", props, err)
	}
}

func TestLongTextsAreCut(t *testing.T) {
	for _, unit := range []string{"x", "語", "👩", "=👩"} {
		long := strings.Repeat(unit, 40_000)
		one := table.Table{Name: "Items", Columns: items.Columns, Rows: [][]string{{"1", long, ""}}}
		got, err := Read(written(t, one), "Items", limits)
		if err != nil {
			t.Fatal(err)
		}
		text := got.Lines[0].At(1).Text
		if text != table.Unguard(table.CellText(long)) || !strings.HasSuffix(text, "(cut: a cell holds no more)") ||
			strings.Contains(text, "\ufffd") {
			t.Errorf("of %s… %d bytes come back, ending in %q", unit, len(text), text[len(text)-40:])
		}
	}
	if fits := strings.Repeat("語", excelize.TotalCellChars); table.CellText(fits) != fits {
		t.Error("a text that fits is cut")
	}
}

// A chart points to the cells of its own sheet, whatever that is called.
func TestChartsPointToTheirCells(t *testing.T) {
	t.Parallel()
	one := table.Table{Name: "It's Ada's", Columns: []table.Column{{Name: "Name"}, {Name: "High", Kind: table.Number}},
		Rows: [][]string{{"=a", "3"}, {"b", "0"}}, Chart: &table.Chart{Title: "Risks <&>", Description: "Bars \"of\" <a>",
			Series: []table.Series{{Column: 1, Colour: "8E1B14", Ink: "FFFFFF"}}}}
	var out, again bytes.Buffer
	for _, w := range []*bytes.Buffer{&out, &again} {
		if err := Write(w, Properties{}, one); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Error("the same chart gives other bytes")
	}
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for name, wants := range map[string][]string{
		"xl/charts/chart1.xml":     {"&#39;It&#39;&#39;s Ada&#39;&#39;s&#39;!$B$2:$B$3", "!$A$2:$A$3", "Risks &lt;&amp;&gt;"},
		"xl/drawings/drawing1.xml": {`descr="Bars &#34;of&#34; &lt;a&gt;"`},
	} {
		part, err := z.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range wants {
			if !strings.Contains(string(text), want) {
				t.Errorf("%s lacks %s:\n%s", name, want, text)
			}
		}
	}
}
