// Package branding has the operations of the JSON API by which a workspace says how its reports look, and saves presets
// of reports.
//
// Handlers decide nothing: permission and rules are those of models/service/branding.
package branding

import (
	"context"
	"net/http"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/branding"
	"plumbline/models/service"
)

// Dependencies are what the operations stand on.
type Dependencies struct{ Service *service.Service }

type handlers Dependencies

const (
	pngType   = "image/png"
	brandPath = "/report-brand"
	logoPath  = brandPath + "/logo"
)

// Routes is the table of the operations.
func Routes(d Dependencies) []rest.Route {
	h := handlers(d)
	return append(h.presetRoutes(),
		rest.Route{Method: http.MethodGet, Path: brandPath, ID: "getReportBrand",
			Summary: "How the reports of the workspace look: colours, footer, logo", Action: models.ReadWorkspace,
			Status: http.StatusOK, Do: rest.Do(h.getBrand)},
		rest.Route{Method: http.MethodPatch, Path: brandPath, ID: "updateReportBrand",
			Summary: "Change colours and footer; a colour that is too pale on white is refused with its contrast",
			Action:  models.UpdateReports, Status: http.StatusOK, Conditional: true, Do: rest.Do(h.updateBrand)},
		rest.Route{Method: http.MethodGet, Path: logoPath, ID: "getReportLogo",
			Summary: "The logo, as a PNG that the server drew", Action: models.ReadWorkspace, Status: http.StatusOK,
			Sends: []string{pngType}, Do: rest.Do(h.getLogo)},
		rest.Route{Method: http.MethodPut, Path: logoPath, ID: "putReportLogo", Cost: rest.Heavy,
			Summary: "Set the logo: PNG, JPEG, or an SVG of filled shapes; it is drawn anew, and nothing else of the file " +
				"is kept", Action: models.UpdateReports, Status: http.StatusOK, Conditional: true,
			Limit: branding.MaxLogoFile + 1, Takes: []string{pngType, "image/jpeg", "image/svg+xml"}, Do: rest.Do(h.putLogo)},
		rest.Route{Method: http.MethodDelete, Path: logoPath, ID: "deleteReportLogo", Summary: "Remove the logo",
			Action: models.UpdateReports, Status: http.StatusOK, Conditional: true, Do: rest.Do(h.deleteLogo)})
}

// Current shows the state that a stale change met, in the shape in which the route would give it; nil for what is not
// of this package.
func Current(now any) any {
	switch v := now.(type) {
	case branding.Brand:
		return BrandOf(v)
	case branding.Preset:
		return PresetOf(v)
	}
	return nil
}

// Brand is how the reports of a workspace look.
type Brand struct {
	PrimaryColor string     `json:"primary_color" doc:"of titles and headings, such as #1f5f8b; empty: Plumbline's own"`
	AccentColor  string     `json:"accent_color" doc:"of links and marks"`
	Footer       string     `json:"footer" doc:"on each page, below what the report says of itself"`
	Logo         *Logo      `json:"logo,omitempty" doc:"missing: there is none"`
	Version      int        `json:"version" doc:"the ETag's number; 0: nobody has set anything yet"`
	UpdatedAt    *time.Time `json:"updated_at,omitempty" doc:"when it was changed last"`
	UpdatedBy    string     `json:"updated_by,omitempty" doc:"by whom"`
}

// Logo is what is known of a logo beside its picture.
type Logo struct {
	Width  int `json:"width" doc:"pixels of what is kept"`
	Height int `json:"height" doc:"pixels"`
	Size   int `json:"size" doc:"bytes"`
}

// ETag is the version.
func (b Brand) ETag() int { return b.Version }

// BrandOf is a brand as the API replies it.
func BrandOf(b branding.Brand) Brand {
	out := Brand{PrimaryColor: b.PrimaryColor, AccentColor: b.AccentColor, Footer: b.Footer, Version: b.Version,
		UpdatedAt: rest.TimeOrNil(b.UpdatedAt), UpdatedBy: b.UpdatedBy}
	if !b.Logo.Empty() {
		out.Logo = &Logo{b.Logo.Width, b.Logo.Height, len(b.Logo.PNG)}
	}
	return out
}

func (h handlers) getBrand(ctx context.Context, _ *rest.Request, _ rest.None) (Brand, error) {
	b, err := h.Service.ReportBrands.Get(ctx)
	return BrandOf(b), err
}

// BrandPatch changes the fields that are given.
type BrandPatch struct {
	PrimaryColor *string `json:"primary_color,omitempty" doc:"six hex digits after a #; empty takes Plumbline's own"`
	AccentColor  *string `json:"accent_color,omitempty" doc:"six hex digits after a #; empty takes Plumbline's own"`
	Footer       *string `json:"footer,omitempty" doc:"one line of at most 100 characters"`
}

func (h handlers) updateBrand(ctx context.Context, r *rest.Request, in BrandPatch) (Brand, error) {
	seen, err := r.IfMatch()
	if err != nil {
		return Brand{}, err
	}
	b, err := h.Service.ReportBrands.Update(ctx, branding.Patch(in), seen)
	return BrandOf(b), err
}

func (h handlers) getLogo(ctx context.Context, _ *rest.Request, _ rest.None) (rest.Blob, error) {
	b, err := h.Service.ReportBrands.Get(ctx)
	if err == nil && b.Logo.Empty() {
		err = models.Errorf(models.CodeNotFound, "reports of this workspace have no logo")
	}
	return rest.Blob{MediaType: pngType, Data: b.Logo.PNG}, err
}

func (h handlers) putLogo(ctx context.Context, r *rest.Request, in rest.Raw) (Brand, error) {
	seen, err := r.IfMatch()
	if err != nil {
		return Brand{}, err
	}
	b, err := h.Service.ReportBrands.SetLogo(ctx, in, seen)
	return BrandOf(b), err
}

func (h handlers) deleteLogo(ctx context.Context, r *rest.Request, _ rest.None) (Brand, error) {
	seen, err := r.IfMatch()
	if err != nil {
		return Brand{}, err
	}
	b, err := h.Service.ReportBrands.RemoveLogo(ctx, seen)
	return BrandOf(b), err
}
