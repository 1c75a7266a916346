package reports

import (
	"fmt"
	"io"

	"plumbline/models"
	"plumbline/models/portfolio"
	"plumbline/models/text"
	describe "plumbline/reports/portfolio"
)

// WritePortfolio writes the report on many workloads together, as Write does; it comes in all formats but slides and
// OSCAL.
func WritePortfolio(w io.Writer, p portfolio.Portfolio, opt ReportOptions) ([]RenderWarning, error) {
	if !isPortfolioFormat(opt.Format) {
		return nil, models.InvalidInput(models.FieldFault{Field: "format", Message: "has no report on many workloads"})
	}
	if err := opt.check(); err != nil {
		return nil, err
	}
	intake := &textIntake{draws: opt.draws()}
	described := describe.Describe(p, intake.take)
	described.Paper = opt.Paper
	if described.Classification = intake.take("Classification", opt.Classification); opt.Classification != "" {
		described.Foot = described.Classification + ", " + described.Foot
	}
	if len(p.Spaces) > 0 {
		described = intake.dress(described, opt.Look, p.Spaces[0].Name)
	}
	if len(intake.fields) > 0 {
		described.Sections = append(described.Sections, intake.printNotes())
	}
	out, err := opt.set(described)
	if err == nil {
		_, err = w.Write(out)
	}
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return intake.warnings(), nil
}

// PortfolioFormats are the formats of WritePortfolio.
func PortfolioFormats() (list []Format) {
	for _, f := range Formats {
		if isPortfolioFormat(f) {
			list = append(list, f)
		}
	}
	return list
}

// isPortfolioFormat tells slides and OSCAL, which have no report on many workloads, from the others.
func isPortfolioFormat(f Format) bool { return !f.IsSlides() && !f.IsOSCAL() }

// PortfolioFile is the name of the file of a portfolio: "portfolio 2026-12-31.pdf".
func PortfolioFile(p portfolio.Portfolio, f Format) text.FileName {
	return text.FileNameOf(string(f), "portfolio", p.Today)
}
