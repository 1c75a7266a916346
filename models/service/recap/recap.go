// Package recap has the operations of recaps: mails that tell people what a review came to. Their facts are those of
// one snapshot of the review, by the functions that pages and reports use; they leave by the outbox.
//
// It may import models, labels, notice, remediation, timezone, urls, the store, core, outbox, reviews and reports.
package recap

import (
	"context"
	"fmt"

	"plumbline/models"
	"plumbline/models/notice"
	"plumbline/models/service/core"
	"plumbline/models/service/outbox"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
)

// Recaps are the operations of recaps. They are for those who may change all of a review.
type Recaps struct {
	core    *core.OperationBase
	outbox  *outbox.Steps
	reviews *reviews.Steps
}

// New makes the operations.
func New(base *core.OperationBase, outboxSteps *outbox.Steps, reviewSteps *reviews.Steps) Recaps {
	return Recaps{base, outboxSteps, reviewSteps}
}

// Bounds of a recap.
const (
	MaxRecipients = 100
	MaxAttended   = 50  // names
	MaxPeople     = 500 // that are offered as recipients
)

// Input is what the sender says. What is nil is as it was proposed.
type Input struct {
	To       *[]string `validate:"omitempty,max=100,dive,required,text,max=128"`              // ids of people
	Attended *[]string `validate:"omitempty,max=50,dive,required,notblank,text,line,max=100"` // names
	Note     string    `validate:"text,notes"`                                                // plain text
}

// Preview is a recap before it is sent.
type Preview struct {
	Facts     notice.Recap
	SendsMail bool     // this server sends mail at all
	Empty     bool     // no question is answered: there is nothing to send
	People    []Person // who can be chosen, by name, at most MaxPeople
}

// Person is somebody who reaches the workload.
type Person struct {
	models.Participant
	Proposed bool // took part, answers for the review, or has an open item
	Off      bool // has switched mails about reviews off, and so gets none
}

// Sent is what became of a recap.
type Sent struct {
	Recipients int // whom it was sent to
	Off        int // chosen ones who have switched mails about reviews off
}

// Preview returns the recap of a review as it would be sent now, with what the input says.
func (r Recaps) Preview(ctx context.Context, at models.ReviewPath, in Input) (Preview, error) {
	if err := models.Validate(&in); err != nil {
		return Preview{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, r.core, func(tx *store.Tx) (Preview, error) {
		made, err := r.make(tx, actor, at, in)
		return made.Preview, err
	})
}

// Send sends the recap to each of the recipients that has not switched such mails off, and writes one audit line,
// which has their number. It is Conflict where there is nothing to say, and where the server sends no mail.
func (r Recaps) Send(ctx context.Context, at models.ReviewPath, in Input, idem models.IdempotencyKey) (Sent, error) {
	if err := models.Validate(&in); err != nil {
		return Sent{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, r.core, func(tx *store.Tx) (Sent, error) {
		made, err := r.make(tx, actor, at, in)
		if err != nil {
			return Sent{}, err
		}
		before, err := r.core.MadeBefore(tx, actor, idem, "recap")
		if err != nil {
			return Sent{}, err
		}
		if before != "" {
			return readSent(before)
		}
		to, err := made.recipients(in)
		if err != nil {
			return Sent{}, err
		}
		return r.post(tx, actor, made, to, idem)
	})
}

// post writes the mails into the outbox.
func (r Recaps) post(tx *store.Tx, actor models.Actor, made recap, to []Person,
	idem models.IdempotencyKey) (sent Sent, err error) {
	for _, p := range to {
		if p.Off {
			sent.Off++
			continue
		}
		sent.Recipients++
		letter := outbox.Letter{To: p.Email, WorkspaceID: made.view.Owner, About: made.Facts}
		if err := r.outbox.Post(tx, letter); err != nil {
			return sent, err
		}
	}
	if sent.Recipients == 0 {
		return sent, models.Errorf(models.CodeConflict, "all whom you chose have switched mails about reviews off")
	}
	changes := core.AddChange(nil, "recipients", "", fmt.Sprint(sent.Recipients))
	changes = core.AddChange(changes, "switched_off", "0", fmt.Sprint(sent.Off))
	changes = core.AddChange(changes, "note", "no", core.YesNo(made.Facts.Note != ""))
	err = r.core.Record(tx, actor, core.AuditEntry{Action: models.SendRecap, Kind: "recap", ID: made.view.LensID,
		WorkloadID: made.view.WorkloadID, Workspace: made.view.Owner, Changes: changes})
	if err != nil {
		return sent, err
	}
	return sent, r.core.RememberMade(tx, actor, idem, core.CreatedThing{Kind: "recap", ID: sent.text()})
}

// text is how an idempotency key remembers what was sent.
func (s Sent) text() string { return fmt.Sprintf("%d sent, %d off", s.Recipients, s.Off) }

func readSent(text string) (s Sent, err error) {
	_, err = fmt.Sscanf(text, "%d sent, %d off", &s.Recipients, &s.Off)
	return s, err
}
