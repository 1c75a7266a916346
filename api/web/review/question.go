package review

import (
	"cmp"
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/markdown"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

// questionData is a question of a review with what stands around it.
type questionData struct {
	Workload, WorkloadID string
	Lens, Version, Key   string
	Updated              string // when anything in the review changed last, as the events say it
	Started              string // when the review began: another time is another review
	Base                 urls.ReviewPath
	Here                 urls.QuestionPath
	Carried              string // what stays in the address from question to question
	Nav                  reviewNav
	Pillar, Code         string
	Number, Of           int // of the question in its pillar
	QuestionID           string
	Title, Description   string
	Resource             linkView
	Choices              []choiceRow
	Notes                string
	NotesHTML            template.HTML
	Applies              bool
	Reason               string
	State                string // the answer as JSON, for the form and its script
	AnswerVersion        int
	May                  bool // the person may answer
	Side                 sideData
	Thread               threadData
	Comments             int // how many the question has
	Previous, Next, Open questionLink
	Clashes              []clashView
}

// questionLink is a question to go to; "" where there is none.
type questionLink struct{ Href, Code, ID, Title string }

// linkView is a text with a link, either of which may be "".
type linkView struct{ Text, URL string }

// choiceRow is a choice with its state and, on demand, its guidance.
type choiceRow struct {
	Key, ID, Code, Title, Description string // Key is what a keyboard toggles it with
	On, NA, None                      bool
	Mark                              string // the state of the choice in words
	Reason, Notes                     string
	Missing                           string // what it means if it is missing: high, medium, low or ""
	Why, HowToTell                    string
	Steps, Facts                      []string
	Links                             []linkView
	More                              bool // there is any guidance
}

// question is the page of one question.
func (h handlers) question(r *page.Request) (page.Reply, error) {
	view, err := h.Service.Answers.Question(r.HTTP.Context(), answerPathOf(r))
	if err != nil {
		if p, is := h.gone(r, err); is {
			return p, nil
		}
		return page.Reply{}, err
	}
	data, err := h.questionData(r, view)
	return data.page(), err
}

func (d questionData) page() page.Reply {
	return page.Reply{Template: "review", Title: strings.TrimSpace(d.Code + " " + d.Title), Data: d}
}

func answerPathOf(r *page.Request) models.AnswerPath {
	at := reviewPathOf(r)
	return models.AnswerPath{Workload: at.Workload, Lens: at.Lens, Question: r.Param("question")}
}

func (h handlers) questionData(r *page.Request, v reviews.QuestionView) (questionData, error) {
	d := sheetOf(r, v)
	var err error
	d.Thread, err = h.threadData(r)
	return d, err
}

// sheetOf is the question without its thread.
func sheetOf(r *page.Request, v reviews.QuestionView) questionData {
	q, at := v.Answer.Question, reviewPathOf(r)
	d := questionData{
		Workload: v.Workload.Name, WorkloadID: v.Workload.ID, Lens: v.Review.Lens.Name, Key: v.Review.Lens.Key,
		Version: v.Review.Version.Name,
		Updated: v.Review.UpdatedAt.Format(time.RFC3339Nano), Started: v.Review.CreatedAt.Format(time.RFC3339Nano),
		Base: at.href(), Here: at.question(q.ID), Carried: carriedQuery(r), Nav: navOf(r, v), QuestionID: q.ID,
		Title: q.Title, Description: q.Description,
		Resource: linkOf(q.HelpfulResource), Choices: choiceRows(q, v.Answer.AnswerFields), Notes: v.Answer.Notes,
		NotesHTML: markdown.HTML(v.Answer.Notes), Applies: v.Answer.Applicable, Reason: string(v.Answer.AnswerFields.Reason),
		State: stateOf(q, v.Answer.Answer).text(), AnswerVersion: v.Answer.Answer.Version, May: v.May, Side: sideOf(r, v),
		Comments: v.Comments[q.ID],
	}
	d.around(r, v)
	return d
}

// pillarAnswers gives the answers to the questions of a pillar, and how many of them are there.
func pillarAnswers(v reviews.QuestionView, id string) (answered, all int) {
	at := 0
	for _, p := range v.Review.Doc.Pillars {
		if p.ID == id {
			for _, a := range v.Answers[at : at+len(p.Questions)] {
				if ratingOf(a.Risk).Class != "open" {
					answered++
				}
			}
			return answered, len(p.Questions)
		}
		at += len(p.Questions)
	}
	return 0, 0
}

// around tells where the question stands, and where to go from it.
func (d *questionData) around(r *page.Request, v reviews.QuestionView) {
	var all []questionPlace
	for _, p := range v.Review.Doc.Pillars {
		for i, q := range p.Questions {
			all = append(all, questionPlace{p, q, i, v.Answers[len(all)]})
		}
	}
	here := slices.IndexFunc(all, func(p questionPlace) bool { return p.answer.QuestionID == v.Answer.QuestionID })
	d.Pillar, d.Code = all[here].pillar.Name, all[here].question.DocumentID
	d.Number, d.Of = all[here].index+1, len(all[here].pillar.Questions)
	to := func(i int) questionLink {
		return questionLink{string(reviewPathOf(r).question(all[i].answer.QuestionID)) + carriedQuery(r), citeOf(all[i]),
			all[i].answer.QuestionID, all[i].question.Title}
	}
	if here > 0 {
		d.Previous = to(here - 1)
	}
	if here+1 < len(all) {
		d.Next = to(here + 1)
	}
	if i, ok := models.NextUnanswered(v.Answers, (here+1)%len(all)); ok && i != here {
		d.Open = to(i)
	}
}

func linkOf(x *questionnaires.Resource) linkView {
	if x == nil {
		return linkView{}
	}
	return linkView{x.DisplayText, webURL(x.URL)}
}

// documentationOf names what an address of documentation leads to.
func documentationOf(address string) string {
	if u, err := url.Parse(address); err == nil && strings.HasSuffix("."+u.Hostname(), ".aws.amazon.com") {
		return "AWS documentation"
	}
	return "Documentation"
}

// webURL is the address if it leads to the web; lenses come from anybody.
func webURL(s string) string {
	if lower := strings.ToLower(s); strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "http://") {
		return s
	}
	return ""
}

func choiceRows(q *questionnaires.Question, f models.AnswerFields) []choiceRow {
	list, n := make([]choiceRow, len(q.Choices)), 0
	for i, c := range q.Choices {
		state := f.Choice(c.ID)
		v := choiceRow{ID: c.ID, Title: c.Title, Description: c.Description, None: c.NoneOfThese(),
			On: state.Status == models.ChoiceSelected,
			NA: state.Status == models.ChoiceNotApplicable, Reason: string(state.Reason), Notes: state.Notes}
		v.Mark = labels.ChoiceStatus(cmp.Or(state.Status, models.ChoiceUnselected))
		if v.None {
			v.Key, v.Mark = "0", map[bool]string{true: "Selected", false: "Not selected"}[v.On]
		} else {
			n++
			v.Key = keyOf(n)
		}
		list[i] = addGuidance(v, c)
	}
	return list
}

// keyOf is the key of the n-th choice, from 1: a digit, and from the tenth on Shift with one, from Shift+0.
func keyOf(n int) string {
	if n < 10 {
		return strconv.Itoa(n)
	}
	return "⇧" + strconv.Itoa(n-10)
}

// addGuidance adds what a choice carries for whoever wants to know more.
func addGuidance(v choiceRow, c *questionnaires.Choice) choiceRow {
	if g := c.Guidance; g != nil {
		v.Code, v.Why, v.HowToTell, v.Steps, v.Missing = g.DocumentID, g.Why, g.HowToTell, g.Steps,
			strings.ToLower(g.RiskLevel)
		v.Facts = factsOf(g)
		if u := webURL(g.Link); u != "" {
			v.Links = append(v.Links, linkView{documentationOf(u), u})
		}
	}
	for _, x := range []*questionnaires.Resource{c.HelpfulResource, c.ImprovementPlan} {
		if l := linkOf(x); l != (linkView{}) {
			v.Links = append(v.Links, l)
		}
	}
	for _, more := range c.AdditionalResources {
		for _, x := range more.Content {
			v.Links = append(v.Links, linkOf(&x))
		}
	}
	v.More = v.Why != "" || v.HowToTell != "" || len(v.Steps)+len(v.Links)+len(v.Facts) > 0
	return v
}

func factsOf(g *questionnaires.Guidance) (facts []string) {
	if g.Effort != "" {
		facts = append(facts, labels.InSentence(labels.Level(g.Effort))+" effort")
	}
	if g.Impact != "" {
		facts = append(facts, labels.InSentence(labels.Level(g.Impact))+" impact")
	}
	if g.Responsibility != "" {
		facts = append(facts, "done by "+labels.InSentence(labels.ResponsibleParty(g.Responsibility)))
	}
	if len(g.Evidence) > 0 {
		facts = append(facts, "evidence: "+strings.Join(g.Evidence, ", "))
	}
	return facts
}
