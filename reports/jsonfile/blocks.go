package jsonfile

import (
	q "plumbline/questionnaires"
	"plumbline/reports/doc"
)

// block has the members of all kinds of blocks.
type block struct {
	Kind       string          `json:"kind"`
	ReportKind doc.CleanText   `json:"report_kind,omitempty"`
	Number     doc.CleanText   `json:"number,omitempty"`
	Title      doc.CleanText   `json:"title,omitempty"`
	Place      string          `json:"place,omitempty"`
	Topics     []doc.CleanText `json:"topics,omitempty"`
	More       doc.CleanText   `json:"more,omitempty"`
	Facts      []fact          `json:"facts,omitempty"`
	Level      int             `json:"level,omitempty"`
	Spans      []span          `json:"spans,omitempty"`
	Label      doc.CleanText   `json:"label,omitempty"`
	Risk       q.Risk          `json:"risk,omitempty"`
	Name       doc.CleanText   `json:"name,omitempty"`
	Text       doc.CleanText   `json:"text,omitempty"`
	State      doc.CleanText   `json:"state,omitempty"`
	Counts     []count         `json:"counts,omitempty"`
	Columns    []column        `json:"columns,omitempty"`
	Rows       []row           `json:"rows,omitempty"`
	Source     doc.CleanText   `json:"source,omitempty"`
	Ordered    bool            `json:"ordered,omitempty"`
	Items      []item          `json:"items,omitempty"`
	Info       doc.CleanText   `json:"info,omitempty"`
	Lines      []doc.CleanText `json:"lines,omitempty"`
	See        *see            `json:"see,omitempty"`
	Blocks     []block         `json:"blocks,omitempty"`
}

type fact struct {
	Name  doc.CleanText `json:"name"`
	Value doc.CleanText `json:"value"`
}

type span struct {
	Text  doc.CleanText `json:"text"`
	Style string        `json:"style,omitempty"`
	URL   string        `json:"url,omitempty"`
}

type count struct {
	Risk   q.Risk        `json:"risk"`
	Name   doc.CleanText `json:"name"`
	N      int           `json:"n"`
	Change doc.CleanText `json:"change,omitempty"`
}

type column struct {
	Name    doc.CleanText `json:"name"`
	Figures bool          `json:"figures,omitempty"`
}

type row struct {
	Place string `json:"place,omitempty"`
	Cells []cell `json:"cells"`
}

type cell struct {
	Risk   q.Risk        `json:"risk,omitempty"`
	Spans  []span        `json:"spans,omitempty"`
	Remark doc.CleanText `json:"remark,omitempty"`
	GoTo   string        `json:"goto,omitempty"`
}

type item struct {
	Marker doc.CleanText `json:"marker"`
	Blocks []block       `json:"blocks,omitempty"`
}

type see struct {
	Text  doc.CleanText `json:"text"`
	Place string        `json:"place"`
}

// styleNames are those of the styles of spans; a body has none.
var styleNames = map[doc.TextStyle]string{doc.StyleStrong: "strong", doc.StyleItalic: "italic", doc.StyleCode: "code",
	doc.StyleQuiet: "quiet", doc.StyleSmall: "small", doc.StyleAside: "aside", doc.StyleSource: "source",
	doc.StyleCaption: "caption", doc.StyleLead: "lead", doc.StyleHeadline: "headline"}

func spans(all []doc.Span) []span {
	out := make([]span, 0, len(all))
	for _, s := range all {
		out = append(out, span{s.Text, styleNames[s.Style], s.URL})
	}
	return out
}

func blocks(all []doc.Block) []block {
	out := make([]block, 0, len(all))
	for _, b := range all {
		out = append(out, blockOf(b))
	}
	return out
}

// lead is where a reference leads; nil if nowhere.
func lead(p doc.PageReference) *see {
	if p.Place == "" {
		return nil
	}
	return &see{p.WithoutPage("more"), p.Place}
}

// blockOf is one block of the report, or of a note.
func blockOf(b doc.Block) block {
	switch b := b.(type) {
	case doc.Cover:
		out := block{Kind: "cover", ReportKind: b.Kind, Title: b.Title, Topics: b.Topics, More: b.More}
		for _, f := range b.Facts {
			out.Facts = append(out.Facts, fact(f))
		}
		return out
	case doc.Part:
		return block{Kind: "part", Number: b.Number, Title: b.Title, Place: b.Place,
			Blocks: append(blocks(b.Intro), blocks(b.Items)...)}
	case doc.Item:
		return block{Kind: "item", Number: b.Number, Title: b.Title, Place: b.Place, Blocks: blocks(b.Body)}
	case doc.Paragraph:
		return block{Kind: "paragraph", Spans: spans(b.Spans)}
	case doc.Row:
		return block{Kind: "row", Label: b.Label, Blocks: blocks(b.Body), See: lead(b.See)}
	case doc.Risk:
		return block{Kind: "risk", Risk: b.Risk, Name: b.Name, Text: b.Why}
	case doc.Reference:
		return block{Kind: "reference", Risk: b.Risk, Number: b.Number, Title: b.Title, See: lead(b.See)}
	case doc.Choice:
		return block{Kind: "choice", State: b.State.Word(), Blocks: blocks(b.Body)}
	case doc.Tally:
		out := block{Kind: "tally", Text: b.InLine()}
		for _, c := range b.Counts {
			out.Counts = append(out.Counts, count(c))
		}
		return out
	case doc.Chart:
		return table("chart", b.Title, b.Grid())
	case doc.Grid:
		return table("grid", "", b)
	case doc.Matrix:
		return table("matrix", b.Title, b.Grid())
	case doc.Trend:
		return table("trend", b.Title, b.Grid())
	case doc.Note:
		return block{Kind: "note", Source: b.Source, Blocks: blocks(b.Blocks())}
	}
	return noteBlock(b)
}

// noteBlock is a block of a note, or a rule.
func noteBlock(b doc.Block) block {
	switch b := b.(type) {
	case doc.Subheading:
		return block{Kind: "subheading", Level: b.Level, Spans: spans(b.Spans)}
	case doc.List:
		out := block{Kind: "list", Ordered: b.Ordered}
		for _, one := range b.Items {
			out.Items = append(out.Items, item{one.Marker, blocks(one.Body)})
		}
		return out
	case doc.Quote:
		return block{Kind: "quote", Blocks: blocks(b.Body)}
	case doc.CodeBlock:
		return block{Kind: "code", Info: b.Info, Lines: b.Lines}
	case doc.Table:
		out := block{Kind: "table"}
		for _, cells := range b.Rows {
			r := row{Cells: make([]cell, 0, len(cells))}
			for _, c := range cells {
				r.Cells = append(r.Cells, cell{Spans: spans(c)})
			}
			out.Rows = append(out.Rows, r)
		}
		return out
	}
	return block{Kind: "rule"}
}

// table is a grid, or what stands for a drawing.
func table(kind string, title doc.CleanText, g doc.Grid) block {
	out := block{Kind: kind, Title: title}
	for _, c := range g.Columns {
		out.Columns = append(out.Columns, column{c.Name, c.Figures})
	}
	for _, r := range g.Rows {
		cells := make([]cell, 0, len(r.Cells))
		for _, c := range r.Cells {
			cells = append(cells, cell{c.Risk, spans(c.Spans), c.Remark, c.GoTo})
		}
		out.Rows = append(out.Rows, row{r.Place, cells})
	}
	return out
}
