package reports

import (
	"fmt"
	"io"
	"strings"
	"time"

	"plumbline/models"
)

// Options choose what a report looks like. The zero Options are the whole workload on A4.
type Options struct {
	Paper Paper
	Lens  string // key of the only lens to report on; "" is all of them

	Watermark string // on every page, for whom this copy is; "" is none
}

// report is one document in the making: its words, in order, and what they need.
type report struct {
	*flow
	clerk
	snap   models.Snapshot
	sheets []sheet
	plan   ImprovementPlan
	paper  Paper
	mark   text // watermark
	toc    []tocLine
}

// PDF writes the improvement plan of a Snapshot. It renders the whole document first, so that w gets all of it or nothing.
// The warnings tell what could not be shown as written; they are printed on the last pages too. The error is that
// of w, of an unknown lens (models.NotFound), or of a snapshot whose reviews lack their questions.
func PDF(w io.Writer, s models.Snapshot, opt Options) ([]Warning, error) {
	all, err := sheets(s, opt.Lens)
	if err != nil {
		return nil, err
	}
	r := newReport(s, all, opt.Paper)
	r.mark = r.str("Watermark", opt.Watermark)
	r.compose()
	out, err := r.render()
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	if _, err := w.Write(out); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return r.warnings(), nil
}

// newReport prepares a document; nothing is written yet.
func newReport(s models.Snapshot, all []sheet, paper Paper) *report {
	w, h := paper.size()
	f := &flow{set: &setter{}, width: w - 2*margin, height: h - 2*margin}
	return &report{flow: f, snap: s, sheets: all, plan: plan(all), paper: paper}
}

// compose writes the sections. The contents come last, since every section adds to them, and move to the front.
func (r *report) compose() {
	r.cover()
	r.summary()
	front := len(r.boxes)
	r.properties()
	r.improvements()
	for _, sh := range r.sheets {
		r.details(sh)
	}
	r.method()
	r.printNotes()
	rest := append([]box{}, r.boxes[front:]...)
	r.boxes = r.boxes[:front]
	r.contents()
	r.boxes = append(r.boxes, rest...)
}

// at is the moment the report shows. Without one it is the epoch: never the clock.
func (r *report) at() time.Time {
	if r.snap.At.IsZero() {
		return time.Unix(0, 0).UTC()
	}
	return r.snap.At.UTC()
}

// state says which state of the workload this is.
func (r *report) state() string {
	if m := r.snap.Milestone; m != nil {
		return fmt.Sprintf("Milestone %d: %s", m.Number, m.Name)
	}
	if r.fromFile() {
		return "From an answers file"
	}
	return "Live state"
}

// fromFile tells a review that was never on a server: it has no id, no workspace, and no times but its date.
func (r *report) fromFile() bool { return r.snap.Workload.ID == "" }

// date is the moment in words, a dash if there is none.
func (r *report) date() string { return moment(r.snap.At) }

// lenses names what was applied, for the running head.
func (r *report) lenses() string {
	var names []string
	for _, sh := range r.sheets {
		names = append(names, lensName(sh.review))
	}
	return strings.Join(names, ", ")
}

// str takes in a plain text from the snapshot.
func (r *report) str(where, s string) text { return r.take(where, strings.TrimRight(s, "\n ")) }

// section starts a page with its title, and names the place.
func (r *report) section(title text, place string) {
	r.page()
	r.x = 0
	r.list(0, title, place)
	r.pin(placeMark{place, title, 0}, headMark{""})
	r.para(span{text: title, style: h1})
	r.space(10)
	r.keep()
}

// row sets a label beside whatever fill adds.
func (r *report) row(name text, fill func()) {
	l := r.set.lines(labelWidth-8, span{text: name, style: label})
	for i, line := range l {
		r.pin(r.marks(line, 0, baseline(body.lead, line)+0.3+float64(i)*11)...)
	}
	r.beside(fill)
}

// beside runs fill in the text column; a fill that adds nothing leaves a dash.
func (r *report) beside(fill func()) {
	before := len(r.boxes)
	r.x = labelWidth
	if fill(); len(r.boxes) == before {
		r.plain(dash, quiet)
	}
	r.x = 0
}

// value is a row with one plain text.
func (r *report) value(name text, where, s string) {
	r.row(name, func() {
		if t := r.str(where, s); strings.TrimSpace(string(t)) != "" {
			r.plain(t, body)
		}
	})
}

// notes is a row with Markdown.
func (r *report) notes(name text, where, s string) {
	if s == "" {
		return
	}
	t := r.markdown(where, s)
	r.row(name, func() { r.note(t) })
}

// markdown takes in a note.
func (r *report) markdown(where, s string) text { return r.take(where, s) }
