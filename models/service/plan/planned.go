package plan

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/questionnaires"
)

// PlannedItems are the operations that make items of what a plan lists.
type PlannedItems struct {
	core  *core.OperationBase
	steps *Steps
}

// Planned says which practices of a workload are to become items.
type Planned struct {
	Practices []PracticeName
	PlannedFields
}

// PlannedFields is what items that are made of practices have in common. The rest follows from the practices: what is
// not said here does, too. Items that are there already stay as they are.
type PlannedFields struct {
	Each     PlannedEach
	Owner    remediation.ItemOwner
	DueOn    remediation.Date
	Priority remediation.Priority
}

// PlannedEach says for what an item is made.
type PlannedEach string

// One item for all practices of a question, which is the default, or one for each practice.
const (
	EachQuestion PlannedEach = "question"
	EachPractice PlannedEach = "practice"
)

// PlacedPractice names a practice of one of several workloads.
type PlacedPractice struct {
	WorkloadID string
	PracticeName
}

// plannedMaker makes items of practices of a workload in one transaction.
type plannedMaker struct {
	itemMaker
	PlannedFields
	refs   []remediation.PracticeRef
	origin remediation.Origin
}

// choose has the maker make items of practices of a plan.
func (m *plannedMaker) choose(practices []PracticeName) (err error) {
	m.origin = remediation.Origin{Kind: remediation.FromPlan}
	m.refs, err = (&itemMaker{views: m.views}).refs(practices)
	return err
}

// checkCount bounds what one request may change.
func checkCount(field string, n int) error {
	if n > 0 && n <= remediation.MaxItems {
		return nil
	}
	return models.InvalidInput(models.FieldFault{Field: field,
		Message: fmt.Sprintf("must be 1 to %d", remediation.MaxItems)})
}

// check finds what is wrong with the fields, whatever the practices are.
func (f PlannedFields) check() error {
	if f.Each != "" && f.Each != EachQuestion && f.Each != EachPractice {
		return models.InvalidInput(models.FieldFault{Field: "each", Message: "must be question or practice"})
	}
	return (&remediation.ItemFields{Title: "any", Owner: f.Owner, DueOn: f.DueOn,
		Priority: cmp.Or(f.Priority, remediation.NormalPriority)}).Check()
}

// make gives the items that close the practices, by number, and those of them that it made. A request that was answered
// before makes none.
func (m *plannedMaker) make(again bool) (all, made []remediation.Item, err error) {
	if err := answersTo(m.tx, m.refs, m.answers); err != nil {
		return nil, nil, err
	}
	known, err := store.Items(m.tx).OfWorkload(m.load.ID)
	if err != nil {
		return nil, nil, err
	}
	known = slices.DeleteFunc(known, func(i remediation.Item) bool { return !i.Status.Active() })
	var left []remediation.PracticeRef
	for _, state := range states(m.refs, m.answers) {
		if state.Closed || slices.Contains(left, state.Ref) {
			continue
		}
		at := slices.IndexFunc(known, func(i remediation.Item) bool { return slices.Contains(i.Practices, state.Ref) })
		switch {
		case at < 0:
			left = append(left, state.Ref)
		case !slices.ContainsFunc(all, func(i remediation.Item) bool { return i.ID == known[at].ID }):
			all = append(all, known[at])
		}
	}
	if len(left) > 0 && again { // what it made was closed or deleted since
		return nil, nil, core.SinceDeleted(models.Errorf(models.CodeNotFound, "there is no such item"))
	}
	if len(left) > 0 {
		if made, err = m.Make(m.tx, m.actor, m.load, m.inputs(left)); err != nil {
			return nil, nil, sharedFaults(err)
		}
	}
	all = append(all, made...)
	slices.SortFunc(all, func(a, b remediation.Item) int { return cmp.Compare(a.Number, b.Number) })
	return all, made, nil
}

// inputs puts practices together into items.
func (m *plannedMaker) inputs(refs []remediation.PracticeRef) (list []ItemInput) {
	var groups [][]remediation.PracticeRef
	for _, ref := range refs {
		at := slices.IndexFunc(groups, func(g []remediation.PracticeRef) bool {
			return m.Each != EachPractice && g[0].ReviewID == ref.ReviewID && g[0].QuestionID == ref.QuestionID
		})
		if at < 0 {
			groups = append(groups, nil)
			at = len(groups) - 1
		}
		groups[at] = append(groups[at], ref)
	}
	for _, group := range groups {
		list = append(list, m.input(group))
	}
	return list
}

// input is the item of some practices of one question: it is called after them, and takes their effort and impact.
func (m *plannedMaker) input(refs []remediation.PracticeRef) ItemInput {
	view := m.views[refs[0].ReviewID]
	_, question := view.Doc.Question(refs[0].QuestionID)
	in := ItemInput{Origin: m.origin}
	in.Fields.Owner, in.Fields.DueOn, in.Fields.Priority = m.Owner, m.DueOn, m.Priority
	for _, ref := range refs {
		choice := question.Choice(ref.ChoiceID)
		in.Practices = append(in.Practices, PracticeName{view.Lens.ID, question.ID, choice.ID})
		in.Fields.Title = choice.Title
		if g := choice.Guidance; g != nil {
			in.Fields.Effort, in.Fields.Impact = higher(in.Fields.Effort, g.Effort), higher(in.Fields.Impact, g.Impact)
		}
	}
	if len(refs) > 1 {
		name := strings.TrimSpace(question.DocumentID + " " + question.Short())
		in.Fields.Title = fmt.Sprintf("%s: %d practices", name, len(refs))
	}
	if title := []rune(in.Fields.Title); len(title) > 200 {
		in.Fields.Title = string(title[:199]) + "…"
	}
	return in
}

// higher is the higher one of two levels.
func higher(a, b string) string {
	order := []string{"", questionnaires.LevelLow, questionnaires.LevelMedium, questionnaires.LevelHigh}
	if slices.Index(order, b) > slices.Index(order, a) {
		return b
	}
	return a
}

// ByPractice are the active items of a workload by the practices that they close, which are named by the ids of
// their lenses. Of several that close one, it is the first that was made.
func (p PlannedItems) ByPractice(ctx context.Context, workloadID string) (map[PracticeName]ItemName, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, p.core, func(tx *store.Tx) (map[PracticeName]ItemName, error) {
		if _, err := core.WorkloadOwner(tx, actor, models.ReadItem, workloadID); err != nil {
			return nil, err
		}
		list, err := store.Items(tx).OfWorkload(workloadID)
		if err != nil {
			return nil, err
		}
		lenses, err := store.ItemLenses(tx, list)
		if err != nil {
			return nil, err
		}
		slices.SortFunc(list, func(a, b remediation.Item) int { return cmp.Compare(b.Number, a.Number) })
		out := map[PracticeName]ItemName{}
		for _, item := range list {
			if !item.Status.Active() {
				continue
			}
			for _, ref := range item.Practices {
				out[PracticeName{lenses[ref.ReviewID], ref.QuestionID, ref.ChoiceID}] = ItemName{item.ID, item.Number, item.Title,
					item.Status}
			}
		}
		return out, nil
	})
}
