package reports_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"plumbline/reports"
	"plumbline/reports/csvfile"
	"plumbline/reports/format"
	"plumbline/reports/table"
)

// Whatever people type breaks no file: XML can be read, nothing becomes a formula, and characters that a format can't
// hold leave the words around them.
func TestHostileTextBreaksNoFile(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"what XML can't hold": "before \x00\x01\x1f\x7f\uFFFE\uFFFF\xff\xed\xa0\x80 after",
		"XML":                 `before ]]></w:t></a:t></t><!-- <?xml "' & &amp; &#0; after`,
		"formula":             "=cmd|'/c calc'!A1 before after",
		"wide formula":        "＝cmd before after",
		"formula behind tabs": "\t\u200b+1 before after",
		"overrides":           "\u202Ebefore\u2066 after\u202D",
		"emoji":               "before 👩‍👩‍👧‍👦🇩🇪 after",
		"scripts":             "before مرحبا بالعالم 备份已经恢复过一次 नमस्ते after",
		"long":                "before " + strings.Repeat("汉", 21000) + " after",
		"escapes":             "before _x0041_ \\x \\u0000 after",
	} {
		s := leadershipSource(t)
		s.Workload.Name, s.Workload.Description, s.Workload.Notes = text[:min(len(text), 300)], text, text
		s.Reviews[0].Review.Notes = text
		s.Reviews[0].Doc.Pillars[0].Name = text[:min(len(text), 300)]
		for i := range s.Reviews[0].Answers {
			s.Reviews[0].Answers[i].UpdatedBy = text[:min(len(text), 300)]
		}
		s.Work.Items[0].Title, s.Work.Items[1].Owner = text[:min(len(text), 300)], text[:min(len(text), 300)]
		for _, preset := range reports.Presets {
			for _, f := range reports.Formats {
				if f == format.PDF || !preset.ComesAs(f) {
					continue
				}
				file := renderAs(t, s, preset, f, reports.ReportOptions{Watermark: text})
				said := string(file)
				switch f {
				case format.Word, format.PowerPoint, format.Excel:
					said = unzipped(t, file)
				case format.JSON, format.OSCALResults, format.OSCALPlan:
					if !json.Valid(file) {
						t.Errorf("%s: the JSON file is none", name)
					}
				case format.CSV:
					checkCells(t, name, file)
				}
				if !strings.Contains(said, "before") {
					t.Errorf("%s: %s to %s lacks the text", name, f, preset)
				}
			}
		}
	}
}

// unzipped is what is in the parts of a file, none of which has a formula.
func unzipped(t *testing.T, file []byte) string {
	t.Helper()
	var all strings.Builder
	for name, part := range partsOf(t, file) {
		if bytes.Contains(part, []byte("<f>")) && !strings.HasPrefix(name, "xl/charts/") { // which point to cells
			t.Errorf("%s has a formula", name)
		}
		all.Write(part)
	}
	return all.String()
}

// checkCells fails for a cell that a spreadsheet would take for a formula.
func checkCells(t *testing.T, name string, file []byte) {
	t.Helper()
	for line := range strings.Lines(string(file)) {
		for cell := range strings.SplitSeq(strings.TrimPrefix(line, "\ufeff"), ",") {
			cell = strings.Trim(cell, "\"\r\n")
			if cell != "" && table.Guard(cell) != cell && !strings.HasPrefix(cell, "'") && !strings.HasPrefix(cell, "-") {
				t.Errorf("%s: the cell %.80q is a formula", name, cell)
			}
		}
	}
	if _, err := csvfile.Read(file, table.Limits{Lines: 10000, Columns: 20, Text: 1 << 26}); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}

// BenchmarkFormats sets a full review of 57 questions with notes in each format.
func BenchmarkFormats(b *testing.B) {
	s := leadershipSource(b)
	for _, f := range reports.Formats {
		for _, preset := range slices.Backward(reports.Presets) {
			if !preset.ComesAs(f) {
				continue
			}
			b.Run(fmt.Sprintf("%s to %s", f, preset), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					var out bytes.Buffer
					if _, err := reports.Write(&out, s, preset, reports.ReportOptions{Format: f}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
