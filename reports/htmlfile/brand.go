package htmlfile

import (
	"encoding/base64"
	"fmt"

	"plumbline/reports/doc"
)

// hasLogo reports whether the report shows a picture.
func (w *writer) hasLogo() bool { return w.report.Brand != nil && w.report.Brand.Logo != nil }

// pictures is what the policy of the file allows for a logo, which is in the file itself.
func (w *writer) pictures() string {
	if w.hasLogo() {
		return "; img-src data:"
	}
	return ""
}

// colors are those of a brand. They are made for white; on dark ground the file keeps its own.
func (w *writer) colors() string {
	b := w.report.Brand
	if b == nil {
		return ""
	}
	text := ""
	if b.Primary != nil {
		text += "h1, h2, .headline { color: " + hex(*b.Primary) + " } "
	}
	if b.Accent != nil {
		text += ":root { --accent: " + hex(*b.Accent) + " } "
	}
	if text != "" {
		text = "@media (prefers-color-scheme: light) { " + text + "}\n"
	}
	if b.Logo != nil {
		text += "header img { display: block; max-width: 240px; max-height: 90px; margin: 0 0 24px; padding: 6px; " +
			"background: #fff }\n"
	}
	return text
}

func hex(c doc.Color) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// logo shows the picture of a brand.
func (w *writer) logo() {
	if !w.hasLogo() {
		return
	}
	l := w.report.Brand.Logo
	w.put(`<img alt="`, text(l.Alt), fmt.Sprintf(`" width="%d" height="%d"`, l.Width, l.Height),
		` src="data:image/png;base64,`, base64.StdEncoding.EncodeToString(l.PNG), "\">\n")
}
