package review

import (
	"errors"
	"slices"
	"strings"
	"time"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/service/reviews"
	"plumbline/questionnaires"
)

// historyView is one change of an answer, in words.
type historyView struct {
	At    time.Time
	Who   string
	What  []string
	Risk  page.RiskMark // that it led to; empty if the risk stayed
	Texts []changedNote // what was written, as it was and as it is
}

// changedNote is a note that was changed.
type changedNote struct{ What, From, To string }

type historyData struct {
	Title, Back string
	Entries     []historyView
	Next        string
}

// history is the page with all changes of an answer.
func (h handlers) history(r *page.Request) (page.Reply, error) {
	at := answerPathOf(r)
	list, err := h.Service.Answers.History(r.HTTP.Context(), at, r.ListPage("after", 0))
	if err != nil {
		return page.Reply{}, err
	}
	q, err := h.asked(r, at)
	if err != nil {
		return page.Reply{}, err
	}
	data := historyData{q.Title, string(reviewPathOf(r).question(at.Question)), historyViews(q, list.Items),
		r.NextPage("after", list.Next)}
	return page.Reply{Template: "history", Title: "History: " + data.Title, Data: data}, nil
}

// asked is the question, as it was asked last.
func (h handlers) asked(r *page.Request, at models.AnswerPath) (*questionnaires.Question, error) {
	answer, err := h.Service.Answers.Get(r.HTTP.Context(), at)
	if gone, is := errors.AsType[*reviews.GoneQuestion](err); is && gone.Was != nil {
		return gone.Was, nil
	}
	return answer.Question, err
}

func historyViews(q *questionnaires.Question, entries []reviews.HistoryEntry) (list []historyView) {
	for _, e := range entries {
		v := historyView{At: e.At, Who: e.Name}
		for _, c := range e.Changes {
			v.add(q, c)
		}
		list = append(list, v)
	}
	return list
}

// add puts one changed field into words.
func (v *historyView) add(q *questionnaires.Question, c models.FieldChange) {
	switch c.Field {
	case "selected":
		v.set(q, c, "selected", "unselected")
	case "not_applicable":
		v.set(q, c, "marked as not applicable:", "marked as applicable again:")
	case "risk":
		v.Risk = ratingOf(questionnaires.Risk(c.To))
	case "applicable":
		v.What = append(v.What, map[bool]string{true: "said that the question applies",
			false: "said that the question does not apply"}[c.To == "yes"])
	case "notes":
		v.What, v.Texts = append(v.What, "wrote in the notes"), append(v.Texts, changedNote{"Notes", c.From, c.To})
	case "reason":
		if c.To == string(models.NoReason) {
			return
		}
		v.What = append(v.What, "gave the reason: "+lowerReason(c.To))
	default:
		id, notes := strings.CutSuffix(strings.TrimPrefix(c.Field, "choices/"), "/notes")
		switch id, reason := strings.CutSuffix(id, "/reason"); {
		case notes:
			v.What, v.Texts = append(v.What, "wrote a note on "+titleOf(q, id)),
				append(v.Texts, changedNote{"Note on " + titleOf(q, id), c.From, c.To})
		case reason && c.To != string(models.NoReason):
			v.What = append(v.What, "gave the reason for "+titleOf(q, id)+": "+lowerReason(c.To))
		}
	}
}

// set puts a changed list of choices into words.
func (v *historyView) set(q *questionnaires.Question, c models.FieldChange, in, out string) {
	was, is := c.Lists()
	for _, id := range is {
		if !slices.Contains(was, id) {
			v.What = append(v.What, in+" "+titleOf(q, id))
		}
	}
	for _, id := range was {
		if !slices.Contains(is, id) {
			v.What = append(v.What, out+" "+titleOf(q, id))
		}
	}
}

// titleOf names a choice; one that the lens has no more, by its id.
func titleOf(q *questionnaires.Question, id string) string {
	if c := q.Choice(id); c != nil {
		return "“" + c.Title + "”"
	}
	return id
}
