package api_test

import (
	"net/http"
	"testing"
)

// Whatever the API can do, a guest gets only what the table of this test names: a new route is refused until somebody
// decides otherwise.
func TestGuestsGetReadsOfTheReviewOnly(t *testing.T) {
	open := map[string]int{"getReview": 200, "listAnswers": 200, "searchReview": 200, "getAnswer": 200,
		"getPlan": 200, "getReport": 200, "getReportHTML": 200, "getReportDOCX": 200, "getReportXLSX": 200,
		"getReportPPTX": 200, "getReportJSON": 200, "getReportCSV": 200, "getReportMarkdown": 200,
		"getReportOSCALResults": 200, "getReportOSCALPlan": 200,
		"watchReview": 200, "getSession": 200, "signOut": 204,
		// What a guest link opens: which of its risks are accepted, and trying out what practices would change.
		"getReportManifest": 404, // there is one of the guest's own copies
		"tryOut":            422, "listReviewAcceptances": 200}
	for id, row := range permissionTable {
		nobody, guest := row[0], row[len(row)-1]
		want, named := open[id]
		if !named {
			want = http.StatusForbidden
			if nobody != http.StatusUnauthorized {
				want = nobody
			}
		}
		if guest != want {
			t.Errorf("%s: a guest gets %d, want %d", id, guest, want)
		}
	}
}
