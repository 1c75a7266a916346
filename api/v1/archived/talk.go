// Package archived has what the file of a workload holds beside its reviews and milestones, as JSON: what people said
// and agreed on, and what follows from the reviews: items, acceptances, proposals, daily figures.
//
// It may import api/v1/rest, the types of models, questionnaires and models/service/archive.
package archived

import (
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/service/archive"
)

// Talk is what people said in a review.
type Talk struct {
	Comments    []comment    `json:"comments,omitempty" doc:"by thread, the oldest first; not in files of older releases"`
	Assignments []assignment `json:"assignments,omitempty" doc:"who looks after pillars and questions"`
	ParkingLot  []parked     `json:"parking_lot,omitempty" doc:"what came up and had to wait"`
}

// Person is somebody to whom the file refers by id.
type Person struct {
	ID    string `json:"id" doc:"what the file calls the person"`
	Name  string `json:"name" doc:"name, when the file was written"`
	Email string `json:"email,omitempty" doc:"by which an import finds the person; not for other workspaces"`
}

type comment struct {
	QuestionID string     `json:"question_id" doc:"the question; the lens need not have it any more"`
	UserID     string     `json:"user_id,omitempty" doc:"who wrote it, as in people"`
	Author     string     `json:"author" doc:"name of who wrote it, then"`
	Body       string     `json:"body" doc:"Markdown; empty if it was deleted"`
	Mentions   []string   `json:"mentions,omitempty" doc:"whom it mentions, as in people"`
	Version    int        `json:"version" doc:"counts changes"`
	CreatedAt  time.Time  `json:"created_at" doc:"when it was written"`
	UpdatedAt  time.Time  `json:"updated_at" doc:"when it changed last"`
	DeletedAt  *time.Time `json:"deleted_at,omitempty" doc:"when it was deleted"`
	DeletedBy  string     `json:"deleted_by,omitempty" doc:"who deleted it"`
}

type assignment struct {
	PillarID   string    `json:"pillar_id" doc:"the pillar"`
	QuestionID string    `json:"question_id,omitempty" doc:"the question; the whole pillar if it is not given"`
	UserID     string    `json:"user_id" doc:"to whom, as in people"`
	AssignedAt time.Time `json:"assigned_at" doc:"when"`
	AssignedBy string    `json:"assigned_by" doc:"who did"`
}

type parked struct {
	QuestionID string     `json:"question_id,omitempty" doc:"where it came up"`
	Body       string     `json:"body" doc:"what came up"`
	CreatedAt  time.Time  `json:"created_at" doc:"when"`
	CreatedBy  string     `json:"created_by" doc:"who added it"`
	DoneAt     *time.Time `json:"done_at,omitempty" doc:"when it was completed"`
	DoneBy     string     `json:"done_by,omitempty" doc:"who completed it"`
	KeptAs     string     `json:"kept_as,omitempty" doc:"the notes that it became part of: review_notes or answer_notes"`
}

// TalkOut is the talk of a review of an archive, by its place; what has none is empty.
func TalkOut(a archive.Archive, review int) Talk {
	if review >= len(a.Talk) {
		return Talk{}
	}
	t := a.Talk[review]
	return Talk{
		Comments: rest.Each(t.Comments, func(c models.Comment) comment {
			out := comment{c.QuestionID, c.UserID, c.Author, c.Body, nil, c.Version, c.CreatedAt, c.UpdatedAt,
				rest.TimeOrNil(c.DeletedAt), c.DeletedBy}
			for _, m := range c.Mentions {
				out.Mentions = append(out.Mentions, m.UserID)
			}
			return out
		}),
		Assignments: rest.Each(t.Assignments, func(a models.Assignment) assignment {
			return assignment{a.PillarID, a.QuestionID, a.UserID, a.AssignedAt, a.AssignedBy}
		}),
		ParkingLot: rest.Each(t.Parked, func(p models.ParkedItem) parked {
			return parked{p.QuestionID, p.Body, p.CreatedAt, p.CreatedBy, rest.TimeOrNil(p.DoneAt), p.DoneBy, string(p.KeptAs)}
		}),
	}
}

// Model is the talk as the operations take it.
func (t Talk) Model() archive.ReviewTalk {
	return archive.ReviewTalk{
		Comments: rest.Each(t.Comments, func(c comment) models.Comment {
			return models.Comment{QuestionID: c.QuestionID, UserID: c.UserID, Author: c.Author, Body: c.Body,
				Version: c.Version, CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt, DeletedAt: timeOf(c.DeletedAt),
				DeletedBy: c.DeletedBy,
				Mentions:  rest.Each(c.Mentions, func(id string) models.Mention { return models.Mention{UserID: id} })}
		}),
		Assignments: rest.Each(t.Assignments, func(a assignment) models.Assignment {
			return models.Assignment{PillarID: a.PillarID, QuestionID: a.QuestionID, UserID: a.UserID,
				AssignedAt: a.AssignedAt, AssignedBy: a.AssignedBy}
		}),
		Parked: rest.Each(t.ParkingLot, func(p parked) models.ParkedItem {
			return models.ParkedItem{QuestionID: p.QuestionID, Body: p.Body, CreatedAt: p.CreatedAt, CreatedBy: p.CreatedBy,
				DoneAt: timeOf(p.DoneAt), DoneBy: p.DoneBy, KeptAs: models.ParkedOutcome(p.KeptAs)}
		}),
	}
}

func timeOf(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

// PeopleOut lists the people of an archive, and PeopleIn reads them.
func PeopleOut(a archive.Archive) []Person {
	return rest.Each(a.People, func(p archive.Person) Person { return Person(p) })
}

// PeopleIn reads the people of a file.
func PeopleIn(list []Person) []archive.Person {
	return rest.Each(list, func(p Person) archive.Person { return archive.Person(p) })
}
