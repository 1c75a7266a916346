package plan

import (
	"fmt"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
)

// Hooks let items follow the reviews that they hang on.
func (steps *Steps) Hooks() reviews.Hooks {
	return reviews.Hooks{AnswerChanged: steps.answerChanged, ReviewUpgraded: steps.reviewUpgraded,
		ReviewRemoved: steps.reviewRemoved, AcceptanceRemoved: steps.acceptanceRemoved}
}

// followed is how one item is to follow a change of its practices.
type followed struct {
	item    remediation.Item
	lost    bool // a practice that was closed is not any more, or is gone
	changed bool // its list of practices is another one
	notes   []remediation.Activity
}

func (steps *Steps) answerChanged(tx *store.Tx, actor models.Actor, a reviews.ChangedAnswer) error {
	list, err := store.Items(tx).Closing(a.Review.ID, a.Question.ID)
	if err != nil {
		return err
	}
	for _, item := range list {
		f := followed{item: item}
		for _, p := range item.Practices {
			if p.ReviewID != a.Review.ID || p.QuestionID != a.Question.ID {
				continue
			}
			was, is := closed(a.Before, p.ChoiceID), closed(a.After, p.ChoiceID)
			if was == is {
				continue
			}
			kind := remediation.PracticeClosed
			if was {
				kind, f.lost = remediation.PracticeLost, true
			}
			title := p.ChoiceID
			if c := a.Question.Choice(p.ChoiceID); c != nil {
				title = c.Title
			}
			f.notes = append(f.notes, steps.activity(actor, item, kind, "", p.QuestionID+"/"+p.ChoiceID, title))
		}
		if len(f.notes) == 0 {
			continue
		}
		known := answersByQuestion{{a.Review.ID, a.Question.ID}: a.After}
		if err := steps.follow(tx, actor, f, known); err != nil {
			return err
		}
	}
	return nil
}

func (steps *Steps) reviewUpgraded(tx *store.Tx, actor models.Actor, u reviews.UpgradedReview) error {
	list, err := store.Items(tx).OfReview(u.Review.ID)
	if err != nil {
		return err
	}
	known := answersByQuestion{}
	for _, item := range list {
		f := followed{item: item}
		f.item.Practices = nil
		for _, p := range item.Practices {
			if p.ReviewID != u.Review.ID {
				f.item.Practices = append(f.item.Practices, p)
				continue
			}
			now := remediation.PracticeRef{ReviewID: p.ReviewID, QuestionID: u.Names.Question(p.QuestionID),
				ChoiceID: u.Names.Choice(p.QuestionID, p.ChoiceID)}
			_, question := u.To.Question(now.QuestionID)
			if question == nil || question.Choice(now.ChoiceID) == nil {
				f.lost, f.changed = true, true
				f.notes = append(f.notes, steps.activity(actor, item, remediation.PracticeGone, p.QuestionID+"/"+p.ChoiceID, "",
					fmt.Sprintf("version %s of the lens does not have it any more", u.ToName)))
				continue
			}
			f.changed = f.changed || now != p
			f.item.Practices = append(f.item.Practices, now)
		}
		if err := steps.follow(tx, actor, f, known); err != nil {
			return err
		}
	}
	return nil
}

func (steps *Steps) reviewRemoved(tx *store.Tx, actor models.Actor, review models.Review) error {
	list, err := store.Items(tx).OfReview(review.ID)
	if err != nil {
		return err
	}
	for _, item := range list {
		f := followed{item: item, lost: true, changed: true}
		f.item.Practices = nil
		for _, p := range item.Practices {
			if p.ReviewID != review.ID {
				f.item.Practices = append(f.item.Practices, p)
				continue
			}
			f.notes = append(f.notes, steps.activity(actor, item, remediation.PracticeGone, p.QuestionID+"/"+p.ChoiceID, "",
				"the review of the lens was removed"))
		}
		if err := steps.follow(tx, actor, f, answersByQuestion{}); err != nil {
			return err
		}
	}
	return nil
}

// follow gives an item the status that the state of its practices asks for, and writes down why. Nothing is written
// where nothing changes.
func (steps *Steps) follow(tx *store.Tx, actor models.Actor, f followed, known answersByQuestion) error {
	if err := answersTo(tx, f.item.Practices, known); err != nil {
		return err
	}
	list := states(f.item.Practices, known)
	// An upgrade may also empty an answer without taking the practice away.
	if f.item.Status == remediation.Done && len(list) > 0 && !remediation.AllClosed(list) {
		f.lost = true
	}
	from, closedBy := f.item.Status, f.item.ClosedByID
	f.item.Status = remediation.Follow(from, list, f.lost)
	if f.item.Status == from && !f.changed {
		return store.ItemTalk(tx).AddActivity(f.notes...)
	}
	now := steps.core.Now()
	if from == remediation.Done && f.item.Status != remediation.Done {
		f.item.Reopened++
		f.item.RegressedAt = now
		f.notes = append(f.notes, steps.activity(actor, f.item, remediation.ItemReopened, string(from),
			string(f.item.Status), reasonOf(f.notes)))
		f.item.ClosedAt, f.item.ClosedBy, f.item.ClosedByID = time.Time{}, "", ""
	} else if f.item.Status != from {
		f.notes = append(f.notes, steps.activity(actor, f.item, remediation.StatusChanged, string(from),
			string(f.item.Status), reasonOf(f.notes)))
	}
	f.item.Version++
	f.item.UpdatedAt, f.item.UpdatedBy = now, actor.Name
	if err := store.Items(tx).Update(f.item); err != nil {
		return err
	}
	if err := store.ItemTalk(tx).AddActivity(f.notes...); err != nil {
		return err
	}
	if from == remediation.Done && f.item.Status != from {
		if err := steps.Tell.cameBack(tx, actor, f.item, closedBy, reasonOf(f.notes)); err != nil {
			return err
		}
	}
	return steps.record(tx, actor, models.UpdateItem, f.item,
		core.AddChange(nil, "status", string(from), string(f.item.Status)))
}

// reasonOf says in one line what the activities before led to a change of status.
func reasonOf(notes []remediation.Activity) string {
	words := map[remediation.ActivityKind]string{remediation.PracticeClosed: "in place: ",
		remediation.PracticeLost: "not in place any more: ", remediation.PracticeGone: ""}
	var parts []string
	for _, n := range notes {
		if before, is := words[n.Kind]; is {
			parts = append(parts, before+n.Note)
		}
	}
	return strings.Join(parts, "; ")
}
