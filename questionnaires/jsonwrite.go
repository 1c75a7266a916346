package questionnaires

import "fmt"

// writer builds an indented JSON text.
type writer struct {
	out    []byte
	depth  int
	filled bool // the value that is open has something in it
	extras bool // members that the format does not know are written too
	thrift      // how the texts for AWS are made
	cuts   []cut
	cut    string // what to say of the next text, if it was cut
}

// open begins an array or object; what follows is one level deeper.
func (w *writer) open(bracket byte) {
	w.out = append(w.out, bracket)
	w.depth++
	w.filled = false
}

// close ends what open began. An empty one stays on its line.
func (w *writer) close(bracket byte) {
	w.depth--
	if w.filled {
		w.line()
	}
	w.out = append(w.out, bracket)
	w.filled = true
}

// element begins the next value of an array.
func (w *writer) element() {
	if w.filled {
		w.out = append(w.out, ',')
	}
	w.filled = true
	w.line()
}

// name begins the next member of an object.
func (w *writer) name(name string) {
	w.element()
	w.out = append(appendString(w.out, name), ':')
	if !w.flat {
		w.out = append(w.out, ' ')
	}
}

// text writes a member, or nothing where the text is empty.
func (w *writer) text(name, value string) {
	if value == "" {
		return
	}
	w.name(name)
	w.out = appendString(w.out, value)
}

// line starts a new line at the current depth.
func (w *writer) line() {
	if w.flat {
		return
	}
	w.out = append(w.out, '\n')
	for range w.depth {
		w.out = append(w.out, ' ', ' ')
	}
}

// compact gives valid JSON without the white space between its tokens.
func compact(src string) []byte {
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

// appendString quotes a text, with no more escapes than JSON asks for.
func appendString(out []byte, s string) []byte {
	out = append(out, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		for i < len(s) && plain[s[i]] {
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
