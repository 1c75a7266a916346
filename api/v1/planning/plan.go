package planning

import (
	"context"
	"math"

	"plumbline/api/v1/rest"
	"plumbline/models/service/whatif"
	"plumbline/questionnaires"
	"plumbline/questionnaires/improve"
)

type workspacePlan struct {
	rest.List[missingPractice]
	Practices   int           `json:"practices" doc:"how many there are on all pages"`
	Workloads   int           `json:"workloads" doc:"in which one of them is missing"`
	ClearHigh   rest.Clearing `json:"clear_high" doc:"the fewest practices that leave no high risk"`
	ClearMedium rest.Clearing `json:"clear_medium" doc:"the fewest that leave no high and no medium risk"`
	Unanswered  int           `json:"unanswered" doc:"questions nobody answered yet: not in the plan"`
}

type missingPractice struct {
	LensKey    string `json:"lens_key" doc:"short name of the lens"`
	LensID     string `json:"lens_id" doc:"the lens"`
	LensName   string `json:"lens_name" doc:"name of the lens"`
	PillarID   string `json:"pillar_id" doc:"the pillar"`
	PillarName string `json:"pillar_name" doc:"name of the pillar"`
	QuestionID string `json:"question_id" doc:"the question"`
	DocumentID string `json:"document_id,omitempty" doc:"what people cite, such as SEC02"`
	Question   string `json:"question" doc:"the question in a few words"`
	ChoiceID   string `json:"choice_id" doc:"the choice"`
	Title      string `json:"title" doc:"the practice in a line"`
	Effort     string `json:"effort,omitempty" doc:"how much work it is, where the lens says so" enum:"HIGH,MEDIUM,LOW"`
	Impact     string `json:"impact,omitempty" doc:"how much is won, where the lens says so" enum:"HIGH,MEDIUM,LOW"`

	Workloads int `json:"workloads" doc:"in how many workloads it is missing"`
	High      int `json:"high" doc:"in how many of them the question has a high risk"`
	Medium    int `json:"medium" doc:"in how many of them it has a medium risk"`
	Undecided int `json:"undecided" doc:"in how many of them the lens does not say"`
	Alone     int `json:"alone" doc:"in how many of them it alone lowers the risk"`
	OnTheWay  int `json:"on_the_way" doc:"in how many of them it is one of the fewest that lower the risk"`
	QuickWins int `json:"quick_wins" doc:"in how many of them it is a quick win"`

	RiskRemoved float64         `json:"risk_removed" doc:"its share of what those fewest remove: high is 2, medium 1"`
	Where       []practicePlace `json:"where" doc:"the first 20 of the workloads, by name"`
}

type practicePlace struct {
	WorkloadID string `json:"workload_id" doc:"the workload"`
	Workload   string `json:"workload" doc:"its name"`
	Risk       string `json:"risk" doc:"the question's risk there; NONE only with undecided" enum:"HIGH,MEDIUM,NONE"`
	Undecided  bool   `json:"undecided,omitempty" doc:"with risk NONE: the lens does not say"`
}

func missingOut(m whatif.MissingPractice) missingPractice {
	out := missingPractice{LensKey: m.Lens.Key, LensID: m.Lens.ID, LensName: m.Lens.Name, PillarID: m.Pillar.ID,
		PillarName: m.Pillar.Name, QuestionID: m.Question.ID, DocumentID: m.Question.DocumentID,
		Question: m.Question.Short(), ChoiceID: m.Choice.ID, Title: m.Choice.Title, Workloads: m.Workloads, High: m.High,
		Medium: m.Medium, Undecided: m.Undecided, Alone: m.Alone, OnTheWay: m.OnTheWay, QuickWins: m.QuickWins,
		RiskRemoved: math.Round(m.RemovedRisk()*100) / 100}
	if g := m.Choice.Guidance; g != nil {
		out.Effort, out.Impact = g.Effort, g.Impact
	}
	out.Where = rest.Each(m.Where, func(p whatif.PracticePlace) practicePlace {
		return practicePlace{p.WorkloadID, p.Workload, string(p.Risk.Key()), p.Risk == questionnaires.RiskUndecided}
	})
	return out
}

func narrowing(r *rest.Request) whatif.Narrowing {
	return whatif.Narrowing{Workload: r.Query("workload"), Lens: r.Query("lens"), Pillar: r.Query("pillar")}
}

func (d Dependencies) getWorkspacePlan(ctx context.Context, r *rest.Request, _ rest.None) (workspacePlan, error) {
	query := whatif.PlanQuery{Narrowing: narrowing(r), Risk: questionnaires.Risk(r.Query("risk")),
		Effort: r.Query("effort"), Impact: r.Query("impact"), QuickWins: r.Query("quick_wins") == "true",
		PageRequest: r.Page()}
	plan, err := d.Service.Plans.Workspace(ctx, query)
	return PlanOf(plan), err
}

type cheapestPath struct {
	rest.Clearing
	Effort    int           `json:"effort" doc:"of all practices: low 1, medium or not said 2, high 3"`
	Workloads int           `json:"workloads" doc:"with such a question"`
	Items     []questionWay `json:"items" doc:"what each of the questions takes, by workload"`
	Next      string        `json:"next_cursor,omitempty" doc:"give it as cursor to get the next page"`
}

type questionWay struct {
	WorkloadID string        `json:"workload_id" doc:"the workload"`
	Workload   string        `json:"workload" doc:"its name"`
	LensKey    string        `json:"lens_key" doc:"short name of the lens"`
	PillarID   string        `json:"pillar_id" doc:"the pillar"`
	QuestionID string        `json:"question_id" doc:"the question"`
	DocumentID string        `json:"document_id,omitempty" doc:"what people cite, such as SEC02"`
	Question   string        `json:"question" doc:"the question in a few words"`
	From       string        `json:"from" doc:"its risk" enum:"HIGH,MEDIUM"`
	To         string        `json:"to,omitempty" doc:"the risk they lead to; missing where none do" enum:"MEDIUM,NONE"`
	Effort     int           `json:"effort" doc:"that of the practices, added up"`
	Practices  []wayPractice `json:"practices" doc:"the fewest that lead there, with the least effort"`
}

type wayPractice struct {
	ChoiceID string `json:"choice_id" doc:"the choice"`
	Title    string `json:"title" doc:"the practice in a line"`
	Effort   string `json:"effort,omitempty" doc:"how much work it is, where the lens says so" enum:"HIGH,MEDIUM,LOW"`
}

func wayOut(w whatif.WorkspaceWay) questionWay {
	return questionWay{WorkloadID: w.WorkloadID, Workload: w.Workload, LensKey: w.Lens.Key, PillarID: w.Pillar.ID,
		QuestionID: w.Question.ID, DocumentID: w.Question.DocumentID, Question: w.Question.Short(), From: string(w.From),
		To: string(w.To), Effort: w.Effort, Practices: rest.Each(w.Choices, wayPracticeOut)}
}

func wayPracticeOut(c *questionnaires.Choice) wayPractice {
	out := wayPractice{ChoiceID: c.ID, Title: c.Title}
	if c.Guidance != nil {
		out.Effort = c.Guidance.Effort
	}
	return out
}

// getCheapestPath is for the workspace, and for the workload that the path names.
func (d Dependencies) getCheapestPath(ctx context.Context, r *rest.Request, _ rest.None) (cheapestPath, error) {
	query := whatif.PathQuery{Narrowing: narrowing(r), Goal: improve.ClearHigh, PageRequest: r.Page()}
	if id := r.Param("workload"); id != "" {
		query.Workload = id
	}
	if r.Query("goal") == goalMedium {
		query.Goal = improve.ClearMedium
	}
	path, err := d.Service.Plans.Cheapest(ctx, query)
	return PathOf(path), err
}

// goalMedium asks for the practices that clear the medium risks too.
const goalMedium = "medium"
