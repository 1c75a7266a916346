package questionnaires

// facilitation writes what a question has of ours. AWS does not know it.
func (w *writer) facilitation(q *Question) {
	if !w.extras {
		return
	}
	w.text("documentId", q.DocumentID)
	f := q.Facilitation
	if f == nil {
		return
	}
	w.name("facilitation")
	w.open('{')
	w.text("objective", f.Objective)
	w.list("room", f.Room)
	w.list("followUps", f.FollowUps)
	w.list("redFlags", f.RedFlags)
	w.extra(f.Extra)
	w.close('}')
}

// guidance writes what a choice has of ours. AWS does not know it, but gets the texts from help and plan.
func (w *writer) guidance(c *Choice) {
	g := c.Guidance
	if g == nil || !w.extras {
		return
	}
	w.text("documentId", g.DocumentID)
	w.text("riskLevel", g.RiskLevel)
	w.text("why", g.Why)
	w.text("howToTell", g.HowToTell)
	w.list("steps", g.Steps)
	w.text("effort", g.Effort)
	w.text("impact", g.Impact)
	w.text("responsibility", g.Responsibility)
	w.list("evidence", g.Evidence)
	w.text("link", g.Link)
}

// list writes an array of strings, or nothing where it is empty.
func (w *writer) list(name string, list []string) {
	if len(list) == 0 {
		return
	}
	w.name(name)
	w.open('[')
	for _, s := range list {
		w.element()
		w.out = appendString(w.out, s)
	}
	w.close(']')
}
