package planning

import (
	"context"
	"strconv"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/comparison"
	"plumbline/models/labels"
	"plumbline/models/service/reviews"
	"plumbline/models/service/trend"
	"plumbline/questionnaires"
)

type comparisonJSON struct {
	From   comparedState  `json:"from" doc:"the state before"`
	To     comparedState  `json:"to" doc:"the state after"`
	Tally  comparedTally  `json:"tally" doc:"all questions by what became of them"`
	Causes []causeCount   `json:"causes" doc:"questions with another risk, by a closed item, or by the first cause"`
	Lenses []comparedLens `json:"lenses" doc:"the lenses of the state after in its order, then those that it has not"`
	Items  *itemChanges   `json:"items,omitempty" doc:"what became of items between; missing where from is later"`
}

type causeCount struct {
	Kind  string `json:"kind" doc:"what led there, such as answered or new_version"`
	Count int    `json:"count" doc:"how many questions"`
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
	Changed int `json:"changed" doc:"questions that are neither, with another answer, item or acceptance"`
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
	Why        []causeJSON      `json:"why" doc:"what made the risk another one, and changes of its items and acceptances"`
}

// causeJSON is what made a risk another one: as facts for programs, and in words.
type causeJSON struct {
	Kind        string     `json:"kind" doc:"what led there, such as answered or new_version"`
	Text        string     `json:"text" doc:"the same in words, without who and when"`
	By          string     `json:"by,omitempty" doc:"who did it; missing where that is not known"`
	At          *time.Time `json:"at,omitempty" doc:"when; missing where that is not known"`
	Risk        string     `json:"risk,omitempty" doc:"the key of the risk that this alone led to"`
	Undecided   bool       `json:"undecided,omitempty" doc:"with risk NONE: the lens does not say"`
	FromVersion string     `json:"from_version,omitempty" doc:"the version of the lens before"`
	ToVersion   string     `json:"to_version,omitempty" doc:"the version after"`
	Rules       bool       `json:"rules_changed,omitempty" doc:"the risk rules of the question are others"`
	Added       []string   `json:"added,omitempty" doc:"titles of practices that the version after has more"`
	Removed     []string   `json:"removed,omitempty" doc:"titles of practices that it has no more"`
	Item        int        `json:"item,omitempty" doc:"number of the item"`
	Until       string     `json:"until,omitempty" doc:"last day of the acceptance; of an ended one where that is why"`
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

func comparisonOut(c trend.Compared) comparisonJSON {
	out := comparisonJSON{comparedStateOut(c.From), comparedStateOut(c.To), comparedTally(c.Tally()),
		causeCounts(c.Comparison), rest.Each(c.Lenses, comparedLensOut), nil}
	if c.Items != nil {
		out.Items = new(itemChangesOut(*c.Items))
	}
	return out
}

func causeCounts(c comparison.Comparison) []causeCount {
	list, n := []causeCount{}, c.Causes()
	for _, kind := range comparison.CauseKinds {
		if n[kind] > 0 {
			list = append(list, causeCount{string(kind), n[kind]})
		}
	}
	return list
}

func comparedStateOut(s models.Snapshot) comparedState {
	out := comparedState{At: s.At, Standing: rest.StandingOf(s.Counts())}
	if s.Milestone != nil {
		out.Milestone, out.Name = new(s.Milestone.Number), s.Milestone.Name
	}
	return out
}

func comparedLensOut(l comparison.Lens) comparedLens {
	return comparedLens{l.Lens.Key, l.Lens.Name, string(l.Existence), l.FromVersion, l.ToVersion, rest.StandingOf(l.From),
		rest.StandingOf(l.To),
		rest.Each(l.Pillars, comparedPillarOut)}
}

func comparedPillarOut(p comparison.Pillar) comparedPillar {
	return comparedPillar{p.ID, p.Name, string(p.Existence), rest.StandingOf(p.From), rest.StandingOf(p.To),
		rest.Each(p.Questions, comparedQuestionOut)}
}

func comparedQuestionOut(q comparison.Question) comparedQuestion {
	return comparedQuestion{q.ID, q.Title, q.Short, string(q.Existence), string(q.Trend), q.Changed(),
		comparedAnswerOut(q.From), comparedAnswerOut(q.To),
		rest.Each(q.Choices, func(c comparison.Choice) comparedChoice {
			return comparedChoice{c.ID, c.Title, comparedStatusOut(c.From), comparedStatusOut(c.To)}
		}), rest.Each(q.Why, causeOut)}
}

func causeOut(c comparison.Cause) causeJSON {
	out := causeJSON{Kind: string(c.Kind), Text: labels.Cause(c), By: c.By, Risk: string(c.Risk.Key()),
		Undecided:   c.Risk == questionnaires.RiskUndecided,
		FromVersion: c.FromVersion, ToVersion: c.ToVersion, Rules: c.Rules, Added: c.Added, Removed: c.Gone, Item: c.Item,
		Until: c.Until}
	if !c.At.IsZero() {
		out.At = &c.At
	}
	return out
}

func comparedAnswerOut(a models.Answer) *comparedAnswer {
	if a.QuestionID == "" {
		return nil
	}
	return &comparedAnswer{string(a.Risk.Key()), a.Risk == questionnaires.RiskUndecided, a.Applicable,
		string(a.Reason), a.Notes}
}

func comparedStatusOut(c models.ChoiceAnswer) *comparedStatus {
	if c.Status == "" {
		return nil
	}
	return &comparedStatus{string(c.Status), string(c.Reason), c.Notes}
}

var (
	fromState = rest.Parameter{Name: "from", Doc: "a milestone's number, or now; the newest milestone if not given"}
	toState   = rest.Parameter{Name: "to", Doc: "a milestone's number, or now (if not given)"}
)

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

func (d Dependencies) compare(ctx context.Context, r *rest.Request, _ rest.None) (comparisonJSON, error) {
	from, err := stateParam(r, "from", reviews.NewestMilestone)
	if err != nil {
		return comparisonJSON{}, err
	}
	to, err := stateParam(r, "to", reviews.LiveState)
	if err != nil {
		return comparisonJSON{}, err
	}
	c, err := d.Service.Comparisons.Compare(ctx, r.Param("workload"), trend.ComparisonQuery{From: from, To: to})
	return comparisonOut(c), err
}
