package questionnaires

import "plumbline/questionnaires/jsontree"

// purpose writes what a pillar has of ours. AWS does not know it.
func (w *lensWriter) purpose(p *Pillar) {
	if w.extras {
		w.Text("description", p.Description)
	}
}

// facilitation writes what a question has of ours. AWS does not know it.
func (w *lensWriter) facilitation(q *Question) {
	if !w.extras {
		return
	}
	w.Text("documentId", q.DocumentID)
	w.Text("shortName", q.ShortName)
	w.list("terms", q.Terms)
	f := q.Facilitation
	if f == nil {
		return
	}
	w.Name("facilitation")
	w.Open('{')
	w.Text("objective", f.Objective)
	w.list("room", f.Room)
	w.list("followUps", f.FollowUps)
	w.list("redFlags", f.RedFlags)
	w.extra(f.Extra)
	w.Close('}')
}

// guidance writes what a choice has of ours. AWS does not know it, but gets the texts from help and plan.
func (w *lensWriter) guidance(c *Choice) {
	if !w.extras {
		return
	}
	w.list("terms", c.Terms)
	g := c.Guidance
	if g == nil {
		return
	}
	w.Text("documentId", g.DocumentID)
	w.Text("riskLevel", g.RiskLevel)
	w.Text("why", g.Why)
	w.Text("howToTell", g.HowToTell)
	w.list("steps", g.Steps)
	w.Text("effort", g.Effort)
	w.Text("impact", g.Impact)
	w.Text("responsibility", g.Responsibility)
	w.list("evidence", g.Evidence)
	w.Text("link", g.Link)
}

// list writes an array of strings, or nothing where it is empty.
func (w *lensWriter) list(name string, list []string) {
	if len(list) == 0 {
		return
	}
	w.Name(name)
	w.Open('[')
	for _, s := range list {
		w.Element()
		w.Out = jsontree.AppendString(w.Out, s)
	}
	w.Close(']')
}
