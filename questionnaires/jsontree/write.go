package jsontree

import "fmt"

// Writer builds a JSON text, indented by two spaces unless Flat is set. The zero value is ready. What is written
// between Open and Close is up to the caller: Element before each value of an array, Name or Text for each member of an
// object.
type Writer struct {
	Out  []byte
	Flat bool // all on one line, without spaces

	depth  int
	filled bool // the value that is open has something in it
}

// Open begins an array or object; what follows is one level deeper.
func (w *Writer) Open(bracket byte) {
	w.Out = append(w.Out, bracket)
	w.depth++
	w.filled = false
}

// Close ends what Open began. An empty one stays on its line.
func (w *Writer) Close(bracket byte) {
	w.depth--
	if w.filled {
		w.line()
	}
	w.Out = append(w.Out, bracket)
	w.filled = true
}

// Element begins the next value of an array.
func (w *Writer) Element() {
	if w.filled {
		w.Out = append(w.Out, ',')
	}
	w.filled = true
	w.line()
}

// Name begins the next member of an object.
func (w *Writer) Name(name string) {
	w.Element()
	w.Out = append(AppendString(w.Out, name), ':')
	if !w.Flat {
		w.Out = append(w.Out, ' ')
	}
}

// Text writes a member, or nothing where the text is empty.
func (w *Writer) Text(name, value string) {
	if value == "" {
		return
	}
	w.Name(name)
	w.Out = AppendString(w.Out, value)
}

// line starts a new line at the current depth.
func (w *Writer) line() {
	if w.Flat {
		return
	}
	w.Out = append(w.Out, '\n')
	for range w.depth {
		w.Out = append(w.Out, ' ', ' ')
	}
}

// CompactJSON returns valid JSON without the white space between its tokens.
func CompactJSON(src string) []byte {
	out := make([]byte, 0, len(src))
	for i := 0; i < len(src); i++ {
		switch c := src[i]; c {
		case ' ', '\t', '\n', '\r':
		case '"':
			end := i + stringLength(src[i:])
			out = append(out, src[i:end]...)
			i = end - 1
		default:
			out = append(out, c)
		}
	}
	return out
}

// stringLength measures the valid JSON string that s begins with.
func stringLength[T string | []byte](s T) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(s)
}

// AppendString quotes a text, with no more escapes than JSON asks for.
func AppendString(out []byte, s string) []byte {
	out = append(out, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		for i < len(s) && plainBytes[s[i]] {
			i++
		}
		if i == len(s) {
			break
		}
		c := s[i]
		out = append(append(out, s[from:i]...), '\\')
		from = i + 1
		switch c {
		case '\n':
			out = append(out, 'n')
		case '\r':
			out = append(out, 'r')
		case '\t':
			out = append(out, 't')
		case '\b':
			out = append(out, 'b')
		case '\f':
			out = append(out, 'f')
		case '"', '\\':
			out = append(out, c)
		default:
			out = fmt.Appendf(out, "u%04x", c)
		}
	}
	return append(append(out, s[from:]...), '"')
}
