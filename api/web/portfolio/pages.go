// Package portfolio is the page of a portfolio: how the workloads of a workspace, or of all of a person's workspaces,
// stand together, and its report.
//
// Handlers decide nothing: numbers and permission are those of models/service/portfolio.
package portfolio

import (
	"embed"
	"html/template"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/urls"
)

// handlers has a method for each row of the table, and what they share.
type handlers struct{ *page.Adapter }

// Pages is the table of the area.
func Pages(adapter *page.Adapter) page.Table {
	h := handlers{adapter}
	return page.Table{Rows: []page.Row{
		page.Get(urls.Portfolio, models.ReadWorkload, h.portfolio, page.Shows{"portfolio": portfolioData{}}),
		page.Get(urls.PortfolioReport, models.ReadWorkload, h.report, nil).Queued(),
	}, Templates: templates, Done: map[string]string{}}
}

//go:embed templates
var templateFiles embed.FS

var templates = page.NewTemplates(templateFiles, template.FuncMap{"environments": environments})

// environments are the choices of a form.
func environments() []page.LabelledValue {
	return page.LabelledValues(models.Environments[:], labels.Environment)
}
