package lenses

import (
	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/service/lenses"
	"plumbline/models/urls"
	"plumbline/questionnaires/diff"
)

type lensPublishData struct {
	Head     lensHead
	First    bool   // there is no version yet
	Minor    string // names that suggest themselves
	Major    string
	Picked   string // "major" or "minor"
	Removes  bool   // so it can't be a minor version
	Same     bool   // nothing changed since the latest version
	Summary  []string
	Follow   []lenses.LensUse // reviews that a minor version reaches
	Stay     []lenses.LensUse // those of earlier lines
	Findings []findingView
}

func (h handlers) lensPublishPage(r *page.Request) (page.Reply, error) {
	ctx, ref := r.HTTP.Context(), r.Param("lens")
	d, err := h.Service.Lenses.Document(ctx, ref, lenses.DraftVersion)
	if err != nil {
		return page.Reply{}, err
	}
	data := lensPublishData{Head: headOf(r, d.Lens), First: d.Lens.Latest == "", Picked: r.Post("kind")}
	data.Minor, data.Major = models.NextVersion(d.Lens.Latest, false), models.NextVersion(d.Lens.Latest, true)
	found, err := h.Service.Lenses.Findings(ctx, d)
	if err != nil {
		return page.Reply{}, err
	}
	data.Findings = outlineOf(d.Doc, found, "").Findings
	if !data.First {
		changes, err := h.Service.Lenses.Diff(ctx, ref, lenses.LatestVersion, lenses.DraftVersion)
		if err != nil {
			return page.Reply{}, err
		}
		data.Removes, data.Same, data.Summary = changes.Removes(), changes.Empty(), summaryOf(changes)
	}
	uses, err := h.Service.Lenses.Uses(ctx, ref)
	if err != nil {
		return page.Reply{}, err
	}
	for _, u := range uses {
		if u.Follows {
			data.Follow = append(data.Follow, u)
		} else {
			data.Stay = append(data.Stay, u)
		}
	}
	if data.Picked == "" {
		data.Picked = "minor"
		if data.Removes {
			data.Picked = "major"
		}
	}
	return page.Reply{Template: "lenspublish", Title: "Publish " + d.Lens.Name, Data: data}, nil
}

func (h handlers) publishLens(r *page.Request) (page.Reply, error) {
	in := models.LensVersionInput{Version: r.Line("version"), Major: r.Post("kind") == "major"}
	v, err := h.Service.Drafts.Publish(r.HTTP.Context(), r.Param("lens"), in, models.IdempotencyKey{})
	if err != nil {
		return h.Again(r, "publish", err, h.lensPublishPage)
	}
	return page.Done(urls.LensPage(v.LensID), "lens-published")
}

// summaryOf says in a few words each what changed.
func summaryOf(c diff.LensChanges) (words []string) {
	n := map[string]int{}
	for _, p := range c.Pillars {
		n["pillar "+string(p.Kind)]++
		for _, q := range p.Questions {
			n["question "+string(q.Kind)]++
			for _, x := range q.Choices {
				n["choice "+string(x.Kind)]++
			}
			n["rule changed"] += len(q.Rules)
		}
	}
	for _, x := range []struct{ key, one, several string }{
		{"pillar added", "pillar added", "pillars added"}, {"pillar removed", "pillar removed", "pillars removed"},
		{"question added", "question added", "questions added"}, {"question changed", "question changed",
			"questions changed"},
		{"question moved", "question moved", "questions moved"}, {"question removed", "question removed",
			"questions removed"},
		{"choice added", "choice added", "choices added"}, {"choice changed", "choice changed", "choices changed"},
		{"choice removed", "choice removed", "choices removed"}, {"rule changed", "risk rule changed", "risk rules changed"},
	} {
		if n[x.key] > 0 {
			words = append(words, countNoun(n[x.key], x.one, x.several))
		}
	}
	if len(words) == 0 && !c.Empty() {
		words = append(words, "name, description or order changed")
	}
	return words
}
