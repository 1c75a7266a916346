// Package ooxml writes what the files of office programs have in common: a zip file of parts, what each is, which
// belongs to which, properties, and texts that XML can hold. docx and pptx write what is in the parts.
//
// It may import the Unicode tables of x/text, which tell scripts that run from right to left.
package ooxml

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/bidi"
)

// Head is the first line of a part.
const Head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// The names of what parts are made of.
const (
	RelationNames = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageNames  = "http://schemas.openxmlformats.org/package/2006/"
)

// File is a file in the making. The zero File is an empty one.
type File struct {
	parts     []part
	relations map[string][]Relation
}

type part struct{ name, kind, data string }

// Relation leads from a part to another one, or to an address outside.
type Relation struct {
	ID      string
	Kind    string // the end of the kind's name, such as "styles"
	Target  string // relative to the folder of the part that it leads from
	Outside bool
}

// Add puts a part into the file; kind is its type of content. Each name may be there once.
func (f *File) Add(name, kind, data string) { f.parts = append(f.parts, part{name, kind, data}) }

// Relate says where a part leads to; the part "" is the file itself.
func (f *File) Relate(from string, to ...Relation) {
	if f.relations == nil {
		f.relations = map[string][]Relation{}
	}
	f.relations[from] = append(f.relations[from], to...)
}

// Properties are those of the whole file.
type Properties struct {
	Title, Author, Subject string
	At                     time.Time // of what it shows
}

// Describe adds the properties, and leads to the part that a program opens first.
func (f *File) Describe(p Properties, first string) {
	at := p.At.UTC().Format(time.RFC3339)
	f.Add("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", Head+
		`<cp:coreProperties xmlns:cp="`+packageNames+`metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"`+
		` xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`+
		`<dc:title>`+Text(p.Title)+`</dc:title><dc:subject>`+Text(p.Subject)+`</dc:subject><dc:creator>`+Text(p.Author)+
		`</dc:creator><dc:language>en</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">`+at+
		`</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">`+at+`</dcterms:modified></cp:coreProperties>`)
	f.Add("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml", Head+
		`<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">`+
		`<Application>Plumbline</Application></Properties>`)
	f.relations = mapWith(f.relations, "", []Relation{{ID: "rId1", Kind: "officeDocument", Target: first},
		{ID: "rId2", Kind: packageNames + "relationships/metadata/core-properties", Target: "docProps/core.xml"},
		{ID: "rId3", Kind: "extended-properties", Target: "docProps/app.xml"}})
}

func mapWith(m map[string][]Relation, key string, list []Relation) map[string][]Relation {
	if m == nil {
		m = map[string][]Relation{}
	}
	m[key] = list
	return m
}

// Bytes is the file: its list of contents first, the other parts by name, without times. The same parts give the same
// bytes.
func (f *File) Bytes() ([]byte, error) {
	types := Head + `<Types xmlns="` + packageNames + `content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>`
	parts := slices.Clone(f.parts)
	slices.SortFunc(parts, func(a, b part) int { return strings.Compare(a.name, b.name) })
	for _, p := range parts {
		types += `<Override PartName="/` + Text(p.name) + `" ContentType="` + Text(p.kind) + `"/>`
	}
	for from, list := range f.relations {
		parts = append(parts, part{name: relationsOf(from), data: relationsText(list)})
	}
	slices.SortFunc(parts, func(a, b part) int { return strings.Compare(a.name, b.name) })
	parts = slices.Insert(parts, 0, part{name: "[Content_Types].xml", data: types + "</Types>"})
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		w, err := z.Create(p.name)
		if err != nil {
			return nil, fmt.Errorf("ooxml: %w", err)
		}
		if _, err := w.Write([]byte(p.data)); err != nil {
			return nil, fmt.Errorf("ooxml: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("ooxml: %w", err)
	}
	return out.Bytes(), nil
}

// relationsOf is the name of the part that has the relations of another.
func relationsOf(part string) string {
	at := strings.LastIndexByte(part, '/') + 1
	return part[:at] + "_rels/" + part[at:] + ".rels"
}

func relationsText(list []Relation) string {
	var out strings.Builder
	out.WriteString(Head + `<Relationships xmlns="` + packageNames + `relationships">`)
	for _, r := range list {
		kind := r.Kind
		if !strings.HasPrefix(kind, "http") {
			kind = RelationNames + "/" + kind
		}
		out.WriteString(`<Relationship Id="` + r.ID + `" Type="` + kind + `" Target="` + Text(r.Target) + `"`)
		if r.Outside {
			out.WriteString(` TargetMode="External"`)
		}
		out.WriteString("/>")
	}
	return out.String() + "</Relationships>"
}

// Text makes a text fit for XML, in elements and attributes. What XML can't hold is U+FFFD.
func Text(s string) string {
	plain := true
	for i := range len(s) {
		if b := s[i]; b < ' ' || b >= 0x7F || strings.IndexByte(`<>&"'`, b) >= 0 {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(s)) // a Builder takes everything
	return out.String()
}

// RightToLeft reports whether the first letter of a text is of a script that runs from right to left.
func RightToLeft(s string) bool {
	for _, r := range s {
		if r < 0x590 {
			if r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= 0xC0 {
				return false
			}
			continue
		}
		switch p, _ := bidi.LookupRune(r); p.Class() {
		case bidi.R, bidi.AL:
			return true
		case bidi.L:
			return false
		}
	}
	return false
}
