package finish

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"

	"plumbline/reports/pdf/tagged"
)

// place is where an object is: at an offset in the file, or, packed with others, in the object stream in and there at.
type place struct {
	in, at int
}

// writer writes objects and keeps count of where they are.
type writer struct {
	buffer bytes.Buffer
	z      *zlib.Writer
	id     []byte
	places []place // by number, from 1
}

// begin notes that an object begins here.
func (w *writer) begin(n int) { w.put(n, place{0, w.buffer.Len()}) }

// put notes where an object is.
func (w *writer) put(n int, at place) {
	for len(w.places) < n {
		w.places = append(w.places, place{})
	}
	w.places[n-1] = at
}

// stream writes an object that is a stream, packed. more are entries of its dictionary.
func (w *writer) stream(n int, more string, data ...[]byte) error {
	var small bytes.Buffer
	small.Grow(len(data[len(data)-1]) / 3)
	w.z.Reset(&small)
	for _, part := range data {
		if _, err := w.z.Write(part); err != nil {
			return err
		}
	}
	if err := w.z.Close(); err != nil {
		return err
	}
	fmt.Fprintf(&w.buffer, "%d 0 obj\n<<%s/Filter /FlateDecode /Length %d>>\nstream\n", n, more, small.Len())
	w.buffer.Write(small.Bytes())
	w.buffer.WriteString("\nendstream\nendobj\n")
	return nil
}

// copied puts out an object as the library wrote it, with its stream packed if it is a plain one. The dictionary of
// such a stream has nothing but its length, so it is written again.
func (w *writer) copied(n int, data []byte) error {
	head, rest, isStream := bytes.Cut(data, streamStartMark)
	if isStream {
		if _, long, plain := length(head); plain && long <= len(rest) {
			return w.stream(n, "", rest[:long])
		}
	}
	w.buffer.Write(data)
	return nil
}

// packedObjects is how many objects an object stream has at most: a reader that wants one unpacks them all.
const packedObjects = 400

// together packs objects into streams, whose numbers follow those of the objects.
func (w *writer) together(objects *tagged.Objects) error {
	stream := objects.First + objects.Len()
	for from := 0; from < objects.Len(); from += packedObjects {
		until := min(from+packedObjects, objects.Len())
		start := objects.End(from)
		var table []byte
		for i := from; i < until; i++ {
			table = fmt.Appendf(table, "%d %d ", objects.First+i, objects.End(i)-start)
			w.put(objects.First+i, place{stream, i - from})
		}
		w.begin(stream)
		more := fmt.Sprintf("/Type /ObjStm /N %d /First %d ", until-from, len(table))
		if err := w.stream(stream, more, table, objects.All()[start:objects.End(until)]); err != nil {
			return err
		}
		stream++
	}
	return nil
}

// end writes the table of all objects, as a stream that is its own last entry, and returns the file.
func (w *writer) end(root, info int) ([]byte, error) {
	own, at := len(w.places)+1, w.buffer.Len()
	w.begin(own)
	table := []byte{0, 0, 0, 0, 0, 0xFF, 0xFF} // no object has the number 0
	for _, p := range w.places {
		if p.in == 0 {
			table = append(binary.BigEndian.AppendUint32(append(table, 1), uint32(p.at)), 0, 0)
			continue
		}
		table = binary.BigEndian.AppendUint32(append(table, 2), uint32(p.in))
		table = binary.BigEndian.AppendUint16(table, uint16(p.at))
	}
	more := fmt.Sprintf("/Type /XRef /Size %d /W [1 4 2] /Root %d 0 R /Info %d 0 R /ID [<%x> <%x>] ", own+1, root, info,
		w.id, w.id)
	if err := w.stream(own, more, table); err != nil {
		return nil, err
	}
	fmt.Fprintf(&w.buffer, "startxref\n%d\n%%%%EOF\n", at)
	return w.buffer.Bytes(), nil
}
