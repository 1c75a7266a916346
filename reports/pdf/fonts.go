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

	"plumbline/reports/pdf/noto"
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
	thaiRegular // Noto Sans Thai
	devaRegular // Noto Sans Devanagari
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
	thaiRegular: lazyFace("notosansthai", noto.SansThai),
	devaRegular: lazyFace("notosansdevanagari", noto.SansDevanagari),
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
// in none of the fonts, or lies beyond the basic plane.
func chooseFace(want faceID, r rune) (id faceID, ok bool) {
	if r < 0x80 {
		return want, r >= ' ' && r < 0x7F
	}
	if r > 0xFFFF {
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
	switch {
	case r >= 0x0E00 && r <= 0x0E7F:
		return thaiRegular, embeddedFaces[thaiRegular]().has(r)
	case r >= 0x0900 && r <= 0x097F || r >= 0xA8E0 && r <= 0xA8FF || r >= 0x1CD0 && r <= 0x1CFF:
		return devaRegular, embeddedFaces[devaRegular]().has(r)
	}
	return wideRegular, embeddedFaces[wideRegular]().has(r)
}
