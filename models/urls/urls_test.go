package urls

import "testing"

func TestIDsAreEscaped(t *testing.T) {
	const hostile = "a/b?c#d%"
	for got, want := range map[string]string{
		string(WorkloadPage(hostile)):                  "/workloads/a%2Fb%3Fc%23d%25",
		string(ReviewPage("w", hostile).Question("q")): "/workloads/w/lenses/a%2Fb%3Fc%23d%25/questions/q",
		WorkloadPage("w").Export():                     "/api/v1/workloads/w/export",
		ReviewPage("w", "l").Parked("i").Keep():        "/workloads/w/lenses/l/parking/i/keep",
		ReviewPage("w", "l").Question("q").Thread():    "/workloads/w/lenses/l/questions/q#comments",
		ReviewPage("w", "l").Beside(hostile):           "a%2Fb%3Fc%23d%25",
		ReviewPage("w", "l").Beside("data:x"):          "./data:x",
		LensPage("l").CheckQuestion(hostile):           "/lenses/l/edit/questions/a%2Fb%3Fc%23d%25/check",
		string(LensPage("l").Draft()):                  "/lenses/l/versions/draft",
		WorkspaceCredentials.Tokens():                  "/tokens",
		OwnCredentials.RevokeKey("k"):                  "/account/keys/k/revoke",
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// The patterns of routes are made by the same functions.
func TestPatternsStayAsTheyAre(t *testing.T) {
	if got := ReviewPage(":workload", ":lens").Question(":question").DeleteComment(":comment"); got !=
		"/workloads/:workload/lenses/:lens/questions/:question/comments/:comment/delete" {
		t.Error(got)
	}
}

func TestSiteUnderAPath(t *testing.T) {
	for _, site := range []Site{"https://example.org/plumbline", "https://example.org/plumbline/"} {
		if got := site.Join("pll_A"); got != "https://example.org/plumbline/join#pll_A" {
			t.Error(got)
		}
		if got := site.Guest("plg_A"); got != "https://example.org/plumbline/guest#plg_A" {
			t.Error(got)
		}
	}
}
