package v1

import (
	"cmp"
	"context"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/search"
	"plumbline/models/service/reviews"
	"plumbline/questionnaires"
)

type ruledOut struct {
	Reason string `json:"reason,omitempty" doc:"why the choice does not apply; NONE if not given" enum:"OUT_OF_SCOPE,BUSINESS_PRIORITIES,ARCHITECTURE_CONSTRAINTS,OTHER,NONE"`
	Notes  string `json:"notes,omitempty" doc:"Markdown, at most 64 KB"`
}

// answerBody is what people write of an answer; PUT clears what it leaves out, PATCH leaves it.
type answerBody struct {
	Selected      *[]string            `json:"selected,omitempty" doc:"ids of the choices that are in place; replaces the whole selection" max:"15"`
	NotApplicable *map[string]ruledOut `json:"not_applicable,omitempty" doc:"choices that do not apply, by id; replaces all of them"`
	ChoiceNotes   map[string]string    `json:"choice_notes,omitempty" doc:"notes by choice id; with PATCH the others stay"`
	Notes         *string              `json:"notes,omitempty" doc:"Markdown, at most 64 KB"`
	Applicable    *bool                `json:"applicable,omitempty" doc:"false: the question does not apply; the choices are kept for when it does"`
	Reason        *string              `json:"reason,omitempty" doc:"why the question does not apply" enum:"OUT_OF_SCOPE,BUSINESS_PRIORITIES,ARCHITECTURE_CONSTRAINTS,OTHER,NONE"`
}

// methodPatch turns the body into the patch of the model.
func (b answerBody) patch(replace bool) models.AnswerPatch {
	p := models.AnswerPatch{
		Selected: b.Selected, Notes: b.Notes, Applicable: b.Applicable, Reason: (*models.NotApplicableReason)(b.Reason),
		Choices: map[string]models.ChoicePatch{}, Replace: replace, ClearNotApplicable: b.NotApplicable != nil,
	}
	if b.NotApplicable != nil {
		for id, why := range *b.NotApplicable {
			reason := models.NotApplicableReason(cmp.Or(why.Reason, string(models.NoReason)))
			p.Choices[id] = models.ChoicePatch{Status: new(models.ChoiceNotApplicable), Reason: &reason, Notes: &why.Notes}
		}
	}
	for id, notes := range b.ChoiceNotes {
		c := p.Choices[id]
		c.Notes = &notes
		p.Choices[id] = c
	}
	return p
}

type choiceAnswer struct {
	choiceJSON
	Status string `json:"status" doc:"what the answer says of it" enum:"SELECTED,NOT_APPLICABLE,UNSELECTED"`
	Reason string `json:"reason" doc:"why it does not apply" enum:"OUT_OF_SCOPE,BUSINESS_PRIORITIES,ARCHITECTURE_CONSTRAINTS,OTHER,NONE"`
	Notes  string `json:"notes" doc:"Markdown"`
}

type pathJSON struct {
	To   string     `json:"to" doc:"the risk it leads to" enum:"MEDIUM,NONE"`
	Sets [][]string `json:"sets" doc:"each a smallest set of choices to put in place"`
	More bool       `json:"more" doc:"there are more sets of this size than are listed"`
}

type answerSummary struct {
	QuestionID    string              `json:"question_id" doc:"the question"`
	PillarID      string              `json:"pillar_id" doc:"its pillar"`
	Title         string              `json:"title" doc:"the question in words"`
	ShortName     string              `json:"short_name" doc:"the question in a few words"`
	Terms         []string            `json:"terms,omitempty" doc:"terms of art by which people search for the question"`
	Selected      []string            `json:"selected" doc:"choices that are in place"`
	NotApplicable map[string]ruledOut `json:"not_applicable" doc:"choices that do not apply"`
	ChoiceNotes   map[string]string   `json:"choice_notes" doc:"notes of the other choices"`
	Notes         string              `json:"notes" doc:"Markdown"`
	Applicable    bool                `json:"applicable" doc:"does the question apply"`
	Reason        string              `json:"reason" doc:"why it does not apply" enum:"OUT_OF_SCOPE,BUSINESS_PRIORITIES,ARCHITECTURE_CONSTRAINTS,OTHER,NONE"`
	Risk          string              `json:"risk" doc:"the question's risk; NONE means no risk only where undecided is missing" enum:"UNANSWERED,HIGH,MEDIUM,NONE,NOT_APPLICABLE"`
	Undecided     bool                `json:"undecided,omitempty" doc:"with risk NONE: no rule of the lens rates this answer, so the lens does not say; counted as open, never as good"`
	Rule          *int                `json:"rule,omitempty" doc:"index of the risk rule that decided, from 0"`
	Why           string              `json:"why" doc:"why the risk is what it is"`
	Version       int                 `json:"version" doc:"the ETag's number; 0 where nobody answered yet"`
	UpdatedAt     *time.Time          `json:"updated_at,omitempty" doc:"when it was answered last"`
	UpdatedBy     string              `json:"updated_by,omitempty" doc:"who answered last"`
}

type answerJSON struct {
	answerSummary
	Description     string         `json:"description,omitempty" doc:"what the question is about"`
	HelpfulResource *resourceJSON  `json:"helpful_resource,omitempty" doc:"what helps to understand it"`
	Facilitation    *facilitation  `json:"facilitation,omitempty" doc:"help for the person who leads the review"`
	Choices         []choiceAnswer `json:"choices" doc:"all choices with what the answer says of them"`
	Grounds         groundsJSON    `json:"grounds" doc:"what in the answer led to the risk"`
	Paths           []pathJSON     `json:"paths" doc:"the cheapest ways to a lower risk"`
}

func (a answerJSON) ETag() int { return a.Version }

func summaryOut(v reviews.AnswerView) answerSummary {
	out := answerSummary{
		QuestionID: v.QuestionID, PillarID: v.PillarID, Title: v.Question.Title,
		ShortName: v.Question.Short(), Terms: v.Question.Terms, Selected: []string{},
		NotApplicable: map[string]ruledOut{}, ChoiceNotes: map[string]string{}, Notes: v.Notes, Applicable: v.Applicable,
		Reason: string(v.AnswerFields.Reason), Risk: string(v.Risk.Key()), Undecided: undecided(v.Risk),
		Why: labels.Explain(v.Rating.Reason()).Text(), Version: v.Version,
		UpdatedAt: rest.TimeOrNil(v.UpdatedAt), UpdatedBy: v.UpdatedBy,
	}
	if v.Rating.Rule >= 0 {
		out.Rule = new(v.Rating.Rule)
	}
	for _, c := range v.Answer.Choices {
		switch {
		case c.Status == models.ChoiceNotApplicable:
			out.NotApplicable[c.ChoiceID] = ruledOut{string(c.Reason), c.Notes}
			continue
		case c.Status == models.ChoiceSelected:
			out.Selected = append(out.Selected, c.ChoiceID)
		}
		if c.Notes != "" {
			out.ChoiceNotes[c.ChoiceID] = c.Notes
		}
	}
	return out
}

func answerOut(v reviews.AnswerView) answerJSON {
	return answerJSON{
		answerSummary: summaryOut(v), Description: v.Question.Description,
		HelpfulResource: resourceOut(v.Question.HelpfulResource),
		Facilitation:    facilitationOut(v.Question),
		Choices: rest.Each(v.Question.Choices, func(c *questionnaires.Choice) choiceAnswer {
			state := v.Choice(c.ID)
			return choiceAnswer{choiceOut(c), string(state.Status), string(state.Reason), state.Notes}
		}),
		Grounds: groundsOut(v.Rating.Reason()),
		Paths: rest.Each(v.Question.Paths(v.Rated()),
			func(p questionnaires.RiskPath) pathJSON { return pathJSON{string(p.To), p.Sets, p.More} }),
	}
}

func answerPath(r *rest.Request) models.AnswerPath {
	return models.AnswerPath{Workload: r.Param("workload"), Lens: r.Param("lens"), Question: r.Param("question")}
}

func (a *API) listAnswers(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[answerSummary], error) {
	q := reviews.AnswerQuery{Pillar: r.Query("pillar"), Risk: questionnaires.Risk(r.Query("risk"))}
	views, err := a.svc.Answers.List(ctx, r.Param("workload"), r.Param("lens"), q)
	return rest.List[answerSummary]{Items: rest.Each(views, summaryOut)}, err
}

func (a *API) getAnswer(ctx context.Context, r *rest.Request, _ rest.None) (answerJSON, error) {
	v, err := a.svc.Answers.Get(ctx, answerPath(r))
	if err != nil {
		return answerJSON{}, err
	}
	return answerOut(v), nil
}

func (a *API) putAnswer(ctx context.Context, r *rest.Request, in answerBody) (answerJSON, error) {
	return a.changeAnswer(ctx, r, in, true)
}

func (a *API) updateAnswer(ctx context.Context, r *rest.Request, in answerBody) (answerJSON, error) {
	return a.changeAnswer(ctx, r, in, false)
}

func (a *API) changeAnswer(ctx context.Context, r *rest.Request, in answerBody, replace bool) (answerJSON, error) {
	seen, err := r.IfMatch()
	if err != nil {
		return answerJSON{}, err
	}
	if err := in.contradiction(); err != nil {
		return answerJSON{}, err
	}
	v, err := a.svc.Answers.Update(ctx, answerPath(r), in.patch(replace), seen)
	if err != nil {
		return answerJSON{}, in.placed(err)
	}
	return answerOut(v), nil
}

type foundJSON struct {
	QuestionID string `json:"question_id,omitempty" doc:"the question; missing: notes of the pillar or the review"`
	PillarID   string `json:"pillar_id,omitempty" doc:"its pillar; missing: notes of the review as a whole"`
	ShortName  string `json:"short_name,omitempty" doc:"the question in a few words"`
	In         string `json:"in" doc:"where" enum:"title,terms,practice,description,guidance,prompts,notes,several"`
	ChoiceID   string `json:"choice_id,omitempty" doc:"the practice to which what was found belongs"`
	Text       string `json:"text" doc:"what was found, or what stands around the first word"`
}

type searchJSON struct {
	Items   []foundJSON `json:"items" doc:"names first, then terms of art, practices, other texts, notes, several places"`
	Partial bool        `json:"partial" doc:"there are more notes than a search reads"`
}

func (a *API) searchReview(ctx context.Context, r *rest.Request, _ rest.None) (searchJSON, error) {
	found, err := a.svc.Answers.Search(ctx, reviewPath(r), r.Query("text"))
	return searchJSON{rest.Each(found.Found, func(f search.Found) foundJSON {
		pillar, question, choice := f.IDs()
		return foundJSON{question, pillar, f.Short(), string(f.At), choice, f.Text}
	}), found.Partial}, err
}
