package workloads

import (
	"cmp"
	"math"
	"strconv"
	"strings"
	"time"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

type milestonesData struct {
	Head       page.WorkloadHead
	Milestones []models.Milestone
	Next       string
	ReturnTo   string
}

// milestonesPage lists the milestones, compares them, and saves another one.
func (h handlers) milestonesPage(r *page.Request) (page.Reply, error) {
	head, err := h.WorkloadHead(r, page.MilestonesTab)
	if err != nil {
		return page.Reply{}, err
	}
	list, err := h.Service.Milestones.List(r.HTTP.Context(), head.Workload.ID, r.ListPage("after", 0))
	data := milestonesData{Head: head, Milestones: list.Items, Next: r.NextPage("after", list.Next),
		ReturnTo: r.Post("return_to")}
	return page.Reply{Template: "milestones", Title: "Milestones of " + head.Workload.Name, Data: data}, err
}

// saveMilestone freezes the workload, and goes back to where it was asked for.
func (h handlers) saveMilestone(r *page.Request) (page.Reply, error) {
	id := r.Param("workload")
	if _, err := h.Service.Milestones.Create(r.HTTP.Context(), id, models.MilestoneInput{Name: r.Line("name")},
		r.Once()); err != nil {
		return h.Again(r, "milestone", err, h.milestonesPage)
	}
	to := r.Post("return_to")
	if to == "" {
		return page.Done(urls.WorkloadPage(id).Milestones(), "milestone")
	}
	to = h.Local(to)
	if strings.Contains(to, "?") {
		return page.Reply{To: to + "&done=milestone"}, nil
	}
	return page.Done(to, "milestone")
}

// milestoneNumber reads a number as it stands in an address.
func milestoneNumber(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > math.MaxInt32 {
		return 0, models.Errorf(models.CodeNotFound, "the workload has no milestone %q", text)
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
	Items      []itemList // what became of items since the milestone before
	Since      string     // its name; "" for the first one
}

// frozenLens is one review of a milestone.
type frozenLens struct {
	Key, Name, Version, Notes string
	Counts                    questionnaires.RiskCounts
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

func (h handlers) milestonePage(r *page.Request) (page.Reply, error) {
	number, err := milestoneNumber(r.Param("number"))
	if err != nil {
		return page.Reply{}, err
	}
	snap, err := h.Service.Reviews.Snapshot(r.HTTP.Context(), r.Param("workload"), number)
	if err != nil {
		return page.Reply{}, err
	}
	data := milestoneData{WorkloadID: r.Param("workload"), Milestone: *snap.Milestone, Workload: snap.Workload}
	if data.Items, data.Since, err = h.milestoneItems(r, number); err != nil {
		return page.Reply{}, err
	}
	one, err := reviews.OneLens(snap, r.Query("lens"))
	if err != nil {
		return page.Reply{}, err
	}
	for i, s := range snap.Reviews {
		l := frozenLens{Key: s.Lens.Key, Name: s.Lens.Name, Version: s.Version.Name, Notes: s.Review.Notes,
			Counts:  s.Review.Counts(),
			Pillars: pillarsOf(s.Review, s.Doc), On: s.Lens.ID == one || (one == "" && i == 0)}
		for n := range l.Pillars {
			l.Pillars[n].Frozen = frozenPillarAt(data.WorkloadID, number, l.Key, n)
		}
		data.Lenses = append(data.Lenses, l)
		if l.On {
			data.Open, data.Pillars = l, frozenPillars(s)
		}
	}
	return page.Reply{Template: "milestone", Title: snap.Milestone.Name + " of " + snap.Workload.Name, Data: data}, nil
}

// frozenPillarAt is where the questions of a lens's n-th pillar are in a milestone.
func frozenPillarAt(workload string, milestone int, lens string, n int) string {
	return urls.WorkloadPage(workload).MilestoneOf(strconv.Itoa(milestone), lens) + "#pillar-" + strconv.Itoa(n)
}

func frozenPillars(s models.ReviewSnapshot) (list []frozenPillar) {
	rated := reviews.RatedAnswers(s)
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
			q.Number = cmp.Or(p.Questions[j].DocumentID, strconv.Itoa(i+1)+"."+strconv.Itoa(j+1))
			pillar.Questions = append(pillar.Questions, q)
			at++
		}
		list = append(list, pillar)
	}
	return list
}

func frozenQuestionOf(v reviews.AnswerView) frozenQuestion {
	q := frozenQuestion{ID: v.QuestionID, Title: v.Question.Title, Why: labels.Explain(v.Rating.Reason()).Text(),
		Notes: v.Notes, Risk: v.Risk, Applicable: v.Applicable,
		Reason: labels.InSentence(labels.GivenReason(v.AnswerFields.Reason)), UpdatedAt: v.UpdatedAt, UpdatedBy: v.UpdatedBy}
	for _, c := range v.Question.Choices {
		state := v.Choice(c.ID)
		shown := frozenChoice{Title: c.Title, Status: labels.InSentence(labels.ChoiceStatus(state.Status)),
			Notes: state.Notes,
			On:    state.Status == models.ChoiceSelected}
		if state.Status == models.ChoiceNotApplicable {
			shown.Reason = labels.InSentence(labels.GivenReason(state.Reason))
		}
		q.Choices = append(q.Choices, shown)
	}
	return q
}
