package pdf

import (
	"encoding/binary"
	"fmt"
	"math"
	"sync"

	"plumbline/reports/pdf/shaping"
)

// fontFace is a TrueType font read once and shared by all documents: what a layout needs to measure, and what a
// subset needs to be cut. It is read-only, its bytes included.
type fontFace struct {
	family string // the name the PDF library knows it by
	shaper func() *shaping.Font
	tables map[string][]byte
	glyphs [1 << 16]uint16 // code point of the basic plane → glyph, 0 where there is none
	widths []uint16        // by glyph, in 1/1000 em, rounded as the PDF's own width table rounds
	count  int             // of glyphs
	metric int             // of long entries in hmtx
	long   bool            // loca holds 32-bit offsets
}

// parseFontFace reads the tables of a TrueType file, or of the first of a collection. Of a font in the binary an error
// is a broken build.
func parseFontFace(family string, ttf []byte) (*fontFace, error) {
	f := &fontFace{family: family, tables: map[string][]byte{}}
	f.shaper = sync.OnceValue(func() *shaping.Font {
		s, err := shaping.Parse(ttf)
		if err != nil {
			panic(err) // what this package can read, it can
		}
		return s
	})
	if len(ttf) < 12 {
		return nil, fmt.Errorf("font %s: %d bytes are no TrueType file", family, len(ttf))
	}
	start := 0
	if string(ttf[:4]) == "ttcf" {
		start = int(uint32At(ttf, 12))
	}
	for i := range int(uint16At(ttf, start+4)) {
		entry := ttf[start+12+16*i:]
		at, n := uint32At(entry, 8), uint32At(entry, 12)
		if uint64(at)+uint64(n) > uint64(len(ttf)) {
			return nil, fmt.Errorf("font %s: table %q lies outside the file", family, entry[:4])
		}
		f.tables[string(entry[:4])] = ttf[at : at+n : at+n]
	}
	for _, name := range []string{"cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post", "OS/2"} {
		if len(f.tables[name]) == 0 {
			return nil, fmt.Errorf("font %s: table %q is missing", family, name)
		}
	}
	f.count = int(uint16At(f.tables["maxp"], 4))
	f.metric = int(uint16At(f.tables["hhea"], 34))
	f.long = uint16At(f.tables["head"], 50) != 0
	f.readWidths()
	return f, f.readCmap()
}

// readWidths scales all advances to 1/1000 em once. The file knows them in its own units, 2048 to the em in
// these fonts.
func (f *fontFace) readWidths() {
	scale := 1000 / float64(uint16At(f.tables["head"], 18))
	f.widths = make([]uint16, f.count)
	for g := range f.widths {
		f.widths[g] = uint16(math.Round(scale * float64(f.advance(g))))
	}
}

// advance and bearing are the two halves of a glyph's horizontal metrics, in font units.
func (f *fontFace) advance(glyph int) uint16 {
	return uint16At(f.tables["hmtx"], 4*min(glyph, f.metric-1))
}

// bearing is the left side bearing; glyphs beyond the long entries share the last advance and have only this.
func (f *fontFace) bearing(glyph int) uint16 {
	if glyph < f.metric {
		return uint16At(f.tables["hmtx"], 4*glyph+2)
	}
	return uint16At(f.tables["hmtx"], 4*f.metric+2*(glyph-f.metric))
}

// outline returns the glyph's bytes in glyf; empty for a blank.
func (f *fontFace) outline(glyph int) []byte {
	loca, glyf := f.tables["loca"], f.tables["glyf"]
	if f.long {
		return glyf[uint32At(loca, 4*glyph):uint32At(loca, 4*glyph+4)]
	}
	return glyf[2*int(uint16At(loca, 2*glyph)) : 2*int(uint16At(loca, 2*glyph+2))]
}

// readCmap finds the map for the basic plane (Microsoft platform, format 4), which is all that the PDF library can use.
func (f *fontFace) readCmap() error {
	cmap := f.tables["cmap"]
	for i := range int(uint16At(cmap, 2)) {
		entry := cmap[4+8*i:]
		sub := cmap[uint32At(entry, 4):]
		if uint16At(entry, 0) == 3 && uint16At(entry, 2) == 1 && uint16At(sub, 0) == 4 {
			f.readSegments(sub)
			return nil
		}
	}
	return fmt.Errorf("font %s: there is no Unicode character map", f.family)
}

// readSegments walks a format 4 character map: parallel arrays of end, start, delta and range offset.
func (f *fontFace) readSegments(sub []byte) {
	n := int(uint16At(sub, 6))
	left := 1 << 17
	ends, starts, deltas, offsets := sub[14:], sub[16+n:], sub[16+2*n:], sub[16+3*n:]
	for i := 0; i < n; i += 2 {
		for c := int(uint16At(starts, i)); c <= int(uint16At(ends, i)) && c < 0xFFFF; c++ {
			glyph := uint16(c)
			if offset := int(uint16At(offsets, i)); offset != 0 {
				if glyph = uint16At(offsets, i+offset+2*(c-int(uint16At(starts, i)))); glyph == 0 {
					continue
				}
			}
			f.glyphs[c] = glyph + uint16At(deltas, i)
			if left--; left < 0 {
				panic("segments overlap") // a font of the binary has none that do
			}
		}
	}
}

// has reports whether the face draws the rune.
func (f *fontFace) has(r rune) bool { return r > 0 && r < 0xFFFF && f.glyphs[r] != 0 }

// width is the rune's advance in 1/1000 em.
func (f *fontFace) width(r rune) float64 { return float64(f.widths[f.glyphs[r&0xFFFF]]) }

// uint16At and be32 read big-endian numbers, as TrueType writes them.
func uint16At(b []byte, at int) uint16 { return binary.BigEndian.Uint16(b[at:]) }
func uint32At(b []byte, at int) uint32 { return binary.BigEndian.Uint32(b[at:]) }
