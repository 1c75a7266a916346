// Package help is the pages of the help: its index with a search, and a page for each topic. They are open to
// everybody, since whoever can't get in needs help most.
//
// What they say is in models/help; addresses are put into it here.
package help

import (
	"embed"
	"html/template"

	"plumbline/api/web/page"
	topics "plumbline/models/help"
	"plumbline/models/markdown"
	"plumbline/models/urls"
)

// handlers has a method for each row of the table.
type handlers struct{ *page.Adapter }

// Pages is the table of the area.
func Pages(adapter *page.Adapter) page.Table {
	h := handlers{adapter}
	return page.Table{Templates: templates, Rows: []page.Row{
		page.Get(urls.Help, "", h.index, page.Shows{"help": indexData{}}),
		page.Get(urls.HelpTopic(":topic"), "", h.topic, page.Shows{"helptopic": topicData{}}),
	}}
}

//go:embed templates
var templateFiles embed.FS

var templates = page.NewTemplates(templateFiles, template.FuncMap{})

// topicLink is a topic as lists have it.
type topicLink struct {
	Href, Title, Summary string
	Here                 bool
	Sections             []sectionLink
}

// sectionLink is a section of a topic.
type sectionLink struct{ Href, Title string }

// topicGroup is topics under a heading.
type topicGroup struct {
	Title  string
	Topics []topicLink
}

func linkTo(t topics.Topic) topicLink {
	return topicLink{Href: urls.HelpTopic(t.Name), Title: t.Title, Summary: t.Summary}
}

// allGroups are all topics; here is the name of the one that is shown.
func allGroups(here string) (groups []topicGroup) {
	for _, t := range topics.Topics() {
		if len(groups) == 0 || groups[len(groups)-1].Title != t.Group {
			groups = append(groups, topicGroup{Title: t.Group})
		}
		link := linkTo(t)
		link.Here = t.Name == here
		last := &groups[len(groups)-1]
		last.Topics = append(last.Topics, link)
	}
	return groups
}

func sectionLinks(t topics.Topic, sections []markdown.Heading) (list []sectionLink) {
	for _, s := range sections {
		list = append(list, sectionLink{urls.HelpTopic(t.Name) + "#" + s.ID, s.Text})
	}
	return list
}

// leadTo puts the address of a topic in the place of a link to it.
func leadTo(to string) string {
	name, section, is := topics.Target(to)
	switch {
	case !is:
		return to
	case section != "":
		return urls.HelpTopic(name) + "#" + section
	}
	return urls.HelpTopic(name)
}
