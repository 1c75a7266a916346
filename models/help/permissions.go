package help

import (
	"fmt"
	"strings"

	"plumbline/models"
)

// askedRoles are who is asked about: the roles in a workspace, an administrator and anybody signed in who is a member
// of none.
var askedRoles = []struct {
	head  string
	actor models.Actor
}{
	{"viewer", models.Actor{Role: models.Viewer, WorkspaceID: "w"}},
	{"contributor", models.Actor{Role: models.Contributor, WorkspaceID: "w"}},
	{"architect", models.Actor{Role: models.Architect, WorkspaceID: "w"}},
	{"owner", models.Actor{Role: models.Owner, WorkspaceID: "w"}},
	{"administrator", models.Actor{Admin: true}},
	{"signed in", models.Actor{}},
}

// PermissionTable is who may do what, as a table in Markdown: its rows are from the matrix, and what is in them from
// the function that decides.
func PermissionTable() string {
	heads, rule := []string{"action", "what it is"}, []string{"---", "---"}
	for _, c := range askedRoles {
		heads, rule = append(heads, c.head), append(rule, ":-:")
	}
	lines := [][]string{append(heads, "a share carries it"), append(rule, "---")}
	for _, r := range models.PermissionRules {
		line := []string{"`" + string(r.Action) + "`", r.Doc}
		for _, c := range askedRoles {
			actor, mark := c.actor, ""
			actor.Kind, actor.UserID = models.UserActor, "u"
			if models.Allow(actor, r.Action, models.InWorkspace("w")) == nil {
				mark = "✓"
			}
			line = append(line, mark)
		}
		lines = append(lines, append(line, carriedShares(r.Carries)))
	}
	var out strings.Builder
	for _, line := range lines {
		fmt.Fprintf(&out, "| %s |\n", strings.Join(line, " | "))
	}
	return out.String()
}

// carriedShares says which shares of a thing let the other workspace do it.
func carriedShares(weakest models.Role) string {
	switch weakest {
	case "":
		return ""
	case models.Viewer:
		return "any"
	}
	return "as " + string(weakest)
}
