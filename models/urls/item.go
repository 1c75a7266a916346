package urls

import (
	"net/url"
	"strings"
)

// ItemsPath is the list of items: over all workloads, or those of one. It takes filters: ?workload=, ?status=, ?owner=,
// ?risk=, ?priority=, ?due=, ?regressed=, ?text= and ?sort=; that of a workload takes ?lens= with ?question= too.
type ItemsPath string

// Items is the list over all workloads.
const Items ItemsPath = "/items"

// Targets and pages beside the list.
const (
	EditItems    = "/items/edit" // changes many
	PlanSettings = "/workspace/plan"
)

// ItemsOf is the list of the items of a workload.
func ItemsOf(workload string) ItemsPath {
	return ItemsPath(partOf(string(WorkloadPage(workload)), "items"))
}

// All is the list with closed items too.
func (i ItemsPath) All() string { return string(i) + "?status=all" }

// At is the list of the items that close practices of a question of a lens, closed ones too.
func (i ItemsPath) At(lens, question string) string {
	return i.All() + "&" + url.Values{"lens": {lens}, "question": {question}}.Encode()
}

// Board is the same as a board.
func (i ItemsPath) Board() string { return partOf(string(i), "board") }

// Timeline is the same as a timeline.
func (i ItemsPath) Timeline() string { return partOf(string(i), "timeline") }

// New is the form of a new item, and its target; over all workloads it asks for the workload first. It takes
// ?practice=, ?question=, ?title= and ?from=.
func (i ItemsPath) New() string { return partOf(string(i), "new") }

// NewFor is the form of a new item that closes practices, each named as PracticeName does.
func (i ItemsPath) NewFor(practices ...string) string {
	return i.New() + "?" + url.Values{"practice": practices}.Encode()
}

// NewAt is the form of a new item about a question of a review, by the keys of both: the practices that it lacks are
// offered first. from says what it is made from, such as "comment:ID", and title what it is about; each may be "".
func (i ItemsPath) NewAt(lens, question, from, title string) string {
	q := url.Values{}
	for name, value := range map[string]string{"from": from, "title": title} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if question != "" {
		q.Set("question", PracticeName(lens, question))
	}
	return i.New() + "?" + q.Encode()
}

// PracticeName joins the names of a lens, a question and a choice for one parameter.
func PracticeName(ids ...string) string { return partOf("", ids...)[1:] }

// PracticeParts are the names of the lens, the question and the choice that PracticeName joined; what is missing is "".
func PracticeParts(name string) (parts [3]string) {
	for i, part := range strings.SplitN(name, "/", 3) {
		if plain, err := url.PathUnescape(part); err == nil {
			part = plain
		}
		parts[i] = part
	}
	return parts
}

// ItemPath is the page of an item.
type ItemPath string

// Item returns the page of the item with an id. It takes ?do= with a status, for the form that leads to it.
func Item(id string) ItemPath { return ItemPath(partOf(string(Items), id)) }

// Edit is the form of the item's fields, and its target.
func (i ItemPath) Edit() string { return partOf(string(i), "edit") }

// Move is the target that changes the status.
func (i ItemPath) Move() string { return partOf(string(i), "move") }

// Verify is the target that confirms that the item is done.
func (i ItemPath) Verify() string { return partOf(string(i), "verify") }

// Delete is the target that deletes the item.
func (i ItemPath) Delete() string { return partOf(string(i), "delete") }

// Do leads to the form with which the item gets a status.
func (i ItemPath) Do(status string) string {
	return string(i) + "?do=" + url.QueryEscape(status) + "#do-" + url.PathEscape(status)
}

// Comments is the target that adds a comment.
func (i ItemPath) Comments() string { return partOf(string(i), "comments") }

// Comment is the target that edits a comment.
func (i ItemPath) Comment(comment string) string { return partOf(i.Comments(), comment) }

// DeleteComment is the target that deletes one.
func (i ItemPath) DeleteComment(comment string) string { return partOf(i.Comment(comment), "delete") }
