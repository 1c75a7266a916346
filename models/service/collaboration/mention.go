package collaboration

import (
	"strings"

	"plumbline/models"
	"plumbline/models/notice"
	"plumbline/models/service/outbox"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
)

// maxMentions bounds whom one comment mentions; the names behind stay text.
const maxMentions = 50

// mentionNotices are the mails that are due when a comment is kept.
type mentionNotices struct {
	about       notice.Mention
	workspaceID string // that owns the workload
	to          []models.Participant
}

// without takes out who was mentioned before.
func (m *mentionNotices) without(before []models.Mention) {
	var fresh []models.Participant
	for _, p := range m.to {
		known := false
		for _, b := range before {
			known = known || b.UserID == p.UserID
		}
		if !known {
			fresh = append(fresh, p)
		}
	}
	m.to = fresh
}

// mention finds whom the comment names of those who reach the workload, and puts them into it. Naming oneself is no
// mention.
func (steps *Steps) mention(tx *store.Tx, actor models.Actor, view reviews.ReviewView,
	c *models.Comment) (mentionNotices,
	error) {
	if !models.MayMention(c.Body) {
		return mentionNotices{}, nil
	}
	people, err := reviews.Participants(tx, view.Owner, view.WorkloadID)
	if err != nil {
		return mentionNotices{}, err
	}
	load, err := tx.Workload(view.WorkloadID)
	if err != nil {
		return mentionNotices{}, err
	}
	post := mentionNotices{workspaceID: view.Owner, about: notice.Mention{By: actor.Name, Workload: load.Name,
		Question: c.QuestionID, WorkloadID: view.WorkloadID, LensKey: view.Lens.Key, QuestionID: c.QuestionID}}
	if _, q := view.Doc.Question(c.QuestionID); q != nil {
		post.about.Question = strings.Join(strings.Fields(q.Title), " ")
	}
	for _, p := range models.Mentioned(c.Body, people) {
		if p.UserID == c.UserID || len(post.to) >= maxMentions {
			continue
		}
		post.to = append(post.to, p)
		c.Mentions = append(c.Mentions, models.Mention{UserID: p.UserID, Name: p.Name})
	}
	return post, nil
}

// postMentions tells people that a comment names them, as they want to be told.
func (steps *Steps) postMentions(tx *store.Tx, m mentionNotices) error {
	for _, p := range m.to {
		_, err := steps.outbox.Tell(tx, p, notice.Mentioned, outbox.Letter{WorkspaceID: m.workspaceID, About: m.about})
		if err != nil {
			return err
		}
	}
	return nil
}
