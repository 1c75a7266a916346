package whatif

import (
	"cmp"
	"context"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/models/store/planning"
	q "plumbline/questionnaires"
	"plumbline/questionnaires/improve"
	"plumbline/reports/improvement"
)

// Plans are the operations of the plan of a workspace, over all workloads that the actor reaches.
type Plans struct{ steps *steps }

// Narrowing says what of a workspace is looked at; what is "" does not narrow.
type Narrowing struct {
	Workload string // id
	Lens     string // id or key
	Pillar   string // id
}

// PlanQuery asks for a page of the plan.
type PlanQuery struct {
	Narrowing
	Risk           q.Risk // of the question
	Effort, Impact string // as a lens says it: HIGH, MEDIUM or LOW
	QuickWins      bool   // only where the practice is a quick win
	models.PageRequest
}

// WorkspacePlan is a page of the plan of a workspace.
type WorkspacePlan struct {
	models.ResultPage[MissingPractice]
	Practices int // on all pages
	Workloads int // with something of it missing

	// What clears the high risks, and the medium ones too, whatever the filters of practices.
	High, Medium improvement.ShortestClearing
	Open         int // questions that nobody answered yet, and that are not in it
	Choices      PlanChoices
}

// PlanChoices are what the plan can be narrowed to.
type PlanChoices struct {
	Workloads []NamedThing
	Lenses    []models.Lens
	Pillars   []NamedThing
}

// NamedThing is a thing by its id and name.
type NamedThing struct{ ID, Name string }

// MissingPractice is a practice with where it is missing.
type MissingPractice struct {
	Lens     models.Lens
	Pillar   *q.Pillar
	Question *q.Question
	Choice   *q.Choice

	Workloads int // in which it is missing
	High      int // of them, where the question has a high risk
	Medium    int
	Undecided int
	Alone     int   // where it alone lowers the risk
	OnTheWay  int   // where it is one of the fewest practices that lower the risk
	QuickWins int   // where it is a quick win
	Removed   int64 // its shares of the risk that those remove, in improve.ShareUnits

	Where []PracticePlace // the first of the workloads, by name
}

// MostPlaces is how many workloads a MissingPractice names.
const MostPlaces = 20

// PracticePlace is a workload in which a practice is missing.
type PracticePlace struct {
	WorkloadID, Workload string
	Risk                 q.Risk
	Item                 ClosingItem
	MayMake              bool // the actor may make an item of it

	row int // of what is reached
}

// ClosingItem is the active item that closes a practice; its zero value is none, or none that the actor may read.
type ClosingItem struct {
	ID, Title string
	Number    int
}

// value is what it removes for its effort.
func (m MissingPractice) value() int64 { return m.Removed * 6 / int64(m.Choice.EffortWeight()) }

func (m MissingPractice) key() string { return m.Lens.ID + "/" + m.Question.ID + "/" + m.Choice.ID }

// RemovedRisk is how much risk it removes: two for each high risk, one for each medium one, where it does that alone.
func (m MissingPractice) RemovedRisk() float64 { return float64(m.Removed) / improve.ShareUnit }

// Workspace returns a page of the practices that are missing in the workloads that the actor reaches, each once: first
// what removes most risk for least effort. What the fewest practices remove that lower the risk of a question is shared
// among them, and added up over the workloads.
func (p Plans) Workspace(ctx context.Context, query PlanQuery) (WorkspacePlan, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, p.steps.core, func(tx *store.Tx) (WorkspacePlan, error) {
		reached, err := p.steps.reach(tx, actor, query.Narrowing)
		if err != nil {
			return WorkspacePlan{}, err
		}
		plan := WorkspacePlan{Choices: reached.choices()}
		plan.sum(reached)
		practices, workloads := reached.practices(query)
		plan.Practices, plan.Workloads = len(practices), workloads
		plan.ResultPage, err = pageOf(practices, query.PageRequest)
		if err != nil {
			return plan, err
		}
		reached.place(plan.Items, query)
		return plan, reached.mark(tx, actor, plan.Items)
	})
}

// reachedReviews are the reviews that the actor reaches, with what there is to improve in each.
type reachedReviews struct {
	narrowed Narrowing
	all      []planning.Reached // without regard to the lens and the pillar
	lenses   map[string]models.Lens
	rows     []planning.Reached
	kept     []*keptReview // of the rows
}

// reach finds the reviews that the actor reaches. A workload that is named has to be one of them.
func (s *steps) reach(tx *store.Tx, actor models.Actor, n Narrowing) (*reachedReviews, error) {
	if err := models.Allow(actor, models.ReadWorkload, models.InWorkspace(actor.WorkspaceID)); err != nil {
		return nil, err
	}
	if n.Workload != "" {
		if _, err := core.WorkloadOwner(tx, actor, models.ReadWorkload, n.Workload); err != nil {
			return nil, err
		}
	}
	all, err := store.Planning(tx).Reached(actor.WorkspaceID, actor.Scope.Workloads)
	if err != nil {
		return nil, err
	}
	r := &reachedReviews{narrowed: n, all: all, lenses: map[string]models.Lens{}}
	for _, row := range all {
		if _, known := r.lenses[row.LensID]; known {
			continue
		}
		if r.lenses[row.LensID], err = tx.Lens(row.LensID); err != nil {
			return nil, err
		}
	}
	r.rows = slices.DeleteFunc(slices.Clone(all), func(row planning.Reached) bool {
		return n.Workload != "" && n.Workload != row.WorkloadID ||
			n.Lens != "" && n.Lens != row.LensID && n.Lens != r.lenses[row.LensID].Key
	})
	r.kept, err = s.kept.of(tx, s.lenses.Documents, r.rows)
	return r, err
}

// choices are what all that is reached can be narrowed to; pillars, those of what it is narrowed to.
func (r *reachedReviews) choices() (c PlanChoices) {
	seen := map[string]bool{}
	once := func(id string) bool { was := seen[id]; seen[id] = true; return !was }
	for _, row := range r.all {
		if once(row.WorkloadID) {
			c.Workloads = append(c.Workloads, NamedThing{row.WorkloadID, row.Workload})
		}
		if once(row.LensID) {
			c.Lenses = append(c.Lenses, r.lenses[row.LensID])
		}
	}
	versions := map[*keptVersion]bool{}
	for _, kept := range r.kept {
		if versions[kept.version] {
			continue
		}
		versions[kept.version] = true
		for _, pillar := range kept.version.Doc.Pillars {
			if once("pillar " + pillar.ID) {
				c.Pillars = append(c.Pillars, NamedThing{pillar.ID, pillar.Name})
			}
		}
	}
	slices.SortFunc(c.Lenses, func(a, b models.Lens) int { return cmp.Compare(a.Name, b.Name) })
	return c
}

// each calls f with every question that needs improvement, of what it is narrowed to.
func (r *reachedReviews) each(f func(row int, kept *keptReview, question keptQuestion)) {
	for i, kept := range r.kept {
		for _, question := range kept.questions {
			if r.narrowed.Pillar == "" || kept.version.questions[question.at].pillar.ID == r.narrowed.Pillar {
				f(i, kept, question)
			}
		}
	}
}

// sum adds up what clears the risks, and what is not answered.
func (p *WorkspacePlan) sum(r *reachedReviews) {
	r.each(func(_ int, _ *keptReview, question keptQuestion) {
		p.High = p.High.Plus(clearing(question, improve.ClearHigh))
		p.Medium = p.Medium.Plus(clearing(question, improve.ClearMedium))
	})
	for _, kept := range r.kept {
		for i, n := range kept.open {
			if r.narrowed.Pillar == "" || kept.version.Doc.Pillars[i].ID == r.narrowed.Pillar {
				p.Open += n
			}
		}
	}
}

// clearing is what one question adds to the least that reaches the goal.
func clearing(question keptQuestion, goal improve.Goal) (c improvement.ShortestClearing) {
	if !goal.Includes(question.Risk) {
		return c
	}
	c.Questions, c.Practices = 1, len(question.Way(goal).Choices)
	if c.Practices == 0 {
		c.Stuck = 1
	}
	return c
}

// pageOf is a page of the practices, which are in order.
func pageOf(all []MissingPractice, p models.PageRequest) (models.ResultPage[MissingPractice], error) {
	start := 0
	if p.After != "" {
		after, err := readCursor(p.After, "plan")
		if err != nil {
			return models.ResultPage[MissingPractice]{}, err
		}
		at := slices.IndexFunc(all, func(m MissingPractice) bool { return m.key() == after.Key })
		if at < 0 { // it is in place everywhere by now
			at = slices.IndexFunc(all, func(m MissingPractice) bool { return m.value() < after.Value })
			start = at
			if at < 0 {
				start = len(all)
			}
		} else {
			start = at + 1
		}
	}
	return core.PageOf(all[start:], p, func(m MissingPractice) string {
		return planCursor{"plan", m.value(), m.key()}.String()
	}), nil
}

// planCursor is the last row that a client has seen: what it is sorted by, and which it is.
type planCursor struct {
	List  string
	Value int64
	Key   string
}

func (c planCursor) String() string {
	return base64.RawURLEncoding.EncodeToString([]byte(c.List + "\n" + strconv.FormatInt(c.Value, 10) + "\n" + c.Key))
}

func readCursor(text, list string) (planCursor, error) {
	data, err := base64.RawURLEncoding.Strict().DecodeString(text)
	of, rest, _ := strings.Cut(string(data), "\n")
	number, key, _ := strings.Cut(rest, "\n")
	value, wrong := strconv.ParseInt(number, 10, 64)
	if err != nil || wrong != nil || of != list {
		return planCursor{}, models.InvalidInput(models.FieldFault{Field: "cursor",
			Message: "is not a cursor of this list"})
	}
	return planCursor{of, value, key}, nil
}
