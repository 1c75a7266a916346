// Package output is how commands print: lists as tables or as JSON, moments, and how far long work is; and how they
// read a moment that people typed; and texts of others on one line.
//
// It imports nothing of ours.
package output

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
)

// ListFlag is for commands that print lists.
type ListFlag struct {
	JSON bool `name:"json" help:"Print JSON instead of a table."`
}

// TableRow is what a list prints: as JSON by its tags, in a table by its cells.
type TableRow interface {
	Cells() []string
}

// List writes a list; the heads are those of the cells.
func List[R TableRow](f ListFlag, to io.Writer, heads string, rows []R) error {
	if f.JSON {
		return JSON(to, append([]R{}, rows...)) // [] if empty
	}
	table := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	lines := [][]string{strings.Fields(heads)}
	for _, r := range rows {
		lines = append(lines, r.Cells())
	}
	for _, line := range lines {
		for i, cell := range line {
			if cell == "" {
				line[i] = "-"
			}
		}
		if _, err := fmt.Fprintln(table, strings.Join(line, "\t")); err != nil {
			return err
		}
	}
	return table.Flush()
}

// TimeOrNil is nil for the zero time, so that JSON leaves it out.
func TimeOrNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// Minute is a moment in a table.
func Minute(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04Z")
}

// WordIf is the word where something is so, else "".
func WordIf(is bool, word string) string {
	if is {
		return word
	}
	return ""
}

// JSON writes a value for programs, and for people to read.
func JSON(to io.Writer, v any) error {
	enc := json.NewEncoder(to)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// ConvertAll makes a list of another one, item by item.
func ConvertAll[From, To any](items []From, out func(From) To) []To {
	list := make([]To, len(items))
	for i, item := range items {
		list[i] = out(item)
	}
	return list
}
