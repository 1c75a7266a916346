// Package reports turns a Snapshot into a document: for architects, leadership or auditors, and many workloads together
// into a portfolio, in the formats of the package format.
//
// It says what a report says. The result is a doc.Report, which knows no format; a package for each format
// sets it. What a format can't show is listed at the end of the document.
//
// It may import models, questionnaires, the packages below it, and the Unicode tables of x/text. It never
// reads a clock, a file, a database or the network: the same Snapshot gives the same bytes.
package reports

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/branding"
	"plumbline/models/labels"
	"plumbline/models/timezone"
	"plumbline/reports/chosen"
	"plumbline/reports/doc"
	"plumbline/reports/docx"
	"plumbline/reports/improvement"
	"plumbline/reports/reviewed"
)

// PDF writes the report to architects of a Snapshot, as Write does.
func PDF(w io.Writer, s models.Snapshot, opt ReportOptions) ([]RenderWarning, error) {
	return Write(w, Source{Snapshot: s}, Architect, opt)
}

// Write writes a report; an unknown preset is that to architects. It renders the whole document first, so that
// w gets all of it or nothing. The warnings tell what could not be shown as written; they are printed on the last pages
// too. The error is that of w, of an unknown lens (models.CodeNotFound), of a classification that is too long
// (models.CodeInvalid), of a format that the preset does not come in or a template that can't be read
// (models.CodeInvalid), or of a snapshot whose reviews lack their questions.
func Write(w io.Writer, s Source, preset Preset, opt ReportOptions) ([]RenderWarning, error) {
	if !preset.ComesAs(opt.Format) {
		return nil, models.InvalidInput(models.FieldFault{Field: "preset", Message: map[bool]string{
			true:  "must be leadership: slides hold the report to leadership only",
			false: "must be architect or auditor: OSCAL has no report to leadership"}[opt.Format.IsSlides()]})
	}
	if err := opt.check(); err != nil {
		return nil, err
	}
	r, err := newReport(s.Snapshot, opt, opt.draws())
	if err != nil {
		return nil, err
	}
	out, err := r.render(s, preset, opt)
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	if _, err := w.Write(out); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return r.warnings(), nil
}

// render sets the report in its format.
func (r *reportBuilder) render(s Source, preset Preset, opt ReportOptions) ([]byte, error) {
	if write, ok := oscalKinds[opt.Format]; ok {
		return write(r.oscalSource(s, preset, opt))
	}
	in, err := opt.template()
	if err != nil {
		return nil, err
	}
	var described doc.Report
	switch preset {
	case Leadership:
		described = leadership(r, s, opt)
	case Auditor:
		described = r.auditor(s, opt)
	default:
		described = r.document(opt)
	}
	chosen.Mend(&described)
	described = r.dress(described, r.look, r.snap.WorkspaceName)
	if in != nil {
		return docx.RenderIn(described, in)
	}
	return opt.set(described)
}

// reportBuilder describes one report: what goes into it, and what can't be shown.
type reportBuilder struct {
	textIntake
	snap     models.Snapshot
	reviewed []reviewed.Lens
	plan     improvement.Plan
	entries  map[[2]string]improvement.Entry // of the plan, by lens and question
	look     branding.Look
	listing  chosen.Listing
	workBy   map[models.SnapshotPractice][]models.PlannedItem
}

// newReport reads what a report is made of; draws tells which characters its format draws.
func newReport(s models.Snapshot, opt ReportOptions, draws func(rune) bool) (*reportBuilder, error) {
	all, err := reviewed.Lenses(s, opt.Lens)
	if err != nil {
		return nil, err
	}
	r := &reportBuilder{textIntake: textIntake{draws: draws}, snap: s, reviewed: all,
		plan: improvement.Of(all, s.Workload.PillarPriorities), entries: map[[2]string]improvement.Entry{},
		look: opt.Look, listing: chosen.NewListing(opt.Look.Choices, all, s.Workload.PillarPriorities)}
	r.str("Footer", r.look.FooterText()) // before the report lists what it can't show
	for _, e := range r.planned() {
		r.entries[[2]string{e.LensID, e.QuestionID}] = e
	}
	return r, nil
}

// frame is a report without its sections.
func (r *reportBuilder) frame(opt ReportOptions) doc.Report {
	name, lenses := cleanText(r.snap.Workload.Name), cleanText(r.lenses())
	return doc.Report{
		Title: name + ": improvement plan", Author: cleanText(r.snap.WorkspaceName), Subject: lenses,
		At: r.at(), Paper: opt.Paper, Dense: true,
		Name: name, Topics: lenses, Foot: cleanText(r.state() + ", " + r.date()),
		Mark: r.str("Watermark", opt.Watermark),
	}
}

// document describes the whole report to architects.
func (r *reportBuilder) document(opt ReportOptions) doc.Report {
	d := r.frame(opt)
	contents := doc.Section{Kind: doc.ContentsSection, Title: "Contents", Place: "contents"}
	d.Sections = append(d.Sections, r.cover(), r.summary(), contents)
	questions := chosen.Part{Key: "questions", Describe: func() (all []doc.Section) {
		for _, sh := range r.reviewed {
			all = append(all, r.details(sh))
		}
		return all
	}}
	for _, s := range append(r.chosen(Architect, r.part("plan", r.improvements), questions,
		r.part("accepted", r.accepted), r.part("wont_do", r.wontDo), r.part("ledger", r.ledgerBeside),
		r.part("properties", r.properties)), r.method(Architect)) {
		if !r.isLens(s) {
			s = joined(s)
		}
		d.Sections = append(d.Sections, s)
	}
	if len(r.fields) > 0 {
		d.Sections = append(d.Sections, r.printNotes())
	}
	return d
}

// part is one section that can be chosen.
func (r *reportBuilder) part(key string, describe func() doc.Section) chosen.Part {
	return chosen.Part{Key: key, Describe: func() []doc.Section { return []doc.Section{describe()} }}
}

// chosen are the sections of a report that were chosen, in their order.
func (r *reportBuilder) chosen(base Preset, parts ...chosen.Part) []doc.Section {
	return chosen.Order(r.look.Arranged(string(base)), parts...)
}

// isLens reports whether a section is all of a review: it begins on a page of its own.
func (r *reportBuilder) isLens(s doc.Section) bool {
	return slices.ContainsFunc(r.reviewed, func(sh reviewed.Lens) bool { return sh.Place == s.Place })
}

// dress is the report with the brand of a workspace.
func (c *textIntake) dress(d doc.Report, look branding.Look, workspace string) doc.Report {
	d.Footer = c.take("Footer", look.FooterText())
	b := look.Brand
	if b.Plain() {
		return d
	}
	d.Brand = &doc.Brand{Primary: colorOf(b.PrimaryColor), Accent: colorOf(b.AccentColor)}
	if !b.Logo.Empty() {
		d.Brand.Logo = &doc.Picture{PNG: b.Logo.PNG, Width: b.Logo.Width, Height: b.Logo.Height,
			Alt: "Logo of " + cleanText(workspace)}
	}
	return d
}

func colorOf(text string) *doc.Color {
	c, ok := branding.ParseColor(text)
	if !ok {
		return nil
	}
	return (*doc.Color)(&c)
}

// joined is a section that starts below the one before it.
func joined(s doc.Section) doc.Section {
	s.Joins = true
	return s
}

// reportTime is the moment the report shows. Without one it is the epoch: never the clock.
func (r *reportBuilder) at() time.Time {
	if r.snap.At.IsZero() {
		return time.Unix(0, 0).UTC()
	}
	return r.snap.At.UTC()
}

// state says which state of the workload this is.
func (r *reportBuilder) state() string {
	if m := r.snap.Milestone; m != nil {
		return fmt.Sprintf("Milestone %d: %s", m.Number, m.Name)
	}
	if r.fromFile() {
		return "From an answers file"
	}
	return "Live state"
}

// fromFile tells a review that was never on a server: it has no id, no workspace, and no times but its date.
func (r *reportBuilder) fromFile() bool { return r.snap.Workload.ID == "" }

// date is the moment in words, a dash if there is none.
func (r *reportBuilder) date() string { return r.time(r.snap.At) }

// dateAndZone is the moment with the time zone, which is that of every date in the report and is named once.
func (r *reportBuilder) dateAndZone() string {
	if r.snap.At.IsZero() {
		return emptyDash
	}
	return r.zone().Named(r.snap.At)
}

// zone is the time zone of all dates of the report.
func (r *reportBuilder) zone() timezone.Zone {
	return timezone.Of(r.snap.TimeZone).Written(r.look.Language)
}

// calendar writes a day such as 2026-12-31 as people read it; what is none stays as it is.
func (r *reportBuilder) calendar(day string) string {
	if r.look.Language == "" {
		return labels.CalendarDay(day)
	}
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return timezone.UTC.Written(r.look.Language).Day(t)
}

// lenses names what was applied, for the running head.
func (r *reportBuilder) lenses() string {
	var names []string
	for _, sh := range r.reviewed {
		names = append(names, reviewed.LensName(sh.Review))
	}
	return strings.Join(names, ", ")
}

// day is a date in the time zone of the report; a zero time is a dash.
func (r *reportBuilder) day(t time.Time) string {
	if t.IsZero() {
		return emptyDash
	}
	return r.zone().Day(t)
}

// time is a time to the minute in the time zone of the report; a zero time is a dash.
func (r *reportBuilder) time(t time.Time) string {
	if t.IsZero() {
		return emptyDash
	}
	return r.zone().Time(t)
}

// emptyDash stands where a field is empty.
const emptyDash = "–"
