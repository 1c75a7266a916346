package web_test

import (
	"bytes"
	"mime"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/questionnaires/builtin"
)

// What is downloaded has the name that people gave it, in their own script, from the API and from pages alike; programs
// that know ASCII alone get a plain name.
func TestDownloadsAreNamedAfterTheThing(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		lens := bytes.ReplaceAll(bytes.ReplaceAll(builtin.SampleDocument(), []byte("service-basics"), []byte("basics")),
			[]byte("Service basics"), []byte("Κατάλογος"))
		key := s.OK("POST", "/lenses", lens).At("key").String()
		s.OK("POST", "/lenses/"+key+"/versions", map[string]any{"version": "1.0"})
		s.OK("PATCH", "/workspace", map[string]any{"name": "株式会社 " + s.WorkspaceID[:6]})
		id := s.OK("POST", "/workloads", apitest.WorkloadBody("Ελλάδα/日本", key)).At("id").String()
		s.OK("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "One"})
		for path, want := range map[string]string{
			"/workloads/" + id + "/report.pdf":                          "Ελλάδα-日本.pdf",
			"/workloads/" + id + "/report.pdf?milestone=1":              "Ελλάδα-日本 milestone 1.pdf",
			"/api/v1/workloads/" + id + "/report.pdf":                   "Ελλάδα-日本.pdf",
			"/api/v1/workloads/" + id + "/report.pdf?lens=none":         "",
			"/api/v1/workloads/" + id + "/export":                       "Ελλάδα-日本.json",
			"/lenses/" + key + "/versions/1.0/document":                 "Κατάλογος 1.0.json",
			"/lenses/" + key + "/versions/1.0/document?format=markdown": "Κατάλογος 1.0.md",
			"/api/v1/lenses/" + key + "/versions/1.0/document":          "Κατάλογος 1.0.json",
			"/api/v1/audit/export": "株式会社 " + s.WorkspaceID[:6] +
				" audit log.jsonl",
			"/api/v1/audit/export?format=csv": "株式会社 " + s.WorkspaceID[:6] + " audit log.csv",
		} {
			file := s.Visit(apitest.Visit{Method: "GET", Path: path, As: "owner session"})
			header := file.Header.Get("Content-Disposition")
			_, extended, _ := strings.Cut(header, "filename*=")
			_, params, err := mime.ParseMediaType("attachment; filename*=" + extended)
			if want == "" {
				if header != "" {
					s.T.Errorf("%s: %s", path, header)
				}
				continue
			}
			if err != nil || params["filename"] != want || !strings.Contains(header, `; filename="`) {
				s.T.Errorf("%s: %s gives %q, want %q (%v)", path, header, params["filename"], want, err)
			}
		}
	})
}
