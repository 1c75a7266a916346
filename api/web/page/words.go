package page

import (
	"fmt"
	"strings"
	"time"

	"plumbline/models/timezone"
)

// DateText is how pages write moments; a script makes those of a day around now relative.
func DateText(zone timezone.Zone, t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return zone.Time(t)
}

func formatISO(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// plainWords makes a member's or an action's name readable.
func plainWords(s any) string {
	return wordMarks.Replace(fmt.Sprint(s))
}

var wordMarks = strings.NewReplacer("_", " ", ".", ": ")

// firstField is the field that a fault's path starts with.
func firstField(path string) string {
	field, _, _ := strings.Cut(path, "/")
	return field
}

// Capital begins a text with a capital letter.
func Capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// LowerFirst begins a text with a small letter.
func LowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

func nameInitials(name string) string {
	var out []rune
	for _, word := range strings.Fields(name) {
		if out = append(out, []rune(word)[0]); len(out) == 2 {
			break
		}
	}
	return strings.ToUpper(string(out))
}

// maxShown is how many characters of a text a table shows before the rest is a tap away.
const maxShown = 160

// IsLongText tells whether a table shows only the beginning of a text.
func IsLongText(s string) bool { return len([]rune(s)) > maxShown }

// ClipText is what a table shows of a text.
func ClipText(s string) string {
	if r := []rune(s); len(r) > maxShown {
		return string(r[:maxShown]) + "…"
	}
	return s
}

// LabelledValue is a value to choose from, with its label.
type LabelledValue struct{ Value, Words string }

// LabelledValues gives values with their labels, in their order.
func LabelledValues[K ~string](keys []K, label func(K) string) []LabelledValue {
	list := make([]LabelledValue, len(keys))
	for i, key := range keys {
		list[i] = LabelledValue{string(key), label(key)}
	}
	return list
}
