package doc_test

import (
	"reflect"
	"testing"

	"plumbline/reports/doc"
)

// words is a paragraph of plain text.
func words(t doc.Text) doc.Paragraph { return doc.Paragraph{Spans: doc.Plain(t, doc.Body)} }

func TestNoteBlocks(t *testing.T) {
	link := doc.Span{Text: "here", Link: true, URL: "https://example.com/a"}
	target := doc.Span{Text: "https://example.com/a", Link: true, URL: "https://example.com/a"}
	for note, want := range map[doc.Text][]doc.Block{
		"":           nil,
		"one\n\ntwo": {words("one"), words("two")},
		"a\nb\tc":    {words("a\nb       c")},
		"a **b *c*** `d`": {doc.Paragraph{Spans: []doc.Span{{Text: "a "}, {Text: "b c",
			Style: doc.Strong}, {Text: " "}, {Text: "d", Style: doc.Code}}}},
		"# A *b*": {doc.Subheading{Level: 1, Spans: doc.Plain("A b", doc.Strong)}},
		"- a\n- b": {doc.List{Tight: true, Items: []doc.ListItem{{"–", []doc.Block{words("a")}},
			{"–", []doc.Block{words("b")}}}}},
		"7. a\n\n8. b": {doc.List{Ordered: true, Items: []doc.ListItem{{"7.",
			[]doc.Block{words("a")}}, {"8.", []doc.Block{words("b")}}}}},
		"> a":                           {doc.Quote{Body: []doc.Block{words("a")}}},
		"```go\na\tb\n```":              {doc.CodeBlock{Info: "go", Lines: []doc.Text{"a   b"}}},
		"<pre>\na\n</pre>":              {doc.CodeBlock{Lines: []doc.Text{"<pre>", "a", "</pre>"}}},
		"---":                           {doc.Separator{}},
		"[here](https://example.com/a)": {doc.Paragraph{Spans: []doc.Span{link, {Text: " ("}, target, {Text: ")"}}}},
		"[x](javascript:alert)":         {words("x (javascript:alert)")},
		"| *a* | b |\n|---|---|\n| c |": {doc.Table{Columns: 2, Rows: [][][]doc.Span{
			{doc.Plain("a", doc.Italic), doc.Plain("b", doc.Body)}, {doc.Plain("c", doc.Body), nil}}}},
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
	strong.Style = doc.Strong
	got := doc.Heads([]doc.Span{{Text: "a"}, {Text: "b", Style: doc.Italic}, {Text: "c", Style: doc.Code}, link,
		{Text: "e", Style: doc.Strong}})
	want := []doc.Span{{Text: "ab", Style: doc.Strong}, {Text: "c", Style: doc.Code}, strong, {Text: "e",
		Style: doc.Strong}}
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
		got := doc.Linked(doc.Span{Text: "x"}, target)
		if got.URL != want || got.Link != (want != "") || got.Text != "x" {
			t.Errorf("%.40q: %+v, want %q", target, got, want)
		}
	}
}
