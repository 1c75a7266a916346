package main

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
	maxYAML       = 4 << 20 // bytes
	maxYAMLSigns  = 250_000 // characters that can begin a value: each may become one, of some hundred bytes
	maxYAMLDepth  = 32      // lists and objects inside one another
	maxYAMLValues = 100_000 // with what aliases (*name) stand for
)

// readYAML reads one YAML document into the struct or map that into points to. Fields that a struct does not have are
// refused. What it costs is bounded before it is paid: size, depth, and what aliases stand for. Errors name the file
// and, where there is one, the line.
func readYAML(name string, data []byte, into any) error {
	if len(data) > maxYAML {
		return fmt.Errorf("%s: the file has %d KB, at most %d KB can be read", name, len(data)>>10, maxYAML>>10)
	}
	data, err := text.DecodeUTF8(data)
	if err != nil {
		return fmt.Errorf("%s %w", name, err)
	}
	data = []byte(text.NormalizeLineEnds(string(data)))
	if leadingSigns(data) > maxYAMLSigns {
		return fmt.Errorf("%s: the file has more than %d values", name, maxYAMLSigns)
	}
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		return yamlError(name, err)
	}
	w := yamlWeight{known: map[*yaml.Node]int{}}
	if err := w.check(name, &root); err != nil {
		return err
	}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil && !errors.Is(err, io.EOF) { // an empty file says nothing
		return yamlError(name, err)
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

// yamlWeight counts values, those behind aliases each time.
type yamlWeight struct {
	known map[*yaml.Node]int // of what anchors name
}

func (w *yamlWeight) check(name string, root *yaml.Node) error {
	_, err := w.values(root, 0)
	if err != nil {
		return fmt.Errorf("%s:%w", name, err)
	}
	return nil
}

func (w *yamlWeight) values(n *yaml.Node, depth int) (sum int, err error) {
	if depth > maxYAMLDepth {
		return 0, fmt.Errorf("%d: lists and objects are more than %d deep inside one another", n.Line, maxYAMLDepth)
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
		if sum += more; sum > maxYAMLValues {
			return 0,
				fmt.Errorf("%d: the file has more than %d values, with what its aliases stand for", part.Line, maxYAMLValues)
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

// yamlError says in words for people what the parser found, one thing a line.
func yamlError(name string, err error) error {
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
