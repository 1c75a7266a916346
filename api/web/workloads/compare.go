package workloads

import (
	"strconv"
	"time"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/comparison"
	"plumbline/models/labels"
	"plumbline/models/service/reviews"
	"plumbline/models/service/trend"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

type compareData struct {
	WorkloadID, Workload string
	From, To             comparedState
	Tally                comparison.Tally
	Score                scoreChange
	States               []stateChoice // newest first, "now" on top
	Show                 string        // "", better, worse or all
	Shows                []sortLink
	Causes               []string // why risks are others: how many questions each, in words
	Backwards            bool     // the first state is the later one
	Nothing              bool     // got better or worse, where that is asked for
	Lenses               []comparedLens
	Items                []itemList // what became of items between
}

// comparedState is one of the two, as its form names it.
type comparedState struct {
	Value, Words string
	At           time.Time
	Counts       questionnaires.RiskCounts
}

type stateChoice struct {
	Value, Words string
	From, To     bool
}

type scoreChange struct{ From, To string }

type comparedLens struct {
	Key, Name, FromVersion, ToVersion string
	Presence                          comparison.Existence
	From, To                          questionnaires.RiskCounts
	Pillars                           []comparedPillar
}

type comparedPillar struct {
	ID, Name string
	Presence comparison.Existence
	From, To questionnaires.RiskCounts
	Changed  bool // something in it is different, shown or not
	Shown    []comparedQuestion
	Same     []questionName // of the questions without a change
}

// questionName is what a question is called in a list, with where it is; "" where it is not any more.
type questionName struct{ Code, Short, Title, Href string }

// Unchanged is how many questions of the lens have no change.
func (l comparedLens) Unchanged() (n int) {
	for _, p := range l.Pillars {
		n += len(p.Same)
	}
	return n
}

// Moved are the pillars in which something is different.
func (l comparedLens) Moved() (list []comparedPillar) {
	for _, p := range l.Pillars {
		if p.Changed {
			list = append(list, p)
		}
	}
	return list
}

// Still are the names of the pillars in which nothing is different.
func (l comparedLens) Still() (names []string) {
	for _, p := range l.Pillars {
		if !p.Changed {
			names = append(names, p.Name)
		}
	}
	return names
}

type comparedQuestion struct {
	Name               questionName
	ID                 string
	Presence           comparison.Existence
	Trend              comparison.Trend
	From, To           questionnaires.Risk
	Choices            []comparedChoice
	Applies            bool
	WasApplied         string
	IsApplied          string
	Notes              bool
	OldNotes, NewNotes string
	Why                []riskCause
}

// riskCause is what made a risk another one.
type riskCause struct {
	Words, By string
	At        time.Time
}

type comparedChoice struct {
	Title, From, To, OldNotes, NewNotes string
	Notes                               bool
}

// stateIn reads the name of a state: a milestone's number or "now"; "" is the other state that is given.
func stateIn(text string, otherwise int) (int, error) {
	switch text {
	case "":
		return otherwise, nil
	case "now":
		return reviews.LiveState, nil
	}
	return milestoneNumber(text)
}

func (h handlers) comparePage(r *page.Request) (page.Reply, error) {
	ctx := r.HTTP.Context()
	from, err := stateIn(r.Query("from"), reviews.NewestMilestone)
	if err != nil {
		return page.Reply{}, err
	}
	to, err := stateIn(r.Query("to"), reviews.LiveState)
	if err != nil {
		return page.Reply{}, err
	}
	c, err := h.Service.Comparisons.Compare(ctx, r.Param("workload"), trend.ComparisonQuery{From: from, To: to})
	if err != nil {
		return page.Reply{}, err
	}
	list, err := h.Service.Milestones.List(ctx, r.Param("workload"), models.PageRequest{Limit: models.MaxPage})
	if err != nil {
		return page.Reply{}, err
	}
	data := compareData{WorkloadID: r.Param("workload"), Workload: c.To.Workload.Name, From: comparedStateOf(c.From),
		To:    comparedStateOf(c.To),
		Tally: c.Tally(), Show: r.Query("show"),
		Score: scoreChange{page.ScoreOf(c.From.Counts()), page.ScoreOf(c.To.Counts())}}
	data.States, data.Causes, data.Backwards = statesOf(list.Items, data), causesOf(c.Comparison), c.Backwards()
	data.Items = itemListsOf(c.Items)
	for _, key := range []string{"", "better", "worse"} {
		data.Shows = append(data.Shows, sortLink{key, r.WithQuery(r.HTTP.URL.Path, "show", key), key == data.Show})
	}
	for _, l := range c.Lenses {
		data.Lenses = append(data.Lenses, comparedLensOf(l, questionNames{c.Comparison, data.WorkloadID}, data.Show))
	}
	data.Nothing = data.Show == string(comparison.Better) && data.Tally.Better == 0 ||
		data.Show == string(comparison.Worse) &&
			data.Tally.Worse == 0
	return page.Reply{Template: "compare", Title: "Compare states of " + c.To.Workload.Name, Data: data}, nil
}

func comparedStateOf(s models.Snapshot) comparedState {
	out := comparedState{Value: "now", Words: "Now", At: s.At, Counts: s.Counts()}
	if s.Milestone != nil {
		out.Value, out.Words = strconv.Itoa(s.Milestone.Number), s.Milestone.Name
	}
	return out
}

func statesOf(milestones []models.Milestone, d compareData) []stateChoice {
	list := []stateChoice{{"now", "Now", d.From.Value == "now", d.To.Value == "now"}}
	known := map[string]bool{"now": true}
	for _, m := range milestones {
		value := strconv.Itoa(m.Number)
		known[value] = true
		list = append(list, stateChoice{value, value + ": " + m.Name, d.From.Value == value, d.To.Value == value})
	}
	for _, s := range []comparedState{d.From, d.To} { // beyond the page that is offered
		if !known[s.Value] {
			known[s.Value] = true
			list = append(list, stateChoice{s.Value, s.Value + ": " + s.Words, d.From.Value == s.Value, d.To.Value == s.Value})
		}
	}
	return list
}

// questionNames knows what the questions of a comparison are called.
type questionNames struct {
	comparison comparison.Comparison
	workload   string
}

func (n questionNames) of(lens models.Lens, q comparison.Question) questionName {
	name := questionName{Title: q.Title, Short: q.Title}
	if q.Existence != comparison.OnlyFrom {
		name.Href = string(urls.ReviewPage(n.workload, lens.Key).Question(q.ID))
	}
	for _, state := range []models.Snapshot{n.comparison.To, n.comparison.From} {
		for _, review := range state.Reviews {
			if review.Lens.ID != lens.ID {
				continue
			}
			if _, question := review.Doc.Question(q.ID); question != nil {
				name.Code, name.Short = question.DocumentID, question.Short()
				return name
			}
		}
	}
	return name
}

func comparedLensOf(l comparison.Lens, names questionNames, show string) comparedLens {
	out := comparedLens{Key: l.Lens.Key, Name: l.Lens.Name, FromVersion: l.FromVersion, ToVersion: l.ToVersion,
		Presence: l.Existence, From: l.From, To: l.To}
	for _, p := range l.Pillars {
		row := comparedPillar{ID: p.ID, Name: p.Name, Presence: p.Existence, From: p.From, To: p.To}
		for _, q := range p.Questions {
			row.Changed = row.Changed || q.Changed()
			switch {
			case !q.Changed():
				row.Same = append(row.Same, names.of(l.Lens, q))
			case show == "" || show == string(q.Trend):
				row.Shown = append(row.Shown, comparedQuestionOf(q, names.of(l.Lens, q)))
			}
		}
		out.Pillars = append(out.Pillars, row)
	}
	return out
}

func comparedQuestionOf(q comparison.Question, name questionName) comparedQuestion {
	out := comparedQuestion{Name: name, ID: q.ID, Presence: q.Existence, Trend: q.Trend, From: q.From.Risk,
		To:      q.To.Risk,
		Applies: q.Applies, WasApplied: appliesWords(q.From), IsApplied: appliesWords(q.To), Notes: q.Notes,
		OldNotes: q.From.Notes, NewNotes: q.To.Notes}
	for _, cause := range q.Why {
		out.Why = append(out.Why, riskCause{labels.Cause(cause), cause.By, cause.At})
	}
	for _, c := range q.Choices {
		out.Choices = append(out.Choices, comparedChoice{Title: c.Title, From: choiceWords(c.From), To: choiceWords(c.To),
			OldNotes: c.From.Notes, NewNotes: c.To.Notes, Notes: c.From.Notes != c.To.Notes})
	}
	return out
}

// causesOf counts the questions whose risk is another one, by why.
func causesOf(c comparison.Comparison) (list []string) {
	n := c.Causes()
	for _, kind := range comparison.CauseKinds {
		if n[kind] > 0 {
			list = append(list, strconv.Itoa(n[kind])+" "+labels.InSentence(labels.CauseKind(kind)))
		}
	}
	return list
}

func appliesWords(a models.Answer) string {
	if a.Applicable {
		return "applies"
	}
	return withReason("does not apply", a.Reason)
}

func choiceWords(c models.ChoiceAnswer) string {
	if c.Status != models.ChoiceNotApplicable {
		return labels.InSentence(labels.ChoiceStatus(c.Status))
	}
	return withReason(labels.InSentence(labels.ChoiceStatus(c.Status)), c.Reason)
}

func withReason(words string, reason models.NotApplicableReason) string {
	if why := labels.InSentence(labels.GivenReason(reason)); why != "" {
		return words + " (" + why + ")"
	}
	return words
}
