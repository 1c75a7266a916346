package pdf

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
)

// Flags of a composite glyph's components (OpenType, glyf table).
const (
	wordArguments = 1 << 0
	oneScale      = 1 << 3
	moreFollow    = 1 << 5
	twoScales     = 1 << 6
	fullMatrix    = 1 << 7
)

// subset cuts a TrueType file that holds only the given runes, sorted, and what their glyphs are made of. The
// PDF library parses and cuts whatever it is given several times over, and writes into its bytes while at it;
// a small file of its own makes that cheap, safe beside other documents, and the same every time.
func (f *fontFace) subset(runes []rune, more map[rune]int) []byte {
	c := subsetCutter{fontFace: f, number: map[int]int{0: 0}, order: []int{0}, more: more}
	for _, r := range runes {
		c.take(c.glyph(r))
	}
	for i := 0; i < len(c.order); i++ {
		eachComponent(f.outline(c.order[i]), func(at []byte) { c.take(int(uint16At(at, 2))) })
	}
	out := map[string][]byte{"cmap": c.cmap(runes), "hmtx": c.hmtx(), "name": {0, 0, 0, 0, 0, 6}}
	out["glyf"], out["loca"] = c.glyf()
	for _, name := range []string{"OS/2", "cvt ", "fpgm", "gasp", "prep"} {
		if table := f.tables[name]; table != nil {
			out[name] = table
		}
	}
	out["post"] = patchTable(f.tables["post"][:32], 0, 3)
	out["head"] = patchTable(patchTable(f.tables["head"], 50, 1), 8, 0, 0)
	out["hhea"] = patchTable(f.tables["hhea"], 34, uint16(len(c.order)))
	out["maxp"] = patchTable(f.tables["maxp"], 4, uint16(len(c.order)))
	return assembleTables(out)
}

type subsetCutter struct {
	*fontFace
	number map[int]int  // glyph of the face → glyph of the subset
	order  []int        // the reverse
	more   map[rune]int // glyphs of codes that no character has
}

// glyph is that of a code.
func (c *subsetCutter) glyph(code rune) int {
	if g, is := c.more[code]; is {
		return g
	}
	return int(c.glyphs[code])
}

// take assigns a glyph its place in the subset, once.
func (c *subsetCutter) take(glyph int) {
	if _, taken := c.number[glyph]; !taken {
		c.number[glyph] = len(c.order)
		c.order = append(c.order, glyph)
	}
}

// eachComponent calls each for every part of a composite glyph, with the bytes that start at the part's flags.
func eachComponent(outline []byte, each func([]byte)) {
	if len(outline) < 12 || uint16At(outline, 0) < 1<<15 {
		return
	}
	for at, flags := 10, uint16(moreFollow); flags&moreFollow != 0; {
		flags = uint16At(outline, at)
		each(outline[at:])
		at += 6
		if flags&wordArguments != 0 {
			at += 2
		}
		switch {
		case flags&oneScale != 0:
			at += 2
		case flags&twoScales != 0:
			at += 4
		case flags&fullMatrix != 0:
			at += 8
		}
	}
}

// glyf copies the outlines and points composite ones to the new places of their parts; loca tells where each begins.
func (c *subsetCutter) glyf() (glyf, loca []byte) {
	for _, glyph := range c.order {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		at := len(glyf)
		glyf = append(glyf, c.outline(glyph)...)
		eachComponent(glyf[at:], func(part []byte) {
			binary.BigEndian.PutUint16(part[2:], uint16(c.number[int(uint16At(part, 2))]))
		})
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
	}
	return glyf, binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
}

// hmtx writes a long entry for every glyph: the library overwrites its input when it meets a short one.
func (c *subsetCutter) hmtx() []byte {
	out := make([]byte, 0, 4*len(c.order))
	for _, glyph := range c.order {
		out = binary.BigEndian.AppendUint16(out, c.advance(glyph))
		out = binary.BigEndian.AppendUint16(out, c.bearing(glyph))
	}
	return out
}

// cmap writes a format 4 map with one segment for each rune: plain, and small enough.
func (c *subsetCutter) cmap(runes []rune) []byte {
	n := len(runes) + 1
	head := []uint16{0, 1, 3, 1, 0, 12, 4, uint16(16 + 8*n), 0, uint16(2 * n), 0, 0, 0}
	all := append(slices.Clone(runes), 0xFFFF)
	ends, starts, deltas := []uint16{}, []uint16{}, []uint16{}
	for _, r := range all {
		ends, starts = append(ends, uint16(r)), append(starts, uint16(r))
		deltas = append(deltas, uint16(c.number[c.glyph(r)]-int(r)))
	}
	var out []byte
	for _, part := range [][]uint16{head, ends, {0}, starts, deltas, make([]uint16, n)} {
		for _, v := range part {
			out = binary.BigEndian.AppendUint16(out, v)
		}
	}
	return out
}

// patchTable returns a copy of the table with words written at a place.
func patchTable(table []byte, at int, words ...uint16) []byte {
	out := slices.Clone(table)
	for i, w := range words {
		binary.BigEndian.PutUint16(out[at+2*i:], w)
	}
	return out
}

// assembleTables joins the tables, each padded to four bytes. Check sums stay zero: no PDF reader looks at them, and
// the library computes them again.
func assembleTables(tables map[string][]byte) []byte {
	names := make([]string, 0, len(tables))
	for name := range tables {
		names = append(names, name)
	}
	slices.Sort(names)
	out := binary.BigEndian.AppendUint32(nil, 0x00010000)
	out = binary.BigEndian.AppendUint64(out, uint64(len(names))<<48)
	at := len(out) + 16*len(names)
	for _, name := range names {
		out = append(out, name...)
		out = binary.BigEndian.AppendUint32(out, 0)
		out = binary.BigEndian.AppendUint32(out, uint32(at))
		out = binary.BigEndian.AppendUint32(out, uint32(len(tables[name])))
		at += (len(tables[name]) + 3) &^ 3
	}
	for _, name := range names {
		out = append(out, tables[name]...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	return out
}

// unicodeMap writes which characters the codes of a font stand for, so that its text can be searched, copied and read
// aloud. Codes are the characters themselves, but for those of texts.
func unicodeMap(runes []rune, texts map[rune]string) []byte {
	var out bytes.Buffer
	out.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n" +
		"/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for part := range slices.Chunk(runes, 100) {
		fmt.Fprintf(&out, "%d beginbfchar\n", len(part))
		for _, r := range part {
			text, is := texts[r]
			if !is {
				text = string(r)
			}
			fmt.Fprintf(&out, "<%04X> <%s>\n", r, hexUTF16(text)[len("FEFF"):])
		}
		out.WriteString("endbfchar\n")
	}
	out.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
	return out.Bytes()
}
