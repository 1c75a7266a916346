package branding

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"io"
	"slices"
	"strings"
)

// Bounds of an SVG file. It is small, or it is no logo.
const (
	maxSVG      = 256 << 10 // bytes
	maxElements = 2_000
	maxDepth    = 32
	maxEdges    = 20_000 // of all shapes, after curves were cut into lines
)

// looksLikeSVG tells a file that begins as text of XML does.
func looksLikeSVG(data []byte) bool {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
	return len(data) > 0 && data[0] == '<'
}

// Filled shapes and groups are all that is drawn. What else an SVG file may hold, such as scripts, styles, links,
// pictures, fonts, filters and other files, is refused by not being here.
var (
	drawnElements = []string{"svg", "g", "path", "rect", "circle", "ellipse", "polygon", "polyline"}
	textElements  = []string{"title", "desc"} // which are passed over

	passedAttributes = []string{"id", "version", "baseProfile", "role", "width", "height", "viewBox", "x", "y", "rx", "ry",
		"cx", "cy", "r", "points", "d", "transform", "fill", "fill-opacity", "fill-rule", "clip-rule", "opacity", "style",
		"stroke", "stroke-width", "aria-label", "aria-hidden", "preserveAspectRatio", "space", "data-name"}
)

// drawSVG draws an SVG file as pixels, so that nothing else of it is kept. The error says what it can't have.
func drawSVG(data []byte) (image.Image, error) {
	if len(data) > maxSVG {
		return nil, fmt.Errorf("it has more than %d KB", maxSVG>>10)
	}
	r := &svgReader{xml: xml.NewDecoder(bytes.NewReader(data))}
	if err := r.read(); err != nil {
		return nil, err
	}
	return r.canvas.picture, nil
}

// svgReader reads a file from its beginning to its end and draws as it goes.
type svgReader struct {
	xml    *xml.Decoder
	canvas *svgCanvas // nil until the outermost element is read
	within []svgState
	seen   int
}

func (r *svgReader) read() error {
	for {
		token, err := r.xml.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return errors.New("it is not well-formed, or it is cut off")
		}
		switch t := token.(type) {
		case xml.Directive:
			return errors.New("it declares a document type, by which files bring entities")
		case xml.ProcInst:
			if t.Target != "xml" {
				return fmt.Errorf("it has an instruction <?%s", short(t.Target))
			}
		case xml.StartElement:
			if err := r.start(t); err != nil {
				return err
			}
		case xml.EndElement:
			r.within = r.within[:len(r.within)-1]
		}
	}
	switch {
	case r.canvas == nil:
		return errors.New("it has no element svg")
	case !r.canvas.drawn:
		return errors.New("it draws nothing")
	}
	return nil
}

const svgSpace = "http://www.w3.org/2000/svg"

func (r *svgReader) start(e xml.StartElement) error {
	name := e.Name.Local
	if r.seen++; r.seen > maxElements || len(r.within) >= maxDepth {
		return fmt.Errorf("it has more than %d elements, or more than %d within each other", maxElements, maxDepth)
	}
	if e.Name.Space != "" && e.Name.Space != svgSpace {
		return fmt.Errorf("it has an element %s of another kind of file", short(name))
	}
	if slices.Contains(textElements, name) {
		return r.skip()
	}
	if !slices.Contains(drawnElements, name) {
		return fmt.Errorf("it has an element %s; only filled shapes are taken: %s", short(name),
			strings.Join(drawnElements, ", "))
	}
	at, err := attributesOf(e)
	if err != nil {
		return err
	}
	if len(r.within) == 0 {
		if r.canvas != nil || name != "svg" {
			return errors.New("it does not begin with one element svg")
		}
		if r.canvas, err = newSVGCanvas(at); err != nil {
			return err
		}
		r.within = append(r.within, r.canvas.outermost)
		at = without(at, "width", "height", "viewBox", "x", "y")
	} else if name == "svg" {
		return errors.New("it has an element svg within another one")
	} else {
		r.within = append(r.within, r.within[len(r.within)-1])
	}
	now := &r.within[len(r.within)-1]
	if err := now.apply(at); err != nil {
		return err
	}
	shape, err := shapeOf(name, at)
	if err != nil {
		return err
	}
	return r.canvas.fill(shape, *now)
}

// skip passes over the text of an element. What else is in it is refused as anywhere.
func (r *svgReader) skip() error {
	for {
		token, err := r.xml.Token()
		if err != nil {
			return errors.New("it is not well-formed, or it is cut off")
		}
		switch token.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement, xml.Directive, xml.ProcInst:
			return errors.New("it has more than text in a title or a description")
		}
	}
}

// attributesOf gives the attributes by their names, those of a style among them.
func attributesOf(e xml.StartElement) (map[string]string, error) {
	at := map[string]string{}
	for _, a := range e.Attr {
		name := a.Name.Local
		switch {
		case a.Name.Space == "xmlns" || a.Name.Space == "" && name == "xmlns":
			continue
		case a.Name.Space != "" && a.Name.Space != "http://www.w3.org/XML/1998/namespace",
			!slices.Contains(passedAttributes, name):
			return nil, fmt.Errorf("its element %s has an attribute %s, which is not taken", e.Name.Local, short(name))
		}
		at[name] = strings.TrimSpace(a.Value)
	}
	for _, part := range strings.Split(at["style"], ";") {
		name, value, _ := strings.Cut(part, ":")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		switch name {
		case "":
		case "fill", "fill-opacity", "fill-rule", "clip-rule", "opacity", "stroke", "stroke-width":
			at[name] = value
		default:
			return nil, fmt.Errorf("its element %s has a style %s, which is not taken", e.Name.Local, short(name))
		}
	}
	if s := at["stroke"]; s != "" && s != "none" {
		return nil, errors.New("it has strokes: convert them to filled paths")
	}
	return at, nil
}

func without(at map[string]string, names ...string) map[string]string {
	for _, n := range names {
		delete(at, n)
	}
	return at
}

// short bounds what a message repeats of a file.
func short(s string) string {
	if r := []rune(s); len(r) > 30 {
		return string(r[:30]) + "…"
	}
	return s
}
