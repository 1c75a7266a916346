package web_test

import (
	"encoding/json"
	"strings"
	"testing"

	"plumbline/api/apitest"
)

// Forms are told what is wrong with a text as the API is, and what was sent comes back.
func TestTextsOfForms(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id, _ := s.ReviewOfBackup()
		for _, text := range []string{"Caf\xe9", "a\x00b", "\xff\xfea\x00"} {
			r := s.Visit(apitest.Visit{Method: "POST", Path: "/workloads/" + id + "/edit", As: "owner session",
				Form: apitest.FormFields("name", text)})
			if r.Status < 400 || r.Status >= 500 {
				t.Errorf("a name %q: %d", text, r.Status)
			}
		}
		for body, want := range map[string]string{"\ufeff{\"notes\":\"x\"}": "x", `{"notes":"\ud800"}`: "surrogate",
			"{\"notes\":\"\xe9\"}": "Windows-1252", "\xff\xfe{\x00": "UTF-16"} {
			r := s.SendScript("owner session", "POST", "/preview", body)
			var out map[string]any
			if json.Unmarshal(r.Body, &out) != nil || !strings.Contains(string(r.Body), want) {
				t.Errorf("%q: %d %s", body, r.Status, r.Body)
			}
		}
	})
}
