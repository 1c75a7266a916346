package review

import (
	"plumbline/api/web/page"
	"plumbline/models/search"
	"plumbline/models/service/reviews"
)

// search puts what was found in place of the list: of the questions those that the list would show, and notes that
// belong to none.
func (n *reviewNav) search(r *page.Request, v reviews.QuestionView, listed map[string]navItem) {
	n.Groups = nil
	query, err := search.Parse(n.Find)
	if err != nil {
		n.Fault = page.Sentence(page.MessageOf(err))
		return
	}
	found := v.Found(r.Session.Actor, query)
	n.Partial = found.Partial
	for _, f := range found.Found {
		if f.Question == nil {
			if n.Pillar == "" && n.Show == "" {
				n.Results = append(n.Results, n.foundNotes(f))
			}
			continue
		}
		item, is := listed[f.Question.ID]
		if !is {
			continue
		}
		item.Where = whereFound(f)
		switch {
		case f.Choice != nil:
			item.Href += "#choice-" + f.Choice.ID
		case f.At == search.InNotes:
			item.Href += "#notes"
		}
		n.Results = append(n.Results, item)
	}
	n.Found = len(n.Results)
}

// foundNotes are the notes of a pillar or of the review.
func (n *reviewNav) foundNotes(f search.Found) navItem {
	item := navItem{Href: n.Base.Notes(), Code: "Notes", Short: "The review as a whole", Where: f.Text}
	if f.Pillar != nil {
		item.Short = f.Pillar.Name
	}
	item.Title = item.Short
	return item
}

// placeWords name where something was found.
var placeWords = map[search.Place]string{
	search.InTitle: "Title", search.InTerms: "Term", search.InPractice: "Practice",
	search.InDescription: "Description", search.InGuidance: "Guidance", search.InPrompts: "Prompts",
	search.InNotes: "Notes", search.InSeveral: "Several places",
}

// whereFound says where a question was found. The list itself shows but a short name.
func whereFound(f search.Found) string {
	if f.At == search.InTitle {
		return f.Question.Title
	}
	return placeWords[f.At] + ": " + f.Text
}
