package branding_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"plumbline/models"
	"plumbline/models/branding"
)

func picture(w, h int) image.Image {
	p := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			p.SetNRGBA(x, y, color.NRGBA{uint8(x), uint8(y), 99, 255})
		}
	}
	return p
}

func pngOf(t *testing.T, p image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, p); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// pngClaiming is the head of a PNG that says how large it is, with nothing behind it.
func pngClaiming(w, h uint32) []byte {
	out := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d")
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), w), h)
	head = append(head, 8, 6, 0, 0, 0)
	return binary.BigEndian.AppendUint32(append(out, head...), crc32.ChecksumIEEE(head))
}

func svgWith(inside string) []byte {
	return []byte(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ` +
		`viewBox="0 0 100 40">` +
		inside + `</svg>`)
}

func TestLogosAreDrawnAnew(t *testing.T) {
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, picture(900, 300), nil); err != nil {
		t.Fatal(err)
	}
	shapes := svgWith(`<title>Shop &amp; sons</title><g transform="translate(5 5) rotate(0)"><rect width="20" height="20"
		fill="#1f5f8b"/><path d="M30,0h20v20H30z M35 5 v10 h10 v-10z" fill-rule="evenodd" style="fill:rgb(0,128,0)"/>
		<circle cx="70" cy="10" r="8" fill="red" opacity=".5"/><path d="M0 25 a5 5 0 01 10 0 q5 5 10 0 t10 0 c1 1 2 2 3 0z"/>
		<polygon points="60,22 70,22 65,30"/></g>`)
	for name, c := range map[string]struct {
		data []byte
		w, h int
	}{
		"small": {pngOf(t, picture(30, 20)), 30, 20}, "wide": {pngOf(t, picture(1200, 100)), 600, 50},
		"high": {pngOf(t, picture(100, 480)), 50, 240}, "line": {pngOf(t, picture(2000, 1)), 600, 1},
		"photo": {photo.Bytes(), 600, 200}, "shapes": {shapes, 600, 240},
	} {
		logo, err := branding.ReadLogo(c.data)
		if err != nil || logo.Width != c.w || logo.Height != c.h {
			t.Errorf("%s: %d by %d: %v", name, logo.Width, logo.Height, err)
			continue
		}
		p, err := png.Decode(bytes.NewReader(logo.PNG))
		if err != nil || p.Bounds().Dx() != c.w || p.Bounds().Dy() != c.h {
			t.Errorf("%s: what is kept is no such picture: %v", name, err)
		}
		again, err := branding.ReadLogo(c.data)
		if err != nil || !bytes.Equal(again.PNG, logo.PNG) {
			t.Errorf("%s: the same file gives other bytes: %v", name, err)
		}
		if name != "shapes" {
			continue
		}
		for at, want := range map[image.Point]color.NRGBA{{90, 90}: {0x1f, 0x5f, 0x8b, 255}, {215, 40}: {0, 128, 0, 255},
			{270, 90}: {}, {450, 90}: {255, 0, 0, 128}, {2, 2}: {}} { // the hole of an even-odd path is empty
			if got := color.NRGBAModel.Convert(p.At(at.X, at.Y)); got != want {
				t.Errorf("at %v is %v, want %v", at, got, want)
			}
		}
	}
}

// What a file brings beside shapes is refused, and says what it is; nothing is read that is larger than it may be.
func TestHostileLogosAreRefused(t *testing.T) {
	good := pngOf(t, picture(200, 100))
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"nothing": {nil, "empty"}, "text": {[]byte("logo"), "neither"},
		"a page":          {[]byte("<!DOCTYPE html><html><script>alert(1)</script></html>"), "document type"},
		"an animation":    {[]byte("GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00"), "neither"},
		"cut off":         {good[:len(good)/2], "damaged or cut off"},
		"cut in its head": {good[:20], "damaged"},
		"pixels":          {pngClaiming(60_000, 60_000), "60000 by 60000 pixels"},
		"wide":            {pngClaiming(1<<31-1, 1), "pixels"},
		"none":            {pngClaiming(0, 10), "damaged"},
		"script":          {svgWith(`<script>alert(1)</script>`), "element script"},
		"a handler":       {svgWith(`<rect width="9" height="9" onload="alert(1)"/>`), "attribute onload"},
		"another file":    {svgWith(`<image xlink:href="http://example.org/a.png"/>`), "element image"},
		"a reference":     {svgWith(`<path xlink:href="#a" d="M0 0h9v9z"/>`), "attribute href"},
		"a use":           {svgWith(`<use href="#a"/>`), "element use"},
		"a style":         {svgWith(`<style>@import url(http://example.org)</style>`), "element style"},
		"style with url":  {svgWith(`<rect width="9" height="9" style="background:url(//a)"/>`), "style background"},
		"a gradient":      {svgWith(`<rect width="9" height="9" fill="url(#g)"/>`), "fill url(#g)"},
		"foreign":         {svgWith(`<foreignObject/>`), "element foreignObject"},
		"a page within":   {svgWith(`<p xmlns="http://www.w3.org/1999/xhtml"/>`), "another kind of file"},
		"entities": {append([]byte(`<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>`), svgWith("&b;")...),
			"document type"},
		"an entity":     {svgWith(`<title>&xxe;</title>`), "not well-formed"},
		"a stylesheet":  {append([]byte(`<?xml-stylesheet href="a.css"?>`), svgWith("")...), "instruction"},
		"no end":        {[]byte(`<svg viewBox="0 0 1 1"><rect width="1" height="1"/>`), "cut off"},
		"nothing drawn": {svgWith(`<rect width="9" height="9" fill="none"/>`), "draws nothing"},
		"strokes":       {svgWith(`<rect width="9" height="9" stroke="#000"/>`), "strokes"},
		"no size":       {[]byte(`<svg><rect width="9" height="9"/></svg>`), "no size"},
		"deep":          {svgWith(strings.Repeat("<g>", 100) + strings.Repeat("</g>", 100)), "within each other"},
		"many":          {svgWith(strings.Repeat("<g/>", 5000)), "more than 2000 elements"},
		"edges":         {svgWith(`<path d="M0 0` + strings.Repeat("l1 1", 25_000) + `z"/>`), "edges"},
		"curves":        {svgWith(`<path d="M0 0` + strings.Repeat("c1 1 2 3 0 1", 15_000) + `z"/>`), "edges"},
		"a number":      {svgWith(`<rect width="9e99" height="9"/>`), "width"},
		"half a path":   {svgWith(`<path d="M0 0 L 5"/>`), "numbers"},
		"no path":       {svgWith(`<path d="M0 0 X5"/>`), "number"},
		"two":           {append(svgWith(`<rect width="9" height="9"/>`), svgWith("")...), "one element svg"},
		"large":         {svgWith(strings.Repeat(" ", 300<<10)), "256 KB"},
	} {
		logo, err := branding.ReadLogo(c.data)
		if models.CodeOf(err) != models.CodeInvalid || !logo.Empty() {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if text := faultText(err); !strings.Contains(text, c.says) {
			t.Errorf("%s is refused with %q, which does not say %q", name, text, c.says)
		}
	}
	if _, err := branding.ReadLogo(make([]byte, branding.MaxLogoFile+1)); models.CodeOf(err) != models.CodeTooLarge {
		t.Error("a file that is too large:", err)
	}
}

func faultText(err error) string {
	if e, is := errors.AsType[*models.Error](err); is {
		return fmt.Sprint(e.Faults)
	}
	return fmt.Sprint(err)
}

func FuzzReadLogo(f *testing.F) {
	f.Add(svgWith(`<path d="M0 0h9v9z A5 5 0 1 1 3 3"/>`))
	f.Add(svgWith(`<circle r="9" transform="scale(2)" fill="#abc"/>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		logo, err := branding.ReadLogo(data)
		if err == nil && (logo.Width > branding.LogoWidth || logo.Height > branding.LogoHeight) {
			t.Error(logo.Width, logo.Height)
		}
	})
}
