package web

import (
	"maps"
	"net/http"
	"slices"
	"testing"

	"plumbline/api/web/page"
	"plumbline/models/urls"
)

// Each row has its handler, no address stands in two rows, and every page shows something, but for downloads, what
// leads on, and what scripts alone ask for.
func TestRowsAreWhole(t *testing.T) {
	review, version := urls.ReviewPage(":workload", ":lens"), urls.LensPage(":lens").Version(":version")
	bare := map[string]bool{
		urls.WorkloadPage(":workload").Report(): false, version.Document(): false, string(review): false,
		review.Question(":question").Live(): false, urls.PortfolioReport: false, urls.PreviewPreset(":preset"): false,
	}
	seen := map[string]bool{}
	for _, row := range rowsOf(Tables(&page.Adapter{})) {
		name := row.Method + " " + row.Path
		if seen[name] || row.Do == nil {
			t.Errorf("%s is there twice, or has no handler", name)
		}
		seen[name] = true
		if _, may := bare[row.Path]; may && row.Method == http.MethodGet {
			bare[row.Path] = true
		} else if row.Method == http.MethodGet && len(row.Shows) == 0 {
			t.Errorf("%s shows nothing", name)
		}
	}
	if len(seen) < 100 || slices.Contains(slices.Collect(maps.Values(bare)), false) {
		t.Errorf("%d rows; shows nothing and is there: %v", len(seen), bare)
	}
}
