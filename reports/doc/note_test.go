package doc_test

import (
	"reflect"
	"testing"

	"plumbline/reports/doc"
)

// wordsParagraph is a paragraph of plain text.
func wordsParagraph(t doc.CleanText) doc.Paragraph {
	return doc.Paragraph{Spans: doc.PlainSpan(t, doc.StyleBody)}
}

func TestNoteBlocks(t *testing.T) {
	link := doc.Span{Text: "here", Link: true, URL: "https://example.com/a"}
	target := doc.Span{Text: "https://example.com/a", Link: true, URL: "https://example.com/a"}
	for note, want := range map[doc.CleanText][]doc.Block{
		"":           nil,
		"one\n\ntwo": {wordsParagraph("one"), wordsParagraph("two")},
		"a\nb\tc":    {wordsParagraph("a\nb       c")},
		"a **b *c*** `d`": {doc.Paragraph{Spans: []doc.Span{{Text: "a "}, {Text: "b c",
			Style: doc.StyleStrong}, {Text: " "}, {Text: "d", Style: doc.StyleCode}}}},
		"# A *b*": {doc.Subheading{Level: 1, Spans: doc.PlainSpan("A b", doc.StyleStrong)}},
		"- a\n- b": {doc.List{Tight: true, Items: []doc.ListItem{{"–", []doc.Block{wordsParagraph("a")}},
			{"–", []doc.Block{wordsParagraph("b")}}}}},
		"7. a\n\n8. b": {doc.List{Ordered: true, Items: []doc.ListItem{{"7.",
			[]doc.Block{wordsParagraph("a")}}, {"8.", []doc.Block{wordsParagraph("b")}}}}},
		"> a":                           {doc.Quote{Body: []doc.Block{wordsParagraph("a")}}},
		"```go\na\tb\n```":              {doc.CodeBlock{Info: "go", Lines: []doc.CleanText{"a   b"}}},
		"<pre>\na\n</pre>":              {doc.CodeBlock{Lines: []doc.CleanText{"<pre>", "a", "</pre>"}}},
		"---":                           {doc.Separator{}},
		"[here](https://example.com/a)": {doc.Paragraph{Spans: []doc.Span{link, {Text: " ("}, target, {Text: ")"}}}},
		"[x](javascript:alert)":         {wordsParagraph("x (javascript:alert)")},
		"| *a* | b |\n|---|---|\n| c |": {doc.Table{Columns: 2, Rows: [][][]doc.Span{
			{doc.PlainSpan("a", doc.StyleItalic), doc.PlainSpan("b", doc.StyleBody)},
			{doc.PlainSpan("c", doc.StyleBody), nil}}}},
	} {
		if got := (doc.Note{Source: note}).Blocks(); !reflect.DeepEqual(got, want) {
			t.Errorf("%q:\n got %+v\nwant %+v", note, got, want)
		}
	}
}

// Emphasis makes no difference where everything is strong, so neighbours become one span; links stay apart.
func TestHeads(t *testing.T) {
	link := doc.Span{Text: "d", Link: true, URL: "https://example.com"}
	strong := link
	strong.Style = doc.StyleStrong
	got := doc.HeadSpans([]doc.Span{{Text: "a"}, {Text: "b", Style: doc.StyleItalic}, {Text: "c", Style: doc.StyleCode},
		link,
		{Text: "e", Style: doc.StyleStrong}})
	want := []doc.Span{{Text: "ab", Style: doc.StyleStrong}, {Text: "c", Style: doc.StyleCode}, strong, {Text: "e",
		Style: doc.StyleStrong}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestLinked(t *testing.T) {
	long := "https://example.com/" + string(make([]byte, 2048))
	for target, want := range map[string]string{
		"https://example.com/a?b=c#d":          "https://example.com/a?b=c#d",
		" http://example.com ":                 "http://example.com",
		"mailto:a@example.com":                 "mailto:a@example.com",
		"https://exämple.com/ü":                "https://ex%C3%A4mple.com/%C3%BC",
		"https:///path":                        "",
		"javascript:alert(1)":                  "",
		"javascript://example.com/%0Aalert(1)": "",
		"data:text/html,x":                     "",
		"/path":                                "",
		"":                                     "",
		long:                                   "",
	} {
		got := doc.LinkedSpan(doc.Span{Text: "x"}, target)
		if got.URL != want || got.Link != (want != "") || got.Text != "x" {
			t.Errorf("%.40q: %+v, want %q", target, got, want)
		}
	}
}
