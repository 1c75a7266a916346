// Package doc describes a report without a format: what it says, in which order, and what belongs together.
// The package reports makes a Report from a snapshot, and each format (reports/pdf, later others) sets it in
// its own way.
//
// A Report is plain data. It knows no page, no font and no place on paper. What a format with pages should
// know, such as which blocks stay together, stands in Layout and in a few fields that say so; a format
// without pages ignores it.
//
// It may import models/markdown, which reads notes, models/labels for words, and questionnaires for risks and
// counts. It never imports a format.
package doc

import "time"

// Report is a whole report.
type Report struct {
	Title   CleanText // of the file
	Author  CleanText // of the file
	Subject CleanText // of the file
	At      time.Time // the moment that the report shows, in UTC

	Paper  PaperSize
	Dense  bool      // it has very much to say: formats with pages set it a little smaller
	Name   CleanText // of what is reported on: the running head of every page but the first
	Topics CleanText // beside Name where a section has no Topic of its own
	Foot   CleanText // the running foot
	// Classification says who may read it, in a word or two; Foot has it, too. "" is not said. An id of the report's
	// content does not depend on it.
	Classification CleanText `json:",omitempty"`
	Footer         CleanText `json:",omitempty"` // of the workspace, in each foot below Foot; "" is none
	Brand          *Brand    `json:",omitempty"` // nil: that of Plumbline
	Mark           CleanText // a watermark, on every page; "" is none. " · " parts it into lines where it is large

	Sections []Section
}

// FootText is what stands in the foot, in one text.
func (r Report) FootText() CleanText {
	switch {
	case r.Footer == "":
		return r.Foot
	case r.Foot == "":
		return r.Footer
	}
	return r.Foot + " · " + r.Footer
}

// Brand is how a report looks, on white. What is nil is as Plumbline has it. Text in its colours can be read.
type Brand struct {
	Primary *Color // of titles and headings
	Accent  *Color // of links and marks
	Logo    *Picture
}

// Color is a colour of a screen.
type Color struct{ R, G, B uint8 }

// Picture is a PNG with eight bits a channel.
type Picture struct {
	PNG           []byte
	Width, Height int // in pixels
	Alt           CleanText
}

// PaperSize is a paper size.
type PaperSize int

// The papers.
const (
	PaperA4 PaperSize = iota
	PaperLetter
)

// SectionKind says what a section is, for formats that set some kinds in a way of their own.
type SectionKind int

// The kinds of section.
const (
	ChapterSection  SectionKind = iota // Title above Body
	CoverSection                       // the cover: Body is one Cover, Title is for the outline only; one page
	OverviewSection                    // one page that can be read from across a table; a Chart takes what is left of it
	ContentsSection                    // the format makes the list, of sections and parts; Body is empty
)

// Section is a chapter of a report; it starts on a page of its own, unless it Joins the one before it.
type Section struct {
	Kind  SectionKind
	Joins bool // a ChapterSection that starts below the one before it where a third of the page is left
	Title CleanText
	Place string    // its name for links, unique in the report
	Topic CleanText // what the section is about, for the running head; "" is Report.Topics
	Body  []Block
}

// Listed reports whether a list of contents has the section.
func (s Section) Listed() bool { return s.Kind == ChapterSection || s.Kind == OverviewSection }
