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
	sansRegular faceID = iota
	sansBold
	sansItalic
	monoRegular
	wideRegular // DejaVu Sans, for what the others lack
	wideBold    // its bold
	faceCount
)

// embeddedFaces reads each font when a document first needs it; a program that prints no report pays nothing.
var embeddedFaces = [faceCount]func() *fontFace{
	sansRegular: lazyFace("liberationsans", func() []byte { return liberationsansregular.TTF }),
	sansBold:    lazyFace("liberationsansbold", func() []byte { return liberationsansbold.TTF }),
	sansItalic:  lazyFace("liberationsansitalic", func() []byte { return liberationsansitalic.TTF }),
	monoRegular: lazyFace("liberationmono", func() []byte { return liberationmonoregular.TTF }),
	wideRegular: lazyFace("dejavusans", func() []byte { return dejavusans.TTF }),
	wideBold:    lazyFace("dejavusansbold", func() []byte { return dejavusansbold.TTF }),
}

// lazyFace parses a font on first use, once, whichever document asks first.
func lazyFace(family string, ttf func() []byte) func() *fontFace {
	return sync.OnceValue(func() *fontFace {
		f, err := parseFontFace(family, ttf())
		if err != nil {
			panic(fmt.Sprintf("pdf: a built-in font is broken: %v", err))
		}
		return f
	})
}

// chooseFace finds the face that draws the rune, the wanted one first. ok is false where none can: the character is
// in neither font, lies beyond the basic plane, or runs from right to left, which needs shaping that is not done here.
func chooseFace(want faceID, r rune) (id faceID, ok bool) {
	if r < 0x80 {
		return want, r >= ' ' && r < 0x7F
	}
	if r >= 0x0590 && (r > 0xFFFF || rightToLeft(r)) {
		return want, false
	}
	if embeddedFaces[want]().has(r) {
		return want, true
	}
	fallback := wideRegular
	if want == sansBold {
		fallback = wideBold
	}
	if embeddedFaces[fallback]().has(r) {
		return fallback, true
	}
	return wideRegular, embeddedFaces[wideRegular]().has(r)
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
