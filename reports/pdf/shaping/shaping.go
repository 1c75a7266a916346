// Package shaping turns words of scripts whose letters change their forms or their order into glyphs of a font, and
// tells which way the letters of a text run.
//
// It may import go-text/typesetting, which shapes, and x/text for the bidirectional classes. It knows no PDF.
package shaping

import (
	"bytes"
	"fmt"
	"sync"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// Font is a font that shapes words. Many may use it at a time.
type Font struct {
	mu     sync.Mutex // a face keeps what it has worked out
	face   *font.Face
	shaper shaping.HarfbuzzShaper
	units  fixed.Int26_6
}

// Glyph is a glyph of a font at its place. Measures are in thousandths of the size of the text.
type Glyph struct {
	ID   int
	X, Y float64 // from the left end of its cluster's baseline, to the right and up
}

// Cluster is what can't be parted: one character or several, drawn as one glyph or several.
type Cluster struct {
	Text   string
	Glyphs []Glyph
	Width  float64
}

// Parse reads a TrueType or OpenType file; of a collection, its first font.
func Parse(file []byte) (*Font, error) {
	faces, err := font.ParseTTC(bytes.NewReader(file))
	if err != nil || len(faces) == 0 {
		return nil, fmt.Errorf("the font can't be read: %w", err)
	}
	return &Font{face: faces[0], units: fixed.I(1000)}, nil
}

// Glyph finds the glyph of a character, beyond the basic plane, too; 0 if there is none.
func (f *Font) Glyph(r rune) int {
	id, _ := f.face.NominalGlyph(r)
	return int(id)
}

// Needed reports whether a character is of a script that has to be shaped.
func Needed(r rune) bool {
	switch {
	case r < 0x0590:
		return false
	case r <= 0x109F: // Hebrew, Arabic and their neighbours, the scripts of India, Thai, Lao, Tibetan, Burmese
		return true
	case r >= 0x1780 && r <= 0x17FF, // Khmer
		r >= 0xFB1D && r <= 0xFDFF && r != 0xFD3E && r != 0xFD3F, r >= 0xFE70 && r <= 0xFEFE: // forms of Hebrew and Arabic
		return true
	}
	return r > 0xFFFF
}

// Script is the script of a character; two that may stand in one word have the same one.
func Script(r rune) uint32 { return uint32(language.LookupScript(r)) }

// Neutral reports whether a script belongs to whatever stands before.
func Neutral(script uint32) bool {
	s := language.Script(script)
	return s == language.Inherited || s == language.Common || s == language.Unknown
}

// Shape shapes a word of one script. Clusters are in the order in which the word is read.
func (f *Font) Shape(word []rune, script uint32, rightToLeft bool) []Cluster {
	f.mu.Lock()
	defer f.mu.Unlock()
	in := shaping.Input{Text: word, RunEnd: len(word), Direction: di.DirectionLTR, Face: f.face, Size: f.units,
		Script: language.Script(script), Language: language.NewLanguage("en")}
	if rightToLeft {
		in.Direction = di.DirectionRTL
	}
	out := f.shaper.ShapeNoExtents(in)
	var clusters []Cluster
	at, last := 0.0, -1
	for _, g := range out.Glyphs {
		if g.TextIndex() != last {
			last, at = g.TextIndex(), 0
			end := min(last+max(1, g.RunesCount()), len(word))
			clusters = append(clusters, Cluster{Text: string(word[last:end])})
		}
		c := &clusters[len(clusters)-1]
		c.Glyphs = append(c.Glyphs, Glyph{int(g.GlyphID), at + points(g.XOffset), points(g.YOffset)})
		at += points(g.Advance)
		c.Width = at
	}
	if rightToLeft {
		for i, j := 0, len(clusters)-1; i < j; i, j = i+1, j-1 {
			clusters[i], clusters[j] = clusters[j], clusters[i]
		}
	}
	return clusters
}

// points turns the numbers of the shaper into plain ones.
func points(n fixed.Int26_6) float64 { return float64(n) / 64 }
