package template

import (
	"encoding/xml"
	"errors"
	"regexp"
	"strings"
)

// numbered is what makes a style one of a list, which would be another list in the report.
var numbered = regexp.MustCompile(`(?s)<w:numPr\b[^>]*/>|<w:numPr\b.*?</w:numPr>`)

// styles reads the styles, without their lists.
func (in *reader) styles() (string, error) {
	text, err := in.part("word/styles.xml")
	if err != nil {
		return "", err
	}
	text = strings.TrimSpace(numbered.ReplaceAllString(text, ""))
	if !strings.HasSuffix(text, "</w:styles>") || !strings.Contains(text, `xmlns:w="`+WordNames+`"`) {
		return "", errors.New("has styles of another form; save it anew in a word processor as DOCX")
	}
	_, err = stylesOf(text)
	return text, err
}

// Style is one style of a part, as it is written.
type Style struct {
	ID, Kind, Name string // Kind is paragraph, character, table or numbering
	Text           string
}

// stylesOf lists the styles of a part.
func stylesOf(part string) (all []Style, err error) {
	depth, begin, open := 0, 0, false
	var one Style
	err = walk("word/styles.xml", []byte(part), func(d *xml.Decoder, t xml.Token) {
		switch e := t.(type) {
		case xml.StartElement:
			depth++
			switch {
			case e.Name.Space != WordNames:
			case depth == 2 && e.Name.Local == "style":
				end := int(d.InputOffset())
				begin, open = strings.LastIndexByte(part[:end], '<'), true
				one = Style{ID: attribute(e, "styleId"), Kind: attribute(e, "type")}
			case depth == 3 && e.Name.Local == "name" && open:
				one.Name = attribute(e, "val")
			}
		case xml.EndElement:
			if depth == 2 && open {
				one.Text, open = part[begin:d.InputOffset()], false
				all = append(all, one)
			}
			depth--
		}
	})
	return all, err
}

// reference leads from a style, or from a text, to a style.
var reference = regexp.MustCompile(`<w:(pStyle|rStyle|tblStyle|basedOn|next|link) w:val="([^"]*)"`)

// Names says what styles are called instead.
type Names map[string]string

// In gives the styles that XML of ours names the names that they have.
func (n Names) In(text string) string {
	return reference.ReplaceAllStringFunc(text, func(found string) string {
		parts := reference.FindStringSubmatch(found)
		if other, is := n[parts[2]]; is {
			return `<w:` + parts[1] + ` w:val="` + other + `"`
		}
		return found
	})
}

// With adds those of our styles that the template has not: one of ours is the template's where this has one of the
// same kind with the same name. Names tells what ours are called in it.
func (t *Template) With(ours string) (string, Names, error) {
	theirs, err := stylesOf(t.Styles)
	if err != nil {
		return "", nil, err
	}
	added, err := stylesOf(ours)
	if err != nil {
		return "", nil, err
	}
	key := func(s Style) string { return s.Kind + " " + strings.ToLower(s.Name) }
	ids, taken := map[string]string{}, map[string]bool{}
	for _, s := range theirs {
		ids[key(s)], taken[s.ID] = s.ID, true
	}
	names := Names{}
	var missing []Style
	for _, s := range added {
		id, known := ids[key(s)]
		if !known {
			for id = s.ID; taken[id]; {
				id = "Plumbline" + id
			}
			taken[id] = true
			missing = append(missing, Style{ID: id, Text: strings.Replace(s.Text, `w:styleId="`+s.ID+`"`,
				`w:styleId="`+id+`"`, 1)})
		}
		if id != s.ID {
			names[s.ID] = id
		}
	}
	var out strings.Builder
	out.WriteString(strings.TrimSuffix(t.Styles, "</w:styles>"))
	for _, s := range missing {
		out.WriteString(names.In(strings.Replace(s.Text, ` w:default="1"`, "", 1)))
	}
	out.WriteString("</w:styles>")
	return out.String(), names, nil
}
