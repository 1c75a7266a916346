package rest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"plumbline/models"
)

// Parameter is a query parameter.
type Parameter struct {
	Name string
	Doc  string
	Enum []string
	Min  int // with max: a whole number in these bounds
	Max  int
	Time bool // RFC 3339
}

// wrong tells what is wrong with a value, "" if nothing is. An empty value counts as not given.
func (p Parameter) wrong(value string) string {
	switch {
	case value == "":
		return ""
	case p.Max > 0:
		if n, err := strconv.Atoi(value); err != nil || n < p.Min || n > p.Max {
			return fmt.Sprintf("must be a whole number from %d to %d", p.Min, p.Max)
		}
	case p.Time:
		if _, err := time.Parse(time.RFC3339, value); err != nil {
			return "must be a time such as 2026-11-25T12:00:00Z (RFC 3339; the + of an offset is written %2B)"
		}
	case len(p.Enum) > 0 && !slices.Contains(p.Enum, value):
		return "must be one of " + strings.Join(p.Enum, ", ")
	}
	return models.TextFault(value)
}
