package api_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"plumbline/api/apitest"
)

// axeVariable names the environment variable with the path of axe.min.js of axe-core. CI brings it; elsewhere it is
// optional.
const axeVariable = "PLUMBLINE_TEST_AXE"

// axeSource is the script; "" where there is none, which fails in CI.
func axeSource(t *testing.T) string {
	t.Helper()
	path := os.Getenv(axeVariable)
	if path == "" {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s must be set in CI", axeVariable)
		}
		t.Logf("%s is not set: no axe-core to ask about accessibility", axeVariable)
		return ""
	}
	source, err := os.ReadFile(path)
	apitest.Must(t, err)
	return string(source)
}

// axeFinding is a rule that a page breaks, and where.
type axeFinding struct {
	ID, Help string
	Nodes    []struct {
		Target         json.RawMessage // selectors, from the frame in
		HTML           string
		FailureSummary string
	}
}

// axeRun asks for every rule that is on by default, and for all those of WCAG 2.2 AA; or, in another scheme of a page
// that was asked about already, for those about colours, as nothing else differs.
const axeRun = `((colours) => axe.run(document, {resultTypes: ["violations"], preload: false,
    ...(colours ? {runOnly: ["color-contrast", "link-in-text-block"]} :
      {rules: Object.fromEntries(axe.getRules(["wcag22aa"]).map((rule) => [rule.ruleId, {enabled: true}]))})})
  .then((found) => found.violations.map((v) => ({ID: v.id, Help: v.help,
    Nodes: v.nodes.slice(0, 5).map((n) => ({Target: n.target, HTML: n.html.slice(0, 200),
      FailureSummary: n.failureSummary}))}))))(%v)`

// accessible asks axe-core, if it is there, about the page as it is now. It is injected over the DevTools protocol,
// which no policy stops.
func (w pageTourist) accessible(b *apitest.Tab, where string, colours bool) {
	w.T.Helper()
	for _, fault := range runAxe(b, w.axe, colours) {
		w.T.Errorf("%s: %s", where, fault)
	}
}

// runAxe gives what axe-core finds, in words: rule, why, where.
func runAxe(b *apitest.Tab, source string, colours bool) (faults []string) {
	b.T.Helper()
	if source == "" {
		return nil
	}
	if !apitest.ValueOf[bool](b, `!!globalThis.axe`) {
		apitest.ValueOf[bool](b, source+";true")
	}
	for _, f := range apitest.ValueOf[[]axeFinding](b, fmt.Sprintf(axeRun, colours)) {
		for _, n := range f.Nodes {
			why := strings.Join(strings.Fields(n.FailureSummary), " ")
			faults = append(faults, fmt.Sprintf("%s (%s) at %s: %s\n\t%s", f.ID, f.Help, n.Target, why, n.HTML))
		}
	}
	return faults
}

// axe-core notices what it is there for, through the policy of the page: a field without a name, text without contrast,
// a target that is too small.
func TestAxeNotices(t *testing.T) {
	source := axeSource(t)
	if source == "" {
		t.Skipf("%s is not set", axeVariable)
	}
	apitest.OnSQLite(t, func(s *apitest.Server) {
		b := s.Browser()
		b.Open("/signin")
		if faults := runAxe(b, source, false); len(faults) != 0 {
			t.Errorf("the page as it is: %q", faults)
		}
		apitest.ValueOf[bool](b,
			`document.querySelector("label").remove(), document.querySelector("h1").style.color = "#ccc", true`)
		faults := strings.Join(runAxe(b, source, false), "\n")
		for _, rule := range []string{"label (", "color-contrast ("} {
			if !strings.Contains(faults, rule) {
				t.Errorf("axe-core does not find %s: %s", rule, faults)
			}
		}
		if faults := strings.Join(runAxe(b, source, true), "\n"); !strings.Contains(faults, "color-contrast (") ||
			strings.Contains(faults, "label (") {
			t.Errorf("of colours axe-core finds %s", faults)
		}
	})
}
