package review

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/remediation"
	"plumbline/models/service/collaboration"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

// threadPage is how many comments a page shows at once.
const threadPage = 50

// threadData is the thread of a question with who looks after it: what the template "thread" shows.
type threadData struct {
	Shown      bool // false: to guests, who see none of it
	Here       urls.QuestionPath
	Known      bool // the lens has the question still
	Comments   []commentView
	Earlier    string // address of the comments before these; "" where there are none
	Assigned   string // name; "": nobody
	ByPillar   bool
	Pillar     string
	PillarID   string
	People     []personView
	Me         bool // the person can be assigned to
	MayComment bool
	MayAssign  bool
	Items      []questionItem // that close practices of the question, newest first
	MoreItems  string         // address of the list of all of them, where it is longer
	AllItems   string         // in the same case, that of the workload's items
}

// questionItem is an item that closes practices of a question.
type questionItem struct {
	At                 urls.ItemPath
	Number             int
	Title, Status, Due string
	Late               bool
}

// commentView is a comment, or the gap that one left.
type commentView struct {
	ID, Author, Body, Mentions string
	Version                    int
	Written                    time.Time
	Edited, Gap                bool
	GapBy                      string
	MayEdit, MayDelete         bool
	NewItem                    string // address of the form of an item that is made from it, "" for those who may not
}

// personView is somebody to choose. Mention is what names the person in a text, for certain where that is possible.
type personView struct {
	UserID, Name, Mention string
	On                    bool
}

// threadIn is what the template "thread" gets.
type threadIn struct {
	V page.View
	T threadData
}

func withThread(v page.View, t threadData) threadIn { return threadIn{v, t} }

// threadQuestion is the page of the question.
func threadQuestion(r *page.Request) urls.QuestionPath {
	return reviewPathOf(r).question(r.Param("question"))
}

// threadData gives the thread of the question that the address names, the newest comments or those before the cursor
// there.
func (h handlers) threadData(r *page.Request) (threadData, error) {
	if r.Session.Guest.ID != "" {
		return threadData{}, nil
	}
	_, t, err := h.thread(r)
	return t, err
}

func (h handlers) thread(r *page.Request) (collaboration.ThreadView, threadData, error) {
	v, err := h.Service.Comments.Thread(r.HTTP.Context(), answerPathOf(r), r.ListPage("comments", threadPage))
	if err != nil {
		return v, threadData{}, err
	}
	t := threadData{Shown: true, Here: threadQuestion(r), Known: v.Question != nil, Assigned: v.Assigned.Name,
		ByPillar: v.Assigned.UserID != "" && v.Assigned.QuestionID == "", MayComment: v.MayComment, MayAssign: v.MayAssign}
	if v.Pillar != nil {
		t.Pillar, t.PillarID = v.Pillar.Name, v.Pillar.ID
	}
	if v.Comments.Next != "" {
		t.Earlier = t.Here.Comments() + "?comments=" + url.QueryEscape(v.Comments.Next)
	}
	for _, c := range v.Comments.Items {
		one := commentViewOf(c, r.Session.Actor, v)
		if v.MayAssign && !one.Gap {
			one.NewItem = newItemFrom(r, v.Review, v.Question, "comment:"+c.ID, c.Body)
		}
		t.Comments = append(t.Comments, one)
	}
	slices.Reverse(t.Comments) // a thread is read from the top
	t.People = peopleViews(v.People, v.Assigned)
	t.Me = slices.ContainsFunc(v.People, func(p models.Participant) bool { return p.UserID == r.Session.User.ID })
	return v, t, h.questionItems(r, v, &t)
}

// itemsShown is how many items a question shows.
const itemsShown = 10

// questionItems fills in the items of the question. A review that nothing hangs on has none.
func (h handlers) questionItems(r *page.Request, v collaboration.ThreadView, t *threadData) error {
	if v.Question == nil || !v.Review.Review.Followed ||
		models.Allow(r.Session.Actor, models.ReadItem, v.Review.Place()) != nil {
		return nil
	}
	list, err := h.Service.Items.List(r.HTTP.Context(), remediation.ItemQuery{WorkloadID: r.Param("workload"),
		Lens: v.Review.Lens.ID, QuestionID: v.Question.ID, Sort: remediation.ByNumber,
		PageRequest: models.PageRequest{Limit: itemsShown}})
	for _, i := range list.Items {
		t.Items = append(t.Items, questionItem{urls.Item(i.ID), i.Number, i.Title, labels.ItemStatus(i.Status),
			labels.CalendarDay(string(i.DueOn)), i.Overdue})
	}
	if list.Next != "" {
		of := urls.ItemsOf(r.Param("workload"))
		t.MoreItems, t.AllItems = of.At(v.Review.Lens.Key, v.Question.ID), of.All()
	}
	return err
}

// newItemFrom is the form of an item that is made from what somebody wrote at a question, or at none.
func newItemFrom(r *page.Request, v reviews.ReviewView, q *questionnaires.Question, from, text string) string {
	question := ""
	if q != nil {
		question = q.ID
	}
	title := []rune(strings.Join(strings.Fields(text), " "))
	if len(title) > mostTitle {
		title = append(title[:mostTitle-1], '…')
	}
	return urls.ItemsOf(r.Param("workload")).NewAt(v.Lens.Key, question, from, string(title))
}

// mostTitle is how much of a text becomes the title of an item.
const mostTitle = 100

func commentViewOf(c models.Comment, actor models.Actor, v collaboration.ThreadView) commentView {
	own := c.By(actor) && v.MayComment && !c.Deleted()
	var names []string
	for _, m := range c.Mentions {
		names = append(names, m.Name)
	}
	return commentView{ID: c.ID, Author: c.Author, Body: c.Body, Mentions: strings.Join(names, ", "), Version: c.Version,
		Written: c.CreatedAt,
		Edited:  c.Edited(), Gap: c.Deleted(), GapBy: c.DeletedBy, MayEdit: own,
		MayDelete: own || v.MayDelete && !c.Deleted()}
}

// peopleViews gives the people to choose from. Whoever is assigned is among them, even if the list is too long.
func peopleViews(people []models.Participant, assigned models.Assignment) (list []personView) {
	known, names := false, map[string]int{}
	for _, p := range people {
		names[models.FoldName(p.Name)]++
	}
	for _, p := range people {
		v := personView{p.UserID, p.Name, p.Name, p.UserID == assigned.UserID}
		if names[models.FoldName(p.Name)] > 1 && p.Email != "" {
			v.Mention = p.Email
		}
		known = known || v.On
		list = append(list, v)
	}
	if !known && assigned.UserID != "" && len(people) > 0 {
		list = append(list, personView{assigned.UserID, assigned.Name, assigned.Name, true})
	}
	return list
}

// commentsData is the page of a thread alone: where earlier comments are read, and where a form comes back that was not
// taken.
type commentsData struct {
	Title, Workload, Lens string
	Here                  urls.QuestionPath
	Thread                threadData
}

func (h handlers) commentsPage(r *page.Request) (page.Reply, error) {
	v, t, err := h.thread(r)
	if err != nil {
		return page.Reply{}, err
	}
	data := commentsData{Title: r.Param("question"), Workload: v.Workload, Lens: v.Review.Lens.Name, Here: t.Here,
		Thread: t}
	if v.Question != nil {
		data.Title = v.Question.Title
	} else if v.Before != nil {
		data.Title = v.Before.Title
	}
	return page.Reply{Template: "comments", Title: "Comments: " + data.Title, Data: data}, nil
}

// doneThread goes back to the thread on the page of the question.
func doneThread(r *page.Request, what string) (page.Reply, error) {
	return page.Reply{To: string(threadQuestion(r)) + "?done=" + what + "#comments"}, nil
}

func (h handlers) createComment(r *page.Request) (page.Reply, error) {
	in := models.CommentInput{Body: withMention(r.Text("body"), r.Line("mention"))}
	if _, err := h.Service.Comments.Create(r.HTTP.Context(), answerPathOf(r), in, models.IdempotencyKey{}); err != nil {
		if code := models.CodeOf(err); code == models.CodeNotFound {
			return h.lostGround(r, err)
		}
		if p, is := h.gone(r, err); is {
			return p, nil
		}
		return h.Again(r, "comment", err, h.commentsPage)
	}
	return doneThread(r, "commented")
}

// withMention adds the person who was chosen beside the text to it, unless the text names that person already.
func withMention(body, person string) string {
	person = strings.TrimPrefix(person, "@")
	if person == "" || strings.TrimSpace(body) == "" ||
		strings.Contains(models.FoldName(body), "@"+models.FoldName(person)) {
		return body
	}
	return strings.TrimRight(body, " \n") + "\n\n@" + person
}

func commentPathOf(r *page.Request) collaboration.CommentPath {
	return collaboration.CommentPath{AnswerPath: answerPathOf(r), ID: r.Param("comment")}
}

func (h handlers) editComment(r *page.Request) (page.Reply, error) {
	if _, err := h.Service.Comments.Update(r.HTTP.Context(), commentPathOf(r), models.CommentInput{Body: r.Text("body")},
		r.Seen()); err != nil {
		return h.Again(r, "edit-"+r.Param("comment"), err, h.commentsPage)
	}
	return doneThread(r, "comment-edited")
}

func (h handlers) deleteComment(r *page.Request) (page.Reply, error) {
	if err := h.Service.Comments.Delete(r.HTTP.Context(), commentPathOf(r)); err != nil {
		return page.Reply{}, err
	}
	return doneThread(r, "comment-deleted")
}
