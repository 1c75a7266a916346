package portfolio

import (
	"bytes"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/portfolio"
	"plumbline/reports"
)

// queryOf reads what of the portfolio the address asks for.
func queryOf(r *page.Request) portfolio.Query {
	return portfolio.Query{Lens: r.Query("lens"), Environment: models.Environment(r.Query("environment")),
		Everywhere: r.Query("of") == "all"}
}

// report is the portfolio as a file.
func (h handlers) report(r *page.Request) (page.Reply, error) {
	p, err := h.Service.Portfolios.Get(r.HTTP.Context(), queryOf(r))
	if err != nil {
		return page.Reply{}, err
	}
	opt := reports.ReportOptions{Format: reports.Format(r.Query("format")).Or(reports.FormatPDF), Font: h.Options.Font}
	if opt.Look.Brand, err = h.Service.ReportBrands.Get(r.HTTP.Context()); err != nil {
		return page.Reply{}, err
	}
	if r.Query("paper") == "letter" {
		opt.Paper = reports.PaperLetter
	}
	var file bytes.Buffer
	if _, err := reports.WritePortfolio(&file, p, opt); err != nil {
		return page.Reply{}, err
	}
	return page.Reply{File: &page.Download{MediaType: opt.Format.MediaType(), Data: file.Bytes(),
		Name: reports.PortfolioFile(p, opt.Format)}}, nil
}
