package web_test

import (
	"regexp"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/store"
)

// Administrators see which claims give which roles, make mappings with the claims that came as suggestions, and delete
// them after a question; a mapping that can't match says why.
func TestMappingsPage(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		const admin, path = "administrator session", "/admin/mappings"
		form := func(claim, value, role string) map[string][]string {
			return apitest.FormFields("claim", claim, "value", value, "role", role, "workspace_id", s.WorkspaceID)
		}
		s.GetPage("owner session", path, 403)
		s.PostForm("owner session", path, form("groups", "team", "owner"), 403)
		s.PageHolds("no mappings", []byte(s.GetPage(admin, path, 200)), "No mappings yet.",
			"Single sign-on is not configured", "--oidc-issuer")
		apitest.Must(s.T, s.Store.Write(s.T.Context(), func(tx *store.Tx) error {
			return tx.PutSetting(models.SettingClaims, `{"Latest": ["Groups"], "Days": {"Groups": 20000}}`)
		}))
		s.PostForm(admin, path, form(" Groups ", "team", "architect"), 303)
		s.PostForm(admin, path, form("groups", "<b>team</b>", "administrator"), 303)
		page := s.GetPage(admin, path, 200)
		s.PageHolds("the list", []byte(page), `<option value="Groups">`, "<code>team</code>", "&lt;b&gt;team&lt;/b&gt;",
			"Whole server", "Can't match: no sign-in has brought this claim so far: the one that comes is spelled Groups.",
			"4 Oct 2024")
		if strings.Count(page, "Can't match") != 1 {
			s.T.Error("a mapping that can match is told to be one that can't")
		}
		again := s.PostForm(admin, path, form("Groups", "team", "owner"), 409)
		s.PageHolds("another role for the same", again.Body, "delete that mapping first", `value="team"`)
		s.PageHolds("nothing", s.PostForm(admin, path, form("", "", "viewer"), 422).Body, `aria-invalid="true"`)

		targets := regexp.MustCompile(`action="(/admin/mappings/[0-9a-f]{32}/delete)"`).FindAllStringSubmatch(page, -1)
		if len(targets) != 2 {
			s.T.Fatalf("%d mappings can be deleted", len(targets))
		}
		s.PostForm("owner session", targets[0][1], nil, 403)
		s.PostForm(admin, targets[0][1], nil, 303)
		s.PageHolds("again", s.PostForm(admin, targets[0][1], nil, 404).Body, "There is no mapping")
		if left := s.GetPage(admin, path, 200); strings.Count(left, "/delete\"") != 1 {
			s.T.Error("the mapping was not deleted, or both were")
		}
	})
}
