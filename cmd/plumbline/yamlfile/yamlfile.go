// Package yamlfile reads the YAML files that people give the program: what a file costs is bounded before it is paid.
//
// It may import models/text. It knows no file of ours.
package yamlfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"plumbline/models/text"
)

// What a YAML file may have. The files that people write are far below: an answers file of 200 questions with long
// notes has some hundred kilobytes.
const (
	MaxBytes  = 4 << 20 // bytes
	maxSigns  = 250_000 // characters that can begin a value: each may become one, of some hundred bytes
	maxDepth  = 32      // lists and objects inside one another
	maxValues = 100_000 // with what aliases (*name) stand for
)

// Read reads one YAML document into the struct or map that into points to. Fields that a struct does not have are
// refused. What it costs is bounded before it is paid: size, depth, and what aliases stand for. Errors name the file
// and, where there is one, the line.
func Read(name string, data []byte, into any) error {
	if len(data) > MaxBytes {
		return fmt.Errorf("%s: the file has %d KB, at most %d KB can be read", name, len(data)>>10, MaxBytes>>10)
	}
	data, err := text.DecodeUTF8(data)
	if err != nil {
		return fmt.Errorf("%s %w", name, err)
	}
	data = []byte(text.NormalizeLineEnds(string(data)))
	if leadingSigns(data) > maxSigns {
		return fmt.Errorf("%s: the file has more than %d values", name, maxSigns)
	}
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		return readable(name, err)
	}
	w := weight{known: map[*yaml.Node]int{}}
	if err := w.check(name, &root); err != nil {
		return err
	}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil && !errors.Is(err, io.EOF) { // an empty file says nothing
		return readable(name, err)
	}
	if err := d.Decode(&yaml.Node{}); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%s: there is a second document in the file: it is to have one, without \"---\" in between", name)
	}
	return nil
}

// leadingSigns counts the characters that can begin a value.
func leadingSigns(data []byte) (n int) {
	for i, c := range data {
		switch c {
		case ',', '[', '{', ':', '?', '&', '*', '!':
			n++
		case '-':
			if i+1 == len(data) || data[i+1] == ' ' || data[i+1] == '\n' || data[i+1] == '\t' || data[i+1] == '\r' {
				n++
			}
		}
	}
	return n
}

// weight counts values, those behind aliases each time.
type weight struct {
	known map[*yaml.Node]int // of what anchors name
}

func (w *weight) check(name string, root *yaml.Node) error {
	_, err := w.values(root, 0)
	if err != nil {
		return fmt.Errorf("%s:%w", name, err)
	}
	return nil
}

func (w *weight) values(n *yaml.Node, depth int) (sum int, err error) {
	if depth > maxDepth {
		return 0, fmt.Errorf("%d: lists and objects are more than %d deep inside one another", n.Line, maxDepth)
	}
	if n.Kind == yaml.AliasNode {
		sum, known := w.known[n.Alias]
		if !known { // it stands inside of what it names
			return 0, fmt.Errorf("%d: *%s stands for a value that it is a part of", n.Line, n.Value)
		}
		return sum, nil
	}
	sum = 1
	for _, part := range n.Content {
		more, err := w.values(part, depth+1)
		if err != nil {
			return 0, err
		}
		if sum += more; sum > maxValues {
			return 0, fmt.Errorf("%d: the file has more than %d values, with what its aliases stand for", part.Line, maxValues)
		}
	}
	if n.Anchor != "" {
		w.known[n] = sum
	}
	return sum, nil
}

var (
	yamlLine    = regexp.MustCompile(`^(?:yaml: )?line (\d+): `)
	yamlUnknown = regexp.MustCompile(`^field (.*) not found in type .*$`)
	yamlKind    = regexp.MustCompile("^cannot unmarshal !!(\\w+)(?: `(.*)`)? into (.*)$")
	yamlTwice   = regexp.MustCompile(`^mapping key "(.*)" already defined at line (\d+)$`)
)

// readable says in words for people what the parser found, one thing a line.
func readable(name string, err error) error {
	said, what := []string{err.Error()}, "this is not YAML: "
	if all, ok := errors.AsType[*yaml.TypeError](err); ok {
		said, what = all.Errors, ""
	}
	for i, line := range said {
		at := ": "
		if m := yamlLine.FindStringSubmatch(line); m != nil {
			at, line = ":"+m[1]+": ", line[len(m[0]):]
		}
		line = strings.TrimPrefix(line, "yaml: ")
		line = yamlUnknown.ReplaceAllString(line, `"$1" is not a field that stands here`)
		line = yamlTwice.ReplaceAllString(line, `"$1" is here a second time, after line $2`)
		if m := yamlKind.FindStringSubmatch(line); m != nil {
			line = fmt.Sprintf("here is %s, but %s belongs here", yamlNoun(m[1]), goNoun(m[3]))
		}
		said[i] = name + at + what + line
	}
	return errors.New(strings.Join(said, "\n"))
}

// yamlNoun is what people call a kind of value.
func yamlNoun(tag string) string {
	switch tag {
	case "seq":
		return "a list"
	case "map":
		return "an object (name: value)"
	case "int", "float":
		return "a number"
	case "bool":
		return "true or false"
	}
	return "a text"
}

func goNoun(kind string) string {
	switch {
	case strings.HasPrefix(kind, "[]"):
		return "a list"
	case kind == "string", strings.HasPrefix(kind, "models."): // a text of a fixed list
		return "a text"
	case kind == "bool", kind == "*bool":
		return "true or false"
	}
	return "an object (name: value)"
}
