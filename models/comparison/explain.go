package comparison

import (
	"slices"
	"time"

	"plumbline/models"
	"plumbline/questionnaires"
	"plumbline/questionnaires/rules"
)

// explainer finds the causes of one question's risk.
type explainer struct {
	Facts
	lens     *Lens
	question *Question
}

// causes are those of the lens first, then those of the answer.
func (e explainer) causes() []Cause {
	switch {
	case e.lens.Existence == OnlyFrom:
		return []Cause{e.dated(Cause{Kind: LensRemoved, FromVersion: e.lens.FromVersion}, "")}
	case e.lens.Existence == OnlyTo:
		return append([]Cause{e.began(LensAdded)}, e.since(questionnaires.RiskUnanswered)...)
	case e.question.Existence == OnlyFrom:
		return []Cause{e.version(QuestionRemoved)}
	case e.question.Existence == OnlyTo:
		return append([]Cause{e.version(QuestionAdded)}, e.since(questionnaires.RiskUnanswered)...)
	case e.lens.from.Review.ID != e.lens.to.Review.ID:
		return append([]Cause{e.began(Restarted)}, e.since(questionnaires.RiskUnanswered)...)
	}
	byVersion, risk := e.byVersion()
	return append(byVersion, e.since(risk)...)
}

// began is a review that began since.
func (e explainer) began(kind CauseKind) Cause {
	return e.dated(Cause{Kind: kind, ToVersion: e.lens.ToVersion, At: e.lens.to.Review.CreatedAt,
		Risk: questionnaires.RiskUnanswered}, e.lens.ToVersion)
}

func (e explainer) version(kind CauseKind) Cause {
	return e.dated(Cause{Kind: kind, FromVersion: e.lens.FromVersion, ToVersion: e.lens.ToVersion}, e.lens.ToVersion)
}

// dated says who brought the review to the version, and when, where that is known.
func (e explainer) dated(c Cause, version string) Cause {
	for _, v := range e.Versions {
		if v.LensID == e.lens.Lens.ID && v.To == version {
			c.By, c.At = v.By, v.At
			break
		}
	}
	return c
}

// byVersion says what the new version alone made of the answer before, and what its risk was then.
func (e explainer) byVersion() ([]Cause, questionnaires.Risk) {
	q := e.question
	if e.lens.from.Version.ID == e.lens.to.Version.ID {
		return nil, q.From.Risk
	}
	risk := q.is.Rate(e.fitted().Rated()).Risk
	if risk == q.From.Risk {
		return nil, risk
	}
	c := e.version(NewVersion)
	if risk == questionnaires.RiskUnanswered {
		c.Kind = Reset
	}
	c.Risk, c.Rules = risk, rulesOf(q.was) != rulesOf(q.is)
	for _, x := range q.is.Choices {
		if !slices.ContainsFunc(q.was.Choices, func(old *questionnaires.Choice) bool { return e.now(old.ID) == x.ID }) {
			c.Added = append(c.Added, x.Title)
		}
	}
	for _, x := range q.was.Choices {
		if q.is.Choice(e.now(x.ID)) == nil {
			c.Gone = append(c.Gone, x.Title)
		}
	}
	return []Cause{c}, risk
}

// now is the id of a choice in the later version.
func (e explainer) now(choice string) string {
	id := choice
	for _, v := range slices.Backward(e.Versions) { // the oldest first
		if to, renamed := v.Choices[e.question.before+"/"+id]; renamed && v.LensID == e.lens.Lens.ID {
			id = to
		} else if to, renamed := v.Choices[e.question.ID+"/"+id]; renamed && v.LensID == e.lens.Lens.ID {
			id = to
		}
	}
	return id
}

// fitted is the answer before, as the later version has its choices.
func (e explainer) fitted() models.AnswerFields {
	was := e.question.From.AnswerFields
	was.Choices = slices.Clone(was.Choices)
	for i := range was.Choices {
		was.Choices[i].ChoiceID = e.now(was.Choices[i].ChoiceID)
	}
	return was
}

// rulesOf are the risk rules in the one way in which the rule language prints them.
func rulesOf(q *questionnaires.Question) (text string) {
	for _, r := range q.RiskRules {
		condition := r.Condition
		if expr, bad := rules.Parse(condition); bad == nil {
			condition = expr.String()
		}
		text += condition + "\n" + r.Risk + "\n"
	}
	return text
}

// since says what people made of a risk that the answer had without them.
func (e explainer) since(risk questionnaires.Risk) []Cause {
	q := e.question
	if q.To.Risk == risk {
		return nil
	}
	var was models.AnswerFields
	if q.Existence == InBoth && e.lens.from != nil && e.lens.from.Review.ID == e.lens.to.Review.ID {
		was = e.fitted()
	} else {
		was.Applicable = true
	}
	c := Cause{Kind: Answered, Risk: q.To.Risk}
	switch {
	case was.Applicable && !q.To.Applicable:
		c.Kind, c.Reason = NotApplicable, q.To.Reason
	case !was.Applicable && q.To.Applicable:
		c.Kind = AppliesAgain
	case q.To.Risk == questionnaires.RiskUnanswered:
		c.Kind = Cleared
	}
	e.practices(&c, was)
	if c.Kind == Answered && len(c.Selected)+len(c.Unselected)+len(c.Marked) == 0 {
		return []Cause{{Kind: Rerated, Risk: q.To.Risk}}
	}
	c.By, c.At = e.author()
	return []Cause{c}
}

// practices says which the answer has otherwise than before.
func (e explainer) practices(c *Cause, was models.AnswerFields) {
	for _, x := range e.question.is.Choices {
		before, now := was.Choice(x.ID).Status, e.question.To.Choice(x.ID).Status
		switch {
		case before == now:
		case now == models.ChoiceSelected:
			c.Selected = append(c.Selected, x.Title)
		case now == models.ChoiceNotApplicable:
			c.Marked = append(c.Marked, x.Title)
		default: // whatever it was before
			c.Unselected = append(c.Unselected, x.Title)
		}
	}
}

// author is who gave the answer its risk: by the history, else by the answer itself.
func (e explainer) author() (by string, at time.Time) {
	q := e.question
	for _, change := range e.Answers {
		if change.LensID == e.lens.Lens.ID && (change.QuestionID == q.ID || change.QuestionID == q.before) &&
			slices.ContainsFunc(change.Changes, func(f models.FieldChange) bool { return f.Field == "risk" }) {
			return change.By, change.At
		}
	}
	return q.To.UpdatedBy, q.To.UpdatedAt
}
