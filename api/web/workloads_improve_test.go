package web_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/questionnaires/builtin"
)

var improvedFirst = regexp.MustCompile(`<li><span class="one [a-z]+">.*?<a\s+href="[^"]*/questions/([^"]+)" title="`)

// summaryOf is what stands behind “The first things to improve” in the summary of a report; "" without pdftotext.
func summaryOf(s *apitest.Server, workload string) string {
	s.T.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		return ""
	}
	file := filepath.Join(s.T.TempDir(), "plan.pdf")
	pdf := s.GetPage("viewer session", "/workloads/"+workload+"/report.pdf", 200)
	apitest.Must(s.T, os.WriteFile(file, []byte(pdf), 0o600))
	text, err := exec.CommandContext(s.T.Context(), tool, "-layout", "-l", "2", file, "-").Output()
	apitest.Must(s.T, err)
	_, first, found := strings.Cut(string(text), "The first things to improve")
	if !found {
		s.T.Error("the summary does not say what to improve first")
	}
	return first
}

// The first things to improve are the same on the page, in the API and in the report, in the same order; the pillars
// that a workload puts first come first.
func TestTheFirstThingsToImproveEverywhere(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		lens, _ := builtin.LensByKey("wellarchitected")
		key := s.OK("POST", "/lenses", lens.Document()).At("key").String()
		s.OK("POST", "/lenses/"+key+"/versions", map[string]any{"version": "1.0"})
		id := s.OK("POST", "/workloads", apitest.WorkloadBody("Checkout", key)).At("id").String()
		at := "/workloads/" + id + "/lenses/" + key + "/answers"
		none := func(pillar string, most int) {
			s.T.Helper()
			for i, a := range s.OK("GET", at+"?pillar="+pillar, nil).At("items").Value.([]any) {
				if q := (apitest.Tree{Value: a}); i < most {
					question := q.At("question_id").String()
					choices := s.OK("GET", at+"/"+question, nil).At("choices")
					s.OK("PUT", at+"/"+question,
						map[string]any{"selected": []string{choices.At(fmt.Sprint(choices.Len()-1, "/id")).String()}})
				}
			}
		}
		none("security", 3)
		none("costOptimization", 3)
		orders := map[string]string{}
		for _, priorities := range [][]string{{}, {"costOptimization"}, {"security"}} {
			s.OK("PATCH", "/workloads/"+id, map[string]any{"pillar_priorities": priorities})
			page := improvedFirst.FindAllStringSubmatch(s.GetPage("viewer session", "/workloads/"+id, 200), -1)
			plan := s.OK("GET", "/workloads/"+id+"/plan", nil)
			places := map[int]apitest.Tree{}
			for _, list := range []string{"entries", "undecided"} {
				for i := range plan.At(list).Len() {
					e := plan.At(fmt.Sprint(list, "/", i))
					var place int
					fmt.Sscan(e.At("position").String(), &place)
					places[place] = e
				}
			}
			if len(page) == 0 || len(page) != min(5, len(places)) {
				s.T.Fatalf("the page has %d things, the plan %d", len(page), len(places))
			}
			summary := summaryOf(s, id)
			last, order := 0, ""
			for i, shown := range page {
				e := places[i+1]
				order += e.At("pillar_id").String() + " "
				if e.At("question_id").String() != shown[1] {
					s.T.Errorf("priorities %v, place %d: %s on the page, %s in the API", priorities, i+1, shown[1],
						e.At("question_id"))
				}
				if at := strings.Index(summary, e.At("number").String()+" "); summary != "" && at <= last {
					s.T.Errorf("priorities %v: %s is not at place %d of the report: %s", priorities, e.At("number"), i+1, summary)
				} else {
					last = at
				}
			}
			orders[fmt.Sprint(priorities)] = order
		}
		if !strings.HasPrefix(orders["[costOptimization]"], "costOptimization ") ||
			!strings.HasPrefix(orders["[security]"], "security ") {
			s.T.Errorf("pillar priorities do not come first: %v", orders)
		}
	})
}
