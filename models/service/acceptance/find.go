package acceptance

import (
	"context"

	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
)

// find finds an acceptance and asks whether the actor may do the action in its workload. The review is nil where it is
// gone. In a write transaction workload and review stay locked, and with them the acceptance.
func (steps *Steps) find(tx *store.Tx, actor models.Actor, action models.Action, id string) (View, *reviews.ReviewView,
	error) {
	nothing := models.Errorf(models.CodeNotFound, "there is no acceptance %q in this workspace", id)
	a, err := store.Acceptances(tx).Get(id)
	if err == nil {
		_, err = core.WorkloadOwner(tx, actor, action, a.WorkloadID)
	}
	if models.CodeOf(err) == models.CodeNotFound {
		return View{}, nil, nothing
	}
	if err != nil {
		return View{}, nil, err
	}
	look := steps.look(tx, actor)
	place, err := look.at(a)
	if err != nil {
		return View{}, nil, err
	}
	if a, err = store.Acceptances(tx).Get(id); err != nil { // as it is since nobody else can change it
		return View{}, nil, err
	}
	view, err := look.view(a)
	return view, place.review, err
}

// byID is find for what may be read.
func (steps *Steps) byID(tx *store.Tx, actor models.Actor, action models.Action, id string) (View, error) {
	view, _, err := steps.find(tx, actor, action, id)
	return view, err
}

// looking finds where acceptances are, each review once.
type looking struct {
	*Steps
	tx    *store.Tx
	actor models.Actor
	today map[string]string // by workspace
	seen  map[string]*place // by review
}

// place is where acceptances are.
type place struct {
	workload string // name
	lens     models.Lens
	review   *reviews.ReviewView // nil: it is gone
	answers  reviews.AnswersByQuestion
}

func (steps *Steps) look(tx *store.Tx, actor models.Actor) *looking {
	return &looking{steps, tx, actor, map[string]string{}, map[string]*place{}}
}

// at finds the review of an acceptance whose workload the actor may read.
func (l *looking) at(a accepted.Acceptance) (*place, error) {
	if p := l.seen[a.ReviewID]; p != nil {
		return p, nil
	}
	p := &place{}
	l.seen[a.ReviewID] = p
	load, err := l.tx.Workload(a.WorkloadID)
	if err != nil {
		return nil, err
	}
	p.workload = load.Name
	view, err := l.reviews.Find(l.tx, l.actor, models.ReadReview,
		models.ReviewPath{Workload: a.WorkloadID, Lens: a.LensID})
	switch {
	case models.CodeOf(err) == models.CodeNotFound || (err == nil && view.Review.ID != a.ReviewID):
		p.lens, err = l.tx.Lens(a.LensID)
		return p, err
	case err != nil:
		return nil, err
	}
	rows, err := l.tx.Answers(view.Review.ID)
	p.lens, p.review, p.answers = view.Lens, &view, models.ByQuestion(rows)
	return p, err
}

// view makes the view of an acceptance whose workload the actor may read.
func (l *looking) view(a accepted.Acceptance) (View, error) {
	p, err := l.at(a)
	if err != nil {
		return View{}, err
	}
	v := View{AcceptanceView: reviews.AcceptanceView{Acceptance: a, Standing: accepted.Standing(a.State)},
		Workload: p.workload, Lens: p.lens}
	if p.review == nil {
		return v, nil
	}
	day, known := l.today[a.WorkspaceID]
	if !known {
		if day, err = l.Today(l.tx, a.WorkspaceID); err != nil {
			return v, err
		}
		l.today[a.WorkspaceID] = day
	}
	v.AcceptanceView = reviews.ViewAcceptance(p.review.Doc, p.answers, a, day)
	v.May, err = l.permissions(l.tx, l.actor, *p.review, a)
	return v, err
}

// Today is the day that it is in a workspace.
func (steps *Steps) Today(tx *store.Tx, workspaceID string) (string, error) {
	return reviews.Today(tx, workspaceID, steps.core.Now())
}

// Get returns one acceptance.
func (o Acceptances) Get(ctx context.Context, id string) (View, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, o.core, func(tx *store.Tx) (View, error) {
		return o.steps.byID(tx, actor, models.ReadWorkload, id)
	})
}

// OfReview lists the acceptances of a review, newest first; of one question where its id is given. Guests get those
// that are in force, without names and notes.
func (o Acceptances) OfReview(ctx context.Context, at models.ReviewPath, questionID string) ([]View, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, o.core, func(tx *store.Tx) ([]View, error) {
		review, err := o.steps.reviews.Find(tx, actor, models.ReadReview, at)
		if err != nil {
			return nil, err
		}
		list, err := store.Acceptances(tx).OfReview(review.Review.ID, questionID)
		if err != nil {
			return nil, err
		}
		look := o.steps.look(tx, actor)
		views := make([]View, 0, len(list))
		for _, a := range list {
			v, err := look.view(a)
			if err != nil {
				return nil, err
			}
			if actor.Kind == models.GuestActor {
				if v.Standing != accepted.InForce {
					continue
				}
				v.Acceptance = ForGuest(v.Acceptance)
			}
			views = append(views, v)
		}
		return views, nil
	})
}

// ForGuest is what a guest is told of an acceptance that is in force: what a report says, without names.
func ForGuest(a accepted.Acceptance) accepted.Acceptance {
	return accepted.Acceptance{ID: a.ID, WorkloadID: a.WorkloadID, ReviewID: a.ReviewID, LensID: a.LensID,
		QuestionID: a.QuestionID, ChoiceID: a.ChoiceID, Risk: a.Risk, Reason: a.Reason, Mitigation: a.Mitigation,
		ApproverRole: a.ApproverRole, Until: a.Until, State: a.State, AskedAt: a.AskedAt, DecidedAt: a.DecidedAt,
		Version: a.Version}
}
