package collaboration

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
	"plumbline/questionnaires"
)

// MaxMine bounds each list of what is one's own.
const MaxMine = 200

// WaitingItems is what waits for a person: questions that are assigned to the person, the unanswered ones first, and
// comments with mentions, at questions and of items, unread ones first, newest first; each at most MaxMine.
type WaitingItems struct {
	Questions     []MyQuestion
	MoreQuestions bool // there are more than are listed
	Mentions      []MyMention
	MoreMentions  bool
	ItemMentions  []MyItemMention
}

// MyQuestion is a question that is assigned to the person.
type MyQuestion struct {
	At       ReviewName
	Pillar   *questionnaires.Pillar
	Question *questionnaires.Question
	Answer   models.Answer
	ByPillar bool // not the question itself, but its pillar is assigned to the person
}

// MyMention is a comment that mentions the person.
type MyMention struct {
	At       ReviewName
	Question *questionnaires.Question // nil: the lens does not have it any more
	Comment  models.Comment
	Unread   bool
}

// MyItemMention is a comment of an item that mentions the person.
type MyItemMention struct {
	Comment    remediation.ItemComment
	WorkloadID string
	Workload   string
	Number     int // of the item
	Title      string
	Unread     bool
}

// ReviewName is what a list says of a review.
type ReviewName struct {
	WorkloadID, Workload string
	Owner                string // the workspace whose it is
	Lens                 models.Lens
}

// WaitingItems returns what waits for the person who asks, in the workloads that the person reaches from the present
// workspace.
func (a Assignments) Mine(ctx context.Context) (WaitingItems, error) {
	actor, err := ownActor(ctx)
	if err != nil {
		return WaitingItems{}, err
	}
	return core.Read(ctx, a.core, func(tx *store.Tx) (WaitingItems, error) { return a.steps.Waiting(tx, actor) })
}

// Waiting is what Mine returns of a person who may ask.
func (steps *Steps) Waiting(tx *store.Tx, actor models.Actor) (WaitingItems, error) {
	m := &minePage{Steps: steps, tx: tx, actor: actor, seen: map[store.AssignedReview]*myReview{}}
	if err := m.assigned(); err != nil {
		return m.WaitingItems, err
	}
	if err := m.mentioned(); err != nil {
		return m.WaitingItems, err
	}
	return m.WaitingItems, m.mentionedByItems()
}

// ownActor is a person, or a token that acts for one.
func ownActor(ctx context.Context) (models.Actor, error) {
	actor := models.ActorFrom(ctx)
	if err := models.Allow(actor, models.ReadMine, models.InWorkspace(actor.WorkspaceID)); err != nil {
		return actor, err
	}
	if actor.UserID == "" {
		return actor, models.Errorf(models.CodeForbidden,
			"nothing is assigned to a token: this is for people and their own tokens")
	}
	return actor, nil
}

// Unread counts the comments that mention the person and that the person has not read, at most MaxMine.
func (a Assignments) Unread(ctx context.Context) (int, error) {
	actor, err := ownActor(ctx)
	if err != nil {
		return 0, err
	}
	return core.Read(ctx, a.core, func(tx *store.Tx) (int, error) {
		ids, err := unreadIDs(tx, actor)
		return min(len(ids), MaxMine), err
	})
}

// mentionsOf asks for what mentions a person.
func mentionsOf(actor models.Actor) store.MentionsQuery {
	return store.MentionsQuery{UserID: actor.UserID, WorkspaceID: actor.WorkspaceID, Workloads: actor.Scope.Workloads,
		Limit: MaxMine}
}

func unreadBy(tx *store.Tx, actor models.Actor) ([]store.MentionedIn, error) {
	query := mentionsOf(actor)
	query.Unread = true
	return tx.Mentions(query)
}

// unreadIDs are those of unread comments, at questions and of items.
func unreadIDs(tx *store.Tx, actor models.Actor) (ids []string, err error) {
	rows, err := unreadBy(tx, actor)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		ids = append(ids, row.ID)
	}
	query := mentionsOf(actor)
	query.Unread = true
	ofItems, err := store.ItemMentions(tx, query)
	for _, row := range ofItems {
		ids = append(ids, row.ID)
	}
	return ids, err
}

// MarkRead marks comments that mention the person as read: those with the ids, or all that Unread counts. Other
// comments stay as they are. It is a note of the person's own about what others wrote, and no line of the audit log.
func (a Assignments) MarkRead(ctx context.Context, ids []string, all bool) error {
	actor, err := ownActor(ctx)
	if err != nil {
		return err
	}
	if len(ids) > MaxMine {
		return models.InvalidInput(models.FieldFault{Field: "comment_ids",
			Message: fmt.Sprintf("must name at most %d comments", MaxMine)})
	}
	return a.core.Store.Write(ctx, func(tx *store.Tx) error {
		read := ids
		if all {
			unread, err := unreadIDs(tx, actor)
			if err != nil {
				return err
			}
			read = append(read, unread...)
		}
		if len(read) == 0 {
			return nil
		}
		return store.ReadMentions(tx, actor.UserID, read, a.core.Now())
	})
}

type minePage struct {
	*Steps
	WaitingItems
	tx    *store.Tx
	actor models.Actor
	seen  map[store.AssignedReview]*myReview // nil: out of reach
}

type myReview struct {
	name ReviewName
	view reviews.ReviewView
}

// review finds a review once; nil if the person does not reach it from here.
func (m *minePage) review(at store.AssignedReview) (*myReview, error) {
	at.ReviewID = ""
	if r, known := m.seen[at]; known {
		return r, nil
	}
	m.seen[at] = nil
	view, err := m.reviews.Find(m.tx, m.actor, models.ReadComments,
		models.ReviewPath{Workload: at.WorkloadID, Lens: at.LensID})
	if core.IsDenied(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	load, err := m.tx.Workload(at.WorkloadID)
	if err != nil {
		return nil, err
	}
	m.seen[at] = &myReview{ReviewName{load.ID, load.Name, load.WorkspaceID, view.Lens}, view}
	return m.seen[at], nil
}

func (m *minePage) assigned() error {
	reviews, err := m.tx.AssignedTo(m.actor.UserID)
	if err != nil {
		return err
	}
	for _, at := range reviews {
		r, err := m.review(at)
		if err != nil {
			return err
		}
		if r == nil {
			continue
		}
		if err := m.assignedIn(r); err != nil {
			return err
		}
	}
	slices.SortStableFunc(m.Questions, func(a, b MyQuestion) int {
		return cmp.Or(cmp.Compare(answeredRank(a), answeredRank(b)), cmp.Compare(models.FoldName(a.At.Workload),
			models.FoldName(b.At.Workload)))
	})
	if len(m.Questions) > MaxMine {
		m.Questions, m.MoreQuestions = m.Questions[:MaxMine], true
	}
	return nil
}

// answeredRank is 0 for a question that waits for its answer, 1 for others.
func answeredRank(q MyQuestion) int {
	if q.Answer.Risk == questionnaires.RiskUnanswered {
		return 0
	}
	return 1
}

func (m *minePage) assignedIn(r *myReview) error {
	all, err := m.tx.Assignments(r.view.Review.ID)
	if err != nil {
		return err
	}
	rows, err := m.tx.Answers(r.view.Review.ID)
	if err != nil {
		return err
	}
	for _, a := range models.InOrder(r.view.Review.ID, r.view.Doc, rows) {
		is, ok := models.AssignedTo(all, a.PillarID, a.QuestionID)
		if !ok || is.UserID != m.actor.UserID {
			continue
		}
		p, q := r.view.Doc.Question(a.QuestionID)
		m.Questions = append(m.Questions, MyQuestion{r.name, p, q, a, is.QuestionID == ""})
	}
	return nil
}

func (m *minePage) mentioned() error {
	rows, err := unreadBy(m.tx, m.actor)
	if err != nil {
		return err
	}
	query := mentionsOf(m.actor)
	query.Limit++ // to know whether there are more
	newest, err := m.tx.Mentions(query)
	if err != nil {
		return err
	}
	for _, row := range newest {
		if !row.Unread {
			rows = append(rows, row)
		}
	}
	for i, row := range rows {
		if m.MoreMentions = i == MaxMine; m.MoreMentions {
			break
		}
		r, err := m.review(store.AssignedReview{WorkloadID: row.WorkloadID, LensID: row.LensID})
		if err != nil {
			return err
		}
		if r == nil {
			continue
		}
		_, q := r.view.Doc.Question(row.QuestionID)
		m.Mentions = append(m.Mentions, MyMention{r.name, q, row.Comment, row.Unread})
	}
	return nil
}

func (m *minePage) mentionedByItems() error {
	rows, err := store.ItemMentions(m.tx, mentionsOf(m.actor))
	if err != nil {
		return err
	}
	for _, row := range rows {
		err := core.Allow(m.tx, m.actor, models.ReadItem, row.At)
		if core.IsDenied(err) {
			continue
		}
		if err != nil {
			return err
		}
		m.ItemMentions = append(m.ItemMentions, MyItemMention{row.ItemComment, row.At.WorkloadID, row.Workload, row.Number,
			row.Title, row.Unread})
	}
	slices.SortStableFunc(m.ItemMentions, func(a, b MyItemMention) int {
		rank := map[bool]int{true: 0, false: 1}
		return cmp.Compare(rank[a.Unread], rank[b.Unread])
	})
	return nil
}
