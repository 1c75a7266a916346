// Package web collects the pages of all areas, and mounts them. The pages are server-rendered, embedded, and work
// without JavaScript; small modules make them nicer where there is some.
//
// An area is a package of its own, with its handlers, its templates and one table of its pages: account, team,
// workloads, plan, items, trends, acceptances, recaps, lenses, review, sharing, help, reference and more. No area
// imports another one. What they share is in page.
package web

import (
	"github.com/gin-gonic/gin"

	"plumbline/api/auth"
	"plumbline/api/web/acceptances"
	"plumbline/api/web/account"
	"plumbline/api/web/branding"
	"plumbline/api/web/calendars"
	"plumbline/api/web/help"
	"plumbline/api/web/itemfiles"
	"plumbline/api/web/items"
	"plumbline/api/web/lenses"
	"plumbline/api/web/page"
	"plumbline/api/web/plan"
	"plumbline/api/web/portfolio"
	"plumbline/api/web/proofs"
	"plumbline/api/web/recaps"
	"plumbline/api/web/reference"
	"plumbline/api/web/review"
	"plumbline/api/web/sharing"
	"plumbline/api/web/team"
	"plumbline/api/web/trends"
	"plumbline/api/web/workloads"
	"plumbline/models/service"
)

// PageHandlers is what people see of the server.
type PageHandlers struct {
	*page.Adapter
	tables []page.Table
}

// FieldOptions are what the pages need beside the service.
type FieldOptions = page.Options

// New makes the pages over the service.
func New(svc *service.Service, who *auth.Authenticator, opt FieldOptions) *PageHandlers {
	opt.MovedTo = review.MovedTo
	adapter := page.New(svc, who, opt)
	return &PageHandlers{adapter, Tables(adapter)}
}

// Tables are what all areas have to show.
func Tables(adapter *page.Adapter) []page.Table {
	return []page.Table{account.Pages(adapter), team.Pages(adapter), workloads.Pages(adapter), lenses.Pages(adapter),
		plan.Pages(adapter), items.Pages(adapter), acceptances.Pages(adapter),
		review.Pages(adapter), reference.Pages(adapter), sharing.Pages(adapter), help.Pages(adapter),
		calendars.Pages(adapter), recaps.Pages(adapter), itemfiles.Pages(adapter), trends.Pages(adapter),
		proofs.Pages(adapter), portfolio.Pages(adapter), branding.Pages(adapter)}
}

// Mount registers every row of the tables, and the static files.
func (w *PageHandlers) Mount(engine *gin.Engine) { w.Adapter.Mount(engine, w.tables...) }

// OpenRoutes are the pages and forms that everybody may come to, as gin has their paths, with their methods before
// them: "POST /signin".
func (w *PageHandlers) OpenRoutes() (list []string) {
	for _, table := range w.tables {
		for _, row := range table.Rows {
			if row.Action == "" {
				list = append(list, row.Method+" "+row.Path)
			}
		}
	}
	return list
}
