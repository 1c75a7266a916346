package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
)

// listFlag is for commands that print lists.
type listFlag struct {
	JSON bool `name:"json" help:"Print JSON instead of a table."`
}

// tableRow is what a list prints: as JSON by its tags, in a table by its cells.
type tableRow interface {
	cells() []string
}

// print writes a list; the heads are those of the cells.
func printList[R tableRow](f listFlag, to io.Writer, heads string, rows []R) error {
	if f.JSON {
		return printJSON(to, append([]R{}, rows...)) // [] if empty
	}
	table := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	lines := [][]string{strings.Fields(heads)}
	for _, r := range rows {
		lines = append(lines, r.cells())
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

// timeOrNil is nil for the zero time, so that JSON leaves it out.
func timeOrNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// formatMinute is a moment in a table.
func formatMinute(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04Z")
}

func wordIf(is bool, word string) string {
	if is {
		return word
	}
	return ""
}
