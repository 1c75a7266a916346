package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/dejavu/dejavusansbold"
	"github.com/go-fonts/liberation/liberationmonoregular"
	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansitalic"
	"github.com/go-fonts/liberation/liberationsansregular"

	"plumbline/reports/doc"
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
	givenFace   // what whoever asks for the report gives, for what all others lack
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

// Font is a font that is used for characters which the fonts in the program lack.
type Font struct{ face *fontFace }

// MaxFont is how large the file of a Font may be, in bytes.
const MaxFont = 32 << 20

// ParseFont reads and checks a font file: TrueType, alone or as the first of a collection. Its error says in words what
// is wrong: not such a file, outlines of PostScript, too large, damaged, or not to be embedded says its maker.
func ParseFont(file []byte) (f *Font, err error) {
	defer func() {
		if recover() != nil {
			f, err = nil, errors.New("the font is damaged: what it points to is not in the file")
		}
	}()
	switch {
	case len(file) > MaxFont:
		return nil, fmt.Errorf("the font is larger than %d MB", MaxFont>>20)
	case bytes.HasPrefix(file, []byte("OTTO")):
		return nil, errors.New("the font has outlines of PostScript (CFF): give one with those of TrueType")
	case bytes.HasPrefix(file, []byte("wOF")):
		return nil, errors.New("the font is packed for the web: give it as a TrueType file")
	case !bytes.HasPrefix(file, []byte("\x00\x01\x00\x00")) && !bytes.HasPrefix(file, []byte("true")) &&
		!bytes.HasPrefix(file, []byte("ttcf")):
		return nil, errors.New("this is no TrueType font")
	}
	face, err := parseFontFace("given", file)
	if err != nil {
		return nil, err
	}
	if uint16At(face.tables["OS/2"], 8)&0xF == 2 {
		return nil, errors.New("the maker of the font does not allow to embed it")
	}
	face.check()
	f = &Font{face}
	return f, f.try()
}

// check looks at all that a subset may need; what points out of the file is a panic.
func (f *fontFace) check() {
	for g := range f.count {
		f.advance(g)
		f.bearing(g)
		eachComponent(f.outline(g), func(at []byte) { _ = f.widths[uint16At(at, 2)] })
	}
	for _, g := range f.glyphs {
		_ = f.widths[g]
	}
	f.shaper()
}

// try sets a report with the first characters that the font alone has: what the PDF library can't use shows here.
func (f *Font) try() error {
	var some []rune
	for r := rune(0x80); r < 0xFFFF && len(some) < 20; r++ {
		if _, ok := chooseFace(sansRegular, r); !ok && f.Draws(r) {
			some = append(some, r)
		}
	}
	if len(some) == 0 {
		return errors.New("the font has no characters that reports lack")
	}
	text := doc.Paragraph{Spans: doc.PlainSpan(doc.CleanText(some), doc.StyleBody)}
	_, err := RenderWith(doc.Report{Title: "Font", At: time.Unix(0, 0),
		Sections: []doc.Section{{Title: "Font", Place: "font", Body: []doc.Block{text}}}}, f)
	return err
}

// Draws reports whether the font has a character; a nil Font has none.
func (f *Font) Draws(r rune) bool { return f != nil && r >= 0x80 && f.face.has(r) }

// face is a face by its number.
func (s *lineSetter) face(id faceID) *fontFace {
	if id == givenFace {
		return s.given.face
	}
	return embeddedFaces[id]()
}

// choose finds the face that draws the rune: one of the program, or the one that was given.
func (s *lineSetter) choose(want faceID, r rune) (id faceID, ok bool) {
	if id, ok = chooseFace(want, r); !ok && s.given.Draws(r) {
		return givenFace, true
	}
	return id, ok
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
