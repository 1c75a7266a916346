package web

import "plumbline/models"

// assign gives a question, or its pillar as a whole, to the person that the form names, to whoever sends it, or to nobody.
func (w *Web) assign(r *request) (page, error) {
	in := models.AssignmentInput{QuestionID: r.param("question"), UserID: r.post("user_id")}
	if r.post("what") == "pillar" {
		in.QuestionID, in.PillarID = "", r.post("pillar")
	}
	if r.post("me") != "" {
		in.UserID = r.session.User.ID
	}
	if _, err := w.svc.Assignments.Set(r.http.Context(), r.reviewPath().path(), in); err != nil {
		return w.again(r, "assign", err, w.commentsPage)
	}
	return r.doneThread("assigned")
}
