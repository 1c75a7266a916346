// Package help is what Plumbline says of itself: one page of Markdown for each topic, the same for the pages of the
// server and for the command line. What must agree with the code is made from it: who may do what comes from the
// permissions of package models; tests hold flags, links and commands against what there is.
//
// It imports models for the permissions, and markdown. It knows no addresses: whoever shows a topic says where its
// links lead.
package help

import (
	"embed"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"sync"

	"plumbline/models/markdown"
)

//go:embed topics
var topicFiles embed.FS

// Topic is one page of the help.
type Topic struct {
	Name    string // in addresses and on the command line
	Title   string
	Summary string // what it is about, in a sentence
	Group   string // under which it is listed
	Source  string // Markdown, without the title
}

// groups are the topics in the order in which people read them.
var groups = []struct {
	title string
	names []string
}{
	{"Reviewing", []string{"reviewing", "items", "spreadsheets", "keyboard", "lenses", "sharing",
		"reports", "verifying"}},
	{"Running a server", []string{"configuration", "proxies", "accounts", "roles", "single-sign-on", "mail", "backups",
		"postgresql", "audit-log"}},
	{"Programs and scripts", []string{"command-line", "pipelines", "api", "measurements"}},
}

// permissionsMark is the line that the table of permissions stands for.
const permissionsMark = "{permissions}\n"

// Topics returns all topics in their order.
var Topics = sync.OnceValue(func() (list []Topic) {
	for _, group := range groups {
		for _, name := range group.names {
			list = append(list, readTopic(group.title, name))
		}
	}
	return list
})

// readTopic reads a file that is part of the program: "# Title", then the sentence that says what it is about.
func readTopic(group, name string) Topic {
	data, err := topicFiles.ReadFile("topics/" + name + ".md")
	if err != nil {
		panic(err)
	}
	head, source, _ := strings.Cut(string(data), "\n\n")
	summary, _, _ := strings.Cut(source, "\n\n")
	title, is := strings.CutPrefix(head, "# ")
	if !is {
		panic(fmt.Sprintf("help: %s has no title", name))
	}
	return Topic{Name: name, Title: title, Summary: plainSummary.Replace(summary), Group: group,
		Source: strings.Replace(source, permissionsMark, PermissionTable(), 1)}
}

// plainSummary takes the marks out of a summary, which stands in lists.
var plainSummary = strings.NewReplacer("\n", " ", "`", "")

// Names returns the names of all topics in their order.
func Names() (names []string) {
	for _, t := range Topics() {
		names = append(names, t.Name)
	}
	return names
}

// Find returns the topic with a name.
func Find(name string) (Topic, bool) {
	list := Topics()
	i := slices.IndexFunc(list, func(t Topic) bool { return t.Name == strings.ToLower(name) })
	if i < 0 {
		return Topic{}, false
	}
	return list[i], true
}

// Beside returns the topics before and after one; the first and the last have one neighbour, the other is empty.
func Beside(name string) (before, after Topic) {
	list := Topics()
	i := slices.IndexFunc(list, func(t Topic) bool { return t.Name == name })
	if i > 0 {
		before = list[i-1]
	}
	if i >= 0 && i+1 < len(list) {
		after = list[i+1]
	}
	return before, after
}

// HTML is the topic for a page; the resolver says where links lead.
func (t Topic) HTML(link markdown.LinkResolver) template.HTML {
	return markdown.Document(t.Source, link)
}

// Headings are those of its sections.
func (t Topic) Headings() []markdown.Heading { return markdown.Headings(t.Source) }

// terminalColumns is how wide a terminal is taken to be.
const terminalColumns = 80

// Text is the topic for a terminal.
func (t Topic) Text() string {
	return markdown.Terminal("# "+t.Title+"\n\n"+t.Source, terminalColumns, func(to string) string {
		if name, _, is := Target(to); is {
			return "plumbline help " + name
		}
		return to
	})
}

// Target takes a link between topics apart, such as "./proxies.md#live-changes": the topic that it leads to, and the id
// of a section, "" for the whole. So it is written that the files lead to each other where they are read as files.
func Target(to string) (name, section string, is bool) {
	file, section, _ := strings.Cut(to, "#")
	name, beside := strings.CutPrefix(file, "./")
	name, markdown := strings.CutSuffix(name, ".md")
	_, known := Find(name)
	return name, section, beside && markdown && known
}
