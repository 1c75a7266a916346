package help

import (
	"html/template"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models"
	topics "plumbline/models/help"
)

type indexData struct {
	Query  string
	Found  []topicLink
	Groups []topicGroup
}

func (h handlers) index(r *page.Request) (page.Reply, error) {
	d := indexData{Query: strings.TrimSpace(r.Query("q"))}
	if d.Query == "" {
		d.Groups = allGroups("")
	}
	for _, f := range topics.Search(d.Query) {
		link := linkTo(f.Topic)
		link.Sections = sectionLinks(f.Topic, f.Sections)
		d.Found = append(d.Found, link)
	}
	return page.Reply{Template: "help", Title: "Help", Data: d}, nil
}

type topicData struct {
	Title         string
	Body          template.HTML
	Groups        []topicGroup
	Sections      []sectionLink
	Before, After topicLink
}

func (h handlers) topic(r *page.Request) (page.Reply, error) {
	t, is := topics.Find(r.Param("topic"))
	if !is {
		return page.Reply{}, models.Errorf(models.CodeNotFound, "there is no help on this")
	}
	d := topicData{Title: t.Title, Body: t.HTML(leadTo), Groups: allGroups(t.Name),
		Sections: sectionLinks(t, t.Headings())}
	before, after := topics.Beside(t.Name)
	if before.Name != "" {
		d.Before = linkTo(before)
	}
	if after.Name != "" {
		d.After = linkTo(after)
	}
	return page.Reply{Template: "helptopic", Title: t.Title + " · Help", Data: d}, nil
}
