package pdf

import (
	"fmt"
	"sync"

	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/dejavu/dejavusansbold"
	"github.com/go-fonts/liberation/liberationmonoregular"
	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansitalic"
	"github.com/go-fonts/liberation/liberationsansregular"
	"golang.org/x/text/unicode/bidi"
)

// faceID names one of the embedded fonts.
type faceID uint8

const (
	sans faceID = iota
	sansBold
	sansItalic
	mono
	wide     // DejaVu Sans, for what the others lack
	wideBold // its bold
	faceCount
)

// embedded reads each font when a document first needs it; a program that prints no report pays nothing.
var embedded = [faceCount]func() *face{
	sans:       lazy("liberationsans", func() []byte { return liberationsansregular.TTF }),
	sansBold:   lazy("liberationsansbold", func() []byte { return liberationsansbold.TTF }),
	sansItalic: lazy("liberationsansitalic", func() []byte { return liberationsansitalic.TTF }),
	mono:       lazy("liberationmono", func() []byte { return liberationmonoregular.TTF }),
	wide:       lazy("dejavusans", func() []byte { return dejavusans.TTF }),
	wideBold:   lazy("dejavusansbold", func() []byte { return dejavusansbold.TTF }),
}

// lazy parses a font on first use, once, whichever document asks first.
func lazy(family string, ttf func() []byte) func() *face {
	return sync.OnceValue(func() *face {
		f, err := parseFace(family, ttf())
		if err != nil {
			panic(fmt.Sprintf("pdf: a built-in font is broken: %v", err))
		}
		return f
	})
}

// choose finds the face that draws the rune, the wanted one first. ok is false where none can: the character is
// in neither font, lies beyond the basic plane, or runs from right to left, which needs shaping that is not done here.
func choose(want faceID, r rune) (id faceID, ok bool) {
	if r < 0x80 {
		return want, r >= ' ' && r < 0x7F
	}
	if r >= 0x0590 && (r > 0xFFFF || rightToLeft(r)) {
		return want, false
	}
	if embedded[want]().has(r) {
		return want, true
	}
	fallback := wide
	if want == sansBold {
		fallback = wideBold
	}
	if embedded[fallback]().has(r) {
		return fallback, true
	}
	return wide, embedded[wide]().has(r)
}

// rightToLeft tells letters and digits of scripts that run from right to left, by their bidirectional class (UAX 9).
func rightToLeft(r rune) bool {
	p, _ := bidi.LookupRune(r)
	switch p.Class() {
	case bidi.R, bidi.AL, bidi.AN:
		return true
	}
	return false
}
