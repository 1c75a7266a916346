package portfolio

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/reports"
)

var reportParams = append([]rest.Parameter{
	{Name: "paper", Doc: "paper of a PDF; a4 if not given", Enum: []string{"a4", "letter"}},
	{Name: "classification", Doc: fmt.Sprintf("who may read it, in at most %d characters; stands on each page",
		reports.MaxClassification)},
}, narrowing...)

// reportRoutes has an operation for each format that there is such a report in.
func (h handlers) reportRoutes() (list []rest.Route) {
	for _, f := range reports.PortfolioFormats() {
		sends := []string{f.MediaType()}
		if f == "json" {
			sends = nil // JSON has a schema, and is what is sent if nothing else is said
		}
		list = append(list, rest.Route{Method: http.MethodGet, Path: "/portfolio/report." + string(f),
			ID: "getPortfolioReport" + strings.ToUpper(string(f)), Cost: rest.Heavy, Action: models.ReadWorkload,
			Summary: "The report on all workloads that one reaches: " + f.Label(), Status: http.StatusOK,
			Query: reportParams, Sends: sends,
			Do: rest.Do(func(ctx context.Context, r *rest.Request, _ rest.None) (rest.Blob, error) {
				return h.report(ctx, r, f)
			})})
	}
	return list
}

func (h handlers) report(ctx context.Context, r *rest.Request, format reports.Format) (rest.Blob, error) {
	p, err := h.Service.Portfolios.Get(ctx, Query(r.Query))
	if err != nil {
		return rest.Blob{}, err
	}
	opt := reports.ReportOptions{Format: format, Classification: r.Query("classification"), Font: h.Font}
	if opt.Look.Brand, err = h.Service.ReportBrands.Get(ctx); err != nil {
		return rest.Blob{}, err
	}
	if r.Query("paper") == "letter" {
		opt.Paper = reports.PaperLetter
	}
	var file bytes.Buffer
	if _, err := reports.WritePortfolio(&file, p, opt); err != nil {
		return rest.Blob{}, err
	}
	return rest.Blob{MediaType: format.MediaType(), File: reports.PortfolioFile(p, format), Data: file.Bytes()}, nil
}
