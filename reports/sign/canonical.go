package sign

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"
)

// canonical is one JSON object of texts and whole numbers as RFC 8785 writes it. Names are ASCII, so that their order
// is that of their bytes.
func canonical(object []byte) ([]byte, error) {
	var members map[string]any
	d := json.NewDecoder(bytes.NewReader(object))
	d.UseNumber()
	if err := d.Decode(&members); err != nil {
		return nil, err
	}
	out := []byte{'{'}
	for n, name := range slices.Sorted(maps.Keys(members)) {
		if n > 0 {
			out = append(out, ',')
		}
		out = append(canonicalText(out, name), ':')
		switch value := members[name].(type) {
		case string:
			out = canonicalText(out, value)
		case json.Number:
			out = append(out, value...)
		default:
			return nil, fmt.Errorf("sign: a manifest holds a %T", value)
		}
	}
	return append(out, '}'), nil
}

// canonicalText appends a text in quotes. Only what JSON demands is escaped, and control characters in one way.
func canonicalText(out []byte, text string) []byte {
	out = append(out, '"')
	for _, c := range text {
		switch {
		case c == '"' || c == '\\':
			out = append(out, '\\', byte(c))
		case c >= ' ':
			out = utf8.AppendRune(out, c)
		default:
			if at := bytes.IndexRune([]byte("\b\t\n\f\r"), c); at >= 0 {
				out = append(out, '\\', "btnfr"[at])
			} else {
				out = fmt.Appendf(out, `\u%04x`, c)
			}
		}
	}
	return append(out, '"')
}
