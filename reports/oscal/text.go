package oscal

import (
	"crypto/sha1"
	"encoding/hex"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"

	"plumbline/models/timezone"
	"plumbline/reports/doc"
	"plumbline/reports/mdfile"
)

// space is the namespace of the UUIDs.
var space = uuid.NewSHA1(uuid.NameSpaceURL, []byte(NS))

// uuid is that of a thing of the workload, the same whenever it is named the same.
func (b *builder) uuid(kind string, names ...string) string {
	of := b.Workload.ID
	if of == "" { // never on a server
		of = "file\x00" + b.Workload.Name
	}
	return uuid.NewSHA1(space, []byte(strings.Join(append([]string{of, kind}, names...), "\x00"))).String()
}

// value is a text as a plain string: one line, without space around it; "" if nothing is left.
func (b *builder) value(s string) string { return strings.Join(strings.Fields(b.Clean(s)), " ") }

// line is a text as one line of Markdown that reads as it is, or another text if it is empty.
func (b *builder) line(s, or string) string {
	if s = b.value(s); s == "" {
		return or
	}
	return plain(mdfile.Escaped(s))
}

// text is a text as Markdown that reads as it is, or another text if it is empty.
func (b *builder) text(s, or string) string {
	var lines []string
	for line := range strings.Lines(strings.TrimSpace(b.Clean(s))) {
		lines = append(lines, plain(mdfile.Line(strings.TrimSpace(line))))
	}
	if len(lines) == 0 {
		return or
	}
	return strings.Join(lines, "\n")
}

// plain keeps OSCAL from putting a parameter in where the text has its sign.
func plain(s string) string { return strings.ReplaceAll(s, "{{", `\{\{`) }

// note is a note in full, or another text if it is empty.
func (b *builder) note(s, or string) string {
	if s = b.Clean(s); strings.TrimSpace(s) == "" {
		return or
	}
	return s
}

// token is an id as OSCAL takes it: a letter, then letters, digits, dots, dashes and underscores. Ids that differ give
// tokens that differ.
func token(id string) string {
	out := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || strings.ContainsRune("._-", r) {
			return r
		}
		return '_'
	}, id)
	if out == "" || !unicode.IsLetter([]rune(out)[0]) && out[0] != '_' {
		out = "_" + out
	}
	if strings.TrimPrefix(out, "_") != id && out != id {
		sum := sha1.Sum([]byte(id))
		out += "-" + hex.EncodeToString(sum[:4])
	}
	return out
}

// prop is a property, with its name made of words; none without a value.
func (b *builder) prop(name, value string) []prop {
	if value = b.value(value); value == "" {
		return nil
	}
	space := NS
	if name == Marking {
		space = ""
	}
	return []prop{{Name: token(strings.ReplaceAll(strings.ToLower(name), " ", "-")), NS: space, Value: value}}
}

// props are properties of facts; those without a value are left out.
func (b *builder) props(facts ...Fact) (all []prop) {
	for _, f := range facts {
		all = append(all, b.prop(f.Name, f.Value)...)
	}
	return all
}

// moment is a time as OSCAL writes it; "" for one that it can't.
func moment(t time.Time) string {
	if t = t.UTC(); t.Year() < 1970 || t.Year() > 2999 || t.Year() < 2000 && t.Month() == time.February && t.Day() == 29 {
		return ""
	}
	return t.Format(time.RFC3339)
}

// at is a time that must be said: that of the state where it is not known.
func (b *builder) at(t time.Time) string {
	for _, one := range []time.Time{t, b.At} {
		if s := moment(one); s != "" {
			return s
		}
	}
	return moment(time.Unix(0, 0))
}

// endOf is the last second of a day, such as 2026-12-31, where the workspace is; "" for none.
func (b *builder) endOf(day string) string {
	d, err := timezone.ParseDay(day)
	if err != nil {
		return ""
	}
	return moment(b.zone.End(d).Add(-time.Second))
}

// reference is where a link leads.
type reference struct{ text, url string }

// links lead to resources in the back of the document. What can't be linked is returned as lines of text.
func (b *builder) links(all ...reference) (links []link, rest []string) {
	for _, r := range all {
		address := doc.LinkedSpan(doc.Span{}, r.url).URL
		switch {
		case address != "":
			links = append(links, link{Href: "#" + b.resource(address, r.text), Rel: "reference", Text: b.line(r.text, "")})
		case b.value(r.text+r.url) != "":
			rest = append(rest, b.line(r.text+" "+r.url, ""))
		}
	}
	return links, rest
}

// resource is the UUID of an address, which is added if it is new.
func (b *builder) resource(address, title string) string {
	id, known := b.byAddress[address]
	if !known {
		id = b.uuid("resource", address)
		b.byAddress[address] = id
		b.resources = append(b.resources, resource{UUID: id, Title: b.line(title, b.line(address, "")),
			Links: []link{{Href: address}}})
	}
	return id
}

// paragraphs joins what there is.
func paragraphs(all ...string) string {
	var out []string
	for _, s := range all {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, "\n\n")
}
