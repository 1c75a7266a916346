package collaboration

import (
	"strings"

	"plumbline/models"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
)

// maxMentions bounds whom one comment mentions; the names behind stay text.
const maxMentions = 50

// mentionNotices is the mail that is due once a comment is kept.
type mentionNotices struct {
	about models.MentionNotice
	to    []models.Participant
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
	post := mentionNotices{about: models.MentionNotice{By: actor.Name, Workload: load.Name, Question: c.QuestionID,
		WorkloadID: view.WorkloadID, LensKey: view.Lens.Key, QuestionID: c.QuestionID}}
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

// sendMentions tells people that a comment names them.
func (steps *Steps) sendMentions(m mentionNotices) {
	for _, p := range m.to {
		steps.notifier.Send(models.Notification{To: p.Email, About: m.about})
	}
}
