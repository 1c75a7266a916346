package plan

import (
	"slices"

	"plumbline/models/labels"
	"plumbline/questionnaires/improve"
	"plumbline/reports/improvement"
)

// pathData is the cheapest path to a goal: the fewest practices, and of several such sets the one with least effort.
type pathData struct {
	improvement.ShortestClearing
	Effort  int
	Goals   []choiceLink
	Medium  bool // the goal is to be without medium risks too
	Pillars []pillarPath
	Ticks   bool // some of its practices can be made into items
}

// pillarPath is the part of a path that lies in one pillar.
type pillarPath struct {
	Name, Lens, Href string // Lens where there are several
	improvement.ShortestClearing
	Effort    int
	Questions []pathQuestion
}

// pathQuestion is what a question of a path takes; no Practices where no more practices help.
type pathQuestion struct {
	planQuestion
	To        string // the risk that they lead to, in words
	Practices []planPractice
}

func (v planView) path() pathData {
	goal := v.goal()
	all := v.plan.Cheapest(goal, func(improvement.Entry) bool { return true })
	data := pathData{ShortestClearing: all.ShortestClearing, Effort: all.Effort, Medium: goal == improve.ClearMedium}
	data.Goals = []choiceLink{{v.with("goal", ""), "No high risk", !data.Medium},
		{v.with("goal", goalMedium), "No high and no medium risk", data.Medium}}
	var order []pillarName
	for _, way := range all.Ways {
		at := slices.Index(order, pillarOf(way.Entry))
		if at < 0 {
			at = len(order)
			order, data.Pillars = append(order, pillarOf(way.Entry)), append(data.Pillars, v.pillarPath(way.Entry, goal))
		}
		question := v.wayQuestion(way)
		data.Pillars[at].Questions = append(data.Pillars[at].Questions, question)
		for _, p := range question.Practices {
			data.Ticks = data.Ticks || p.Tick.Value != ""
		}
	}
	return data
}

func (v planView) pillarPath(of improvement.Entry, goal improve.Goal) pillarPath {
	path := v.plan.Cheapest(goal, func(e improvement.Entry) bool { return pillarOf(e) == pillarOf(of) })
	narrow := map[string]string{"pillar": of.PillarID, "risk": "high"}
	if goal == improve.ClearMedium {
		delete(narrow, "risk")
	}
	if v.several {
		narrow["lens"] = of.LensKey
	}
	return pillarPath{Name: of.PillarName, Lens: v.lensName(of), Href: v.narrowed(narrow),
		ShortestClearing: path.ShortestClearing, Effort: path.Effort}
}

func (v planView) wayQuestion(way improvement.QuestionWay) pathQuestion {
	q := pathQuestion{planQuestion: v.question(way.Entry, 0), To: labels.InSentence(labels.WholeRisk(way.To))}
	for _, p := range way.Practices {
		one := v.practice(way.Entry, p, false)
		one.Tick.On = len(v.chosen) == 0 || one.Tick.On
		q.Practices = append(q.Practices, one)
	}
	return q
}
