// Package reference is the pages about the API: how to get a token, examples, what to know and the list of operations;
// and a page for each group of operations with their parameters, bodies, replies, and the objects that these hold. They
// are made from the OpenAPI document of the server.
//
// The document is given to it: it knows nothing of the packages of the API.
package reference

import (
	"embed"
	"html/template"
	"slices"
	"strings"
	"sync"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/urls"
)

type handlers struct {
	*page.Adapter
	read func() (content, error) // once: the document does not change while the server runs
}

// Pages is the table of the area.
func Pages(adapter *page.Adapter) page.Table {
	h := handlers{Adapter: adapter, read: sync.OnceValues(func() (content, error) {
		if adapter.Options.OpenAPI == nil {
			return content{}, nil
		}
		return contentOf(adapter.Options.OpenAPI())
	})}
	return page.Table{Templates: templates, Rows: []page.Row{
		page.Get(urls.API, "", h.page, page.Shows{"reference": pageData{}}),
		page.Get(urls.APIGroup(":group"), "", h.group, page.Shows{"operations": groupData{}}),
	}}
}

//go:embed templates
var templateFiles embed.FS

var templates = page.NewTemplates(templateFiles, template.FuncMap{"anchor": strings.ToLower, "groupURL": urls.APIGroup})

type pageData struct {
	Server string // address of the API, as people reach this server
	content
}

// content is what is the same for everybody.
type content struct {
	Groups []Group
	Others []Object // that no operation names: errors, and what streams of events send
}

type groupData struct {
	Group
	Others []Group
}

// Group is the operations on one kind of thing, and the objects that their bodies and replies hold.
type Group struct {
	ID, Title  string
	Operations []Operation
	Objects    []Object
}

// inReview is how the paths of a review begin.
const inReview = "/workloads/{workload}/lenses/{lens}"

// groups are in the order of the page: what most programs want comes first. An operation belongs to the group with the
// longest beginning of its path; the last group has all others.
var groups = []struct {
	id, title string
	prefixes  []string
}{
	{"workloads", "Workloads, milestones and reports", []string{"/workloads"}},
	{"reviews", "Reviews and answers", []string{"/workloads/{workload}/lenses"}},
	{"lenses", "Lenses", []string{"/lenses"}},
	{"discussion", "Comments, assignments and facilitation", []string{inReview + "/answers/{question}/comments",
		inReview + "/assignments", inReview + "/comments", inReview + "/events", inReview + "/facilitation",
		inReview + "/parking", inReview + "/participants", inReview + "/presence", "/mine"}},
	{"remediation", "Plan, items and accepted risks", []string{"/items", "/workloads/{workload}/items",
		"/workloads/{workload}/plan", "/plan", "/cheapest-path", "/workloads/{workload}/cheapest-path",
		"/workloads/{workload}/what-if", "/acceptances", inReview + "/acceptances", "/workloads/{workload}/proposals",
		"/proposals"}},
	{"guest-links", "Guest links", []string{inReview + "/guest-links", "/guest"}},
	{"shares", "Shares", []string{"/workloads/{workload}/shares", "/lenses/{lens}/shares", "/shares"}},
	{"tokens", "Tokens and access keys", []string{"/tokens", "/access-keys", "/me/tokens", "/me/access-keys",
		"/me/calendars", "/calendars"}},
	{"account", "Your account and sessions", []string{"/me", "/session", "/sessions", "/links", "/resets"}},
	{"workspace", "Workspace, members and audit log", []string{"/workspace", "/members", "/invitations", "/audit"}},
	{"server", "Server", nil},
}

// groupOf is the place of the group of a path.
func groupOf(path string) int {
	best, length := len(groups)-1, 0
	for i, group := range groups {
		for _, prefix := range group.prefixes {
			if (path == prefix || strings.HasPrefix(path, prefix+"/")) && len(prefix) > length {
				best, length = i, len(prefix)
			}
		}
	}
	return best
}

// contentOf sorts the operations of a document into groups, without those that have none.
func contentOf(document []byte) (all content, err error) {
	operations, objects, err := parse(document)
	sorted := make([][]Operation, len(groups))
	for _, op := range operations {
		at := groupOf(op.Path)
		sorted[at] = append(sorted[at], op)
	}
	for i, group := range groups {
		if len(sorted[i]) > 0 {
			all.Groups = append(all.Groups, Group{group.id, group.title, sorted[i], used(sorted[i], objects)})
		}
	}
	named := used(operations, objects)
	for _, object := range objects {
		if !slices.ContainsFunc(named, func(o Object) bool { return o.Name == object.Name }) {
			all.Others = append(all.Others, object)
		}
	}
	return all, err
}

// used are those of the objects, in their order, that operations lead to, from object to object.
func used(operations []Operation, objects []Object) (list []Object) {
	fields := map[string][]Field{}
	for _, object := range objects {
		fields[object.Name] = object.Fields
	}
	reached := map[string]bool{"": true}
	var reach func(Type)
	reach = func(t Type) {
		if reached[t.Schema] {
			return
		}
		reached[t.Schema] = true
		for _, field := range fields[t.Schema] {
			reach(field.Type)
		}
	}
	for _, op := range operations {
		for _, part := range op.contents() {
			reach(part.Type)
		}
	}
	for _, object := range objects {
		if reached[object.Name] {
			list = append(list, object)
		}
	}
	return list
}

func (h handlers) page(r *page.Request) (page.Reply, error) {
	all, err := h.read()
	return page.Reply{Template: "reference", Title: "API", Data: pageData{h.Base(r) + urls.APIRoot, all}}, err
}

func (h handlers) group(r *page.Request) (page.Reply, error) {
	all, err := h.read()
	if err != nil {
		return page.Reply{}, err
	}
	at := slices.IndexFunc(all.Groups, func(g Group) bool { return g.ID == r.Param("group") })
	if at < 0 {
		return page.Reply{}, models.Errorf(models.CodeNotFound, "the API has no such group of operations")
	}
	return page.Reply{Template: "operations", Title: all.Groups[at].Title + " · API",
		Data: groupData{all.Groups[at], all.Groups}}, nil
}
