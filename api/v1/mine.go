package v1

import (
	"context"
	"time"

	"plumbline/api/v1/remediation"
	"plumbline/api/v1/rest"
	"plumbline/models/service/collaboration"
)

// whereabouts says which review something is in.
type whereabouts struct {
	WorkloadID string `json:"workload_id" doc:"the workload"`
	Workload   string `json:"workload" doc:"its name"`
	LensID     string `json:"lens_id" doc:"the lens"`
	LensKey    string `json:"lens_key" doc:"its key"`
	Lens       string `json:"lens" doc:"its name"`
}

func whereaboutsOut(n collaboration.ReviewName) whereabouts {
	return whereabouts{n.WorkloadID, n.Workload, n.Lens.ID, n.Lens.Key, n.Lens.Name}
}

type myQuestion struct {
	whereabouts
	PillarID   string     `json:"pillar_id" doc:"the pillar"`
	QuestionID string     `json:"question_id" doc:"the question"`
	Title      string     `json:"title" doc:"the question in words"`
	ShortName  string     `json:"short_name" doc:"the question in a few words"`
	Risk       string     `json:"risk" doc:"the question's risk; NONE means no risk only where undecided is missing" enum:"UNANSWERED,HIGH,MEDIUM,NONE,NOT_APPLICABLE"`
	Undecided  bool       `json:"undecided,omitempty" doc:"with risk NONE: no rule of the lens rates this answer, so the lens does not say; counted as open, never as good"`
	ByPillar   bool       `json:"by_pillar" doc:"its pillar is assigned, not the question itself"`
	UpdatedAt  *time.Time `json:"updated_at,omitempty" doc:"when it was answered last"`
	UpdatedBy  string     `json:"updated_by,omitempty" doc:"who answered last"`
}

func myQuestionOut(q collaboration.MyQuestion) myQuestion {
	return myQuestion{whereaboutsOut(q.At), q.Pillar.ID, q.Question.ID, q.Question.Title, q.Question.Short(),
		string(q.Answer.Risk.Key()), undecided(q.Answer.Risk), q.ByPillar, rest.TimeOrNil(q.Answer.UpdatedAt),
		q.Answer.UpdatedBy}
}

type myMention struct {
	whereabouts
	Title     string      `json:"title,omitempty" doc:"the question in words; missing: the lens does not have it any more"`
	ShortName string      `json:"short_name,omitempty" doc:"the question in a few words; missing with the title"`
	Comment   commentJSON `json:"comment" doc:"the comment, without its list of mentions"`
	Unread    bool        `json:"unread" doc:"the person has not read it"`
}

func myMentionOut(m collaboration.MyMention) myMention {
	out := myMention{whereabouts: whereaboutsOut(m.At), Comment: commentOut(m.Comment), Unread: m.Unread}
	if m.Question != nil {
		out.Title, out.ShortName = m.Question.Title, m.Question.Short()
	}
	return out
}

type mineJSON struct {
	Questions     []myQuestion `json:"questions" doc:"assigned to the person, unanswered ones first; at most 200"`
	MoreQuestions bool         `json:"more_questions" doc:"there are more than are listed"`
	Mentions      []myMention  `json:"mentions" doc:"comments that mention the person, unread ones first; at most 200"`
	MoreMentions  bool         `json:"more_mentions" doc:"there are more than are listed"`

	Items        []remediation.ItemRow    `json:"items" doc:"the person's own, not closed, by date; at most 100"`
	MoreItems    bool                     `json:"more_items" doc:"there are more than are listed"`
	ItemMentions []myItemMention          `json:"item_mentions" doc:"in comments of items, unread first; at most 200"`
	Decisions    []remediation.Acceptance `json:"decisions" doc:"risks that wait for a decision"`
	Ending       []remediation.Acceptance `json:"ending" doc:"own ones that end within 30 days"`
}

type myItemMention struct {
	ItemID     string    `json:"item_id" doc:"the item"`
	Number     int       `json:"number" doc:"its number in the workspace"`
	Title      string    `json:"title" doc:"what is to be done"`
	WorkloadID string    `json:"workload_id" doc:"the workload"`
	Workload   string    `json:"workload" doc:"its name"`
	CommentID  string    `json:"comment_id" doc:"the comment"`
	Author     string    `json:"author" doc:"who wrote it"`
	Body       string    `json:"body" doc:"Markdown"`
	CreatedAt  time.Time `json:"created_at" doc:"when it was written"`
	Unread     bool      `json:"unread" doc:"the person has not read it"`
}

func myItemMentionOut(m collaboration.MyItemMention) myItemMention {
	return myItemMention{m.Comment.ItemID, m.Number, m.Title, m.WorkloadID, m.Workload, m.Comment.ID, m.Comment.Author,
		m.Comment.Body, m.Comment.CreatedAt, m.Unread}
}

func (a *API) getMine(ctx context.Context, _ *rest.Request, _ rest.None) (mineJSON, error) {
	m, err := a.svc.Assignments.Mine(ctx)
	if err != nil {
		return mineJSON{}, err
	}
	own, err := a.svc.Items.Mine(ctx)
	if err != nil {
		return mineJSON{}, err
	}
	waiting, err := a.svc.Acceptances.Waiting(ctx)
	if err != nil {
		return mineJSON{}, err
	}
	ending, err := a.svc.Acceptances.Ending(ctx)
	return mineJSON{rest.Each(m.Questions, myQuestionOut), m.MoreQuestions, rest.Each(m.Mentions, myMentionOut),
		m.MoreMentions, remediation.Rows(own.Items), own.Next != "", rest.Each(m.ItemMentions, myItemMentionOut),
		remediation.Acceptances(waiting), remediation.Acceptances(ending)}, err
}

type readMarks struct {
	CommentIDs []string `json:"comment_ids,omitempty" doc:"comments that mention the person" max:"200"`
	All        bool     `json:"all,omitempty" doc:"all of the workspace"`
}

func (a *API) markRead(ctx context.Context, _ *rest.Request, in readMarks) (rest.None, error) {
	return rest.None{}, a.svc.Assignments.MarkRead(ctx, in.CommentIDs, in.All)
}
