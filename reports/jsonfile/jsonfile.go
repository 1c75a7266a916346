// Package jsonfile sets a report as JSON, for programs: what it says and how that hangs together, without a layout.
//
// The file is one object: shape ("plumbline-report/1", which names this description), title, author, subject, at (RFC
// 3339, UTC), name, topics, foot, classification and watermark where there are any, and sections. A section has a kind
// (cover, overview, contents, chapter), title, place, topic and blocks. Each block has a kind, which says what else it
// has; what is empty is left out:
//
//   - cover: report_kind, title, topics, more, facts (name, value)
//   - part, item: number, title, place, blocks
//   - paragraph, subheading: spans (text, style, url); a subheading has its level, 1 to 6
//   - row: label, blocks, see (text, place)
//   - risk: risk (as the API has it), name, text
//   - reference: risk, number, title, see
//   - choice: state (in place, missing, not applicable), blocks
//   - tally: text, counts (risk, name, n, change)
//   - chart, trend, grid, matrix: title, columns (name, figures), rows (place, cells); a cell has risk, spans, remark,
//     and goto, the place that it leads to
//   - note: source, the Markdown as it was typed, and blocks, which it is read as
//   - list: ordered, items (marker, blocks); quote: blocks; code: info, lines; table: rows of cells of spans; rule
//
// Shapes of later releases may have more members and kinds. It may import reports/doc.
package jsonfile

import (
	"encoding/json"
	"fmt"
	"time"

	"plumbline/reports/doc"
)

// Shape names the description above.
const Shape = "plumbline-report/1"

type report struct {
	Shape          string        `json:"shape"`
	Title          doc.CleanText `json:"title"`
	Author         doc.CleanText `json:"author,omitempty"`
	Subject        doc.CleanText `json:"subject,omitempty"`
	At             string        `json:"at"`
	Name           doc.CleanText `json:"name"`
	Topics         doc.CleanText `json:"topics,omitempty"`
	Foot           doc.CleanText `json:"foot,omitempty"`
	Footer         doc.CleanText `json:"footer,omitempty"`
	Classification doc.CleanText `json:"classification,omitempty"`
	Watermark      doc.CleanText `json:"watermark,omitempty"`
	Sections       []section     `json:"sections"`
}

type section struct {
	Kind   string        `json:"kind"`
	Title  doc.CleanText `json:"title"`
	Place  string        `json:"place,omitempty"`
	Topic  doc.CleanText `json:"topic,omitempty"`
	Blocks []block       `json:"blocks"`
}

var sectionKinds = map[doc.SectionKind]string{doc.ChapterSection: "chapter", doc.CoverSection: "cover",
	doc.OverviewSection: "overview", doc.ContentsSection: "contents"}

// Render writes the report. The same report gives the same bytes.
func Render(d doc.Report) ([]byte, error) {
	out := report{Shape: Shape, Title: d.Title, Author: d.Author, Subject: d.Subject, At: d.At.UTC().Format(time.RFC3339),
		Name: d.Name, Topics: d.Topics, Foot: d.Foot, Footer: d.Footer, Classification: d.Classification, Watermark: d.Mark,
		Sections: make([]section, 0, len(d.Sections))}
	for _, s := range d.Sections {
		out.Sections = append(out.Sections, section{Kind: sectionKinds[s.Kind], Title: s.Title, Place: s.Place,
			Topic: s.Topic, Blocks: blocks(s.Body)})
	}
	file, err := json.Marshal(out)
	if err != nil {
		return nil, fmt.Errorf("jsonfile: %w", err)
	}
	return append(file, '\n'), nil
}
