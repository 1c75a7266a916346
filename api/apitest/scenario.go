package apitest

import (
	"fmt"
	"strings"
)

// Fingerprint is the whole state of the workspace as its owner sees it, without what reading itself changes.
func (s *Server) Fingerprint() string {
	s.T.Helper()
	Must(s.T, s.Store.SealAudit(s.T.Context())) // or it would look like a change
	var b strings.Builder
	for _, path := range []string{"/audit?limit=1", "/lenses", "/workloads"} {
		r := s.Do(Call{Method: "GET", Path: path, As: "owner"})
		b.Write(r.Body)
		if path != "/workloads" {
			continue
		}
		for _, w := range r.Tree(s.T).At("items").Value.([]any) {
			b.Write(s.Do(Call{Method: "GET", Path: "/workloads/" + Tree{w}.At("id").String() + "/export", As: "owner"}).Body)
		}
	}
	return b.String()
}

// Scenario is a row of a table: who asks what, what comes back, and what else must have happened.
type Scenario struct {
	Name string
	Call
	Status  int
	Code    string   // of the problem
	Holds   []string // in the body
	Lacks   []string
	Changes bool // must leave an audit line; otherwise nothing at all may change
}

// RunScenarios sends each row's request, and looks at what came back and at what changed.
func (s *Server) RunScenarios(rows []Scenario) {
	s.T.Helper()
	for _, row := range rows {
		before := s.Fingerprint()
		r := s.Do(row.Call)
		label := fmt.Sprintf("%s (%s %s as %s)", row.Name, row.Method, row.Path, row.As)
		if r.Status != row.Status {
			s.T.Errorf("%s: status %d, want %d: %s", label, r.Status, row.Status, r.Body)
		}
		if row.Code != "" && r.Tree(s.T).At("code").String() != row.Code {
			s.T.Errorf("%s: want code %q: %s", label, row.Code, r.Body)
		}
		for _, text := range row.Holds {
			if !strings.Contains(string(r.Body), text) {
				s.T.Errorf("%s: the reply lacks %q: %s", label, text, r.Body)
			}
		}
		for _, text := range row.Lacks {
			if strings.Contains(string(r.Body), text) {
				s.T.Errorf("%s: the reply holds %q: %s", label, text, r.Body)
			}
		}
		if changed := s.Fingerprint() != before; changed != row.Changes {
			s.T.Errorf("%s: changed something: %v, want %v", label, changed, row.Changes)
		}
	}
}
