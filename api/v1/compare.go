package v1

import (
	"context"
	"strconv"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/service/reviews"
)

type comparison struct {
	From   comparedState  `json:"from" doc:"the state before"`
	To     comparedState  `json:"to" doc:"the state after"`
	Tally  comparedTally  `json:"tally" doc:"all questions by what became of them"`
	Lenses []comparedLens `json:"lenses" doc:"the lenses of the state after in its order, then those that it has not"`
}

type comparedState struct {
	Milestone *int      `json:"milestone" doc:"number of the milestone; null for the live state"`
	Name      string    `json:"name,omitempty" doc:"name of the milestone"`
	At        time.Time `json:"at" doc:"when the milestone was saved, or the live state changed last"`
	rest.Standing
}

type comparedTally struct {
	Better  int `json:"better" doc:"questions closer to no risk; an open or undecided question weighs as much as a high risk, as in the score"`
	Worse   int `json:"worse" doc:"questions further from no risk"`
	Changed int `json:"changed" doc:"questions with another answer that are neither"`
	Added   int `json:"added" doc:"questions that are new"`
	Removed int `json:"removed" doc:"questions that are gone"`
	Same    int `json:"same" doc:"questions without a change"`
}

type comparedLens struct {
	LensKey     string           `json:"lens_key" doc:"short name of the lens"`
	LensName    string           `json:"lens_name" doc:"name of the lens"`
	Presence    string           `json:"presence" doc:"in which of the two states the lens is applied" enum:"both,added,removed"`
	FromVersion string           `json:"from_version,omitempty" doc:"its version before"`
	ToVersion   string           `json:"to_version,omitempty" doc:"its version after"`
	From        rest.Standing    `json:"from" doc:"how it stood before"`
	To          rest.Standing    `json:"to" doc:"how it stands after"`
	Pillars     []comparedPillar `json:"pillars" doc:"its pillars, those that are gone last"`
}

type comparedPillar struct {
	PillarID  string             `json:"pillar_id" doc:"id of the pillar"`
	Name      string             `json:"name" doc:"name of the pillar"`
	Presence  string             `json:"presence" doc:"in which of the two states the pillar is" enum:"both,added,removed"`
	From      rest.Standing      `json:"from" doc:"how it stood before"`
	To        rest.Standing      `json:"to" doc:"how it stands after"`
	Questions []comparedQuestion `json:"questions" doc:"its questions, those that are gone last"`
}

type comparedQuestion struct {
	QuestionID string           `json:"question_id" doc:"the question"`
	Title      string           `json:"title" doc:"the question in words"`
	ShortName  string           `json:"short_name" doc:"the question in a few words"`
	Presence   string           `json:"presence" doc:"in which of the two states the question is" enum:"both,added,removed"`
	Trend      string           `json:"trend" doc:"where its risk went" enum:"better,worse,level"`
	Changed    bool             `json:"changed" doc:"is anything different"`
	From       *comparedAnswer  `json:"from,omitempty" doc:"the answer before"`
	To         *comparedAnswer  `json:"to,omitempty" doc:"the answer after"`
	Choices    []comparedChoice `json:"choices" doc:"the choices of which the answer says something else"`
}

type comparedAnswer struct {
	Risk       string `json:"risk" doc:"the question's risk; NONE means no risk only where undecided is missing" enum:"UNANSWERED,HIGH,MEDIUM,NONE,NOT_APPLICABLE"`
	Undecided  bool   `json:"undecided,omitempty" doc:"with risk NONE: no rule of the lens rates this answer, so the lens does not say; counted as open, never as good"`
	Applicable bool   `json:"applicable" doc:"does the question apply"`
	Reason     string `json:"reason" doc:"why it does not apply" enum:"OUT_OF_SCOPE,BUSINESS_PRIORITIES,ARCHITECTURE_CONSTRAINTS,OTHER,NONE"`
	Notes      string `json:"notes" doc:"Markdown"`
}

type comparedChoice struct {
	ChoiceID string          `json:"choice_id" doc:"the choice"`
	Title    string          `json:"title" doc:"the choice in words"`
	From     *comparedStatus `json:"from,omitempty" doc:"before; missing where the lens did not have it"`
	To       *comparedStatus `json:"to,omitempty" doc:"after; missing where the lens does not have it"`
}

type comparedStatus struct {
	Status string `json:"status" doc:"what the answer says of it" enum:"SELECTED,NOT_APPLICABLE,UNSELECTED"`
	Reason string `json:"reason" doc:"why it does not apply" enum:"OUT_OF_SCOPE,BUSINESS_PRIORITIES,ARCHITECTURE_CONSTRAINTS,OTHER,NONE"`
	Notes  string `json:"notes" doc:"Markdown"`
}

func comparisonOut(c models.Comparison) comparison {
	return comparison{comparedStateOut(c.From), comparedStateOut(c.To), comparedTally(c.Tally()),
		rest.Each(c.Lenses, comparedLensOut)}
}

func comparedStateOut(s models.Snapshot) comparedState {
	out := comparedState{At: s.At, Standing: rest.StandingOf(s.Counts())}
	if s.Milestone != nil {
		out.Milestone, out.Name = new(s.Milestone.Number), s.Milestone.Name
	}
	return out
}

func comparedLensOut(l models.LensComparison) comparedLens {
	return comparedLens{l.Lens.Key, l.Lens.Name, string(l.Existence), l.FromVersion, l.ToVersion, rest.StandingOf(l.From),
		rest.StandingOf(l.To),
		rest.Each(l.Pillars, comparedPillarOut)}
}

func comparedPillarOut(p models.PillarComparison) comparedPillar {
	return comparedPillar{p.ID, p.Name, string(p.Existence), rest.StandingOf(p.From), rest.StandingOf(p.To),
		rest.Each(p.Questions, comparedQuestionOut)}
}

func comparedQuestionOut(q models.QuestionComparison) comparedQuestion {
	return comparedQuestion{q.ID, q.Title, q.Short, string(q.Existence), string(q.Trend), q.Changed(),
		comparedAnswerOut(q.From), comparedAnswerOut(q.To),
		rest.Each(q.Choices, func(c models.ChoiceComparison) comparedChoice {
			return comparedChoice{c.ID, c.Title, comparedStatusOut(c.From), comparedStatusOut(c.To)}
		})}
}

func comparedAnswerOut(a models.Answer) *comparedAnswer {
	if a.QuestionID == "" {
		return nil
	}
	return &comparedAnswer{string(a.Risk.Key()), undecided(a.Risk), a.Applicable, string(a.Reason), a.Notes}
}

func comparedStatusOut(c models.ChoiceAnswer) *comparedStatus {
	if c.Status == "" {
		return nil
	}
	return &comparedStatus{string(c.Status), string(c.Reason), c.Notes}
}

// stateParam reads the name of a state: a milestone's number or "now".
func stateParam(r *rest.Request, name string, otherwise int) (int, error) {
	switch text := r.Query(name); text {
	case "":
		return otherwise, nil
	case "now":
		return reviews.LiveState, nil
	default:
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > maxInt32 {
			return 0, models.InvalidInput(models.FieldFault{Field: name, Message: "must be the number of a milestone, or now"})
		}
		return n, nil
	}
}

func (a *API) compare(ctx context.Context, r *rest.Request, _ rest.None) (comparison, error) {
	from, err := stateParam(r, "from", reviews.NewestMilestone)
	if err != nil {
		return comparison{}, err
	}
	to, err := stateParam(r, "to", reviews.LiveState)
	if err != nil {
		return comparison{}, err
	}
	c, err := a.svc.Milestones.Compare(ctx, r.Param("workload"), reviews.ComparisonQuery{From: from, To: to})
	return comparisonOut(c), err
}
