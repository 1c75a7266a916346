// Package trends is the pages of trends: how the risks, the score and the items of a workload or a workspace have
// moved, as charts that the server draws, each with its table.
//
// Handlers decide nothing: figures and permission are those of models/service.
package trends

import (
	"embed"
	"html/template"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/urls"
)

// handlers has a method for each row of the table, and what they share.
type handlers struct{ *page.Adapter }

// Pages is the table of the area.
func Pages(adapter *page.Adapter) page.Table {
	h := handlers{adapter}
	return page.Table{Rows: []page.Row{
		page.Get(urls.Trend, models.ReadWorkload, h.workspaceTrend, page.Shows{"trend": trendData{}}),
		page.Get(urls.TrendOf(":workload"), models.ReadWorkload, h.workloadTrend,
			page.Shows{"trend": trendData{}}),
	}, Templates: templates, Done: map[string]string{}}
}

//go:embed templates
var templateFiles embed.FS

var templates = page.NewTemplates(templateFiles, template.FuncMap{})
