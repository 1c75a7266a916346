// Package doc describes a report without a format: what it says, in which order, and what belongs together.
// The package reports makes a Report from a snapshot, and each format (reports/pdf, later others) sets it in
// its own way.
//
// A Report is plain data. It knows no page, no font and no place on paper. What a format with pages should
// know, such as which blocks stay together, stands in Layout and in a few fields that say so; a format
// without pages ignores it.
//
// It may import models/markdown, which reads notes, and questionnaires for risks and counts. It never imports
// a format.
package doc

import "time"

// Report is a whole report.
type Report struct {
	Title   Text      // of the file
	Author  Text      // of the file
	Subject Text      // of the file
	At      time.Time // the moment that the report shows, in UTC

	Paper  Paper
	Name   Text // of what is reported on: the running head of every page but the first
	Topics Text // beside Name where a section has no Topic of its own
	Foot   Text // the running foot
	Mark   Text // a watermark, on every page; "" is none. " · " parts it into lines where it is large

	Sections []Section
}

// Paper is a paper size.
type Paper int

// The papers.
const (
	A4 Paper = iota
	Letter
)

// SectionKind says what a section is, for formats that set some kinds in a way of their own.
type SectionKind int

// The kinds of section.
const (
	Chapter  SectionKind = iota // Title above Body
	Front                       // the cover: Body is one Cover, Title is for the outline only; one page
	Overview                    // what can be read from across a table: one page, on which a Chart takes what is left
	Contents                    // the format makes the list, of sections and parts; Body is empty
)

// Section is a chapter of a report; it starts on a page of its own.
type Section struct {
	Kind  SectionKind
	Title Text
	Place string // its name for links, unique in the report
	Topic Text   // what the section is about, for the running head; "" is Report.Topics
	Body  []Block
}

// Listed reports whether a list of contents has the section.
func (s Section) Listed() bool { return s.Kind == Chapter || s.Kind == Overview }
