package apitest

import (
	"fmt"
	"net/http"
)

// Verdict seals what there is, and is what the server says of a chain: how many lines, and the faults as
// "position: words".
func (s *Server) Verdict(as, path string) (lines int, head string, faults []string) {
	s.T.Helper()
	Must(s.T, s.Store.SealAudit(s.T.Context()))
	r := s.Do(Call{Method: "GET", Path: path, As: as})
	v := r.Tree(s.T)
	for i := range v.At("faults").Len() {
		faults = append(faults, fmt.Sprintf("%s: %s", v.At(fmt.Sprintf("faults/%d/position", i)),
			v.At(fmt.Sprintf("faults/%d/what", i))))
	}
	if intact := v.At("intact").String() == "true"; r.Status != http.StatusOK || intact != (len(faults) == 0) {
		s.T.Errorf("%s: %d %s", path, r.Status, r.Body)
	}
	_, err := fmt.Sscan(v.At("lines").String(), &lines)
	Must(s.T, err)
	return lines, v.At("head").String(), faults
}
