package archive

import (
	"cmp"
	"fmt"

	"plumbline/models"
	"plumbline/questionnaires"
)

// maxPeople bounds whom an archive refers to, and maxComments its comments.
const (
	maxPeople   = 20_000
	maxComments = 200_000
)

// people checks the list of people. Those whom the archive refers to need not be in it: they are nobody then.
func checkPeople(list []Person) error {
	if len(list) > maxPeople {
		return models.Errorf(models.CodeTooLarge, "the archive refers to more than %d people", maxPeople)
	}
	seen := map[string]bool{}
	for i, p := range list {
		at := fmt.Sprintf("people/%d/", i)
		if p.ID == "" || seen[p.ID] {
			return models.InvalidInput(models.FieldFault{Field: at + "id", Message: "is missing, or that of another one too"})
		}
		seen[p.ID] = true
		err := cmp.Or(checkShort(at+"id", p.ID), checkShort(at+"name", p.Name), checkShort(at+"email", p.Email))
		if err != nil {
			return err
		}
	}
	return nil
}

func checkShort(field, s string) error {
	if len(s) > 1000 {
		return models.InvalidInput(models.FieldFault{Field: field, Message: "must have at most 1000 bytes"})
	}
	return checkText(field, s)
}

// talk checks what people said in each review.
func (p *archiveCheck) talk(a Archive) ([]ReviewTalk, error) {
	if len(a.Talk) > len(a.Live.Reviews) {
		return nil, models.Errorf(models.CodeInvalid, "there is more talk than there are reviews")
	}
	out := make([]ReviewTalk, len(a.Talk))
	for i, t := range a.Talk {
		at := fmt.Sprintf("reviews/%d/", i)
		if p.comments += len(t.Comments); p.comments > maxComments {
			return nil, models.Errorf(models.CodeTooLarge, "the archive has more than %d comments", maxComments)
		}
		var err error
		if out[i].Comments, err = checkComments(at, t.Comments); err != nil {
			return nil, err
		}
		if err := checkAssignments(at, a.Live.Reviews[i].Doc, t.Assignments); err != nil {
			return nil, err
		}
		out[i].Assignments = t.Assignments
		if out[i].Parked, err = checkParked(at, t.Parked); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func checkComments(at string, list []models.Comment) ([]models.Comment, error) {
	out := make([]models.Comment, len(list))
	threads := map[string]int{}
	for i, c := range list {
		here := fmt.Sprintf("%scomments/%d/", at, i)
		in := models.CommentInput{Body: c.Body}
		if c.Deleted() && c.Body == "" {
			in.Body = "deleted"
		}
		err := cmp.Or(models.Validate(&in), checkVersion("version", c.Version), checkShort("author", c.Author),
			checkStamp("created", c.CreatedAt, ""), checkStamp("updated", c.UpdatedAt, ""), checkQuestionID(c.QuestionID))
		if err == nil && c.Deleted() {
			err = checkStamp("deleted", c.DeletedAt, c.DeletedBy)
		}
		if err != nil {
			return nil, faultsUnder(here, err)
		}
		if c.Body = in.Body; c.Deleted() {
			c.Body, c.Mentions = "", nil
		}
		if threads[c.QuestionID]++; threads[c.QuestionID] > models.MaxComments || len(c.Mentions) > maxPeople {
			return nil, models.Errorf(models.CodeTooLarge, "%s has more than %d comments", here+c.QuestionID, models.MaxComments)
		}
		out[i] = c
	}
	return out, nil
}

// checkQuestionID checks an id that the lens need not have any more.
func checkQuestionID(id string) error {
	if len(id) > 128 {
		return models.InvalidInput(models.FieldFault{Field: "question_id", Message: "must have at most 128 characters"})
	}
	return checkText("question_id", id)
}

func checkAssignments(at string, doc *questionnaires.Lens, list []models.Assignment) error {
	type target struct{ pillar, question string }
	seen := map[target]bool{}
	for i, a := range list {
		here := fmt.Sprintf("%sassignments/%d/", at, i)
		if err := checkStamp("assigned", a.AssignedAt, a.AssignedBy); err != nil {
			return faultsUnder(here, err)
		}
		if doc.Pillar(a.PillarID) == nil {
			return models.InvalidInput(models.FieldFault{Field: here + "pillar_id", Message: "is not a pillar of the lens"})
		}
		if a.QuestionID != "" {
			if p, q := doc.Question(a.QuestionID); q == nil || p.ID != a.PillarID {
				return models.InvalidInput(models.FieldFault{Field: here + "question_id",
					Message: "is not a question of this pillar"})
			}
		}
		if one := (target{a.PillarID, a.QuestionID}); seen[one] {
			return models.InvalidInput(models.FieldFault{Field: here + "question_id", Message: "is assigned twice"})
		} else {
			seen[one] = true
		}
	}
	return nil
}

func checkParked(at string, list []models.ParkedItem) ([]models.ParkedItem, error) {
	if len(list) > models.MaxParked {
		return nil, models.InvalidInput(models.FieldFault{Field: at + "parking_lot",
			Message: fmt.Sprintf("must have at most %d entries", models.MaxParked)})
	}
	out := make([]models.ParkedItem, len(list))
	for i, p := range list {
		in := models.ParkedInput{QuestionID: p.QuestionID, Body: p.Body}
		err := cmp.Or(models.Validate(&in), checkStamp("created", p.CreatedAt, p.CreatedBy))
		if err == nil && !p.DoneAt.IsZero() {
			err = checkStamp("done", p.DoneAt, p.DoneBy)
		}
		switch p.KeptAs {
		case models.NotKept, models.KeptReviewNotes, models.KeptAnswerNotes:
		default:
			err = models.InvalidInput(models.FieldFault{Field: "kept_as", Message: "must be review_notes or answer_notes"})
		}
		if err != nil {
			return nil, faultsUnder(fmt.Sprintf("%sparking_lot/%d/", at, i), err)
		}
		p.Body = in.Body
		out[i] = p
	}
	return out, nil
}
