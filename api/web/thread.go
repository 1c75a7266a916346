package web

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/service/collaboration"
	"plumbline/models/urls"
)

// togetherPages are the pages of what people do in a review beside answering it.
var togetherPages = map[string]any{"mine": mineData{}, "comments": commentsData{}, "parking": parkingPageData{}}

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
}

// commentView is a comment, or the gap that one left.
type commentView struct {
	ID, Author, Body, Mentions string
	Version                    int
	Written                    time.Time
	Edited, Gap                bool
	GapBy                      string
	MayEdit, MayDelete         bool
}

// personView is somebody to choose. Mention is what names the person in a text, for certain where that is possible.
type personView struct {
	UserID, Name, Mention string
	On                    bool
}

// threadIn is what the template "thread" gets.
type threadIn struct {
	V view
	T threadData
}

func withThread(v view, t threadData) threadIn { return threadIn{v, t} }

// threadHere is the page of the question.
func (r *request) threadHere() urls.QuestionPath { return r.reviewPath().question(r.param("question")) }

// threadData gives the thread of the question that the address names, the newest comments or those before the cursor there.
func (w *Web) threadData(r *request) (threadData, error) {
	if r.session.Guest.ID != "" {
		return threadData{}, nil
	}
	_, t, err := w.thread(r)
	return t, err
}

func (w *Web) thread(r *request) (collaboration.ThreadView, threadData, error) {
	v, err := w.svc.Comments.Thread(r.http.Context(), r.answerPath(), r.page("comments", threadPage))
	if err != nil {
		return v, threadData{}, err
	}
	t := threadData{Shown: true, Here: r.threadHere(), Known: v.Question != nil, Assigned: v.Assigned.Name,
		ByPillar: v.Assigned.UserID != "" && v.Assigned.QuestionID == "", MayComment: v.MayComment, MayAssign: v.MayAssign}
	if v.Pillar != nil {
		t.Pillar, t.PillarID = v.Pillar.Name, v.Pillar.ID
	}
	if v.Comments.Next != "" {
		t.Earlier = t.Here.Comments() + "?comments=" + url.QueryEscape(v.Comments.Next)
	}
	for _, c := range v.Comments.Items {
		t.Comments = append(t.Comments, commentViewOf(c, r.session.Actor, v))
	}
	slices.Reverse(t.Comments) // a thread is read from the top
	t.People = peopleViews(v.People, v.Assigned)
	t.Me = slices.ContainsFunc(v.People, func(p models.Participant) bool { return p.UserID == r.session.User.ID })
	return v, t, nil
}

func commentViewOf(c models.Comment, actor models.Actor, v collaboration.ThreadView) commentView {
	own := c.By(actor) && v.MayComment && !c.Deleted()
	var names []string
	for _, m := range c.Mentions {
		names = append(names, m.Name)
	}
	return commentView{ID: c.ID, Author: c.Author, Body: c.Body, Mentions: strings.Join(names, ", "), Version: c.Version, Written: c.CreatedAt,
		Edited: c.Edited(), Gap: c.Deleted(), GapBy: c.DeletedBy, MayEdit: own, MayDelete: own || v.MayDelete && !c.Deleted()}
}

// peopleViews gives the people to choose from. Whoever is assigned is among them, even if the list is too long.
func peopleViews(people []models.Participant, assigned models.Assignment) (list []personView) {
	known, names := false, map[string]int{}
	for _, p := range people {
		names[models.Fold(p.Name)]++
	}
	for _, p := range people {
		v := personView{p.UserID, p.Name, p.Name, p.UserID == assigned.UserID}
		if names[models.Fold(p.Name)] > 1 && p.Email != "" {
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

// commentsData is the page of a thread alone: where earlier comments are read, and where a form comes back that was not taken.
type commentsData struct {
	Title, Workload, Lens string
	Here                  urls.QuestionPath
	Thread                threadData
}

func (w *Web) commentsPage(r *request) (page, error) {
	v, t, err := w.thread(r)
	if err != nil {
		return page{}, err
	}
	data := commentsData{Title: r.param("question"), Workload: v.Workload, Lens: v.Review.Lens.Name, Here: t.Here, Thread: t}
	if v.Question != nil {
		data.Title = v.Question.Title
	} else if v.Before != nil {
		data.Title = v.Before.Title
	}
	return page{name: "comments", title: "Comments: " + data.Title, data: data}, nil
}

// doneThread goes back to the thread on the page of the question.
func (r *request) doneThread(what string) (page, error) {
	return page{to: string(r.threadHere()) + "?done=" + what + "#comments"}, nil
}

func (w *Web) createComment(r *request) (page, error) {
	in := models.CommentInput{Body: withMention(r.text("body"), r.line("mention"))}
	if _, err := w.svc.Comments.Create(r.http.Context(), r.answerPath(), in, models.IdempotencyKey{}); err != nil {
		if code := models.CodeOf(err); code == models.NotFound {
			return w.lostGround(r, err)
		}
		if p, is := w.gone(r, err); is {
			return p, nil
		}
		return w.again(r, "comment", err, w.commentsPage)
	}
	return r.doneThread("commented")
}

// withMention adds the person who was chosen beside the text to it, unless the text names that person already.
func withMention(body, person string) string {
	person = strings.TrimPrefix(person, "@")
	if person == "" || strings.TrimSpace(body) == "" || strings.Contains(models.Fold(body), "@"+models.Fold(person)) {
		return body
	}
	return strings.TrimRight(body, " \n") + "\n\n@" + person
}

func (r *request) commentPath() collaboration.CommentPath {
	return collaboration.CommentPath{AnswerPath: r.answerPath(), ID: r.param("comment")}
}

func (w *Web) editComment(r *request) (page, error) {
	if _, err := w.svc.Comments.Update(r.http.Context(), r.commentPath(), models.CommentInput{Body: r.text("body")}, r.seen()); err != nil {
		return w.again(r, "edit-"+r.param("comment"), err, w.commentsPage)
	}
	return r.doneThread("comment-edited")
}

func (w *Web) deleteComment(r *request) (page, error) {
	if err := w.svc.Comments.Delete(r.http.Context(), r.commentPath()); err != nil {
		return page{}, err
	}
	return r.doneThread("comment-deleted")
}
