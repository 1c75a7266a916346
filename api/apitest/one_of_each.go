package apitest

import (
	"regexp"
	"time"

	"plumbline/models"
)

// OneOfEach are ids of one of everything that the workspace has, by path parameter.
func (s *Server) OneOfEach() map[string]string {
	s.T.Helper()
	id := s.Sample()
	s.OK("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "First look"})
	share := s.OK("POST", "/workloads/"+id+"/shares", map[string]any{"account_id": "000000000000", "role": "viewer"})
	link := s.Guest("guest", id, "service-basics")
	_, token := s.Token(s.Owner, models.Viewer)
	_, key, err := s.Service.Keys.Create(s.Owner, models.TokenInput{Name: "Build", Role: models.Viewer})
	Must(s.T, err)
	invited := s.OK("POST", "/invitations", map[string]any{"email": "new@example.com", "role": "viewer"})
	review := "/workloads/" + id + "/lenses/service-basics"
	comment := s.OK("POST", review+"/answers/backup/comments", map[string]any{"body": "Why"})
	parked := s.OK("POST", review+"/parking", map[string]any{"body": "Later"})
	item := s.OK("POST", "/workloads/"+id+"/items", map[string]any{"title": "Keep copies apart",
		"practices": []map[string]any{{"lens": "service-basics", "question": "backup", "choice": "backup_apart"}}})
	talk := s.OK("POST", "/items/1/comments", map[string]any{"body": "When"})
	s.OK("PUT", review+"/answers/backup", map[string]any{"selected": []string{"backup_daily"}})
	accepted := s.OK("POST", review+"/acceptances", map[string]any{"question_id": "backup", "reason": "Later",
		"mitigation": "Copies by hand", "approver_role": "CISO", "until": time.Now().UTC().Format(time.DateOnly)})
	proposal := s.OK("POST", "/workloads/"+id+"/proposals", map[string]any{"name": "First steps", "practices": []any{
		map[string]string{"lens": "service-basics", "question": "backup", "choice": "backup_apart"}}})
	sessions, err := s.Service.Sessions.List(s.As("owner session"))
	Must(s.T, err)
	return map[string]string{
		"workload": id, "lens": s.OK("GET", "/lenses/service-basics", nil).At("id").String(),
		"share": share.At("id").String(), "link": link.ID,
		"token": token, "key": key.ID, "user": s.Users["viewer"].ID, "invitation": invited.At("id").String(),
		"session":    sessions[0].ID,
		"acceptance": accepted.At("id").String(),
		"comment":    comment.At("id").String(), "parked": parked.At("id").String(),
		"item": item.At("id").String(), "item_comment": talk.At("id").String(), "question": "backup", "number": "1",
		"proposal": proposal.At("id").String(),
		"version":  "1.0", "workspace": s.WorkspaceID,
	}
}

// PathParam finds the parameters of a path.
var PathParam = regexp.MustCompile(`\{(\w+)\}`)
