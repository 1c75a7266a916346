package pdf

import (
	"encoding/binary"
	"fmt"
	"math"
)

// face is a TrueType font read once and shared by all documents: what a layout needs to measure, and what a
// subset needs to be cut. It is read-only, its bytes included.
type face struct {
	family string // the name the PDF library knows it by
	tables map[string][]byte
	glyphs [1 << 16]uint16 // code point of the basic plane → glyph, 0 where there is none
	widths []uint16        // by glyph, in 1/1000 em, rounded as the PDF's own width table rounds
	count  int             // of glyphs
	metric int             // of long entries in hmtx
	long   bool            // loca holds 32-bit offsets
}

// parseFace reads the tables of a TrueType file. Only the fonts in the binary come here, so an error is a broken build.
func parseFace(family string, ttf []byte) (*face, error) {
	f := &face{family: family, tables: map[string][]byte{}}
	if len(ttf) < 12 {
		return nil, fmt.Errorf("font %s: %d bytes are no TrueType file", family, len(ttf))
	}
	for i := range int(be16(ttf, 4)) {
		entry := ttf[12+16*i:]
		at, n := be32(entry, 8), be32(entry, 12)
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
	f.count = int(be16(f.tables["maxp"], 4))
	f.metric = int(be16(f.tables["hhea"], 34))
	f.long = be16(f.tables["head"], 50) != 0
	f.readWidths()
	return f, f.readCmap()
}

// readWidths scales all advances to 1/1000 em once. The file knows them in its own units, 2048 to the em in these fonts.
func (f *face) readWidths() {
	scale := 1000 / float64(be16(f.tables["head"], 18))
	f.widths = make([]uint16, f.count)
	for g := range f.widths {
		f.widths[g] = uint16(math.Round(scale * float64(f.advance(g))))
	}
}

// advance and bearing are the two halves of a glyph's horizontal metrics, in font units.
func (f *face) advance(glyph int) uint16 {
	return be16(f.tables["hmtx"], 4*min(glyph, f.metric-1))
}

// bearing is the left side bearing; glyphs beyond the long entries share the last advance and have only this.
func (f *face) bearing(glyph int) uint16 {
	if glyph < f.metric {
		return be16(f.tables["hmtx"], 4*glyph+2)
	}
	return be16(f.tables["hmtx"], 4*f.metric+2*(glyph-f.metric))
}

// outline gives the glyph's bytes in glyf; empty for a blank.
func (f *face) outline(glyph int) []byte {
	loca, glyf := f.tables["loca"], f.tables["glyf"]
	if f.long {
		return glyf[be32(loca, 4*glyph):be32(loca, 4*glyph+4)]
	}
	return glyf[2*int(be16(loca, 2*glyph)) : 2*int(be16(loca, 2*glyph+2))]
}

// readCmap finds the map for the basic plane (Microsoft platform, format 4), which is all that the PDF library can use.
func (f *face) readCmap() error {
	cmap := f.tables["cmap"]
	for i := range int(be16(cmap, 2)) {
		entry := cmap[4+8*i:]
		sub := cmap[be32(entry, 4):]
		if be16(entry, 0) == 3 && be16(entry, 2) == 1 && be16(sub, 0) == 4 {
			f.readSegments(sub)
			return nil
		}
	}
	return fmt.Errorf("font %s: there is no Unicode character map", f.family)
}

// readSegments walks a format 4 character map: parallel arrays of end, start, delta and range offset.
func (f *face) readSegments(sub []byte) {
	n := int(be16(sub, 6))
	ends, starts, deltas, offsets := sub[14:], sub[16+n:], sub[16+2*n:], sub[16+3*n:]
	for i := 0; i < n; i += 2 {
		for c := int(be16(starts, i)); c <= int(be16(ends, i)) && c < 0xFFFF; c++ {
			glyph := uint16(c)
			if offset := int(be16(offsets, i)); offset != 0 {
				if glyph = be16(offsets, i+offset+2*(c-int(be16(starts, i)))); glyph == 0 {
					continue
				}
			}
			f.glyphs[c] = glyph + be16(deltas, i)
		}
	}
}

// has tells whether the face draws the rune.
func (f *face) has(r rune) bool { return r > 0 && r < 0xFFFF && f.glyphs[r] != 0 }

// width is the rune's advance in 1/1000 em.
func (f *face) width(r rune) float64 { return float64(f.widths[f.glyphs[r&0xFFFF]]) }

// be16 and be32 read big-endian numbers, as TrueType writes them.
func be16(b []byte, at int) uint16 { return binary.BigEndian.Uint16(b[at:]) }
func be32(b []byte, at int) uint32 { return binary.BigEndian.Uint32(b[at:]) }
