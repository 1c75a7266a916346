package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"sync"
)

// finishFile rewrites the library's file: it packs the streams that the library left plain (one compressor
// serves them all, where the library makes a new one for each page), adds the language and reading
// preferences to the catalog, which the library can't, and an identifier that follows from the content.
// Marked text needs a newer version of PDF than the library announces.
func finishFile(raw []byte) ([]byte, error) {
	objects, trailer, err := splitObjects(raw)
	if err != nil {
		return nil, err
	}
	z := compressors.Get().(*zlib.Writer)
	defer compressors.Put(z)
	id := sha256.Sum256(raw)
	out := bytes.NewBuffer(make([]byte, 0, len(raw)/2))
	out.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	offsets := make([]int, len(objects))
	for _, i := range orderInFile(objects) {
		offsets[i] = out.Len()
		if err := objects[i].write(out, z); err != nil {
			return nil, err
		}
	}
	xref := out.Len()
	fmt.Fprintf(out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range offsets {
		fmt.Fprintf(out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(out, "%s/ID [<%x> <%x>]\n>>\nstartxref\n%d\n%%%%EOF\n", trailer, id[:16], id[:16], xref)
	return out.Bytes(), nil
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

// fileObject is one indirect object of the file; its number is its place in the table plus one.
type fileObject struct {
	at   int
	data []byte
}

// splitObjects reads the cross-reference table at the end of the file and cuts the file into its objects.
func splitObjects(raw []byte) ([]fileObject, []byte, error) {
	at := bytes.LastIndex(raw, []byte("\nxref\n0 "))
	tail := bytes.LastIndex(raw, []byte("\ntrailer\n"))
	end := bytes.LastIndex(raw, []byte(">>\nstartxref\n"))
	if at < 0 || tail < at || end < tail {
		return nil, nil, fmt.Errorf("the PDF library wrote a file without a table")
	}
	lines := bytes.Split(raw[at+1:tail], []byte("\n"))[3:]
	objects := make([]fileObject, len(lines))
	for i, l := range lines {
		n, err := strconv.Atoi(string(l[:10]))
		if err != nil || n <= 0 || n >= at {
			return nil, nil, fmt.Errorf("the PDF library wrote a bad entry %q into its table", l)
		}
		objects[i].at = n
	}
	stop := at + 1
	for _, i := range slices.Backward(orderInFile(objects)) {
		objects[i].data = raw[objects[i].at:stop]
		stop = objects[i].at
	}
	return objects, raw[tail+1 : end], nil
}

// orderInFile returns the objects as they follow each other in the file.
func orderInFile(objects []fileObject) []int {
	all := make([]int, len(objects))
	for i := range all {
		all[i] = i
	}
	slices.SortFunc(all, func(a, b int) int { return objects[a].at - objects[b].at })
	return all
}

var (
	streamStartMark = []byte(">>\nstream\n")
	plainStreamMark = []byte("obj\n<</Length ")
	catalogMark     = []byte("/Type /Catalog\n")
)

// write puts out an object, with its stream packed if it is a plain one.
func (o fileObject) write(out *bytes.Buffer, z *zlib.Writer) error {
	head, rest, isStream := bytes.Cut(o.data, streamStartMark)
	before, length, plain := bytes.Cut(head, plainStreamMark)
	n, err := strconv.Atoi(string(length))
	if isStream && plain && err == nil && n <= len(rest) {
		return writePacked(out, z, before, rest[:n])
	}
	if first, last, ok := bytes.Cut(o.data, catalogMark); ok && !isStream {
		out.Write(first)
		out.Write(catalogMark)
		out.WriteString("/Lang (en)\n/ViewerPreferences <</DisplayDocTitle true>>\n")
		out.Write(last)
		return nil
	}
	out.Write(o.data)
	return nil
}

// writePacked writes an object with its stream compressed. The dictionary of such an object has nothing but
// the length, so it is written again.
func writePacked(out *bytes.Buffer, z *zlib.Writer, before, stream []byte) error {
	var small bytes.Buffer
	small.Grow(len(stream) / 3)
	z.Reset(&small)
	if _, err := z.Write(stream); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	out.Write(before)
	fmt.Fprintf(out, "obj\n<</Filter /FlateDecode /Length %d>>\nstream\n", small.Len())
	out.Write(small.Bytes())
	out.WriteString("\nendstream\nendobj\n")
	return nil
}
