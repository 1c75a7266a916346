package planning

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/check"
	"plumbline/models/labels"
	"plumbline/models/service/trend"
	"plumbline/questionnaires"
)

// Check is the verdict of a check. The command line prints it too.
type Check struct {
	Passed   bool            `json:"passed" doc:"do all terms hold"`
	Workload CheckedWorkload `json:"workload" doc:"what was checked"`
	Lens     string          `json:"lens,omitempty" doc:"key of the one lens that was looked at; missing for all"`
	At       time.Time       `json:"at" doc:"when the workload changed last"`
	rest.Standing
	Baseline *CheckBaseline `json:"baseline,omitempty" doc:"the milestone that it is compared with; missing for none"`
	Terms    []CheckTerm    `json:"terms" doc:"what was looked at"`
	Risks    []CheckRisk    `json:"risks" doc:"questions that are not fine: high, medium, undecided, unanswered"`
	Changes  []CheckChange  `json:"changes" doc:"risks that are others than in the baseline"`
}

// CheckedWorkload is a workload by id and name.
type CheckedWorkload struct {
	ID   string `json:"id" doc:"its id"`
	Name string `json:"name" doc:"its name"`
}

// CheckBaseline is a milestone with how it stood.
type CheckBaseline struct {
	Milestone int       `json:"milestone" doc:"its number"`
	Name      string    `json:"name" doc:"its name"`
	At        time.Time `json:"at" doc:"when it was saved"`
	rest.Standing
}

// CheckTerm is one thing that was looked at.
type CheckTerm struct {
	Kind   string `json:"kind" doc:"what it is about" enum:"reviewed,high,medium,worse,unanswered,undecided"`
	Title  string `json:"title" doc:"the same in words"`
	Passed bool   `json:"passed" doc:"does it hold"`
	Count  int    `json:"count" doc:"what was counted; of reviewed the answered questions"`
	Most   *int   `json:"most" doc:"how many are allowed; null of reviewed, which needs one"`
	Text   string `json:"text" doc:"what was found, in words"`
}

// CheckRisk is a question with its risk.
type CheckRisk struct {
	LensKey    string `json:"lens_key" doc:"short name of the lens"`
	LensName   string `json:"lens_name" doc:"name of the lens"`
	PillarID   string `json:"pillar_id" doc:"the pillar"`
	PillarName string `json:"pillar_name" doc:"name of the pillar"`
	QuestionID string `json:"question_id" doc:"the question"`
	Code       string `json:"code,omitempty" doc:"what people cite it by"`
	Title      string `json:"title" doc:"the question in words"`
	ShortName  string `json:"short_name" doc:"the question in a few words"`
	Risk       string `json:"risk,omitempty" doc:"key of its risk now; missing where the question is gone"`
	Undecided  bool   `json:"undecided,omitempty" doc:"with risk NONE: the lens does not say"`
}

// CheckChange is a question whose risk is another one than in the baseline.
type CheckChange struct {
	Kind string `json:"kind" doc:"what became of the risk" enum:"new,regressed,fixed,lowered,removed,open"`
	From string `json:"from,omitempty" doc:"key of its risk in the baseline; missing where the question was not there"`
	// FromUndecided is the mark beside From.
	FromUndecided bool `json:"from_undecided,omitempty" doc:"with from NONE: the lens did not say"`
	CheckRisk
}

// CheckOf is a verdict as the API gives it.
func CheckOf(v check.Verdict) Check {
	out := Check{Passed: v.Passed(), Workload: CheckedWorkload{v.Now.Workload.ID, v.Now.Workload.Name}, At: v.Now.At,
		Standing: rest.StandingOf(v.Counts), Terms: rest.Each(v.Terms, checkTermOut), Risks: rest.Each(v.Risks, riskOut),
		Changes: rest.Each(v.Changes, func(c check.Change) CheckChange {
			return CheckChange{string(c.Kind), string(c.From.Key()), c.From == questionnaires.RiskUndecided, riskOut(c.Question)}
		})}
	for _, r := range v.Now.Reviews {
		if r.Lens.ID == v.LensID {
			out.Lens = r.Lens.Key
		}
	}
	if v.Baseline != nil && v.Baseline.Milestone != nil {
		m := v.Baseline.Milestone
		out.Baseline = &CheckBaseline{m.Number, m.Name, m.CreatedAt, rest.StandingOf(v.Before)}
	}
	return out
}

func checkTermOut(t check.Term) CheckTerm {
	out := CheckTerm{Kind: string(t.Kind), Title: labels.CheckTitle(t.Kind), Passed: t.Holds, Count: t.Count,
		Text: labels.CheckTerm(t)}
	if t.Kind != check.Reviewed {
		out.Most = &t.Most
	}
	return out
}

func riskOut(q check.Question) CheckRisk {
	return CheckRisk{q.Lens.Key, q.Lens.Name, q.PillarID, q.PillarName, q.ID, q.Code, q.Title, q.Short,
		string(q.Risk.Key()), q.Risk == questionnaires.RiskUndecided}
}

// mostRisks is more than the questions of any workload.
const mostRisks = 100_000

func bound(name, doc string) rest.Parameter {
	return rest.Parameter{Name: name, Doc: doc, Max: mostRisks}
}

func (d Dependencies) checkRoutes() []rest.Route {
	return []rest.Route{
		{Method: http.MethodGet, Path: "/workloads/:workload/check", ID: "checkWorkload", Cost: rest.Heavy,
			Summary: "Whether a workload passes a gate: not more risks than a bound, and nothing that nobody looked at",
			Action:  models.ReadWorkload, Status: http.StatusOK, Query: []rest.Parameter{
				bound("max_high", "how many high risks are allowed; 0 if no bound is given"),
				bound("max_medium", "how many medium risks are allowed; not looked at if not given"),
				bound("max_worse", "how many new and regressed risks are allowed; needs a baseline"),
				{Name: "lens", Doc: "only this lens, by id or key; all if not given"},
				{Name: "baseline", Doc: "a milestone to compare with: its number, its name, or latest"},
				{Name: "allow_unanswered", Doc: "true: unanswered and undecided questions do not fail the check",
					Enum: []string{"true", "false"}},
			}, Do: rest.Do(d.check)},
	}
}

func (d Dependencies) check(ctx context.Context, r *rest.Request, _ rest.None) (Check, error) {
	q := trend.CheckQuery{Lens: r.Query("lens"), Baseline: r.Query("baseline"),
		Rules: check.Rules{MaxHigh: numberIn(r, "max_high"), MaxMedium: numberIn(r, "max_medium"),
			MaxWorse: numberIn(r, "max_worse"), AllowUnanswered: r.Query("allow_unanswered") == "true"}}
	v, err := d.Service.Checks.Check(ctx, r.Param("workload"), q)
	if err != nil {
		return Check{}, err
	}
	return CheckOf(v), nil
}

// numberIn reads a parameter that is a number, or was refused before; nil where it is not given.
func numberIn(r *rest.Request, name string) *int {
	if n, err := strconv.Atoi(r.Query(name)); err == nil {
		return &n
	}
	return nil
}
