package csvfile

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"plumbline/models"
	"plumbline/reports/table"
)

var update = flag.Bool("update", false, "write testdata anew")

var limits = table.Limits{Lines: 100, Columns: 20, Text: 1 << 16}

var sample = table.Table{Name: "Items",
	Columns: []table.Column{{Name: "Number", Kind: table.Number}, {Name: "Title"}, {Name: "Due date", Kind: table.Date}},
	Rows: [][]string{
		{"1", "Rotate keys", "2026-12-01"}, {"2", "=HYPERLINK(\"http://x\",\"y\")", ""},
		{"-3", "two\nlines; and, both", "2027-01-31"},
		{"", "日本 Ελλάδα 👩‍👩‍👧", ""}, {"5", "'+1", ""}, {"6", " ends ", ""},
	}}

func TestWriteIsGolden(t *testing.T) {
	var out bytes.Buffer
	if err := Write(&out, sample); err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "items.csv")
	if *update {
		if err := os.WriteFile(golden, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || !bytes.Equal(out.Bytes(), want) {
		t.Errorf("it is\n%s\nwant (%v)\n%s", out.Bytes(), err, want)
	}
}

func TestWhatWasWrittenIsRead(t *testing.T) {
	var out bytes.Buffer
	if err := Write(&out, sample); err != nil {
		t.Fatal(err)
	}
	got, err := Read(out.Bytes(), limits)
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range got.Lines {
		for j, c := range line.Cells {
			if c.Text != sample.Rows[i][j] {
				t.Errorf("line %d: %q comes back as %q", line.Number, sample.Rows[i][j], c.Text)
			}
		}
	}
	if len(got.Lines) != len(sample.Rows) || got.Lines[3].Number != 6 {
		t.Errorf("%d lines, the fourth at %d; it begins behind one of two lines", len(got.Lines), got.Lines[3].Number)
	}
}

func TestSeparators(t *testing.T) {
	want := table.Sheet{Header: []string{"Number", "Title, or; name"}, Lines: []table.Line{
		{Number: 2, Cells: []table.Cell{{Text: "1"}, {Text: "a"}}}}}
	for _, sep := range []string{",", ";", "\t"} {
		got, err := Read([]byte("Number"+sep+"\"Title, or; name\"\r\n1"+sep+"a\r\n\r\n"+sep+"\r\n"), limits)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("with %q: %+v, %v", sep, got, err)
		}
	}
	want.Lines[0].Number = 3
	got, err := Read([]byte("\ufeffsep=;\r\nNumber;\"Title, or; name\"\r\n1;a"), limits)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("with a line for it: %+v, %v", got, err)
	}
	if got, err := Read([]byte("Title\nx, y\n"), limits); err != nil || got.Lines[0].Cells[0].Text != "x" {
		t.Errorf("one column: %+v, %v", got, err)
	}
}

func TestFaultsAreNamed(t *testing.T) {
	for name, row := range map[string]struct {
		file string
		code models.ErrorCode
		says string
	}{
		"nothing":          {"", models.CodeInvalid, "is empty"},
		"white lines":      {"\r\n,,\r\n", models.CodeInvalid, "is empty"},
		"UTF-16":           {"\xff\xfeN\x00", models.CodeInvalid, "is UTF-16 (little-endian), not UTF-8"},
		"Windows-1252":     {"Title\nM\xfcller\n", models.CodeInvalid, "line 2, column 2"},
		"open quote":       {"a,b\n1,\"x\n2,y\n", models.CodeInvalid, "line 3"},
		"quote in a cell":  {"a,b\n1,x\"y\n", models.CodeInvalid, "line 2, byte 4 has a quotation mark"},
		"open behind sep=": {"sep=,\na,b\n1,\"x\"y\n", models.CodeInvalid, "line 3, byte"},
		"many lines":       {strings.Repeat("a\n", 102), models.CodeTooLarge, "more than 100 lines"},
		"many cells":       {"a\n" + strings.Repeat(",", 30), models.CodeTooLarge, "line 2 has more than 20 cells"},
		"much text":        {"a\n" + strings.Repeat("x", 1<<17), models.CodeTooLarge, "more than 65536 bytes"},
	} {
		_, err := Read([]byte(row.file), limits)
		if models.CodeOf(err) != row.code || !strings.Contains(err.Error(), row.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	var out bytes.Buffer
	_ = Write(&out, sample)
	f.Add(out.Bytes())
	f.Add([]byte("sep=;\na;b\n\"1\n\";2"))
	f.Add([]byte("a\tb\n'=1\t\"\"\"\""))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := Read(data, limits)
		if err != nil {
			if code := models.CodeOf(err); code != models.CodeInvalid && code != models.CodeTooLarge {
				t.Fatalf("%q gives the error %v", data, err)
			}
			return
		}
		again := table.Table{Columns: make([]table.Column, len(got.Header))}
		for i, name := range got.Header {
			again.Columns[i].Name = name
		}
		for _, line := range got.Lines {
			row := make([]string, len(got.Header))
			for i := range row {
				row[i] = line.At(i).Text
			}
			again.Rows = append(again.Rows, row)
		}
		var out bytes.Buffer
		if err := Write(&out, again); err != nil {
			t.Fatal(err)
		}
		back, err := Read(out.Bytes(), limits)
		if err != nil {
			if models.CodeOf(err) == models.CodeTooLarge {
				return
			}
			t.Fatalf("what was written of %q can't be read: %v", data, err)
		}
		at := 0
		for _, row := range again.Rows {
			if strings.Join(row, "") == "" {
				continue
			}
			for i, want := range row {
				if got := back.Lines[at].At(i).Text; got != strings.ReplaceAll(want, "\r\n", "\n") {
					t.Fatalf("%q comes back as %q", want, got)
				}
			}
			at++
		}
	})
}
