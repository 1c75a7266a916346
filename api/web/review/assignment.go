package review

import (
	"plumbline/api/web/page"
	"plumbline/models"
)

// assign gives a question, or its pillar as a whole, to the person that the form names, to whoever sends it, or to
// nobody.
func (h handlers) assign(r *page.Request) (page.Reply, error) {
	in := models.AssignmentInput{QuestionID: r.Param("question"), UserID: r.Post("user_id")}
	if r.Post("what") == "pillar" {
		in.QuestionID, in.PillarID = "", r.Post("pillar")
	}
	if r.Post("me") != "" {
		in.UserID = r.Session.User.ID
	}
	if _, err := h.Service.Assignments.Set(r.HTTP.Context(), reviewPathOf(r).path(), in); err != nil {
		return h.Again(r, "assign", err, h.commentsPage)
	}
	return doneThread(r, "assigned")
}
