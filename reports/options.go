package reports

import (
	"cmp"
	"fmt"
	"plumbline/models"
	"plumbline/models/branding"
	"plumbline/reports/doc"
	"plumbline/reports/docx/template"
	"plumbline/reports/format"
	"plumbline/reports/pdf"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ReportOptions choose what a report looks like. The zero ReportOptions are the whole workload on PaperA4.
type ReportOptions struct {
	Format Format    // PDF if ""
	Paper  PaperSize // of a PDF
	Lens   string    // key of the only lens to report on; "" is all of them

	Font *pdf.Font // of a PDF: for what the fonts in the program lack; nil is none

	Watermark string // on every page, for whom this copy is; "" is none

	Classification string // of the report to leadership: who may read it, in a word or two; "" is not said

	Template []byte // of a Word document: a DOCX file whose styles, pages, heads and feet are taken; nil is none

	Look branding.Look // what was chosen of it, and the brand that it wears
}

// Wearing are the options with what a look says beside them. What was asked for goes before it: paper is a4, letter, or
// "" where the look decides.
func (o ReportOptions) Wearing(look branding.Look, paper string) ReportOptions {
	o.Look, o.Classification = look, cmp.Or(o.Classification, look.Classification)
	if cmp.Or(paper, look.Paper) == "letter" {
		o.Paper = PaperLetter
	}
	return o
}

// MaxClassification is how many characters a classification may have: it stands on each page.
const MaxClassification = 40

// MaxTemplate is how many bytes a template may have.
const MaxTemplate = template.MaxBytes

// check refuses what would not fit on a page.
func (o ReportOptions) check() error {
	if utf8.RuneCountInString(o.Classification) > MaxClassification ||
		strings.ContainsFunc(o.Classification, unicode.IsControl) || !utf8.ValidString(o.Classification) {
		return models.InvalidInput(models.FieldFault{Field: "classification",
			Message: fmt.Sprintf("must be one line of at most %d characters", MaxClassification)})
	}
	return nil
}

// Format is what sort of file a report is.
type Format = format.Format

// FormatPDF is what a report is if nothing else is asked for.
const FormatPDF = format.PDF

// Formats lists them.
var Formats = format.All

// PaperSize is a paper size.
type PaperSize = doc.PaperSize

// The papers.
const (
	PaperA4     = doc.PaperA4
	PaperLetter = doc.PaperLetter
)

// Preset says for whom a report is.
type Preset string

// The presets.
const (
	Architect  Preset = "architect"  // the improvement plan, and every question with its answer and notes
	Leadership Preset = "leadership" // the verdict on one page, and on the next ones what it rests on
	Auditor    Preset = "auditor"    // what was decided by whom, why and until when, how answers changed, and the proof
)

// Presets lists them.
var Presets = []Preset{Architect, Leadership, Auditor}

// OrArchitect is the preset, or that to architects where it is "".
func (p Preset) OrArchitect() Preset { return cmp.Or(p, Architect) }

// FileKinds is what the name of a file says of the preset: nothing of that to architects.
func (p Preset) FileKinds() []string {
	if p == Architect || p == "" {
		return nil
	}
	return []string{string(p)}
}

// ComesAs reports whether there is such a file: slides hold the report to leadership only, and OSCAL knows no such
// report.
func (p Preset) ComesAs(f Format) bool {
	if p == Leadership {
		return !f.IsOSCAL()
	}
	return !f.IsSlides()
}

// set sets a report in the format.
func (o ReportOptions) set(described doc.Report) ([]byte, error) {
	if o.Format.Or(FormatPDF) == FormatPDF {
		return pdf.RenderWith(described, o.Font)
	}
	return o.Format.Render(described)
}

// template reads the template; nil is none.
func (o ReportOptions) template() (*template.Template, error) {
	if o.Template == nil {
		return nil, nil
	}
	if o.Format != format.Word {
		return nil, models.InvalidInput(models.FieldFault{Field: "template", Message: "is for reports as DOCX only"})
	}
	in, err := template.Read(o.Template)
	if err != nil {
		return nil, models.InvalidInput(models.FieldFault{Field: "template", Message: err.Error()})
	}
	return in, nil
}

// draws tells which characters the format draws.
func (o ReportOptions) draws() func(rune) bool {
	if o.Format.HasFonts() {
		return func(r rune) bool { return pdf.DrawsCharacter(r) || o.Font.Draws(r) }
	}
	return func(rune) bool { return true }
}
