package plan

import (
	"slices"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models/labels"
	"plumbline/models/service/plan"
	"plumbline/models/urls"
	"plumbline/reports/improvement"
)

// planQuestion is a question to improve.
type planQuestion struct {
	page.RiskMark
	Position         int // in the order of the page
	At               urls.QuestionPath
	Code, Name       string
	Title, Of        string // Of is its pillar, and its lens where there are several
	Practices        []planPractice
	NewItem          string // address of the form of an item for it; "" for those who may not make one
	Fewest           string // how few practices lower its risk, in words
	Way              tick   // chooses those of them that no item closes yet
	Ticks            bool   // something of it can be chosen
	Accepted         string // until when its risk is accepted, as people read it; "" if it is not
	Partly           bool   // only that of some practices is
	lens, pillar, is string // for the filters
}

// tick chooses practices: Value names them, with spaces between; "" where there is nothing to choose.
type tick struct {
	Value string
	On    bool
}

// planPractice is a practice that is missing.
type planPractice struct {
	Title, Facts string
	Alone        string // to which risk it leads alone, in words; "" where it moves nothing
	Class        string // of that risk
	OnTheWay     bool   // one of the fewest that lower the risk, where those are several
	Tick         tick
	Item         itemLink // that closes it
	impact       string
	effort       string
}

// itemLink leads to an item.
type itemLink struct {
	At     urls.ItemPath
	Number int
	Title  string
}

func (v planView) question(e improvement.Entry, position int) planQuestion {
	q := planQuestion{RiskMark: page.RiskMarkOf(e.Risk), Position: position, Code: e.DocumentID, Name: e.ShortName,
		Title: e.Title, Of: e.PillarName, lens: e.LensKey, pillar: e.PillarID,
		At: urls.ReviewPage(v.workload, e.LensKey).Question(e.QuestionID)}
	if name := v.lensName(e); name != "" {
		q.Of += ", " + name
	}
	q.is = q.Class
	if v.may[pillarOf(e)] && len(e.Practices) > 0 {
		q.NewItem = urls.ItemsOf(v.workload).NewAt(e.LensKey, e.QuestionID, "", "")
	}
	q.Accepted, q.Partly = labels.CalendarDay(e.AcceptedUntil), e.AcceptedUntil == "" && len(e.Accepted) > 0
	way := e.NextWay()
	var left []string
	for _, p := range e.Practices {
		onTheWay := slices.ContainsFunc(way.Practices, func(o improvement.Practice) bool {
			return o.ChoiceID == p.ChoiceID
		})
		one := v.practice(e, p, onTheWay && len(way.Practices) > 1)
		q.Practices = append(q.Practices, one)
		q.Ticks = q.Ticks || one.Tick.Value != ""
		if onTheWay && one.Tick.Value != "" {
			left = append(left, one.Tick.Value)
		}
	}
	if len(way.Practices) > 0 {
		q.Fewest = labels.CountLabel(len(way.Practices), "practice leads", "practices lead") + " to " +
			labels.InSentence(labels.WholeRisk(way.To))
		q.Way = v.tick(left...)
	}
	return q
}

func (v planView) practice(e improvement.Entry, p improvement.Practice, onTheWay bool) planPractice {
	out := planPractice{Title: p.Title, Facts: labels.PracticeFacts(p.Impact, p.Effort), OnTheWay: onTheWay,
		impact: strings.ToLower(p.Impact), effort: strings.ToLower(p.Effort)}
	if p.Lowers(e.Risk) {
		mark := page.RiskMarkOf(p.Alone)
		out.Alone, out.Class = labels.InSentence(labels.WholeRisk(p.Alone)), mark.Class
	}
	item, is := v.items[plan.PracticeName{Lens: e.LensID, Question: e.QuestionID, Choice: p.ChoiceID}]
	if is {
		out.Item = itemLink{urls.Item(item.ID), item.Number, item.Title}
	} else if v.may[pillarOf(e)] {
		out.Tick = v.tick(urls.PracticeName(e.LensKey, e.QuestionID, p.ChoiceID))
	}
	return out
}

func (v planView) tick(names ...string) tick {
	value := strings.Join(names, " ")
	return tick{value, slices.Contains(v.chosen, value)}
}
