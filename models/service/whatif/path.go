package whatif

import (
	"context"
	"slices"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
	q "plumbline/questionnaires"
	"plumbline/questionnaires/improve"
	"plumbline/reports/improvement"
)

// PathQuery asks for a page of the cheapest path to a goal.
type PathQuery struct {
	Narrowing
	Goal improve.Goal
	models.PageRequest
}

// WorkspacePath is the cheapest path of what a workspace reaches: what it takes as numbers, and a page of what each
// question takes.
type WorkspacePath struct {
	improvement.ShortestClearing
	Effort    int // the sum of the weights of its practices
	Workloads int // with a question that the goal is about
	Choices   PlanChoices
	models.ResultPage[WorkspaceWay]
}

// WorkspaceWay is what a question of a workload takes; no Choices where no more practices help.
type WorkspaceWay struct {
	WorkloadID, Workload string
	Lens                 models.Lens
	Pillar               *q.Pillar
	Question             *q.Question
	From, To             q.Risk
	Choices              []*q.Choice
	Effort               int
}

// Cheapest returns the fewest practices that clear the risks of what the actor reaches, by workload and question; of
// several such sets, the one that takes least effort.
func (p Plans) Cheapest(ctx context.Context, query PathQuery) (WorkspacePath, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, p.steps.core, func(tx *store.Tx) (WorkspacePath, error) {
		reached, err := p.steps.reach(tx, actor, query.Narrowing)
		if err != nil {
			return WorkspacePath{}, err
		}
		path, places := reached.cheapest(query.Goal)
		path.Choices = reached.choices()
		path.ResultPage, err = reached.pageOfWays(places, query)
		return path, err
	})
}

// wayPlace is a question of a review that a goal is about.
type wayPlace struct {
	row      int
	question keptQuestion
}

// cheapest adds the path up, and lists the questions that it is about.
func (r *reachedReviews) cheapest(goal improve.Goal) (path WorkspacePath, places []wayPlace) {
	workloads := map[string]bool{}
	r.each(func(row int, _ *keptReview, question keptQuestion) {
		if !goal.Includes(question.Risk) {
			return
		}
		path.ShortestClearing = path.Plus(clearing(question, goal))
		path.Effort += question.Way(goal).Effort
		workloads[r.rows[row].WorkloadID] = true
		places = append(places, wayPlace{row, question})
	})
	path.Workloads = len(workloads)
	return path, places
}

func (r *reachedReviews) key(p wayPlace) string {
	return r.rows[p.row].ReviewID + "/" + r.kept[p.row].version.questions[p.question.at].ID
}

// pageOfWays is a page of what the questions take. A cursor says which question was the last, and where it stood.
func (r *reachedReviews) pageOfWays(all []wayPlace, query PathQuery) (page models.ResultPage[WorkspaceWay], err error) {
	start := 0
	if query.After != "" {
		after, err := readCursor(query.After, "path")
		if err != nil {
			return page, err
		}
		start = min(max(int(after.Value), 0), len(all))
		is := func(p wayPlace) bool { return r.key(p) == after.Key }
		if start == 0 || !is(all[start-1]) {
			if at := slices.IndexFunc(all, is); at >= 0 {
				start = at + 1
			}
		}
	}
	places := core.PageOf(all[start:], query.PageRequest, func(wayPlace) string { return "next" })
	for _, p := range places.Items {
		page.Items = append(page.Items, r.way(p, query.Goal))
	}
	if end := start + len(places.Items); places.Next != "" {
		page.Next = planCursor{"path", int64(end), r.key(all[end-1])}.String()
	}
	return page, nil
}

func (r *reachedReviews) way(p wayPlace, goal improve.Goal) WorkspaceWay {
	row, of, way := r.rows[p.row], r.kept[p.row].version.questions[p.question.at], p.question.Way(goal)
	out := WorkspaceWay{WorkloadID: row.WorkloadID, Workload: row.Workload, Lens: r.lenses[row.LensID],
		Pillar: of.pillar, Question: of.Question, From: p.question.Risk, To: way.To, Effort: way.Effort}
	for _, id := range way.Choices {
		out.Choices = append(out.Choices, of.Choice(id))
	}
	return out
}
