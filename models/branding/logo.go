package branding

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // one of the formats that are read
	"image/png"

	"plumbline/models"
)

// Logo is a picture that was checked and drawn anew: nothing of the file that it came in is kept.
type Logo struct {
	PNG           []byte
	Width, Height int // in pixels
}

// Empty reports whether there is no logo.
func (l Logo) Empty() bool { return len(l.PNG) == 0 }

// Bounds of a logo. What is kept is drawn to fit: larger than a report prints it makes only the file larger.
const (
	MaxLogoFile   = 1 << 20   // bytes
	MaxLogoPixels = 4_000_000 // of what comes in
	LogoWidth     = 600       // pixels of what is kept, at most
	LogoHeight    = 240
)

// ReadLogo checks a picture and draws it anew as a PNG. It looks at the size before it reads the rest. The error is
// models.CodeInvalid, or models.CodeTooLarge.
func ReadLogo(data []byte) (Logo, error) {
	if len(data) > MaxLogoFile {
		return Logo{}, models.Errorf(models.CodeTooLarge, "the logo has more than %d KB", MaxLogoFile>>10)
	}
	refuse := func(why string) (Logo, error) {
		return Logo{}, models.InvalidInput(models.FieldFault{Field: "logo", Message: why})
	}
	if len(data) == 0 {
		return refuse("is empty: send a PNG, JPEG or SVG file")
	}
	if looksLikeSVG(data) {
		picture, err := drawSVG(data)
		if err != nil {
			return refuse("is an SVG file that can't be used: " + err.Error())
		}
		return kept(picture)
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(data))
	switch {
	case errors.Is(err, image.ErrFormat), err == nil && format != "png" && format != "jpeg":
		return refuse("is neither a PNG, a JPEG nor an SVG file")
	case err != nil:
		return refuse("can't be read: the file is damaged")
	case config.Width < 1 || config.Height < 1 || config.Width > MaxLogoPixels/config.Height:
		return refuse(fmt.Sprintf("has %d by %d pixels; at most %d are taken, such as 2000 by 2000", config.Width,
			config.Height, MaxLogoPixels))
	}
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return refuse(fmt.Sprintf("can't be read: the %s file is damaged or cut off", format))
	}
	return kept(picture)
}

// kept draws a picture to fit and writes it.
func kept(picture image.Image) (Logo, error) {
	small := fitted(picture, LogoWidth, LogoHeight)
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, small); err != nil {
		return Logo{}, err
	}
	return Logo{out.Bytes(), small.Rect.Dx(), small.Rect.Dy()}, nil
}

// fitted scales a picture down until it fits; it never makes one larger. Each pixel is the mean of those that it stands
// for, weighed by how much they cover.
func fitted(from image.Image, wide, high int) *image.NRGBA {
	b := from.Bounds()
	w, h := b.Dx(), b.Dy()
	if w > wide {
		w, h = wide, max(1, h*wide/w)
	}
	if h > high {
		w, h = max(1, w*high/h), high
	}
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		top, bottom := b.Min.Y+y*b.Dy()/h, b.Min.Y+max((y+1)*b.Dy()/h, y*b.Dy()/h+1)
		for x := range w {
			left, right := b.Min.X+x*b.Dx()/w, b.Min.X+max((x+1)*b.Dx()/w, x*b.Dx()/w+1)
			out.Set(x, y, mean(from, image.Rect(left, top, right, bottom)))
		}
	}
	return out
}

func mean(of image.Image, area image.Rectangle) color.Color {
	var r, g, b, a, n uint64
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			pr, pg, pb, pa := of.At(x, y).RGBA()
			r, g, b, a, n = r+uint64(pr), g+uint64(pg), b+uint64(pb), a+uint64(pa), n+1
		}
	}
	return color.RGBA64{uint16(r / n), uint16(g / n), uint16(b / n), uint16(a / n)}
}
