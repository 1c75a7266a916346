package urls

import (
	"net/url"
	"strings"
)

// WorkloadPath is the page of a workload.
type WorkloadPath string

// WorkloadPage returns the page of the workload with an id.
func WorkloadPage(workload string) WorkloadPath { return WorkloadPath(partOf(Workloads, workload)) }

// Edit is the form of the workload's fields, and its target.
func (w WorkloadPath) Edit() string { return partOf(string(w), "edit") }

// Delete is the target that deletes the workload.
func (w WorkloadPath) Delete() string { return partOf(string(w), "delete") }

// Tour is the target that dismisses the tour.
func (w WorkloadPath) Tour() string { return partOf(string(w), "tour") }

// Report is the PDF. It takes ?lens=, ?milestone=, ?preset=, ?since=, ?paper= and ?classification=.
func (w WorkloadPath) Report() string { return partOf(string(w), "report.pdf") }

// ReportAsPage is the report on a workload that a saved preset makes, as a page to look at.
func ReportAsPage(workload, preset string) string {
	q := url.Values{"preset": {preset}, "format": {"html"}, "show": {"page"}}
	return WorkloadPage(workload).Report() + "?" + q.Encode()
}

// ReportsOf is the page on which a report on the workload with an id is put together.
func ReportsOf(workload string) string { return partOf(string(WorkloadPage(workload)), "reports") }

// Plan is the improvement plan. It takes ?order=, ?goal=, ?risk=, ?pillar=, ?lens=, ?impact= and ?effort=.
func (w WorkloadPath) Plan() string { return partOf(string(w), "plan") }

// Settings is the page from which the workload is edited, exported and deleted, and lenses are removed.
func (w WorkloadPath) Settings() string { return partOf(string(w), "settings") }

// Lenses is the page of the reviews, and the target that adds a lens.
func (w WorkloadPath) Lenses() string { return partOf(string(w), "lenses") }

// Milestones is the page of all milestones, and the target that saves one.
func (w WorkloadPath) Milestones() string { return partOf(string(w), "milestones") }

// Milestone is the page of one of them, by its number.
func (w WorkloadPath) Milestone(number string) string { return partOf(string(w), "milestones", number) }

// MilestoneOf is the page of a milestone with the questions of one lens, by its key.
func (w WorkloadPath) MilestoneOf(number, lens string) string {
	return w.Milestone(number) + "?" + url.Values{"lens": {lens}}.Encode()
}

// Compare is the comparison of two states, ?from= and ?to=.
func (w WorkloadPath) Compare() string { return partOf(string(w), "compare") }

// GuestLinks is the page of the guest links to the workload's reviews, and the target that creates one.
func (w WorkloadPath) GuestLinks() string { return partOf(string(w), "guest-links") }

// Shares is the page of its shares with other workspaces, and the target that offers it.
func (w WorkloadPath) Shares() SharesPath { return SharesPath(partOf(string(w), "shares")) }

// Export is the JSON export, which the API gives.
func (w WorkloadPath) Export() string { return partOf("/api/v1"+string(w), "export") }

// TrendOf is how a workload has moved. It takes ?days=.
func TrendOf(workload string) string { return partOf(string(WorkloadPage(workload)), "trend") }

// ReviewPage returns the review of the workload with a lens, by its key or id.
func (w WorkloadPath) Review(lens string) ReviewPath { return ReviewPath(partOf(w.Lenses(), lens)) }

// ReviewPath is a review; its own address leads to the question where one goes on.
type ReviewPath string

// ReviewPage returns the review of a workload with a lens.
func ReviewPage(workload, lens string) ReviewPath { return WorkloadPage(workload).Review(lens) }

// Filtered leads to the first question of the review's list, and narrows the list: to the questions of a state, such as
// "high", "medium", "none", "unanswered", "undecided" or "na", and to a pillar, by its id. "" does not narrow.
func (r ReviewPath) Filtered(show, pillar string) string {
	q := url.Values{}
	for name, value := range map[string]string{"show": show, "pillar": pillar} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return string(r)
	}
	return string(r) + "?" + q.Encode()
}

// Notes is the page of the review's notes.
func (r ReviewPath) Notes() string { return partOf(string(r), "notes") }

// Facilitate is the page from which a person leads the review in a room.
func (r ReviewPath) Facilitate() string { return partOf(string(r), "facilitate") }

// Present is the shared screen of such a review.
func (r ReviewPath) Present() string { return partOf(string(r), "present") }

// Recap is the page, and the target, that mails what the review came to.
func (r ReviewPath) Recap() string { return partOf(string(r), "recap") }

// Remove is the page, and the target, that removes the lens from the workload.
func (r ReviewPath) Remove() string { return partOf(string(r), "remove") }

// Upgrade is the page, and the target, that upgrades the review to another version of its lens.
func (r ReviewPath) Upgrade() string { return partOf(string(r), "upgrade") }

// GuestLink is the page of a guest link to the review.
func (r ReviewPath) GuestLink(link string) GuestLinkPath {
	return GuestLinkPath(partOf(string(r), "guest-links", link))
}

// Parking is the parking lot, and the target that adds to it.
func (r ReviewPath) Parking() string { return partOf(string(r), "parking") }

// Parked returns the targets of one item of the parking lot.
func (r ReviewPath) Parked(item string) ParkedPath { return ParkedPath(partOf(r.Parking(), item)) }

// Question returns the page of a question.
func (r ReviewPath) Question(question string) QuestionPath {
	return QuestionPath(partOf(string(r), "questions", question))
}

// Beside is the address of a question as a link on the page of another question of the review: without what both
// have in common, which a list of all questions would repeat with each.
func (r ReviewPath) Beside(question string) string {
	part := url.PathEscape(question)
	if strings.Contains(part, ":") { // else what stands before it would be a scheme
		return "./" + part
	}
	return part
}

// GuestLinkPath is the page of a guest link.
type GuestLinkPath string

// End is the target that ends the link.
func (g GuestLinkPath) End() string { return partOf(string(g), "end") }

// ParkedPath is an item of the parking lot. It has targets only, no page.
type ParkedPath string

// Done is the target that ticks the item off.
func (p ParkedPath) Done() string { return partOf(string(p), "done") }

// Open is the target that reopens it.
func (p ParkedPath) Open() string { return partOf(string(p), "open") }

// Keep is the target that moves it to the notes.
func (p ParkedPath) Keep() string { return partOf(string(p), "keep") }

// Delete is the target that deletes it.
func (p ParkedPath) Delete() string { return partOf(string(p), "delete") }

// QuestionPath is the page of a question in a review, and the target of its form.
type QuestionPath string

// Live is the state of the answer, for scripts.
func (q QuestionPath) Live() string { return partOf(string(q), "live") }

// Save is the target of scripts that save as people type.
func (q QuestionPath) Save() string { return partOf(string(q), "save") }

// History is the whole history of the answer.
func (q QuestionPath) History() string { return partOf(string(q), "history") }

// Assign is the target that assigns the question.
func (q QuestionPath) Assign() string { return partOf(string(q), "assign") }

// Comments is the page of all comments, and the target that adds one.
func (q QuestionPath) Comments() string { return partOf(string(q), "comments") }

// Thread is where the comments begin on the page of the question.
func (q QuestionPath) Thread() string { return string(q) + "#comments" }

// Comment is the target that edits a comment.
func (q QuestionPath) Comment(comment string) string { return partOf(q.Comments(), comment) }

// DeleteComment is the target that deletes a comment.
func (q QuestionPath) DeleteComment(comment string) string {
	return partOf(q.Comments(), comment, "delete")
}
