package web

import (
	"fmt"
	"html"
	"html/template"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/labels"
)

// date is how pages write moments; a script makes them local.
func date(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format("2 Jan 2006, 15:04") + " UTC"
}

func iso(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// coded sets what stands between a pair of backticks as code: the one mark that texts of lenses have.
func coded(s string) template.HTML {
	parts := strings.Split(s, "`")
	if len(parts)%2 == 0 { // one has no other
		return template.HTML(html.EscapeString(s))
	}
	var out strings.Builder
	for i, part := range parts {
		if part = html.EscapeString(part); i%2 == 1 {
			part = "<code>" + part + "</code>"
		}
		out.WriteString(part)
	}
	return template.HTML(out.String())
}

// words makes a member's or an action's name readable.
func words(s any) string {
	return wordMarks.Replace(fmt.Sprint(s))
}

var wordMarks = strings.NewReplacer("_", " ", ".", ": ")

// first is the field that a fault's path starts with.
func first(path string) string {
	field, _, _ := strings.Cut(path, "/")
	return field
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// brief shortens ids to what tells them apart at a glance: of each 32 hex digits the first eight.
func brief(id string) string {
	parts := strings.Split(id, "/")
	for i, p := range parts {
		if models.IsID(p) {
			parts[i] = p[:8]
		}
	}
	return clip(strings.Join(parts, "/"))
}

func initials(name string) string {
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

func long(s string) bool { return len([]rune(s)) > maxShown }

func clip(s string) string {
	if r := []rune(s); len(r) > maxShown {
		return string(r[:maxShown]) + "…"
	}
	return s
}

// labelled is a value to choose from, with its label.
type labelled struct{ Value, Words string }

// labelledAll gives values with their labels, in their order.
func labelledAll[K ~string](keys []K, label func(K) string) []labelled {
	list := make([]labelled, len(keys))
	for i, key := range keys {
		list[i] = labelled{string(key), label(key)}
	}
	return list
}

func environments() []labelled { return labelledAll(models.Environments[:], labels.Environment) }

func improvementStatuses() []labelled {
	return labelledAll(models.ImprovementStatuses[:], labels.ImprovementStatus)
}

func reasons() []labelled { return labelledAll(models.Reasons[:], labels.Reason) }

// lowerReason is why something does not apply, within a sentence.
func lowerReason(s string) string { return labels.Lower(labels.Reason(models.Reason(s))) }

// agent names browser and system of a session in two words, where it is a known one.
func agent(s string) string {
	browser, system := "", ""
	for _, b := range []string{"Edg", "OPR", "Firefox", "Chrome", "Safari", "curl"} {
		if strings.Contains(s, b+"/") {
			browser = strings.NewReplacer("Edg", "Edge", "OPR", "Opera").Replace(b)
			break
		}
	}
	for _, o := range []string{"Windows", "Android", "iPhone", "iPad", "Mac OS X", "Linux"} {
		if strings.Contains(s, o) {
			system = " on " + strings.Replace(o, "Mac OS X", "macOS", 1)
			break
		}
	}
	switch {
	case browser != "":
		return browser + system
	case s == "":
		return "Unknown client"
	}
	return s
}
