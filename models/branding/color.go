package branding

import (
	"fmt"
	"math"
	"strconv"
)

// MinContrast is the least contrast that text has with white, as WCAG 2 asks for it.
const MinContrast = 4.5

// Color is a colour of a screen.
type Color struct{ R, G, B uint8 }

// ParseColor reads six hex digits after a #, such as #1f5f8b.
func ParseColor(text string) (Color, bool) {
	if len(text) != 7 || text[0] != '#' {
		return Color{}, false
	}
	n, err := strconv.ParseUint(text[1:], 16, 32)
	if err != nil {
		return Color{}, false
	}
	return Color{uint8(n >> 16), uint8(n >> 8), uint8(n)}, true
}

// String writes a colour as ParseColor reads it.
func (c Color) String() string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// OnWhite is the contrast of the colour with white, from 1 to 21, by WCAG 2.
func (c Color) OnWhite() float64 { return 1.05 / (c.luminance() + 0.05) }

func (c Color) luminance() float64 {
	linear := func(v uint8) float64 {
		part := float64(v) / 255
		if part <= 0.04045 {
			return part / 12.92
		}
		return math.Pow((part+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// colorFault says why a text can't be the colour of texts on white; "" if it can. The figure is rounded down, so that
// it never reads as if it were enough.
func colorFault(text string) string {
	c, ok := ParseColor(text)
	if !ok {
		return "must be a colour as six hex digits after a #, such as #1f5f8b"
	}
	if on := c.OnWhite(); on < MinContrast {
		return fmt.Sprintf("is too pale: its contrast with white is %.2f to 1, and text needs %.1f to 1",
			math.Floor(on*100)/100, MinContrast)
	}
	return ""
}
