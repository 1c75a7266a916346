// Package reference is the page about the API: how to get a token, examples, what to know, and every operation with its
// parameters, bodies and replies, made from the OpenAPI document of the server.
//
// The document is given to it: it knows nothing of the packages of the API.
package reference

import (
	"embed"
	"html/template"
	"strings"
	"sync"

	"plumbline/api/web/page"
	"plumbline/models/urls"
)

type handlers struct {
	*page.Adapter
	read func() (pageContent, error) // once: the document does not change while the server runs
}

// Pages is the table of the area.
func Pages(adapter *page.Adapter) page.Table {
	h := handlers{Adapter: adapter, read: sync.OnceValues(func() (pageContent, error) {
		if adapter.Options.OpenAPI == nil {
			return pageContent{}, nil
		}
		return contentOf(adapter.Options.OpenAPI())
	})}
	return page.Table{Rows: []page.Row{page.Get(urls.API, "", h.page, page.Shows{"reference": pageData{}})},
		Templates: templates}
}

//go:embed templates
var templateFiles embed.FS

var templates = page.NewTemplates(templateFiles, template.FuncMap{"anchor": strings.ToLower})

type pageData struct {
	Server string // address of the API, as people reach this server
	pageContent
}

// pageContent is what is the same for everybody.
type pageContent struct {
	Groups  []Group
	Objects []Object
}

// Group is the operations on one kind of thing.
type Group struct {
	ID, Title  string
	Operations []Operation
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

// contentOf sorts the operations of a document into groups.
func contentOf(document []byte) (content pageContent, err error) {
	operations, objects, err := parse(document)
	content.Objects = objects
	sorted := make([][]Operation, len(groups))
	for _, op := range operations {
		at := groupOf(op.Path)
		sorted[at] = append(sorted[at], op)
	}
	for i, group := range groups {
		if len(sorted[i]) > 0 {
			content.Groups = append(content.Groups, Group{group.id, group.title, sorted[i]})
		}
	}
	return content, err
}

func (h handlers) page(r *page.Request) (page.Reply, error) {
	content, err := h.read()
	return page.Reply{Template: "reference", Title: "API", Data: pageData{h.Base(r) + urls.APIRoot, content}}, err
}
