package reviews

import (
	"context"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/questionnaires"
)

// QuestionView is one question of a review with what stands around it, all of one moment.
type QuestionView struct {
	Workload models.Workload
	Review   ReviewView
	Answers  []models.Answer // one for each question of the review, in the lens's order
	Answer   AnswerView
	History  models.ResultPage[HistoryEntry] // the newest entries; none for guests
	May      bool                            // the actor may answer this question
	// the actor may ask that its risk be accepted
	MayAccept bool
	Mine      map[string]bool // questions that the actor is to answer, by id
	Comments  map[string]int  // how many a question has, by its id; none for guests

	Acceptances []AcceptanceView  // of this question, newest first
	Accepted    map[string]string // until when the risk of a question is accepted, by its id
}

// HistoryEntry says who changed an answer, when, from what to what.
type HistoryEntry struct {
	At      time.Time
	ActorID string // of the user, token or access key
	Name    string // of the actor
	Changes []models.FieldChange
}

// shownHistory is how many entries of its history come with a question.
const shownHistory = 6

// Question returns one question of a review with what stands around it.
func (r Answers) Question(ctx context.Context, at models.AnswerPath) (QuestionView, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, r.core, func(tx *store.Tx) (QuestionView, error) {
		review, err := r.steps.Find(tx, actor, models.ReadReview, at.Review())
		if err != nil {
			return QuestionView{}, err
		}
		return r.steps.QuestionView(tx, actor, review, at.Question)
	})
}

// QuestionView returns a question of a review that the actor may read.
func (steps *Steps) QuestionView(tx *store.Tx, actor models.Actor, review ReviewView, id string) (QuestionView, error) {
	p, q, answer, err := steps.AnswerOf(tx, review, id)
	if err != nil {
		return QuestionView{Review: review}, err
	}
	view := QuestionView{Review: review, Answer: viewOfAnswer(q, answer)}
	return view, steps.addSurroundings(tx, actor, p, &view)
}

// addSurroundings adds what stands around the answer, which is to a question of the pillar. History comes last: after
// a change it holds up others who write in the workspace.
func (steps *Steps) addSurroundings(tx *store.Tx, actor models.Actor, p *questionnaires.Pillar,
	v *QuestionView) (err error) {
	if v.Workload, err = tx.Workload(v.Review.WorkloadID); err != nil {
		return err
	}
	rows, err := tx.Answers(v.Review.Review.ID)
	if err != nil {
		return err
	}
	v.Answers = models.InOrder(v.Review.Review.ID, v.Review.Doc, rows)
	if err := steps.addAcceptances(tx, v, rows); err != nil {
		return err
	}
	for action, may := range map[models.Action]*bool{models.UpdateAnswer: &v.May, models.AskAcceptance: &v.MayAccept} {
		switch err := core.Allow(tx, actor, action, v.Review.PillarPlace(p.ID)); models.CodeOf(err) {
		case "":
			*may = true
		case models.CodeForbidden:
		default:
			return err
		}
	}
	if actor.Kind == models.GuestActor {
		return nil
	}
	if err := v.addPeople(tx, actor); err != nil {
		return err
	}
	v.History, err = answerHistory(tx, v.Review, v.Answer.Question.ID, models.PageRequest{Limit: shownHistory})
	return err
}

// addPeople adds what people do in the review beside answering it.
func (v *QuestionView) addPeople(tx *store.Tx, actor models.Actor) error {
	assigned, err := tx.Assignments(v.Review.Review.ID)
	if err != nil {
		return err
	}
	v.Mine = map[string]bool{}
	for _, a := range v.Answers {
		if to, ok := models.AssignedTo(assigned, a.PillarID, a.QuestionID); ok && to.UserID == actor.UserID {
			v.Mine[a.QuestionID] = true
		}
	}
	counts, err := tx.CommentCounts(v.Review.Review.ID)
	v.Comments = make(map[string]int, len(counts))
	for _, c := range counts {
		v.Comments[c.QuestionID] = c.N
	}
	return err
}

// History returns the changes of an answer, the newest first, those from before it got another id included. A question
// that the lens does not have any more keeps its history.
func (r Answers) History(ctx context.Context, at models.AnswerPath,
	p models.PageRequest) (models.ResultPage[HistoryEntry], error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, r.core, func(tx *store.Tx) (models.ResultPage[HistoryEntry], error) {
		review, err := r.steps.Find(tx, actor, models.ReadReview, at.Review())
		if err == nil && actor.Kind == models.GuestActor {
			err = models.Errorf(models.CodeForbidden, "a guest link opens a review as it is, not its history")
		}
		if err != nil {
			return models.ResultPage[HistoryEntry]{}, err
		}
		list, err := answerHistory(tx, review, at.Question, p)
		if err == nil && len(list.Items) == 0 {
			_, err = r.steps.QuestionOf(tx, review, at.Question, models.CodeNotFound)
		}
		return list, err
	})
}

// answerHistory reads the audit lines of an answer. It is for everybody who may read the answer, so it leaves out where
// a change came from.
func answerHistory(tx *store.Tx, review ReviewView, questionID string,
	p models.PageRequest) (models.ResultPage[HistoryEntry], error) {
	query := models.AuditQuery{WorkloadID: review.WorkloadID, Kind: "answer", PageRequest: p}
	for _, id := range append(review.Review.FormerQuestions(questionID), questionID) {
		query.ThingIDs = append(query.ThingIDs, review.LensID+"/"+id)
	}
	page, err := core.AuditPage(tx, review.Owner, query)
	out := models.ResultPage[HistoryEntry]{Next: page.Next}
	for _, l := range page.Items {
		out.Items = append(out.Items, HistoryEntry{l.At, l.ActorID, l.ActorName, l.Changes})
	}
	return out, err
}

// lookedBack bounds how many of the actor's last changes Continue looks through.
const lookedBack = 50

// Continue returns the question of a review at which the actor goes on: the one that the actor changed last if it is
// still unanswered, else the next unanswered one after it, else that one. Who changed nothing yet begins with the
// first unanswered question.
func (r Answers) Continue(ctx context.Context, workloadID, lens string) (questionID string, err error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, r.core, func(tx *store.Tx) (string, error) {
		review, err := r.steps.Find(tx, actor, models.ReadReview, models.ReviewPath{Workload: workloadID, Lens: lens})
		if err != nil {
			return "", err
		}
		rows, err := tx.Answers(review.Review.ID)
		if err != nil {
			return "", err
		}
		last, err := lastChanged(tx, actor, review)
		if err != nil {
			return "", err
		}
		answers := models.InOrder(review.Review.ID, review.Doc, rows)
		if len(answers) == 0 {
			return "", models.Errorf(models.CodeNotFound, "the lens %q has no questions", review.Lens.Key)
		}
		return goOn(answers, last), nil
	})
}

// lastChanged returns the question that the actor changed last, "" if that is long ago or never.
func lastChanged(tx *store.Tx, actor models.Actor, review ReviewView) (string, error) {
	if actor.ID == "" {
		return "", nil
	}
	lines, err := tx.Audit(review.Owner, models.AuditQuery{WorkloadID: review.WorkloadID, Kind: "answer",
		ActorID:     actor.ID,
		PageRequest: models.PageRequest{Limit: lookedBack}})
	for _, l := range lines {
		if id, ok := strings.CutPrefix(l.ThingID, review.LensID+"/"); ok {
			return review.Review.Former.Question(id), err
		}
	}
	return "", err
}

func goOn(answers []models.Answer, last string) string {
	at := 0
	for i, a := range answers {
		if a.QuestionID == last {
			at = i
		}
	}
	if open, ok := models.NextUnanswered(answers, at); ok {
		return answers[open].QuestionID
	}
	return answers[at].QuestionID
}
