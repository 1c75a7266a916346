package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"plumbline/models"
)

// Bounds of a workbook, whatever its sheets are.
const (
	maxParts    = 4000
	maxUnpacked = 64 << 20 // bytes of the parts that are read
	// Real sheets pack to a tenth or a thirtieth. What packs better than this is made to fill memory.
	maxRatio    = 100
	anyUnpacked = 4 << 20 // may be unpacked whatever the ratio
)

// book is a workbook that is read: its parts by name, folded, and what cells refer to.
type book struct {
	parts    map[string]*zip.File
	unpacked int64 // bytes so far, and how many they may be
	most     int64
	from1904 bool
	sheets   []sheetEntry
	targets  map[string]string // parts of the workbook by the id of the relation
	texts    []string
	isDate   []bool // by style
}

type sheetEntry struct{ name, state, relation string }

func openBook(data []byte) (*book, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, invalid("is no .xlsx file")
	}
	if len(archive.File) > maxParts {
		return nil, tooLarge("has more than %d parts", maxParts)
	}
	b := &book{parts: map[string]*zip.File{}, targets: map[string]string{},
		most: min(maxUnpacked, max(anyUnpacked, maxRatio*int64(len(data))))}
	for _, f := range archive.File {
		b.parts[partName(f.Name)] = f
	}
	if !b.has(workbookPart) {
		return nil, b.otherFormat()
	}
	if err := b.readWorkbook(); err != nil {
		return nil, err
	}
	return b, b.readRelations()
}

const (
	workbookPart  = "xl/workbook.xml"
	relationsPart = "xl/_rels/workbook.xml.rels"
	stylesPart    = "xl/styles.xml"
	textsPart     = "xl/sharedstrings.xml"
)

func partName(name string) string {
	return strings.TrimPrefix(strings.ToLower(strings.ReplaceAll(name, `\`, "/")), "/")
}

func (b *book) has(part string) bool { return b.parts[part] != nil }

// otherFormat tells what the zip file is instead of a workbook.
func (b *book) otherFormat() error {
	switch {
	case b.has("xl/workbook.bin"):
		return invalid("is an .xlsb file; save it as .xlsx")
	case b.has("content.xml") && b.has("mimetype"):
		return invalid("is an OpenDocument file; save it as .xlsx")
	case b.has("word/document.xml"):
		return invalid("is a text document")
	}
	return invalid("is no .xlsx file: it has no workbook in it")
}

// walk gives each start of an element and each text of a part to the functions, and fails where the XML does.
func (b *book) walk(part string, visit func(d *xml.Decoder, start xml.StartElement) error) error {
	f := b.parts[part]
	if f == nil {
		return invalid("has no part %s", part)
	}
	r, err := f.Open()
	if err != nil {
		return invalid("can't be unpacked: %s", part)
	}
	defer func() { _ = r.Close() }()
	counted := &countedReader{r: r, book: b}
	d := xml.NewDecoder(counted)
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return counted.fault(part, err)
		}
		if start, ok := token.(xml.StartElement); ok {
			if err := visit(d, start); err != nil {
				return counted.fault(part, err)
			}
		}
	}
}

// countedReader ends with an error when all parts together have more bytes than they may.
type countedReader struct {
	r    io.Reader
	book *book
}

var errUnpacked = errors.New("too many bytes")

func (c *countedReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	if c.book.unpacked += int64(n); c.book.unpacked > c.book.most {
		return 0, errUnpacked
	}
	return n, err
}

// fault says what is wrong with a part; errors of our own go through as they are.
func (c *countedReader) fault(part string, err error) error {
	switch {
	case c.book.unpacked > c.book.most:
		return tooLarge("has more than %d MB when it is unpacked", c.book.most>>20)
	case models.CodeOf(err) == models.CodeInternal:
		return invalid("is damaged: %s can't be read to its end", part)
	}
	return err
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func isTrue(s string) bool { return s == "1" || s == "true" || s == "on" }

func (b *book) readWorkbook() error {
	return b.walk(workbookPart, func(_ *xml.Decoder, e xml.StartElement) error {
		switch e.Name.Local {
		case "workbookPr":
			b.from1904 = isTrue(attribute(e, "date1904"))
		case "sheet":
			one := sheetEntry{name: attribute(e, "name"), state: attribute(e, "state")}
			for _, a := range e.Attr {
				if a.Name.Local == "id" { // of the namespace of relations; sheetId is another one
					one.relation = a.Value
				}
			}
			b.sheets = append(b.sheets, one)
		}
		return nil
	})
}

func (b *book) readRelations() error {
	if !b.has(relationsPart) {
		return invalid("is damaged: it does not say where its sheets are")
	}
	return b.walk(relationsPart, func(_ *xml.Decoder, e xml.StartElement) error {
		if e.Name.Local != "Relationship" || attribute(e, "TargetMode") == "External" {
			return nil
		}
		target := attribute(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join("xl", target)
		}
		b.targets[attribute(e, "Id")] = partName(path.Clean(target))
		return nil
	})
}

// sheetPart finds the sheet of that name, or the first that is shown.
func (b *book) sheetPart(name string) (string, error) {
	var first *sheetEntry
	for i, s := range b.sheets {
		if strings.EqualFold(s.name, name) {
			first = &b.sheets[i]
			break
		}
		if first == nil && (s.state == "" || s.state == "visible") {
			first = &b.sheets[i]
		}
	}
	if first == nil {
		return "", invalid("has no sheet that is shown")
	}
	part := b.targets[first.relation]
	if !b.has(part) {
		return "", invalid("is damaged: its sheet %q is missing", first.name)
	}
	return part, nil
}

// readTexts reads the texts that cells share.
func (b *book) readTexts(most int) error {
	if !b.has(textsPart) {
		return nil
	}
	total := 0
	return b.walk(textsPart, func(d *xml.Decoder, e xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		var one richText
		if err := d.DecodeElement(&one, &e); err != nil {
			return err
		}
		text := one.text()
		if total += len(text) + 16; total > 2*most {
			return tooLarge("has cells of more than %d bytes", most)
		}
		b.texts = append(b.texts, text)
		return nil
	})
}

// richText is the text of a cell, in one or in runs of different looks. How it is pronounced is not part of it.
type richText struct {
	Whole []string `xml:"t"`
	Runs  []struct {
		Text []string `xml:"t"`
	} `xml:"r"`
}

func (t richText) text() string {
	parts := t.Whole
	for _, r := range t.Runs {
		parts = append(parts, r.Text...)
	}
	return unescape(strings.Join(parts, ""))
}
