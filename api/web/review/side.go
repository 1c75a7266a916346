package review

import (
	"slices"

	"plumbline/api/web/page"
	"plumbline/models/labels"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

// sideData is what the answer means: it changes with each change of it.
type sideData struct {
	Risk         page.RiskMark
	Open         bool // nothing is answered yet: what to talk about comes first, and no way to a lower risk
	Why          string
	Paths        []wayDown
	UpdatedBy    string
	Prompts      promptsView
	History      []historyView
	MoreHistory  string // address of the whole history
	ShowsHistory bool
	Here         urls.QuestionPath
	Accepted     acceptedData
}

// wayDown is a way to a lower risk: all sets are of one size.
type wayDown struct {
	Risk   page.RiskMark
	N      int
	Sets   []setView
	Others int // sets that are not shown
	Least  bool
}

// setView is a set of practices. The first one of a page is whole; each other one says how it differs from one before:
// instead of which practices it has its titles, or which it has also.
type setView struct {
	Or            bool // it is another set of the same path
	Instead, Also []titleView
	Titles        []titleView // what to choose: all, or what differs
}

type titleView struct{ ID, Title string }

// shownSets is how many sets of a path the page spells out.
const shownSets = 3

type promptsView struct {
	Objective                 string
	Room, FollowUps, RedFlags []string
	Any                       bool
}

func sideOf(r *page.Request, v reviews.QuestionView) sideData {
	q, guest := v.Answer.Question, r.Session.Guest.ID != ""
	d := sideData{
		Risk: ratingOf(v.Answer.Risk), Open: v.Answer.Risk == questionnaires.RiskUnanswered,
		Why: labels.Explain(v.Answer.Rating.Reason()).Grounds(), UpdatedBy: v.Answer.UpdatedBy,
		ShowsHistory: !guest, Here: reviewPathOf(r).question(q.ID), Accepted: acceptedOf(r, v),
	}
	if !d.Open {
		d.Paths = waysDown(q, q.Paths(v.Answer.Rated()))
	}
	if f := q.Facilitation; f != nil && !guest { // prompts are for those who review
		d.Prompts = promptsView{f.Objective, f.Room, f.FollowUps, f.RedFlags, true}
	}
	d.History = historyViews(q, v.History.Items)
	if v.History.Next != "" {
		d.MoreHistory = d.Here.History()
	}
	return d
}

// waysDown puts the paths into words: the first set of all is whole, the others are told by how they differ.
func waysDown(q *questionnaires.Question, paths []questionnaires.RiskPath) (list []wayDown) {
	var first []string // the first set of the path before
	for _, p := range paths {
		path := wayDown{Risk: ratingOf(p.To), N: len(p.Sets[0]), Others: max(0, len(p.Sets)-shownSets), Least: p.More}
		for i, set := range p.Sets[:min(len(p.Sets), shownSets)] {
			from := first
			if i > 0 {
				from = p.Sets[0]
			}
			path.Sets = append(path.Sets, setOf(q, set, from, i > 0))
		}
		first = p.Sets[0]
		list = append(list, path)
	}
	return list
}

// setOf is a set as it differs from another one; whole where there is none, or nothing in common.
func setOf(q *questionnaires.Question, set, from []string, or bool) setView {
	without := func(list, others []string) (rest []titleView) {
		for _, id := range list {
			if !slices.Contains(others, id) {
				rest = append(rest, titleView{id, q.Choice(id).Title})
			}
		}
		return rest
	}
	v := setView{Or: or, Titles: without(set, from)}
	common := len(set) - len(v.Titles)
	if common == 0 {
		return v
	}
	v.Instead = without(from, set)
	if len(v.Titles) > len(v.Instead) {
		v.Also = v.Titles
	}
	return v
}
