// Package taggedtest holds PDF files against what machines can check of PDF/UA-1 (the Matterhorn protocol), and of
// PDF/A-2b, for the tests of reports. It has a reader of its own, which shares nothing with what writes the files.
package taggedtest

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
)

// Check returns what is wrong with a file, in words; nothing if nothing is.
func Check(file []byte) []string {
	d, err := read(file)
	if err != nil {
		return []string{err.Error()}
	}
	c := &checker{document: d, parents: map[int]any{}, tied: map[place]reference{}, seen: map[reference]bool{},
		annots: map[reference]reference{}, fonts: map[string]map[int]bool{}}
	c.catalog()
	c.parentTree()
	c.readFonts()
	tree := c.dict(c.root["StructTreeRoot"])
	top := c.list(tree["K"])
	if len(top) != 1 {
		c.fault("the tree has %d roots", len(top))
		return c.faults
	}
	c.element(top[0], c.root["StructTreeRoot"], "")
	c.pages()
	if len(c.headings) == 0 {
		c.fault("there is no heading")
	}
	return c.faults
}

// Headings are the levels of the headings of a file, in reading order.
func Headings(file []byte) ([]int, error) {
	d, err := read(file)
	if err != nil {
		return nil, err
	}
	c := &checker{document: d, seen: map[reference]bool{}, tied: map[place]reference{}, annots: map[reference]reference{}}
	c.element(c.list(c.dict(c.root["StructTreeRoot"])["K"])[0], nil, "")
	return c.headings, nil
}

// place is a stretch of marked content: its page, and its number there.
type place struct {
	page reference
	mark int
}

// checker gathers faults.
type checker struct {
	*document
	faults   []string
	parents  map[int]any             // the tree of parents
	tied     map[place]reference     // which element has which content
	annots   map[reference]reference // which element has which annotation
	seen     map[reference]bool      // elements
	fonts    map[string]map[int]bool // codes that have characters, by the name of the font
	headings []int
}

func (c *checker) fault(format string, args ...any) {
	if len(c.faults) < 40 {
		c.faults = append(c.faults, fmt.Sprintf(format, args...))
	}
}

// words reads a PDF text string.
func words(v any) string {
	s, _ := v.(text)
	if !strings.HasPrefix(string(s), "\xFE\xFF") {
		return string(s)
	}
	var units []uint16
	for i := 2; i+1 < len(s); i += 2 {
		units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return string(utf16.Decode(units))
}

// catalog checks what is said of the whole document, twice.
func (c *checker) catalog() {
	if words(c.root["Lang"]) == "" {
		c.fault("there is no language")
	}
	if c.dict(c.root["MarkInfo"])["Marked"] != true {
		c.fault("the document does not say that it is marked")
	}
	if c.dict(c.root["ViewerPreferences"])["DisplayDocTitle"] != true {
		c.fault("windows show the name of the file, not its title")
	}
	intents := c.list(c.root["OutputIntents"])
	if len(intents) != 1 || c.dict(intents[0])["S"] != name("GTS_PDFA1") {
		c.fault("no colour space is said: %v", intents)
	} else if r, is := c.dict(intents[0])["DestOutputProfile"].(reference); !is || len(c.streams[int(r)]) < 200 {
		c.fault("the colour space has no profile")
	}
	meta, _ := c.root["Metadata"].(reference)
	packet := string(c.streams[int(meta)])
	date := func(key string) string {
		d := words(c.info[key]) // D:20261123104207Z
		if len(d) != 17 {
			return "no date: " + d
		}
		return d[2:6] + "-" + d[6:8] + "-" + d[8:10] + "T" + d[10:12] + ":" + d[12:14] + ":" + d[14:16] + "Z"
	}
	title := words(c.info["Title"])
	if title == "" {
		c.fault("there is no title")
	}
	for _, want := range []string{"<pdfuaid:part>1</pdfuaid:part>", "<pdfaid:part>2</pdfaid:part>",
		"<dc:language><rdf:Bag><rdf:li>" + words(c.root["Lang"]) + "<",
		"<xmp:CreateDate>" + date("CreationDate") + "<", "<xmp:ModifyDate>" + date("ModDate") + "<"} {
		if !strings.Contains(packet, want) {
			c.fault("the metadata lacks %q", want)
		}
	}
	if got := xmlWords(packet, "dc:title"); got != title {
		c.fault("the title is %q, in XMP %q", title, got)
	}
	if got := xmlWords(packet, "dc:creator"); got != words(c.info["Author"]) {
		c.fault("the author is %q, in XMP %q", words(c.info["Author"]), got)
	}
}

// parentTree reads which element each stretch of content, and each annotation, says it belongs to.
func (c *checker) parentTree() {
	nums := c.list(c.dict(c.dict(c.root["StructTreeRoot"])["ParentTree"])["Nums"])
	last := -1
	for i := 0; i+1 < len(nums); i += 2 {
		key, _ := nums[i].(float64)
		if int(key) <= last {
			c.fault("the tree of parents has %v after %d", key, last)
		}
		last = int(key)
		c.parents[last] = nums[i+1]
	}
}

// below says which types may be below which; the types of what holds text may have text, links, spans and figures, too.
var below = map[name][]name{
	"": {"Document"}, "Document": {"Sect", "P"},
	"Sect":       {"Sect", "Div", "P", "H", "L", "Table", "TOC", "Figure", "BlockQuote"},
	"Div":        {"Div", "P", "L", "Table", "Figure", "BlockQuote", "Sect", "H"},
	"BlockQuote": {"Div", "P", "L", "Table", "BlockQuote"},
	"TOC":        {"TOC", "TOCI"}, "TOCI": {"Reference"}, "Reference": {"Link"},
	"L": {"LI"}, "LI": {"Lbl", "LBody"}, "LBody": {"P", "L", "Table", "BlockQuote", "Div"},
	"Table": {"Caption", "THead", "TBody", "TR"}, "THead": {"TR"}, "TBody": {"TR"}, "TR": {"TH", "TD"},
	"TH": {"P", "Figure", "Link", "Div", "L"}, "TD": {"P", "Figure", "Link", "Div", "L"}, "Caption": {"P", "Link"},
	"P": {"Link", "Span", "Figure", "Code"}, "H": {"Link"}, "Span": {"Link"}, "Lbl": {"Link"}, "Link": {}, "Figure": {},
	"Code": {"Link"},
}

// holdsText are the types that have content of their own.
var holdsText = []name{"P", "H", "Reference", "Lbl", "TH", "TD", "Caption", "Span", "Link", "Figure", "Code"}

// kindOf is a type without the level of a heading, and that level.
func kindOf(s name) (name, int) {
	if len(s) == 2 && s[0] == 'H' && s[1] >= '1' && s[1] <= '6' {
		return "H", int(s[1] - '0')
	}
	return s, 0
}

// element checks an element and those below it.
func (c *checker) element(at, parent any, above name) {
	number, _ := at.(reference)
	e := c.dict(at)
	s, _ := e["S"].(name)
	kind, level := kindOf(s)
	if c.seen[number] {
		c.fault("the element %d is in the tree twice", number)
		return
	}
	c.seen[number] = true
	if parent != nil && e["P"] != parent {
		c.fault("%s %d says that it is in %v, and is in %v", s, number, e["P"], parent)
	}
	if !slices.Contains(below[above], kind) {
		c.fault("there is a %s in a %s", s, above)
	}
	if level > 0 {
		if n := len(c.headings); n == 0 && level != 1 || n > 0 && level > c.headings[n-1]+1 {
			c.fault("a heading of level %d follows %v", level, c.headings)
		}
		c.headings = append(c.headings, level)
	}
	kids := c.list(e["K"])
	content, objects := 0, 0
	for _, kid := range kids {
		switch k := kid.(type) {
		case float64:
			page, _ := e["Pg"].(reference)
			c.tie(place{page, int(k)}, number, s)
			content++
		case dictionary:
			page, _ := k["Pg"].(reference)
			if k["Type"] == name("OBJR") {
				object, _ := k["Obj"].(reference)
				c.annots[object] = number
				objects++
				continue
			}
			mark, _ := k["MCID"].(float64)
			c.tie(place{page, int(mark)}, number, s)
			content++
		case reference:
			c.element(k, at, kind)
		default:
			c.fault("%s %d has a %v", s, number, kid)
		}
	}
	if content > 0 && !slices.Contains(holdsText, kind) {
		c.fault("there is text right in a %s", s)
	}
	c.attributes(e, s, content, objects)
	if kind == "Table" {
		c.table(e)
	}
}

// tie notes that content belongs to an element.
func (c *checker) tie(p place, to reference, s name) {
	if _, is := c.tied[p]; is {
		c.fault("content %v belongs to two elements", p)
	}
	c.tied[p] = to
}

// attributes checks what an element says of itself.
func (c *checker) attributes(e dictionary, s name, content, objects int) {
	a := c.dict(e["A"])
	switch s {
	case "TH":
		if scope := a["Scope"]; scope != name("Row") && scope != name("Column") {
			c.fault("a TH has the scope %v", scope)
		}
	case "Figure":
		box := c.list(a["BBox"])
		if words(e["Alt"]) == "" || len(box) != 4 || content == 0 {
			c.fault("a figure has the words %q, the box %v and %d stretches of content", words(e["Alt"]), box, content)
		} else if box[0].(float64) >= box[2].(float64) || box[1].(float64) >= box[3].(float64) {
			c.fault("a figure has the box %v", box)
		}
	case "Link":
		if objects == 0 || content == 0 {
			c.fault("a link has %d rectangles and %d stretches of content", objects, content)
		}
	case "L":
		labelled := false
		for _, item := range c.list(e["K"]) {
			for _, part := range c.list(c.dict(item)["K"]) {
				labelled = labelled || c.dict(part)["S"] == name("Lbl")
			}
		}
		if n := a["ListNumbering"]; labelled && (n == nil || n == name("None")) {
			c.fault("a list has labels of a kind that it does not say")
		}
	}
}

// table holds that each row has as many cells.
func (c *checker) table(e dictionary) {
	cells := -1
	var rows func(e dictionary)
	rows = func(e dictionary) {
		for _, kid := range c.list(e["K"]) {
			switch k := c.dict(kid); k["S"] {
			case name("THead"), name("TBody"):
				rows(k)
			case name("TR"):
				if n := len(c.list(k["K"])); cells < 0 {
					cells = n
				} else if n != cells {
					c.fault("a table has rows of %d and of %d cells", cells, n)
				}
			}
		}
	}
	rows(e)
}
