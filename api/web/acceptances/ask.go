package acceptances

import (
	"strings"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/labels"
	"plumbline/models/urls"
)

// askData is the form that asks for an acceptance.
type askData struct {
	Title     string // of the question
	At        urls.QuestionPath
	Risk      page.RiskMark
	AtRisk    bool // there is something to accept
	Extends   string
	Choices   []option // the whole question, and the practices that it lacks
	Approvers []option
	Last      string // the last day that may be chosen, as people read it
	Once      string
}

type option struct {
	Value, Words string
	On           bool
}

// askPage is the form for the risk of a question, or of one of the practices that it lacks.
func (h handlers) askPage(r *page.Request) (page.Reply, error) {
	at := models.AnswerPath{Workload: r.Param("workload"), Lens: r.Param("lens"), Question: r.Param("question")}
	v, err := h.Service.Answers.Question(r.HTTP.Context(), at)
	if err != nil {
		return page.Reply{}, err
	}
	people, err := h.Service.Acceptances.Approvers(r.HTTP.Context(), at.Review())
	if err != nil {
		return page.Reply{}, err
	}
	q, rated := v.Answer.Question, v.Answer.Rated()
	whole, _ := accepted.SubjectOf(q, rated, "")
	asked, approver := r.Query("choice"), r.Post("approver_id")
	if r.Post("once") != "" {
		asked = r.Post("choice_id")
	}
	data := askData{Title: q.Title, At: urls.ReviewPage(at.Workload, v.Review.Lens.Key).Question(q.ID),
		Risk: page.RiskMarkOf(v.Answer.Risk), AtRisk: whole.AtRisk(), Once: models.NewID(),
		Choices:   []option{{"", "The whole question", asked == ""}},
		Approvers: []option{{"", "Any architect or owner", approver == ""}}}
	for _, c := range q.Choices {
		if s, is := accepted.SubjectOf(q, rated, c.ID); is && s.AtRisk() {
			data.Choices = append(data.Choices, option{c.ID, c.Title, c.ID == asked})
		}
	}
	for _, p := range people {
		data.Approvers = append(data.Approvers, option{p.UserID, p.Name, p.UserID == approver})
	}
	for _, a := range v.Acceptances {
		if a.State == accepted.Accepted && a.ChoiceID == asked {
			data.Extends = labels.CalendarDay(a.Until)
			break
		}
	}
	return page.Reply{Template: "acceptance_ask", Title: "Ask to accept a risk", Data: data}, nil
}

func (h handlers) ask(r *page.Request) (page.Reply, error) {
	in := accepted.Input{QuestionID: r.Param("question"), ChoiceID: r.Post("choice_id"),
		Reason: strings.TrimSpace(r.Text("reason")), Mitigation: strings.TrimSpace(r.Text("mitigation")),
		ApproverRole: r.Line("approver_role"), ApproverID: r.Post("approver_id"), Until: r.Line("until")}
	at := models.ReviewPath{Workload: r.Param("workload"), Lens: r.Param("lens")}
	v, err := h.Service.Acceptances.Ask(r.HTTP.Context(), at, in, r.Once())
	if err != nil {
		return h.Again(r, "ask", err, h.askPage)
	}
	return page.Done(urls.Acceptance(v.ID), "acceptance-asked")
}
