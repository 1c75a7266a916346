package review

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"plumbline/api/web/page"
	"plumbline/models/labels"
	"plumbline/models/service/acceptance"
	"plumbline/models/service/collaboration"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

// mineData is what waits for the person.
type mineData struct {
	Groups        []mineGroup
	Open, All     int // questions that are unanswered, and all of them
	MoreQuestions bool
	Items         []mineItem
	Late          int // items that are overdue
	MoreItems     bool
	ItemsAt       string
	Decisions     mineRisks // risks that others ask to accept
	Ending        mineRisks // accepted risks that the person asked for and that end soon
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

// mineItem is an item that the person owns.
type mineItem struct {
	At                                 urls.ItemPath
	Number                             int
	Title, Workload, Due, Words, State string
	Late                               bool
}

// items fills in what the person owns, overdue ones first.
func (h handlers) items(r *page.Request, data *mineData) error {
	today, err := h.Service.Items.Today(r.HTTP.Context())
	if err != nil {
		return err
	}
	own, err := h.Service.Items.Mine(r.HTTP.Context())
	for _, i := range own.Items {
		one := mineItem{At: urls.Item(i.ID), Number: i.Number, Title: i.Title, Workload: i.Workload,
			Due: labels.CalendarDay(string(i.DueOn)), State: labels.ItemStatus(i.Status), Late: i.Overdue}
		if i.Overdue {
			data.Late++
		}
		if i.Overdue || i.DueSoon {
			one.Words = labels.ItemDue(i.DueOn, today)
		}
		data.Items = append(data.Items, one)
	}
	data.MoreItems, data.ItemsAt = own.Next != "", string(urls.Items)+"?owner=me"
	return err
}

// mineRisks is a table of risks.
type mineRisks struct {
	Caption string
	Rows    []mineDecision
}

// mineDecision is a risk that somebody asks the person to accept, or that is accepted.
type mineDecision struct {
	Href, Title, Workload, Practice, Until, Role, AskedBy string
	AskedAt                                               time.Time
}

// acceptances fills in the risks that wait for the person's decision, and those that the person asked for and that end.
func (h handlers) acceptances(r *page.Request, data *mineData) error {
	waiting, err := h.Service.Acceptances.Waiting(r.HTTP.Context())
	if err != nil {
		return err
	}
	ending, err := h.Service.Acceptances.Ending(r.HTTP.Context())
	data.Decisions = mineRisks{"Risks that others ask you to accept, oldest first", decisionsOf(waiting)}
	data.Ending = mineRisks{"Accepted risks that you asked for, the next to end first", decisionsOf(ending)}
	return err
}

func decisionsOf(views []acceptance.View) (list []mineDecision) {
	for _, v := range views {
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
	return list
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
	data := mineData{All: len(m.Questions), MoreQuestions: m.MoreQuestions, MoreMentions: m.MoreMentions}
	if err := h.items(r, &data); err != nil {
		return page.Reply{}, err
	}
	if err := h.acceptances(r, &data); err != nil {
		return page.Reply{}, err
	}
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
	data.mentions(m)
	return page.Reply{Template: "mine", Title: "My work", Data: data}, nil
}

// mentions are those at questions and of items, unread ones first, newest first.
func (data *mineData) mentions(m collaboration.WaitingItems) {
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
		data.Mentions = append(data.Mentions, v)
	}
	for _, x := range m.ItemMentions {
		data.Mentions = append(data.Mentions, mineMention{ID: x.Comment.ID, Unread: x.Unread,
			Href:  string(urls.Item(x.Comment.ItemID)) + "#comment-" + x.Comment.ID,
			Title: fmt.Sprintf("#%d %s", x.Number, x.Title), Workload: x.Workload,
			Author: x.Comment.Author, Body: x.Comment.Body, Written: x.Comment.CreatedAt})
	}
	for _, x := range data.Mentions {
		if x.Unread {
			data.Unread++
		}
	}
	slices.SortStableFunc(data.Mentions, func(a, b mineMention) int {
		if a.Unread != b.Unread {
			if a.Unread {
				return -1
			}
			return 1
		}
		return b.Written.Compare(a.Written)
	})
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
