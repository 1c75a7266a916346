package reports

import (
	"fmt"
	"strings"

	"plumbline/models/labels"
	"plumbline/reports/doc"
	"plumbline/reports/reviewed"
)

// maxCoverLenses is how many lenses the cover names; one more is named rather than counted.
const maxCoverLenses = 6

// cover is the first page: what this is, of what, in which state, and whose.
func (r *reportBuilder) cover() doc.Section {
	c := doc.Cover{Kind: "Improvement plan", Title: cleanText(r.snap.Workload.Name)}
	for i, sh := range r.reviewed {
		if i == maxCoverLenses && len(r.reviewed) > maxCoverLenses+1 {
			c.More = doc.CleanText(fmt.Sprintf("and %d more lenses", len(r.reviewed)-i))
			break
		}
		c.Topics = append(c.Topics, cleanText(reviewed.LensName(sh.Review)+coverVersion(sh)))
	}
	c.Facts = r.coverFacts()
	return doc.Section{Kind: doc.CoverSection, Title: "Cover", Place: "cover", Body: []doc.Block{c}}
}

// coverVersion is the lens version as it follows the name, or nothing.
func coverVersion(sh reviewed.Lens) string {
	if v := sh.Review.Version.Name; v != "" {
		return ", version " + v
	}
	return ""
}

// coverFacts are what a reader looks for before turning the page. The properties repeat those of the workload in full.
func (r *reportBuilder) coverFacts() []doc.Fact {
	w := r.snap.Workload
	regions := append(append([]string{}, w.AWSRegions...), w.NonAWSRegions...)
	facts := []doc.Fact{
		{Name: "State", Value: r.str("Milestone name", r.state())},
		{Name: "Date", Value: doc.CleanText(r.dateAndZone())},
		{Name: "Review owner", Value: cleanText(w.ReviewOwner)},
		{Name: "Environment", Value: cleanText(labels.Environment(w.Environment))},
	}
	if !r.fromFile() {
		facts = append(facts, doc.Fact{Name: "Workspace", Value: r.str("Workspace name", r.workspace())})
	}
	return append(facts,
		doc.Fact{Name: "Account IDs", Value: cleanText(shortList(w.AccountIDs))},
		doc.Fact{Name: "Regions", Value: cleanText(shortList(regions))})
}

// workspace names the team's space with its ID.
func (r *reportBuilder) workspace() string {
	if r.snap.AccountID == "" {
		return r.snap.WorkspaceName
	}
	return strings.TrimSpace(r.snap.WorkspaceName + ", ID " + r.snap.AccountID)
}

// shortList keeps the cover to one page; the properties have the whole list.
func shortList(all []string) string {
	const most = 12
	if len(all) <= most {
		return strings.Join(all, ", ")
	}
	return fmt.Sprintf("%s and %d more, all listed in the workload properties", strings.Join(all[:most], ", "),
		len(all)-most)
}
