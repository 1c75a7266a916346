package v1_test

import (
	"encoding/hex"
	"regexp"
	"strings"
	"testing"

	"plumbline/api/apitest"
)

// The report to auditors: who may have it, what it tells to whom, and that one on a milestone knows nothing of
// what came later.
func TestReportToAuditors(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		at := "/workloads/" + id
		review := at + "/lenses/service-basics"
		s.OK("PUT", review+"/answers/backup", map[string]any{"selected": []string{"backup_no"}})
		s.OK("PUT", review+"/answers/oncall", map[string]any{"applicable": false, "reason": "OUT_OF_SCOPE",
			"notes": "Another team is on call."})
		s.OK("POST", at+"/milestones", map[string]any{"name": "Audited"})
		s.OK("PUT", review+"/answers/backup", map[string]any{"selected": []string{"backup_daily"},
			"not_applicable": map[string]any{"backup_apart": map[string]string{"reason": "ARCHITECTURE_CONSTRAINTS"}}})
		s.OK("POST", at+"/milestones", map[string]any{"name": "Later"})
		s.Guest("guest", id, "service-basics")
		read := func(as, query string) apitest.Call {
			return apitest.Call{Method: "GET", Path: at + "/report.pdf?preset=auditor" + query, As: as}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: read("", ""), Status: 401},
			{Name: "stranger", Call: read("stranger", ""), Status: 404},
			{Name: "guest", Call: read("guest session", ""), Status: 403},
			{Name: "a milestone that there is not", Call: read("viewer", "&milestone=9"), Status: 404},
			{Name: "a classification that fills the page", Call: read("viewer", "&classification="+strings.Repeat("x", 41)),
				Status: 422, Holds: []string{"/classification"}},
			{Name: "viewer", Call: read("viewer", ""), Status: 200},
		})
		first := s.Expect(read("viewer", "&milestone=1"), 200).Body
		live := pdfText(s, s.Expect(read("viewer", "&classification=Internal"), 200).Body)
		for _, want := range []string{"Report to auditors", "Internal", "Questions that do not apply", "Out of scope",
			"Another team is on call.", "Practices that do not apply", "architecture constraints", "The owner", "Who took part",
			"1 Audited", "2 Later", "How the answers changed", "Not applicable:", "Risk: ", "The question does not apply."} {
			if !strings.Contains(live, want) {
				s.T.Errorf("the report lacks %q:\n%s", want, live)
			}
		}
		before := pdfText(s, first)
		for _, lacks := range []string{"2 Later", "architecture constraints", "audit verify"} {
			if strings.Contains(before, lacks) {
				s.T.Errorf("the report on milestone 1 to a viewer says %q:\n%s", lacks, before)
			}
		}
		s.OK("PUT", review+"/answers/backup", map[string]any{"selected": []string{"backup_no"}})
		if string(s.Expect(read("viewer", "&milestone=1"), 200).Body) != string(first) {
			s.T.Error("the report on a milestone changed with the workload")
		}
		apitest.Must(s.T, s.Store.SealAudit(s.T.Context()))
		proof := pdfText(s, s.Expect(read("owner", ""), 200).Body)
		head := regexp.MustCompile(`audit verify --head ([0-9a-f\s]{64,70})`).FindStringSubmatch(proof)
		if head == nil {
			s.T.Fatalf("the report to an owner has no proof:\n%s", proof)
		}
		hash, err := hex.DecodeString(strings.Join(strings.Fields(head[1]), "")[:64])
		if err != nil {
			s.T.Fatal(err)
		}
		lines := s.Expect(apitest.Call{Method: "GET", Path: "/audit/export?format=jsonl", As: "owner"}, 200).Body
		if !strings.Contains(string(lines), hex.EncodeToString(hash)) {
			s.T.Errorf("no line of the audit log has the hash %x", hash)
		}
	})
}
