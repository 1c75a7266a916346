package lenses

import (
	"cmp"
	"errors"
	"regexp"
	"slices"
	"strconv"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/service/lenses"
	"plumbline/questionnaires"
)

// questionEditData is a question of a draft, to be changed.
type questionEditData struct {
	Head         lensHead
	From         string // "draft", or the version that the first change makes a draft of
	Version      int
	ID, Title    string
	Pillar       string
	Fields       []editField
	Facilitation []editField
	Facilitated  bool // something is filled in there
	Choices      []choiceEdit
	Most         bool // there can be no more choices
	Rules        []ruleEdit
	Default      editField
	Meaning      ruleMeaning
	Prev, Next   questionOutline
}

type choiceEdit struct {
	Was, ID, Title string
	None           bool
	Name           []editField // its title
	Fields, More   []editField
	Open           bool           // there is something to do in Fields
	Further        []resourceView // additional resources, which stay as they are
	Guided         bool           // something is filled in there
	Remove         bool
	First, Last    bool
}

type ruleEdit struct {
	Was         string
	Condition   editField
	Risk        editField
	New         bool
	First, Last bool
}

func (h handlers) questionEditPage(r *page.Request) (page.Reply, error) {
	return h.showQuestion(r, nil)
}

// showQuestion shows a question as the draft has it, or as the form does; then with what that would mean.
func (h handlers) showQuestion(r *page.Request, f *questionForm) (page.Reply, error) {
	id := r.Param("question")
	var at fieldPlaces
	edit := questionnaires.LensEdit(nil)
	if f != nil {
		edit = questionnaires.ChangeQuestion(id, func(old questionnaires.Question) questionnaires.Question {
			q, where := f.onto(old)
			at = where
			return q
		})
	}
	t, err := h.Service.Drafts.Try(r.HTTP.Context(), r.Param("lens"), edit)
	if err != nil {
		return page.Reply{}, err
	}
	p, q := t.Before.Question(id)
	if q == nil {
		return page.Reply{}, models.Errorf(models.CodeNotFound, "the draft has no question %q", id)
	}
	if f == nil {
		was := formOf(q)
		f = &was
		_, at = f.onto(*q)
	}
	data := questionEditData{Head: headOf(r, t.Lens), From: t.From, Version: t.Lens.Version, ID: id, Title: q.Title,
		Pillar: p.Name}
	data.Prev, data.Next = neighbours(t.Before, q)
	problems := questionProblems(t, q, at)
	data.fill(f, q, faultsOf(problems))
	data.Meaning = draftMeaning(t, id, f, r.HTTP.Form["try"])
	data.Meaning.Problems = problems
	return page.Reply{Template: "lensquestionedit", Title: "Edit: " + q.Title, Data: data}, nil
}

// draftMeaning is what the question would mean; where the lens can't be read, only its choices are known.
func draftMeaning(t lenses.EditTrial, id string, f *questionForm, tried []string) ruleMeaning {
	if t.Doc != nil {
		_, q := t.Doc.Question(id)
		return meaningOf(q, tried)
	}
	m := ruleMeaning{Broken: true}
	for _, c := range f.Choices {
		m.Choices = append(m.Choices, tryChoice{ID: c.ID, Title: c.Title})
	}
	return m
}

func (data *questionEditData) fill(f *questionForm, q *questionnaires.Question, faults map[string]string) {
	data.Fields = showFields(questionFields, f, "", faults)
	data.Facilitation = showFields(facilitationFields, f, "", faults)
	data.Facilitated = hasValue(data.Facilitation)
	data.Most = len(f.Choices) >= questionnaires.MaxChoices
	for i, c := range f.Choices {
		prefix := choicePrefix(i)
		x := choiceEdit{Was: c.Was, ID: c.ID, Title: c.Title, None: questionnaires.IsNoneOfThese(c.ID), Remove: c.Remove,
			First: i == 0, Last: i == len(f.Choices)-1}
		x.Name, x.Fields, x.More = showFields(choiceFields[:1], &c, prefix, faults),
			showFields(choiceFields[1:], &c, prefix, faults),
			showFields(guidanceFields, &c, prefix, faults)
		x.Open = c.Was == "" || slices.ContainsFunc(x.Fields, func(f editField) bool { return f.Fault != "" })
		x.Guided = hasValue(x.More)
		if old := q.Choice(c.Was); old != nil {
			x.Further = choiceViewOf(old).More
		}
		data.Choices = append(data.Choices, x)
	}
	rows, most := f.Rules, questionnaires.MaxRiskRules
	if f.Default != "" {
		most--
	}
	if n := len(rows); n == 0 || n < most && rows[n-1].Condition != "" { // room for one more
		rows = append(rows[:n:n], ruleForm{Risk: questionnaires.MediumRisk})
	}
	for i, r := range rows {
		data.Rules = append(data.Rules, ruleEditOf(r, i, len(f.Rules), faults))
	}
	data.Default = editField{ID: "default-risk", Name: "default-risk", Label: "Otherwise", Value: f.Default,
		Fault:   faults["default-risk"],
		Options: options(append([]string{""}, riskOptions...), f.Default)}
}

func ruleEditOf(r ruleForm, i, n int, faults map[string]string) ruleEdit {
	prefix, label := rulePrefix(i), "Rule "+strconv.Itoa(i+1)
	x := ruleEdit{Was: r.Was, New: i >= n, First: i == 0, Last: i >= n-1}
	x.Condition = editField{ID: prefix + "condition", Name: prefix + "condition", Label: label + ": if",
		Value: r.Condition, Rows: 2, Code: true, Fault: faults[prefix+"condition"]}
	x.Risk = editField{ID: prefix + "risk", Name: prefix + "risk", Label: "then", Value: r.Risk,
		Options: options(riskOptions, r.Risk), Fault: faults[prefix+"risk"]}
	return x
}

func hasValue(fields []editField) bool {
	for _, f := range fields {
		if f.Value != "" {
			return true
		}
	}
	return false
}

var inQuestion = regexp.MustCompile(`^/pillars/(\d+)/questions/(\d+)(?:/(.*))?$`)

var inPart = regexp.MustCompile(`^(choices|riskRules)/(\d+)(?:/(.*))?$`)

// questionProblems are the problems of one question, with the field of each.
func questionProblems(t lenses.EditTrial, q *questionnaires.Question, at fieldPlaces) (views []problemView) {
	for _, v := range problemViews(t.Problems, string(t.Source)) {
		m := inQuestion.FindStringSubmatch(v.Path)
		if m == nil || !sameQuestion(t.Before, q, m[1], m[2]) {
			continue
		}
		v.Field, v.Label = at.field(m[3])
		views = append(views, v)
	}
	return views
}

func sameQuestion(l *questionnaires.Lens, q *questionnaires.Question, pillar, question string) bool {
	i, _ := strconv.Atoi(pillar)
	j, _ := strconv.Atoi(question)
	return i < len(l.Pillars) && j < len(l.Pillars[i].Questions) && l.Pillars[i].Questions[j] == q
}

// field gives name and label of the field that a path within the question is about.
func (at fieldPlaces) field(path string) (name, label string) {
	m := inPart.FindStringSubmatch(path)
	if m == nil {
		return fieldOf(path, questionFields, facilitationFields)
	}
	n, _ := strconv.Atoi(m[2])
	switch {
	case m[1] == "choices" && n < len(at.choices):
		name, label = fieldOf(m[3], choiceFields, guidanceFields)
		return at.choices[n] + cmp.Or(name, "title"), cmp.Or(label, "Choice") + " " + m[2]
	case m[1] == "riskRules" && n < len(at.rules):
		if m[3] == "risk" || at.rules[n] == "default-" {
			return cmp.Or(at.rules[n], "default-") + "risk", "Rule " + strconv.Itoa(n+1)
		}
		return cmp.Or(at.rules[n], "default-") + "condition", "Rule " + strconv.Itoa(n+1)
	}
	return "", ""
}

// faultsOf gives the errors by field.
func faultsOf(problems []problemView) map[string]string {
	faults := map[string]string{}
	for _, p := range problems {
		if p.Error && p.Field != "" && faults[p.Field] == "" {
			faults[p.Field] = p.Message
		}
	}
	return faults
}

// editQuestion saves the form, after it has done what the button says.
func (h handlers) editQuestion(r *page.Request) (page.Reply, error) {
	f := readQuestion(r.HTTP.PostForm)
	at := f.do(r.Post("do"))
	edit := questionnaires.ChangeQuestion(r.Param("question"), func(old questionnaires.Question) questionnaires.Question {
		q, _ := f.onto(old)
		return q
	})
	l, err := h.Service.Drafts.Edit(r.HTTP.Context(), r.Param("lens"), edit, r.Seen())
	if err != nil {
		return h.questionAgain(r, f, err)
	}
	to := lensPath(l).EditQuestion(r.Param("question")) + "?done=lens-saved"
	if at != "" {
		to += "#" + at
	}
	return page.Reply{To: to}, nil
}

// questionAgain shows the form as it was sent. Where somebody else was quicker, the next try is made on what there is
// now, and keeps the choices that came meanwhile.
func (h handlers) questionAgain(r *page.Request, f *questionForm, err error) (page.Reply, error) {
	stale := models.CodeOf(err) == models.CodeStale
	p, again := h.Again(r, "question", err, func(r *page.Request) (page.Reply, error) {
		if stale {
			now, err := h.Service.Drafts.Try(r.HTTP.Context(), r.Param("lens"), nil)
			if err != nil {
				return page.Reply{}, err
			}
			if _, q := now.Doc.Question(r.Param("question")); q != nil {
				f.takeIn(q)
			}
		}
		return h.showQuestion(r, f)
	})
	if again != nil {
		return p, again
	}
	data := p.Data.(questionEditData)
	if stale {
		h.besideTheirs(r, &data)
	}
	switch n := len(faultsOf(data.Meaning.Problems)); {
	case stale:
		r.Form.Alert = "Not saved: somebody changed this lens meanwhile. Your input is below, beside what was saved " +
			"meanwhile where that differs. Save again to use yours."
	case n > 0 && errors.As(err, new(questionnaires.Problems)):
		r.Form.Alert = "Not saved: " + countNoun(n, "field", "fields") + " below must be fixed."
	}
	if seen := r.Seen(); seen != nil && !stale {
		data.Version = *seen
	}
	p.Data = data
	return p, nil
}

// checkQuestion says what the form would mean, and saves nothing. A script asks for that part alone.
func (h handlers) checkQuestion(r *page.Request) (page.Reply, error) {
	f := readQuestion(r.HTTP.PostForm)
	p, err := h.showQuestion(r, f)
	if err != nil {
		return p, err
	}
	data := p.Data.(questionEditData)
	if seen := r.Seen(); seen != nil {
		data.Version = *seen
	}
	if p.Data = data; r.Post("part") != "" {
		return page.Reply{Template: "lenscheck", Title: p.Title, Data: data.Meaning}, nil
	}
	return p, nil
}
