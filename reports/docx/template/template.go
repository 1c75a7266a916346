// Package template reads what a report takes from somebody's own document of a word processor: its styles, the colours
// and fonts of its theme, what stands above and below its pages, and how large these are. What else is in the document,
// macros too, stays there.
//
// The file may be anybody's: it is unpacked within bounds, each part that is taken is read to its end as XML without
// entities, and what leads outside is refused, but for web addresses in heads and feet. It may import reports/ooxml.
package template

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"plumbline/reports/ooxml"
)

// Bounds of a template.
const (
	MaxBytes = 8 << 20 // of the file

	mostParts    = 2000
	mostUnpacked = 32 << 20 // bytes of the parts that are taken
)

// WordNames is the namespace of documents; those of the strict form have another one, and are refused.
const WordNames = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

// Template is what is taken. Parts are XML that was read to its end.
type Template struct {
	Styles string
	Theme  string // "" for none
	Setup  string // size of the pages and what else the section says of them
	Wide   int    // of a page, and of its margins at both sides, in twentieths of a point
	Sides  int
	Edges  []Edge
	Media  []Media
}

// Edge is what stands above or below pages.
type Edge struct {
	Kind  string // header or footer
	Of    string // default, first
	Data  string
	Links []ooxml.Relation // of the part
}

// Media is a picture in an edge, by its name in the folder of the document.
type Media struct{ Name, Kind, Data string }

// Read takes what is wanted of a file. The error says in words what is wrong with the file.
func Read(data []byte) (*Template, error) {
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("must have at most %d MB", MaxBytes>>20)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, errors.New("must be a DOCX file")
	}
	if len(z.File) > mostParts {
		return nil, fmt.Errorf("must have at most %d parts", mostParts)
	}
	in := &reader{parts: map[string]*zip.File{}, left: mostUnpacked}
	for _, f := range z.File {
		name := strings.TrimPrefix(f.Name, "/")
		if in.parts[name] != nil {
			return nil, fmt.Errorf("has the part %q twice", name)
		}
		in.parts[name] = f
	}
	if in.parts[document] == nil || in.parts["word/styles.xml"] == nil {
		return nil, errors.New("must be a DOCX file, with a document and its styles")
	}
	out := &Template{}
	if out.Styles, err = in.styles(); err != nil {
		return nil, err
	}
	if in.parts["word/theme/theme1.xml"] != nil {
		if out.Theme, err = in.part("word/theme/theme1.xml"); err != nil {
			return nil, err
		}
	}
	return out, in.section(out)
}

const document = "word/document.xml"

// reader reads the parts of a file.
type reader struct {
	parts map[string]*zip.File
	left  int64 // bytes that may still be unpacked
}

// bytes unpacks a part.
func (in *reader) bytes(name string) ([]byte, error) {
	f := in.parts[name]
	if f == nil {
		return nil, fmt.Errorf("lacks the part %q", name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("can't be unpacked: %q", name)
	}
	defer func() { _ = r.Close() }()
	data, err := io.ReadAll(io.LimitReader(r, in.left+1))
	if err != nil {
		return nil, fmt.Errorf("can't be unpacked: %q", name)
	}
	if in.left -= int64(len(data)); in.left < 0 {
		return nil, fmt.Errorf("has more than %d MB when it is unpacked", mostUnpacked>>20)
	}
	return data, nil
}

// part is a part of XML, in UTF-8 and without a declaration of types, read to its end.
func (in *reader) part(name string) (string, error) {
	data, err := in.bytes(name)
	if err != nil {
		return "", err
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	return string(data), walk(name, data, func(*xml.Decoder, xml.Token) {})
}

// walk reads XML to its end.
func walk(name string, data []byte, see func(*xml.Decoder, xml.Token)) error {
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("is damaged: %q can't be read", name)
		}
		if _, is := token.(xml.Directive); is {
			return fmt.Errorf("must have no declarations of types, as in %q", name)
		}
		see(d, token)
	}
}

// attribute is that of an element, by its name without a prefix.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// kept are the elements of a section that are taken, in the order in which they have to be.
var kept = [...]string{"pgSz", "pgMar", "pgNumType", "titlePg"}

// section reads the last section of the document: that of its end.
func (in *reader) section(out *Template) error {
	data, err := in.bytes(document)
	if err != nil {
		return err
	}
	found, edges := map[string]xml.StartElement{}, map[[2]string]string{}
	former := false // in what a section was before a change
	if err := walk(document, data, func(_ *xml.Decoder, t xml.Token) {
		if end, is := t.(xml.EndElement); is && end.Name.Local == "sectPrChange" {
			former = false
		}
		e, is := t.(xml.StartElement)
		if !is || e.Name.Space != WordNames || former {
			return
		}
		switch name := e.Name.Local; name {
		case "sectPrChange":
			former = true
		case "sectPr":
			found, edges = map[string]xml.StartElement{}, map[[2]string]string{}
		case "headerReference", "footerReference":
			if of := attribute(e, "type"); of == "default" || of == "first" {
				edges[[2]string{strings.TrimSuffix(name, "Reference"), of}] = attribute(e, "id")
			}
		case "pgSz", "pgMar", "pgNumType", "titlePg":
			found[name] = e.Copy()
		}
	}); err != nil {
		return err
	}
	number := func(of, name string, least, most int) int {
		n, err := strconv.Atoi(attribute(found[of], name))
		if err != nil {
			return least
		}
		return min(max(n, least), most)
	}
	for _, name := range kept {
		if e, is := found[name]; is {
			out.Setup += "<w:" + name
			for _, a := range e.Attr {
				if a.Name.Space == WordNames {
					out.Setup += " w:" + a.Name.Local + `="` + ooxml.Text(a.Value) + `"`
				}
			}
			out.Setup += "/>"
		}
	}
	out.Wide = number("pgSz", "w", 5000, 31680)
	out.Sides = min(number("pgMar", "left", 0, 31680)+number("pgMar", "right", 0, 31680), out.Wide-4000)
	if found["pgSz"].Name.Local == "" || found["pgMar"].Name.Local == "" {
		return errors.New("must say how large its pages and their margins are")
	}
	return in.edges(out, edges)
}

// edges reads the heads and feet that the section names.
func (in *reader) edges(out *Template, wanted map[[2]string]string) error {
	targets, err := in.relations(document)
	if err != nil {
		return err
	}
	for _, kind := range []string{"header", "footer"} {
		for _, of := range []string{"default", "first"} {
			id, named := wanted[[2]string{kind, of}]
			if !named {
				continue
			}
			to, known := targets[id]
			if !known || to.Outside {
				return fmt.Errorf("lacks the %s that it names", kind)
			}
			name := path.Join("word", to.Target)
			e := Edge{Kind: kind, Of: of}
			if e.Data, err = in.part(name); err != nil {
				return err
			}
			end := map[string]string{"header": "</w:hdr>", "footer": "</w:ftr>"}[kind]
			if !strings.HasSuffix(strings.TrimSpace(e.Data), end) || !strings.Contains(e.Data, `xmlns:w="`+WordNames+`"`) {
				return fmt.Errorf("has a %s of another form; save it anew in a word processor", kind)
			}
			if e.Links, err = in.edgeLinks(out, name); err != nil {
				return err
			}
			out.Edges = append(out.Edges, e)
		}
	}
	return nil
}
