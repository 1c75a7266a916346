package apitest

import (
	"net/http"

	"plumbline/models"
)

// AccountID gives the account id of whoever asks.
func (s *Server) AccountID(as string) string {
	s.T.Helper()
	return s.Do(Call{Method: "GET", Path: "/workspace", As: as}).Tree(s.T).At("account_id").String()
}

// OfferShare offers a thing of ours to the stranger's workspace, and gives the share's id.
func (s *Server) OfferShare(path string, role models.Role) string {
	s.T.Helper()
	return s.OK("POST", path+"/shares", map[string]any{"account_id": s.AccountID("stranger"),
		"role": role}).At("id").String()
}

// AcceptedShare offers a thing of ours to the stranger's workspace, which accepts it, and gives the share's id.
func (s *Server) AcceptedShare(path string, role models.Role) string {
	s.T.Helper()
	id := s.OfferShare(path, role)
	s.Expect(Call{Method: "POST", Path: "/shares/" + id + "/accept", As: "stranger"}, http.StatusOK)
	return id
}

// AddNeighbours adds a third workspace, and people with weaker roles in the stranger's.
func (s *Server) AddNeighbours() {
	s.T.Helper()
	s.Person("third", s.Workspace("Third"), models.Owner)
	s.Person("foreign-viewer", s.StrangersID, models.Viewer)
	s.Person("foreign-contributor", s.StrangersID, models.Contributor)
}

// Elsewhere is the same server seen from a new workspace.
func (s *Server) Elsewhere() *Server {
	s.T.Helper()
	other := *s
	other.Tokens = map[string]string{}
	space := models.WithActor(s.T.Context(), models.ProgramActor(other.Workspace("Elsewhere "+models.NewID())))
	for _, role := range models.Roles {
		other.Tokens[string(role)], _ = other.Token(space, role)
	}
	return &other
}

// ExportWorkload gives the export of a workload.
func (s *Server) ExportWorkload(workload string) []byte {
	return s.Do(Call{Method: "GET", Path: "/workloads/" + workload + "/export", As: "owner"}).Body
}
