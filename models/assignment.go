package models

import "time"

// Assignment says who looks after a question, or after a whole pillar.
type Assignment struct {
	ReviewID   string
	PillarID   string
	QuestionID string // "": the whole pillar
	UserID     string
	Name       string // of the person, as it is now
	AssignedAt time.Time
	AssignedBy string
}

// AssignmentInput assigns a question or, without one, a pillar to a person; to nobody if UserID is "".
type AssignmentInput struct {
	PillarID   string `validate:"text,max=128"`
	QuestionID string `validate:"text,max=128"`
	UserID     string `validate:"text,max=64"`
}

// AssignedTo finds who looks after a question: its own assignment wins over that of its pillar. QuestionID of the result is "" if it is the pillar's.
func AssignedTo(all []Assignment, pillarID, questionID string) (Assignment, bool) {
	var found Assignment
	for _, a := range all {
		switch {
		case a.QuestionID == questionID && questionID != "":
			return a, true
		case a.PillarID == pillarID && a.QuestionID == "":
			found = a
		}
	}
	return found, found.UserID != ""
}
