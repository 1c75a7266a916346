package review

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

// reviewPath is a review as the address names it.
type reviewPath models.ReviewPath

func reviewPathOf(r *page.Request) reviewPath {
	return reviewPath{r.Param("workload"), r.Param("lens")}
}

// path is it as services take it.
func (p reviewPath) path() models.ReviewPath { return models.ReviewPath(p) }

func (p reviewPath) href() urls.ReviewPath { return urls.ReviewPage(p.Workload, p.Lens) }

// question is the address of a question. Ids may hold any letter.
func (p reviewPath) question(id string) urls.QuestionPath { return p.href().Question(id) }

// continueReview leads to where the person goes on.
func (h handlers) continueReview(r *page.Request) (page.Reply, error) {
	at := reviewPathOf(r)
	id, err := h.Service.Answers.Continue(r.HTTP.Context(), at.Workload, at.Lens)
	if err == nil && carriedQuery(r) != "" {
		id, err = h.firstListed(r, id)
	}
	if err != nil {
		return page.Reply{}, err
	}
	return page.Reply{To: string(at.question(id)) + carriedQuery(r)}, nil
}

// firstListed is the first question of the list as the address narrows it, id where the list is empty.
func (h handlers) firstListed(r *page.Request, id string) (string, error) {
	at := reviewPathOf(r)
	v, err := h.Service.Answers.Question(r.HTTP.Context(), models.AnswerPath{Workload: at.Workload, Lens: at.Lens,
		Question: id})
	if err != nil {
		return id, err
	}
	v.Answer.QuestionID = "" // no question stays in the list for being shown
	list := navOf(r, v)
	for _, item := range list.Results {
		if item.ID != "" {
			return item.ID, nil
		}
	}
	for _, g := range list.Groups {
		for _, item := range g.Items {
			return item.ID, nil
		}
	}
	return id, nil
}

// carriedQuery is what stays in the address from question to question: how the list of questions is narrowed.
func carriedQuery(r *page.Request) string {
	q := url.Values{}
	for _, name := range []string{"show", "find", "pillar"} {
		if v := r.Query(name); v != "" {
			q.Set(name, v)
		}
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// narrowing is which questions the list of a review shows.
type narrowing struct {
	value, words string
	fits         func(navItem) bool
}

var narrowings = []narrowing{
	{"", "All questions", func(navItem) bool { return true }},
	{"unanswered", labels.WholeRisk(questionnaires.RiskUnanswered),
		func(i navItem) bool { return i.Risk.Class == "open" }},
	{"high", labels.WholeRisk(questionnaires.RiskHigh), func(i navItem) bool { return i.Risk.Class == "high" }},
	{"medium", labels.WholeRisk(questionnaires.RiskMedium), func(i navItem) bool { return i.Risk.Class == "medium" }},
	{"none", labels.WholeRisk(questionnaires.RiskNone), func(i navItem) bool { return i.Risk.Class == "none" }},
	{"undecided", labels.WholeRisk(questionnaires.RiskUndecided),
		func(i navItem) bool { return i.Risk.Class == "undecided" }},
	{"accepted", "Accepted risk", func(i navItem) bool { return i.Accepted != "" }},
	{"mine", "Assigned to me", func(i navItem) bool { return i.Mine }},
	{"na", labels.WholeRisk(questionnaires.RiskNotApplicable), func(i navItem) bool { return i.NA }},
	{"notes", "With notes", func(i navItem) bool { return i.Noted }},
}

// navGroup is a pillar in the list of questions.
type navGroup struct {
	ID, Name        string
	Answered, Total int
	Items           []navItem
}

// navItem is a question in the list. NA says that the question or one of its choices does not apply.
type navItem struct {
	ID, Href, Code, Title string
	Short                 string // the title in a few words
	Where                 string // where a search found it
	Risk                  page.RiskMark
	Here, Noted, NA, Mine bool
	Comments              int
	Accepted              string // until when its risk is accepted, as people read it; "" if it is not
}

// navOption is one way to narrow the list, with how many questions it leaves.
type navOption struct {
	Value, Words string
	N            int
	On           bool
}

// reviewNav is the list of a review's questions.
type reviewNav struct {
	Groups  []navGroup
	Results []navItem // of a search, in place of groups
	Partial bool      // the search did not read all notes
	Fault   string    // why there was no search
	Options []navOption
	Show    string
	Find    string
	Pillar  string // id of the one whose questions are listed, "" for all
	Only    string // its name
	Whole   string // address of the list with all pillars
	Found   int
	Base    urls.ReviewPath
	Around  []linkView

	Answered, Total int // of all questions
}

// navOf lists the questions of a review, narrowed as the address says. The question that is shown stays in the list.
func navOf(r *page.Request, v reviews.QuestionView) reviewNav {
	n := reviewNav{Show: r.Query("show"), Find: strings.TrimSpace(r.Query("find")), Base: reviewPathOf(r).href()}
	chosen := slices.IndexFunc(narrowings, func(x narrowing) bool { return x.value == n.Show })
	if chosen < 0 {
		chosen, n.Show = 0, ""
	}
	if p := v.Review.Doc.Pillar(r.Query("pillar")); p != nil {
		n.Pillar, n.Only, n.Whole = p.ID, p.Name, n.Base.Filtered(n.Show, "")
	}
	counts, searched := make([]int, len(narrowings)), map[string]navItem{}
	at := 0
	for _, p := range v.Review.Doc.Pillars {
		g := navGroup{ID: p.ID, Name: p.Name, Total: len(p.Questions)}
		for i, q := range p.Questions {
			item := navItemOf(r, v, questionPlace{p, q, i, v.Answers[at]})
			at++
			n.Total++
			if item.Risk.Class != "open" {
				g.Answered++
				n.Answered++
			}
			if n.Pillar != "" && n.Pillar != p.ID {
				if item.Here {
					g.Items = append(g.Items, item)
				}
				continue
			}
			for k, x := range narrowings {
				if x.fits(item) {
					counts[k]++
				}
			}
			fits := narrowings[chosen].fits(item)
			if fits && n.Find != "" {
				searched[item.ID] = item
			}
			if item.Here || fits {
				g.Items = append(g.Items, item)
				n.Found++
			}
		}
		if n.Pillar == "" || n.Pillar == p.ID || len(g.Items) > 0 {
			n.Groups = append(n.Groups, g)
		}
	}
	if n.Find != "" {
		n.search(r, v, searched)
	}
	if r.Session.Guest.ID == "" {
		n.Around = []linkView{{"Notes of the review", n.Base.Notes()}, {"Parking lot", n.Base.Parking()}}
	}
	for k, x := range narrowings {
		switch {
		case k == chosen:
		case (x.value == "undecided" || x.value == "medium") && counts[k] == 0:
			continue // most lenses rate every answer, and some know no medium risk
		case x.value == "mine" && r.Session.Guest.ID != "":
			continue
		}
		n.Options = append(n.Options, navOption{x.value, x.words, counts[k], k == chosen})
	}
	return n
}

// answeredOf counts the questions that are answered.
func answeredOf(answers []models.Answer) (n int) {
	for _, a := range answers {
		if ratingOf(a.Risk).Class != "open" {
			n++
		}
	}
	return n
}

// questionPlace is a question where it stands in its review.
type questionPlace struct {
	pillar   *questionnaires.Pillar
	question *questionnaires.Question
	index    int // in the pillar
	answer   models.Answer
}

func navItemOf(r *page.Request, v reviews.QuestionView, at questionPlace) navItem {
	a := at.answer
	item := navItem{
		ID: a.QuestionID, Href: reviewPathOf(r).href().Beside(a.QuestionID) + carriedQuery(r), Code: codeOf(at),
		Title: at.question.Title, Short: at.question.Short(),
		Risk: ratingOf(a.Risk), Here: a.QuestionID == v.Answer.QuestionID, Noted: a.Notes != "", NA: !a.Applicable,
		Mine: v.Mine[a.QuestionID], Comments: v.Comments[a.QuestionID],
		Accepted: labels.CalendarDay(v.Accepted[a.QuestionID]),
	}
	for _, c := range a.Choices {
		item.NA = item.NA || c.Status == models.ChoiceNotApplicable
		item.Noted = item.Noted || c.Notes != ""
	}
	return item
}

// codeOf is what people cite a question by: its short name, such as SEC02, or else its number in the pillar.
func codeOf(at questionPlace) string {
	if at.question.DocumentID != "" {
		return at.question.DocumentID
	}
	return strconv.Itoa(at.index + 1)
}

// citeOf names a question where its number alone would not do.
func citeOf(at questionPlace) string {
	if at.question.DocumentID != "" {
		return at.question.DocumentID
	}
	return "Question " + codeOf(at)
}

// ratingOf is riskOf in words that can stand alone.
func ratingOf(x questionnaires.Risk) page.RiskMark {
	r := page.RiskMarkOf(x)
	r.Word = labels.WholeRisk(x)
	return r
}
