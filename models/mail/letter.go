package mail

import (
	"embed"
	"html/template"
	"strings"
	texttemplate "text/template"

	"plumbline/models"
	"plumbline/models/urls"
)

// letter is a mail without a format: it is written as plain text and as HTML, which say the same.
type letter struct {
	Heading  string
	Intro    []string // paragraphs
	Facts    []fact
	Sections []section
	Link     link   // the one thing to do; a zero one is none
	Footer   string // why it comes, and how to change that
	Change   string // address of the page where that is changed; "" for none
}

type fact struct{ Name, Value string }

type link struct{ Label, URL string }

// section is a list under a title. More says what is not listed.
type section struct {
	Level int // 1: the name of a workspace, whose sections follow
	Title string
	Lines []line
	More  link
}

type line struct{ Text, Detail, URL string }

//go:embed templates
var letterFiles embed.FS

var (
	asText = texttemplate.Must(texttemplate.New("letter.txt").Funcs(texttemplate.FuncMap{
		"wrap": wrapped, "rule": func(s string) string { return strings.Repeat("=", len([]rune(s))) },
	}).ParseFS(letterFiles, "templates/letter.txt"))
	asHTML = template.Must(template.New("letter.html").ParseFS(letterFiles, "templates/letter.html"))
)

// write puts both formats of the letter into the message.
func (l letter) write(m *models.MailMessage) error {
	var plain, rich strings.Builder
	if err := asText.Execute(&plain, l); err != nil {
		return err
	}
	if err := asHTML.Execute(&rich, l); err != nil {
		return err
	}
	m.Text, m.HTML = strings.TrimRight(plain.String(), "\n")+"\n", rich.String()
	return nil
}

// textWidth is where lines of plain text end, in characters.
const textWidth = 76

// wrapped breaks a paragraph into lines; each begins with the indent, the first one with the mark in its place.
func wrapped(mark, indent, paragraph string) string {
	var out strings.Builder
	at := 0
	for i, word := range strings.Fields(paragraph) {
		length := len([]rune(word))
		switch {
		case i == 0:
			out.WriteString(mark)
			at = len([]rune(mark))
		case at+1+length > textWidth:
			out.WriteString("\n" + indent)
			at = len([]rune(indent))
		default:
			out.WriteString(" ")
			at++
		}
		out.WriteString(word)
		at += length
	}
	return out.String()
}

// oneLine is what a subject may hold of a name: one line, cut where it is long.
func oneLine(name string) string {
	const most = 100
	name = strings.Join(strings.Fields(name), " ")
	if runes := []rune(name); len(runes) > most {
		name = strings.TrimSpace(string(runes[:most-1])) + "…"
	}
	return name
}

// notices is where a person chooses which mails come.
func notices(site urls.Site) string { return site.At(urls.NoticesOfAccount) }
