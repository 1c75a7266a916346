package web

import (
	"math"
	"strconv"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

type milestonesData struct {
	Workload   reviews.WorkloadView
	Can        can
	Milestones []models.Milestone
	Next       string
	ReturnTo   string
	Once       string
}

func (w *Web) milestonesPage(r *request) (page, error) {
	ctx := r.http.Context()
	load, err := w.svc.Workloads.Get(ctx, r.param("workload"))
	if err != nil {
		return page{}, err
	}
	list, err := w.svc.Milestones.List(ctx, load.ID, r.page("after", 0))
	data := milestonesData{Workload: load, Can: canWith(r.session.Actor, placeOf(load)), Milestones: list.Items, Next: r.next("after", list.Next),
		ReturnTo: r.post("return_to"), Once: models.NewID()}
	return page{name: "milestones", title: "Milestones of " + load.Name, data: data}, err
}

// saveMilestone freezes the workload, and goes back to where it was asked for.
func (w *Web) saveMilestone(r *request) (page, error) {
	id := r.param("workload")
	if _, err := w.svc.Milestones.Create(r.http.Context(), id, models.MilestoneInput{Name: r.line("name")}, r.once()); err != nil {
		return w.again(r, "milestone", err, w.milestonesPage)
	}
	to := r.post("return_to")
	if to == "" {
		return done(urls.Workload(id).Milestones(), "milestone")
	}
	to = w.local(to)
	if strings.Contains(to, "?") {
		return page{to: to + "&done=milestone"}, nil
	}
	return done(to, "milestone")
}

// milestoneNumber reads a number as it stands in an address.
func milestoneNumber(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > math.MaxInt32 {
		return 0, models.Errorf(models.NotFound, "the workload has no milestone %q", text)
	}
	return n, nil
}

type milestoneData struct {
	WorkloadID string
	Milestone  models.Milestone
	Workload   models.Workload // as it was
	Lenses     []frozenLens
	Open       frozenLens // the one whose questions are listed
	Pillars    []frozenPillar
}

// frozenLens is one review of a milestone.
type frozenLens struct {
	Key, Name, Version, Notes string
	Counts                    questionnaires.Counts
	Pillars                   []pillarData
	On                        bool
}

// frozenPillar is one pillar with its questions as they were.
type frozenPillar struct {
	Name, Notes string
	Questions   []frozenQuestion
}

// frozenQuestion is one question with its answer as it was.
type frozenQuestion struct {
	Number, ID, Title, Why, Notes, Reason string
	Risk                                  questionnaires.Risk
	Applicable                            bool
	Choices                               []frozenChoice
	UpdatedAt                             time.Time
	UpdatedBy                             string
}

// frozenChoice is one choice as it was answered.
type frozenChoice struct {
	Title, Status, Reason, Notes string
	On                           bool
}

func (w *Web) milestonePage(r *request) (page, error) {
	number, err := milestoneNumber(r.param("number"))
	if err != nil {
		return page{}, err
	}
	snap, err := w.svc.Reviews.Snapshot(r.http.Context(), r.param("workload"), number)
	if err != nil {
		return page{}, err
	}
	data := milestoneData{WorkloadID: r.param("workload"), Milestone: *snap.Milestone, Workload: snap.Workload}
	one, err := reviews.OneLens(snap, r.query("lens"))
	if err != nil {
		return page{}, err
	}
	for i, s := range snap.Reviews {
		l := frozenLens{Key: s.Lens.Key, Name: s.Lens.Name, Version: s.Version.Name, Notes: s.Review.Notes, Counts: s.Review.Counts(),
			Pillars: pillarsOf(s.Review, s.Doc), On: s.Lens.ID == one || (one == "" && i == 0)}
		data.Lenses = append(data.Lenses, l)
		if l.On {
			data.Open, data.Pillars = l, frozenPillars(s)
		}
	}
	return page{name: "milestone", title: snap.Milestone.Name + " of " + snap.Workload.Name, data: data}, nil
}

func frozenPillars(s models.ReviewSnapshot) (list []frozenPillar) {
	rated := reviews.Rated(s)
	at := 0
	for i, p := range s.Doc.Pillars {
		pillar := frozenPillar{Name: p.Name}
		for _, notes := range s.Review.Pillars {
			if notes.PillarID == p.ID {
				pillar.Notes = notes.Notes
			}
		}
		for j := range p.Questions {
			q := frozenQuestionOf(rated[at])
			q.Number = strconv.Itoa(i+1) + "." + strconv.Itoa(j+1)
			pillar.Questions = append(pillar.Questions, q)
			at++
		}
		list = append(list, pillar)
	}
	return list
}

func frozenQuestionOf(v reviews.AnswerView) frozenQuestion {
	q := frozenQuestion{ID: v.QuestionID, Title: v.Question.Title, Why: labels.Explain(v.Rating.Reason()).Text(), Notes: v.Notes, Risk: v.Risk, Applicable: v.Applicable,
		Reason: labels.Lower(labels.GivenReason(v.AnswerFields.Reason)), UpdatedAt: v.UpdatedAt, UpdatedBy: v.UpdatedBy}
	for _, c := range v.Question.Choices {
		state := v.Choice(c.ID)
		shown := frozenChoice{Title: c.Title, Status: labels.Lower(labels.ChoiceStatus(state.Status)), Notes: state.Notes, On: state.Status == models.ChoiceSelected}
		if state.Status == models.ChoiceNotApplicable {
			shown.Reason = labels.Lower(labels.GivenReason(state.Reason))
		}
		q.Choices = append(q.Choices, shown)
	}
	return q
}
