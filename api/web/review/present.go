package review

import (
	"html/template"
	"net/url"
	"time"

	"plumbline/api/web/page"
	"plumbline/models/labels"
	"plumbline/models/markdown"
	"plumbline/models/service/collaboration"
	"plumbline/models/urls"
)

// presentData is the shared screen: what a room may see of a question, and nothing private.
type presentData struct {
	Workload, WorkloadID string
	Lens, Key            string
	Base                 urls.ReviewPath
	Here                 urls.QuestionPath // what whoever has the screen goes back to
	Updated              string            // when anything in the review changed last, as the events say it
	Pillar, Code         string
	Number, Of           int // of the question in its pillar
	Title                string
	Choices              []choiceRow
	Many, Few            bool // the choices stand in two columns where there is room; there is room for larger ones
	Applies              bool
	Reason               string
	Risk                 page.RiskMark
	Why                  string
	Answered, Total      int // of the pillar's questions
	NotesHTML            template.HTML
	Follows              bool         // the screen is where the room is
	Previous, Next       questionLink // where it does not follow
}

// manyChoices is how many choices fit one below the other, fewChoices how many do in larger type.
const manyChoices, fewChoices = 8, 6

// present is the shared screen: the question that the room is at, or that the address names while nobody facilitates.
func (h handlers) present(r *page.Request) (page.Reply, error) {
	view, err := h.Service.Facilitation.Screen(r.HTTP.Context(), reviewPathOf(r).path(), r.Query("question"))
	if err != nil {
		return page.Reply{}, err
	}
	d := presentOf(r, view)
	return page.Reply{Template: "present", Title: d.Title, Data: d}, nil
}

func presentOf(r *page.Request, v collaboration.RoomView) presentData {
	q, at := v.Answer.Question, reviewPathOf(r)
	var stand questionData
	stand.around(r, v.QuestionView)
	d := presentData{
		Workload: v.Workload.Name, WorkloadID: v.Workload.ID, Lens: v.Review.Lens.Name, Key: v.Review.Lens.Key,
		Base: at.href(), Here: at.question(q.ID),
		Updated: v.Review.UpdatedAt.Format(time.RFC3339Nano), Pillar: stand.Pillar, Code: stand.Code, Number: stand.Number,
		Of: stand.Of, Title: q.Title,
		Choices: choiceRows(q, v.Answer.AnswerFields), Many: len(q.Choices) > manyChoices, Few: len(q.Choices) <= fewChoices,
		Applies: v.Answer.Applicable,
		Reason:  lowerReason(string(v.Answer.AnswerFields.Reason)), Risk: ratingOf(v.Answer.Risk),
		Why: labels.Explain(v.Answer.Rating.Reason()).Grounds(), Follows: v.Follows,
	}
	p, _ := v.Review.Doc.Question(q.ID)
	d.Answered, d.Total = pillarAnswers(v.QuestionView, p.ID)
	if v.Facilitation.ShowNotes {
		d.NotesHTML = markdown.HTML(v.Answer.Notes)
	}
	if !v.Follows {
		d.Previous, d.Next = onScreen(at, stand.Previous), onScreen(at, stand.Next)
	}
	return d
}

// onScreen leads to a question on the shared screen.
func onScreen(at reviewPath, s questionLink) questionLink {
	if s.ID != "" {
		s.Href = at.href().Present() + "?question=" + url.QueryEscape(s.ID)
	}
	return s
}
