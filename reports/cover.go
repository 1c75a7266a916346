package reports

import (
	"fmt"
	"strings"

	"plumbline/models/labels"
)

// bobMark draws the plumb line: from the top edge of the page down to its weight.
type bobMark struct{ x, length float64 }

// draw starts at the edge of the paper, above the margin: a plumb line hangs from outside the page.
func (m bobMark) draw(c *canvas, x, _ float64) {
	x += m.x
	c.stroke(ink, 0.75)
	c.pdf.Line(x, 0, x, m.length)
	c.fill(accent)
	c.polygon("F", x-5.5, m.length, x+5.5, m.length, x, m.length+20)
}

// cover is the first page: what this is, of what, in which state, and whose.
func (r *report) cover() {
	w := r.snap.Workload
	r.pin(placeMark{name: "cover", title: "Cover", level: 0}, bobMark{labelWidth / 3, margin + 208})
	r.add(168)
	r.x = labelWidth
	r.plain("Improvement plan", style{sans, 13, 20, ink2})
	r.space(4)
	r.plain(repeat(w.Name), style{sansBold, 30, 36, ink})
	r.space(8)
	for i, sh := range r.sheets {
		if i == 6 && len(r.sheets) > 7 {
			r.plain(text(fmt.Sprintf("and %d more lenses", len(r.sheets)-i)), style{sans, 13, 20, ink2})
			break
		}
		r.plain(repeat(lensName(sh.review)+coverVersion(sh)), style{sans, 13, 20, ink})
	}
	r.x = 0
	fold := len(r.boxes)
	r.hairline(170, 12)
	r.coverRows()
	r.squeeze(fold)
}

// squeeze takes white space away, first at the fold and then at the top, until the cover is one page.
func (r *report) squeeze(fold int) {
	over := max(0, tall(r.boxes)-r.height)
	give := min(over, r.boxes[fold].before-24)
	r.boxes[fold].before -= give
	if over -= give; over > 0 {
		top := &r.boxes[0]
		top.height = max(40, top.height-over)
		top.marks[1] = bobMark{labelWidth / 3, margin + top.height + 40}
	}
}

// coverVersion is the lens version as it follows the name, or nothing.
func coverVersion(sh sheet) string {
	if v := sh.review.Version.Name; v != "" {
		return ", version " + v
	}
	return ""
}

// coverRows are the facts a reader looks for before turning the page. The properties repeat those of the workload in full.
func (r *report) coverRows() {
	w := r.snap.Workload
	regions := append(append([]string{}, w.AWSRegions...), w.NonAWSRegions...)
	for _, row := range []struct {
		name  text
		value text
	}{
		{"State", r.str("Milestone name", r.state())},
		{"Date", text(r.date())},
		{"Review owner", repeat(w.ReviewOwner)},
		{"Environment", repeat(labels.Environment(w.Environment))},
		{"Workspace", r.str("Workspace name", r.workspace())},
		{"Account ids", repeat(shortList(w.AccountIDs))},
		{"Regions", repeat(shortList(regions))},
	} {
		if row.name == "Workspace" && r.fromFile() {
			continue
		}
		r.space(5)
		r.row(row.name, func() {
			if row.value != "" {
				r.plain(row.value, body)
			}
		})
	}
}

// workspace names the team's space with its account id.
func (r *report) workspace() string {
	if r.snap.AccountID == "" {
		return r.snap.WorkspaceName
	}
	return strings.TrimSpace(r.snap.WorkspaceName + ", account " + r.snap.AccountID)
}

// shortList keeps the cover to one page; the properties have the whole list.
func shortList(all []string) string {
	const most = 12
	if len(all) <= most {
		return strings.Join(all, ", ")
	}
	return fmt.Sprintf("%s and %d more, all listed in the workload properties", strings.Join(all[:most], ", "), len(all)-most)
}
