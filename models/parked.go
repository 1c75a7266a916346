package models

import (
	"strings"
	"time"
)

// ParkedItem is an item of a review's parking lot: what came up and has to wait.
type ParkedItem struct {
	ID         string
	ReviewID   string
	QuestionID string // where it came up; "" if at none
	Body       string
	CreatedAt  time.Time
	CreatedBy  string
	DoneAt     time.Time // zero: open
	DoneBy     string
	KeptAs     ParkedOutcome
}

// ParkedOutcome says what became of a parked item.
type ParkedOutcome string

// Items can become a line of notes.
const (
	NotKept         ParkedOutcome = ""
	KeptReviewNotes ParkedOutcome = "review_notes"
	KeptAnswerNotes ParkedOutcome = "answer_notes"
)

// MaxParked bounds the parking lot of a review.
const MaxParked = 500

// ParkedInput parks something.
type ParkedInput struct {
	QuestionID string `validate:"text,max=128"`
	Body       string `validate:"required,notblank,text,max=2000"`
}

// Under returns the notes with the item as another line of a list.
func (p ParkedItem) Under(notes string) string {
	body := strings.ReplaceAll(strings.TrimSpace(strings.ReplaceAll(p.Body, "\r\n", "\n")), "\n", "\n  ")
	notes = strings.TrimRight(notes, " \n")
	switch last := notes[strings.LastIndexByte(notes, '\n')+1:]; {
	case notes == "":
		return "- " + body
	case strings.HasPrefix(last, "- ") || strings.HasPrefix(last, "  "):
		return notes + "\n- " + body
	}
	return notes + "\n\n- " + body
}
