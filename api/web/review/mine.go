package review

import (
	"strings"
	"time"

	"plumbline/api/web/page"
	"plumbline/models/labels"
	"plumbline/models/service/collaboration"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

// mineData is what waits for the person.
type mineData struct {
	Groups        []mineGroup
	Open, All     int // questions that are unanswered, and all of them
	MoreQuestions bool
	Decisions     []mineDecision // risks that others ask to accept
	Mentions      []mineMention
	Unread        int // of the mentions
	MoreMentions  bool
}

// mineGroup is the questions of one workload.
type mineGroup struct {
	Workload  string
	Questions []mineQuestion
}

type mineQuestion struct {
	Href, Title, Short, Lens, Pillar string
	Risk                             page.RiskMark
	ByPillar                         bool
	UpdatedAt                        time.Time
	UpdatedBy                        string
}

// mineDecision is a risk that somebody asks the person to accept.
type mineDecision struct {
	Href, Title, Workload, Practice, Until, Role, AskedBy string
	AskedAt                                               time.Time
}

// decisions are the risks that wait for the person's decision.
func (h handlers) decisions(r *page.Request) (list []mineDecision, err error) {
	waiting, err := h.Service.Acceptances.Waiting(r.HTTP.Context())
	for _, v := range waiting {
		one := mineDecision{Href: string(urls.Acceptance(v.ID)), Title: v.QuestionID, Workload: v.Workload,
			Until: labels.CalendarDay(v.Until), Role: v.ApproverRole, AskedBy: v.AskedBy, AskedAt: v.AskedAt}
		if v.Question != nil {
			one.Title = strings.TrimSpace(v.Question.DocumentID + " " + v.Question.Short())
		}
		if c := v.Choice(); c != nil {
			one.Practice = c.Title
		}
		list = append(list, one)
	}
	return list, err
}

type mineMention struct {
	ID                                  string
	Href, Title, Workload, Author, Body string
	Written                             time.Time
	Unread                              bool
}

func (h handlers) minePage(r *page.Request) (page.Reply, error) {
	m, err := h.Service.Assignments.Mine(r.HTTP.Context())
	if err != nil {
		return page.Reply{}, err
	}
	decisions, err := h.decisions(r)
	if err != nil {
		return page.Reply{}, err
	}
	data := mineData{Decisions: decisions, All: len(m.Questions),
		MoreQuestions: m.MoreQuestions, MoreMentions: m.MoreMentions}
	at := map[string]int{}
	for _, q := range m.Questions {
		i, known := at[q.At.WorkloadID]
		if !known {
			i = len(data.Groups)
			at[q.At.WorkloadID] = i
			data.Groups = append(data.Groups, mineGroup{Workload: q.At.Workload})
		}
		if q.Answer.Risk == questionnaires.RiskUnanswered {
			data.Open++
		}
		data.Groups[i].Questions = append(data.Groups[i].Questions, mineQuestion{
			Href: string(hrefOf(q.At, q.Question.ID)), Title: q.Question.Title,
			Short: strings.TrimSpace(q.Question.DocumentID + " " + q.Question.Short()), Lens: q.At.Lens.Name,
			Pillar:   q.Pillar.Name,
			Risk:     riskView(q.Answer.Risk),
			ByPillar: q.ByPillar, UpdatedAt: q.Answer.UpdatedAt, UpdatedBy: q.Answer.UpdatedBy})
	}
	for _, x := range m.Mentions {
		v := mineMention{ID: x.Comment.ID, Unread: x.Unread,
			Href: hrefOf(x.At, x.Comment.QuestionID).Thread(), Title: x.Comment.QuestionID,
			Workload: x.At.Workload,
			Author:   x.Comment.Author, Body: x.Comment.Body, Written: x.Comment.CreatedAt}
		if x.Question != nil {
			v.Title = strings.TrimSpace(x.Question.DocumentID + " " + x.Question.Short())
		} else { // the page of the question is gone, its thread is not
			v.Href = hrefOf(x.At, x.Comment.QuestionID).Comments()
		}
		if x.Unread {
			data.Unread++
		}
		data.Mentions = append(data.Mentions, v)
	}
	return page.Reply{Template: "mine", Title: "My questions", Data: data}, nil
}

// markRead marks one comment that mentions the person as read, or all of them.
func (h handlers) markRead(r *page.Request) (page.Reply, error) {
	var ids []string
	if id := r.Post("comment"); id != "" {
		ids = []string{id}
	}
	if err := h.Service.Assignments.MarkRead(r.HTTP.Context(), ids, r.Post("all") != ""); err != nil {
		return page.Reply{}, err
	}
	return page.Done(urls.Mine, "mine-read")
}

func hrefOf(at collaboration.ReviewName, question string) urls.QuestionPath {
	return urls.ReviewPage(at.WorkloadID, at.Lens.Key).Question(question)
}

// riskView is one risk in word, shape and colour.
func riskView(r questionnaires.Risk) page.RiskMark {
	var one questionnaires.RiskCounts
	one.Add(r, 1)
	for _, x := range page.RiskMarks(one) {
		if x.N > 0 {
			return x
		}
	}
	return page.RiskMark{}
}
