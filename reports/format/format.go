// Package format knows what sorts of file a report may be, and sets a described report as one of them.
//
// It may import reports/doc and the packages of the formats.
package format

import (
	"slices"

	"plumbline/reports/csvfile"
	"plumbline/reports/doc"
	"plumbline/reports/docx"
	"plumbline/reports/htmlfile"
	"plumbline/reports/jsonfile"
	"plumbline/reports/mdfile"
	"plumbline/reports/pdf"
	"plumbline/reports/pptx"
	"plumbline/reports/xlsx"
)

// Format is what sort of file a report is.
type Format string

// The formats.
const (
	PDF        Format = "pdf"
	HTML       Format = "html"
	Word       Format = "docx"
	Excel      Format = "xlsx"
	PowerPoint Format = "pptx"
	Markdown   Format = "md"
	JSON       Format = "json"
	CSV        Format = "csv"

	// The documents of OSCAL are made of a Snapshot, not of a described report: the package reports writes them.
	OSCALResults Format = "oscal-ar"
	OSCALPlan    Format = "oscal-poam"
)

// All lists them.
var All = []Format{PDF, HTML, Word, Excel, PowerPoint, Markdown, JSON, CSV,
	OSCALResults, OSCALPlan}

// setting is what is known of a format.
type setting struct {
	label     string
	mediaType string
	render    func(doc.Report) ([]byte, error)
}

var settings = map[Format]setting{
	PDF:  {"PDF", "application/pdf", pdf.Render},
	HTML: {"HTML, one file", "text/html; charset=utf-8", always(htmlfile.Render)},
	Word: {"Word (DOCX)", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		docx.Render},
	Excel: {"Excel (XLSX)", xlsx.MediaType, workbook},
	PowerPoint: {"PowerPoint (PPTX), for leadership",
		"application/vnd.openxmlformats-officedocument.presentationml.presentation", pptx.Render},
	Markdown:     {"Markdown", "text/markdown; charset=utf-8", always(mdfile.Render)},
	JSON:         {"JSON, for programs", "application/json", jsonfile.Render},
	CSV:          {"CSV, one table", csvfile.MediaType, values},
	OSCALResults: {"OSCAL assessment results, for architects and auditors", oscalType, nil},
	OSCALPlan:    {"OSCAL plan of action (POA&M), for architects and auditors", oscalType, nil},
}

// oscalType is the media type of OSCAL as JSON.
const oscalType = "application/oscal+json"

// always is a format that has nothing to fail at.
func always(render func(doc.Report) []byte) func(doc.Report) ([]byte, error) {
	return func(d doc.Report) ([]byte, error) { return render(d), nil }
}

// Or is the format, or another one where it is none that there is.
func (f Format) Or(other Format) Format {
	if slices.Contains(All, f) {
		return f
	}
	return other
}

// known is what is known of the format; of one that there is not, what is known of a PDF.
func (f Format) known() setting { return settings[f.Or(PDF)] }

// Label is what people call such a file.
func (f Format) Label() string { return f.known().label }

// MediaType is the type of such a file.
func (f Format) MediaType() string { return f.known().mediaType }

// IsSlides reports whether the file has room for the report to leadership only.
func (f Format) IsSlides() bool { return f == PowerPoint }

// IsOSCAL reports whether the file is a document of OSCAL, which is written of the Snapshot itself.
func (f Format) IsOSCAL() bool { return f == OSCALResults || f == OSCALPlan }

// Extension is the end of the file's name.
func (f Format) Extension() string {
	if f.IsOSCAL() {
		return string(f) + ".json"
	}
	return string(f)
}

// HasFonts reports whether the file brings its own fonts: then it can't show what they lack. Whoever opens another one
// has fonts.
func (f Format) HasFonts() bool { return f.Or(PDF) == PDF }

// Render sets the report, unless it is of OSCAL. The same report gives the same bytes.
func (f Format) Render(d doc.Report) ([]byte, error) { return f.known().render(d) }
