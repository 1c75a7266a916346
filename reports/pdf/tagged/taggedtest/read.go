package taggedtest

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// What a PDF file is made of. Numbers are float64, and true, false and null are what they are in Go.
type (
	dictionary map[string]any
	name       string
	text       string // a string in brackets, or in hexadecimal, as bytes
	reference  int
	operator   string // in the stream of a page
)

// document is a file that was read: its objects by number, and the data of those that are streams.
type document struct {
	objects map[int]any
	streams map[int][]byte
	root    dictionary
	info    dictionary
}

var objectStart = regexp.MustCompile(`(\d+) 0 obj\n`)

// read reads a whole file from its beginning, object by object; it trusts no table.
func read(file []byte) (*document, error) {
	d := &document{objects: map[int]any{}, streams: map[int][]byte{}}
	for at := 0; ; {
		found := objectStart.FindSubmatchIndex(file[at:])
		if found == nil {
			break
		}
		number, _ := strconv.Atoi(string(file[at+found[2] : at+found[3]]))
		p := &parser{data: file, at: at + found[1]}
		value, err := p.value()
		if err != nil {
			return nil, fmt.Errorf("object %d: %w", number, err)
		}
		d.objects[number] = value
		at = p.at
		if dict, is := value.(dictionary); is && bytes.HasPrefix(bytes.TrimLeft(file[at:], "\n "), []byte("stream\n")) {
			start := at + bytes.Index(file[at:], []byte("stream\n")) + len("stream\n")
			length, _ := dict["Length"].(float64)
			if at = start + int(length); at > len(file) {
				return nil, fmt.Errorf("object %d: its stream is longer than the file", number)
			}
			if d.streams[number], err = unpack(dict, file[start:at]); err != nil {
				return nil, fmt.Errorf("object %d: %w", number, err)
			}
		}
	}
	return d, d.unpackObjects()
}

// unpack inflates a stream that is packed.
func unpack(dict dictionary, data []byte) ([]byte, error) {
	if dict["Filter"] != name("FlateDecode") {
		return data, nil
	}
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// unpackObjects reads the objects that are packed into streams, and finds the catalog.
func (d *document) unpackObjects() error {
	for n, data := range d.streams {
		dict := d.objects[n].(dictionary)
		switch dict["Type"] {
		case name("XRef"):
			d.root, _ = d.get(dict["Root"]).(dictionary)
			d.info, _ = d.get(dict["Info"]).(dictionary)
		case name("ObjStm"):
			table := &parser{data: data}
			first, _ := dict["First"].(float64)
			count, _ := dict["N"].(float64)
			for range int(count) {
				number, err := table.value()
				if err != nil {
					return err
				}
				offset, err := table.value()
				if err != nil {
					return err
				}
				p := &parser{data: data, at: int(first + offset.(float64))}
				if d.objects[int(number.(float64))], err = p.value(); err != nil {
					return fmt.Errorf("object %v in %d: %w", number, n, err)
				}
			}
		}
	}
	if d.root == nil || d.info == nil {
		return fmt.Errorf("there is no catalog or no information")
	}
	return nil
}

// get follows a reference.
func (d *document) get(v any) any {
	if r, is := v.(reference); is {
		return d.objects[int(r)]
	}
	return v
}

// dict follows a reference to a dictionary; without one it is empty.
func (d *document) dict(v any) dictionary {
	out, _ := d.get(v).(dictionary)
	return out
}

// list follows a reference to an array; what is none is an array of itself, and nothing one of nothing.
func (d *document) list(v any) []any {
	switch v := d.get(v).(type) {
	case []any:
		return v
	case nil:
		return nil
	}
	return []any{v}
}

// parser reads values one after the other.
type parser struct {
	data []byte
	at   int
}

const (
	blanks     = " \n\r\t\f\x00"
	delimiters = blanks + "()<>[]/%"
)

// value reads the next value, or operator; io.EOF is the end.
func (p *parser) value() (any, error) {
	for p.at < len(p.data) && strings.IndexByte(blanks, p.data[p.at]) >= 0 {
		p.at++
	}
	if p.at >= len(p.data) {
		return nil, io.EOF
	}
	rest := p.data[p.at:]
	switch {
	case bytes.HasPrefix(rest, []byte("<<")):
		p.at += 2
		return p.dictionary()
	case rest[0] == '<':
		return p.hexadecimal()
	case rest[0] == '(':
		return p.brackets()
	case rest[0] == '[':
		p.at++
		return p.array()
	case rest[0] == '/':
		p.at++
		return name(p.word()), nil
	}
	word := p.word()
	if word == "" {
		return nil, fmt.Errorf("what is %q at %d?", rest[:min(len(rest), 20)], p.at)
	}
	return p.plain(word), nil
}

// word reads up to the next blank or delimiter.
func (p *parser) word() string {
	end := p.at
	for end < len(p.data) && strings.IndexByte(delimiters, p.data[end]) < 0 {
		end++
	}
	word := string(p.data[p.at:end])
	p.at = end
	return word
}

var restOfReference = regexp.MustCompile(`^ 0 R\b`)

// plain is a number, a reference, a constant or an operator.
func (p *parser) plain(word string) any {
	switch word {
	case "true":
		return true
	case "false":
		return false
	case "null":
		return nil
	}
	n, err := strconv.ParseFloat(word, 64)
	if err != nil {
		return operator(word)
	}
	if restOfReference.Match(p.data[p.at:min(len(p.data), p.at+6)]) {
		p.at += len(" 0 R")
		return reference(n)
	}
	return n
}

// closes reports whether the next thing is an end, and goes behind it.
func (p *parser) closes(end string) bool {
	for p.at < len(p.data) && strings.IndexByte(blanks, p.data[p.at]) >= 0 {
		p.at++
	}
	if bytes.HasPrefix(p.data[p.at:], []byte(end)) {
		p.at += len(end)
		return true
	}
	return false
}

func (p *parser) dictionary() (any, error) {
	out := dictionary{}
	for !p.closes(">>") {
		key, err := p.value()
		if err != nil {
			return nil, err
		}
		value, err := p.value()
		if err != nil {
			return nil, err
		}
		if _, is := key.(name); !is {
			return nil, fmt.Errorf("%v is the key of %v", key, value)
		}
		out[string(key.(name))] = value
	}
	return out, nil
}

func (p *parser) array() (any, error) {
	out := []any{}
	for !p.closes("]") {
		value, err := p.value()
		if err != nil {
			return nil, err
		}
		out = append(out, value)
	}
	return out, nil
}

func (p *parser) hexadecimal() (any, error) {
	end := bytes.IndexByte(p.data[p.at:], '>')
	if end < 0 {
		return nil, io.ErrUnexpectedEOF
	}
	digits := string(p.data[p.at+1 : p.at+end])
	p.at += end + 1
	var out []byte
	for i := 0; i+1 < len(digits); i += 2 {
		b, err := strconv.ParseUint(digits[i:i+2], 16, 8)
		if err != nil {
			return nil, err
		}
		out = append(out, byte(b))
	}
	return text(out), nil
}

// brackets reads a string in brackets, which may hold pairs of them. Only escapes that reports have are known.
func (p *parser) brackets() (any, error) {
	var out []byte
	depth := 0
	for ; p.at < len(p.data); p.at++ {
		b := p.data[p.at]
		switch {
		case b == '\\' && p.at+1 < len(p.data):
			p.at++
			if b = p.data[p.at]; b == 'r' {
				b = '\r'
			}
		case b == '(':
			if depth++; depth == 1 {
				continue
			}
		case b == ')':
			if depth--; depth == 0 {
				p.at++
				return text(out), nil
			}
		}
		out = append(out, b)
	}
	return nil, io.ErrUnexpectedEOF
}
