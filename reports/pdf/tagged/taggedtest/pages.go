package taggedtest

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
)

// painting are the operators that leave something on a page.
var painting = []operator{"Tj", "TJ", "'", "\"", "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh", "EI"}

// pages checks each page, its content and its links.
func (c *checker) pages() {
	shown := map[place]bool{}
	links := 0
	for _, at := range c.list(c.dict(c.root["Pages"])["Kids"]) {
		number, _ := at.(reference)
		page := c.dict(at)
		if page["Tabs"] != name("S") {
			c.fault("the links of page %d are not in the order of the structure", number)
		}
		key, has := page["StructParents"].(float64)
		if !has {
			c.fault("page %d does not say where its elements are", number)
		}
		elements := c.list(c.parents[int(key)])
		content, _ := page["Contents"].(reference)
		marks := c.content(number, c.streams[int(content)], elements)
		if len(marks) != len(elements) {
			c.fault("page %d has %d stretches of content, and elements for %d", number, len(marks), len(elements))
		}
		for _, m := range marks {
			shown[place{number, m}] = true
		}
		for _, a := range c.list(page["Annots"]) {
			links++
			c.link(number, a)
		}
	}
	for p := range c.tied {
		if !shown[p] {
			c.fault("an element has the content %v, which is on no page", p)
		}
	}
	if links != len(c.annots) {
		c.fault("%d links are on pages, %d in the structure", links, len(c.annots))
	}
}

// link checks an annotation.
func (c *checker) link(page reference, at any) {
	number, _ := at.(reference)
	a := c.dict(at)
	key, _ := a["StructParent"].(float64)
	if to, is := c.annots[number]; !is || c.parents[int(key)] != to {
		c.fault("the link %v of page %d belongs to %v, and says %v", at, page, to, c.parents[int(key)])
	}
	if words(a["Contents"]) == "" {
		c.fault("the link %v of page %d does not say in words where it leads", at, page)
	}
	if a["F"] != float64(4) || a["Subtype"] != name("Link") {
		c.fault("the annotation %v of page %d is a %v with the flags %v", at, page, a["Subtype"], a["F"])
	}
	if a["Dest"] == nil && c.dict(a["A"])["URI"] == nil {
		c.fault("the link %v of page %d leads nowhere", at, page)
	}
}

// content holds that all that is painted is either an artifact or tied to an element, and returns the numbers of what
// is tied.
func (c *checker) content(page reference, stream []byte, elements []any) (marks []int) {
	p := &parser{data: stream}
	var operands []any
	depth, font := 0, map[int]bool(nil)
	for {
		v, err := p.value()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			c.fault("page %d: %v", page, err)
			break
		}
		op, is := v.(operator)
		if !is {
			operands = append(operands, v)
			continue
		}
		switch {
		case op == "BDC" || op == "BMC":
			if depth++; depth == 1 {
				marks = append(marks, c.stretch(page, operands, elements)...)
			} else if operands[0] != name("Span") {
				c.fault("page %d: there is a %v within other content", page, operands[0])
			}
		case op == "EMC":
			if depth--; depth < 0 {
				c.fault("page %d: a stretch ends that did not begin", page)
			}
		case op == "Tf":
			n, _ := operands[0].(name)
			font = c.fonts[string(n)]
		case slices.Contains(painting, op) && depth == 0:
			c.fault("page %d: %v %s lies outside all marked content", page, operands, op)
		}
		if op == "Tj" {
			s, _ := operands[len(operands)-1].(text)
			for i := 0; i+1 < len(s); i += 2 {
				if code := int(s[i])<<8 | int(s[i+1]); !font[code] {
					c.fault("page %d: nothing says which character the code %#x is", page, code)
				}
			}
		}
		operands = operands[:0]
	}
	if depth != 0 {
		c.fault("page %d: a stretch does not end", page)
	}
	return marks
}

// artifactTypes are what an artifact may be.
var artifactTypes = []any{name("Pagination"), name("Layout"), name("Page"), name("Background")}

// stretch checks the beginning of a stretch of content, and returns its number if it is tied to an element.
func (c *checker) stretch(page reference, operands, elements []any) []int {
	if len(operands) != 2 {
		c.fault("page %d: a stretch begins with %v", page, operands)
		return nil
	}
	tag, _ := operands[0].(name)
	says := c.dict(operands[1])
	if tag == "Artifact" {
		if !slices.Contains(artifactTypes, says["Type"]) {
			c.fault("page %d: an artifact is a %v", page, says["Type"])
		}
		return nil
	}
	number, has := says["MCID"].(float64)
	mark := int(number)
	if !has || mark >= len(elements) {
		c.fault("page %d: a %s has the number %v, of %d", page, tag, says["MCID"], len(elements))
		return nil
	}
	to, _ := elements[mark].(reference)
	if c.tied[place{page, mark}] != to || c.dict(to)["S"] != tag {
		c.fault("page %d: %s %d is said to be in %v %d, and is in %d", page, tag, mark, c.dict(to)["S"], to,
			c.tied[place{page, mark}])
	}
	return []int{mark}
}

// readFonts reads which codes of each font stand for a character, and holds that each font is in the file.
func (c *checker) readFonts() {
	for _, o := range c.objects {
		resources, is := o.(dictionary)
		if fonts := c.dict(resources["Font"]); is && fonts != nil {
			for key, at := range fonts {
				c.fonts[key] = c.font(key, c.dict(at))
			}
		}
	}
}

// font reads one font.
func (c *checker) font(key string, f dictionary) map[int]bool {
	for _, below := range c.list(f["DescendantFonts"]) {
		file, _ := c.dict(c.dict(below)["FontDescriptor"])["FontFile2"].(reference)
		if len(c.streams[int(file)]) == 0 {
			c.fault("the font %s is not in the file", key)
		}
	}
	at, _ := f["ToUnicode"].(reference)
	codes, p := map[int]bool{}, &parser{data: c.streams[int(at)]}
	var operands []any
	for v, err := p.value(); err == nil; v, err = p.value() {
		if _, is := v.(operator); !is {
			operands = append(operands, v)
			continue
		}
		if v == operator("endbfchar") {
			for i := 0; i+1 < len(operands); i += 2 {
				code, _ := operands[i].(text)
				to, _ := operands[i+1].(text)
				if len(code) == 2 && len(to) >= 2 && to != "\x00\x00" {
					codes[int(code[0])<<8|int(code[1])] = true
				}
			}
		}
		operands = nil
	}
	if len(codes) == 0 {
		c.fault("the font %s does not say which characters it has", key)
	}
	return codes
}

// xmlWords is the text of the first element of a name.
func xmlWords(packet, element string) string {
	_, rest, found := strings.Cut(packet, "<"+element+">")
	inner, _, _ := strings.Cut(rest, "</"+element+">")
	if !found {
		return ""
	}
	var out strings.Builder
	d := xml.NewDecoder(strings.NewReader("<x>" + inner + "</x>"))
	d.Strict = false
	for t, err := d.Token(); err == nil; t, err = d.Token() {
		if chars, is := t.(xml.CharData); is {
			out.Write(chars)
		}
	}
	return out.String()
}
