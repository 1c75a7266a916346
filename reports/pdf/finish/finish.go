// Package finish rewrites the file that the PDF library made, and adds what the library can't: the tree of the
// structure, links that readers can be told of, metadata in XML, the language, reading preferences, the colour space of
// all colours, which characters the glyphs of fonts stand for, and an identifier that follows from the content.
//
// Streams that the library left plain are packed here, since one compressor serves them all, where the library makes a
// new one for each page. Objects of the structure are many and small; they are packed together (object streams of
// PDF 1.5, which PDF/A-2 allows).
//
// It may import reports/pdf/tagged. The same input gives the same bytes.
package finish

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"strconv"
	"sync"

	"plumbline/reports/pdf/tagged"
)

// Options is what a file is to have beside what the library wrote.
type Options struct {
	Tree *tagged.Tree
	tagged.Metadata
	// Unicode are the maps from glyphs to characters, by the family of the font as the library was told it.
	Unicode map[string][]byte
}

// File rewrites a file of the PDF library. An error means that it is none, or not one as this version writes it.
func File(raw []byte, o Options) ([]byte, error) {
	objects, trailer, err := splitObjects(raw)
	if err != nil {
		return nil, err
	}
	f := file{Options: o, objects: objects, root: reference(trailer, "/Root"), info: reference(trailer, "/Info")}
	if f.root == 0 || f.root > len(objects) || f.info == 0 || f.info > len(objects) {
		return nil, fmt.Errorf("the PDF library wrote a file without a catalog")
	}
	f.find()
	z := compressors.Get().(*zlib.Writer)
	defer compressors.Put(z)
	f.out = &writer{z: z}
	hash := sha256.New()
	for _, part := range [][]byte{raw, f.structure.All()} {
		hash.Write(part)
	}
	f.out.id = hash.Sum(nil)[:16]
	f.out.buffer.Grow(len(raw) / 2)
	return f.write()
}

// compressors are kept between documents: one takes over a megabyte.
var compressors = sync.Pool{New: func() any {
	z, err := zlib.NewWriterLevel(nil, compressionLevel)
	if err != nil {
		panic(err) // only for a level that does not exist
	}
	return z
}}

// compressionLevel is the compression level: a third smaller than the library's fastest, for a few milliseconds.
const compressionLevel = 3

// file is a file of the library on its way to a finished one. Numbers of objects start at 1.
type file struct {
	Options
	out        *writer
	objects    []object
	root, info int
	pages      []int          // their numbers
	unicode    map[int][]byte // maps of characters, by the number of the library's own
	structure  *tagged.Objects
	metadata   int
	profile    int
}

var (
	streamStartMark = []byte(">>\nstream\n")
	plainStreamMark = []byte("obj\n<</Length ")
	pageMark        = []byte("obj\n<</Type /Page\n")
	fontMark        = []byte("obj\n<</Type /Font\n/Subtype /Type0\n/BaseFont /utf8")
	catalogMark     = []byte("/Type /Catalog\n")
	contentsMark    = []byte("/Contents ")
	namesMark       = []byte("/Names <<\n")
)

// find looks for the objects to change, and numbers those to add.
func (f *file) find() {
	f.unicode = map[int][]byte{}
	for i, o := range f.objects {
		if bytes.Contains(o.data[:min(len(o.data), 40)], pageMark) {
			f.pages = append(f.pages, i+1)
		}
		if _, name, is := bytes.Cut(o.data, fontMark); is {
			family, _, _ := bytes.Cut(name, []byte("\n"))
			if m := f.Unicode[string(family)]; m != nil {
				f.unicode[reference(o.data, "/ToUnicode")] = m
			}
		}
	}
	f.metadata = len(f.objects) + 1
	f.profile = f.metadata + 1
	f.structure = f.Tree.Objects(f.profile+1, f.pages)
}

// write writes the whole file.
func (f *file) write() ([]byte, error) {
	f.out.buffer.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	page := map[int]int{}
	for i, n := range f.pages {
		page[n] = i
	}
	for _, i := range orderInFile(f.objects) {
		data, n := f.objects[i].data, i+1
		f.out.begin(n)
		at, isPage := page[n]
		switch {
		case isPage:
			f.page(data, at)
		case n == f.root:
			f.catalog(data)
		case n == f.info:
			f.out.buffer.Write(inUTC(data))
		case f.unicode[n] != nil:
			if err := f.out.stream(n, "", f.unicode[n]); err != nil {
				return nil, err
			}
		default:
			if err := f.out.copied(n, data); err != nil {
				return nil, err
			}
		}
	}
	f.out.begin(f.metadata)
	packet := f.XMP()
	fmt.Fprintf(&f.out.buffer, "%d 0 obj\n<</Type /Metadata /Subtype /XML /Length %d>>\nstream\n%s\nendstream\nendobj\n",
		f.metadata, len(packet), packet)
	f.out.begin(f.profile)
	if err := f.out.stream(f.profile, "/N 3 ", tagged.SRGB()); err != nil {
		return nil, err
	}
	if err := f.out.together(f.structure); err != nil {
		return nil, err
	}
	return f.out.end(f.root, f.info)
}

// page adds to a page which part of the structure is its own, and its links.
func (f *file) page(data []byte, at int) {
	before, after, _ := bytes.Cut(data, contentsMark)
	f.out.buffer.Write(before)
	fmt.Fprintf(&f.out.buffer, "/Tabs /S\n/StructParents %d\n", at)
	if links := f.structure.Annots[at]; len(links) > 0 {
		f.out.buffer.WriteString("/Annots [")
		for _, n := range links {
			fmt.Fprintf(&f.out.buffer, "%d 0 R ", n)
		}
		f.out.buffer.WriteString("]\n")
	}
	f.out.buffer.Write(contentsMark)
	f.out.buffer.Write(after)
}

// catalog adds what is said of the whole document. The library's names are of scripts and files that there are not.
func (f *file) catalog(data []byte) {
	first, last, _ := bytes.Cut(data, catalogMark)
	last, _, _ = bytes.Cut(last, namesMark)
	f.out.buffer.Write(first)
	f.out.buffer.Write(catalogMark)
	fmt.Fprintf(&f.out.buffer, "/Lang (%s)\n/ViewerPreferences <</DisplayDocTitle true>>\n/MarkInfo <</Marked true>>\n"+
		"/StructTreeRoot %d 0 R\n/Metadata %d 0 R\n/OutputIntents [<</Type /OutputIntent /S /GTS_PDFA1 "+
		"/OutputConditionIdentifier (sRGB) /Info (sRGB IEC61966-2.1) /DestOutputProfile %d 0 R>>]\n",
		f.Language, f.structure.Root, f.metadata, f.profile)
	f.out.buffer.Write(last)
	f.out.buffer.WriteString(">>\nendobj\n")
}

// inUTC says of the dates of the information dictionary, which the library writes without a time zone, which one it is.
func inUTC(data []byte) []byte {
	for _, key := range []string{"/CreationDate (D:", "/ModDate (D:"} {
		before, after, found := bytes.Cut(data, []byte(key))
		digits, rest, closed := bytes.Cut(after, []byte(")"))
		if found && closed {
			data = bytes.Join([][]byte{before, []byte(key), digits, []byte("Z)"), rest}, nil)
		}
	}
	return data
}

// length reads how long a plain stream is, from what stands before its data.
func length(head []byte) (before []byte, n int, plain bool) {
	before, digits, plain := bytes.Cut(head, plainStreamMark)
	n, err := strconv.Atoi(string(digits))
	return before, n, plain && err == nil
}
