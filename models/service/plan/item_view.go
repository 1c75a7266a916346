package plan

import (
	"context"
	"strconv"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/questionnaires"
)

// ItemView is an item with what it hangs on, as it is now.
type ItemView struct {
	remediation.Item
	Workload  string // name
	Practices []PracticeView
	Effects   []QuestionEffect // what it removes, a question each
	Needs     []ItemName
	NeededBy  []ItemName
	Overdue   bool
	DueSoon   bool
	AgeDays   int
	Today     remediation.Date
	Currency  string
	May       ItemRights
}

// ItemRights are what the actor may do to an item.
type ItemRights struct{ Update, Verify, Delete bool }

// ItemName is what a list says of another item. Its title is empty where the actor does not reach its workload.
type ItemName struct {
	ID     string
	Number int
	Title  string
	Status remediation.Status
}

// PracticeView is a practice that an item closes.
type PracticeView struct {
	Ref      remediation.PracticeRef
	Lens     models.Lens
	Pillar   *questionnaires.Pillar
	Question *questionnaires.Question
	Choice   *questionnaires.Choice
	Closed   bool
}

// QuestionEffect is what an item does to the risk of a question once all its practices are in place.
type QuestionEffect struct {
	Lens     models.Lens
	Question *questionnaires.Question
	From, To questionnaires.Risk
}

// Get returns one item, by its id or by its number in the actor's workspace.
func (i Items) Get(ctx context.Context, id string) (ItemView, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, i.core, func(tx *store.Tx) (ItemView, error) { return i.steps.view(tx, actor, id) })
}

// Numbered returns the item of the actor's workspace with a number.
func (i Items) Numbered(ctx context.Context, number int) (ItemView, error) {
	return i.Get(ctx, strconv.Itoa(number))
}

func (steps *Steps) view(tx *store.Tx, actor models.Actor, name string) (ItemView, error) {
	item, err := steps.item(tx, actor, models.ReadItem, name)
	if err != nil {
		return ItemView{}, err
	}
	load, err := tx.Workload(item.WorkloadID)
	if err != nil {
		return ItemView{}, err
	}
	settings, err := store.PlanSettings(tx).Of(item.WorkspaceID)
	if err != nil {
		return ItemView{}, err
	}
	v := ItemView{Item: item, Workload: load.Name, AgeDays: item.AgeDays(steps.core.Now()), Currency: settings.Currency}
	if v.Today, err = steps.Today(tx, item.WorkspaceID); err != nil {
		return v, err
	}
	v.Overdue, v.DueSoon = item.Overdue(v.Today), item.DueWithin(v.Today, settings.DueSoonDays)
	if err := steps.addPractices(tx, &v); err != nil {
		return v, err
	}
	if err := steps.addNeeds(tx, actor, &v); err != nil {
		return v, err
	}
	return v, steps.addRights(tx, actor, &v)
}

func (steps *Steps) addPractices(tx *store.Tx, v *ItemView) error {
	if len(v.Item.Practices) == 0 {
		return nil
	}
	views, err := steps.viewsOf(tx, v.WorkloadID)
	if err != nil {
		return err
	}
	answers := answersByQuestion{}
	if err := answersTo(tx, v.Item.Practices, answers); err != nil {
		return err
	}
	more := map[[2]string][]string{}
	for _, state := range states(v.Item.Practices, answers) {
		view := views[state.Ref.ReviewID]
		pillar, question := view.Doc.Question(state.Ref.QuestionID)
		if question == nil {
			continue
		}
		choice := question.Choice(state.Ref.ChoiceID)
		v.Practices = append(v.Practices, PracticeView{state.Ref, view.Lens, pillar, question, choice, state.Closed})
		key := [2]string{state.Ref.ReviewID, state.Ref.QuestionID}
		if more[key] == nil {
			v.Effects = append(v.Effects, QuestionEffect{Lens: view.Lens, Question: question})
		}
		more[key] = append(more[key], state.Ref.ChoiceID)
	}
	for n, e := range v.Effects {
		for key, choices := range more {
			if key[1] == e.Question.ID && views[key[0]].Lens.ID == e.Lens.ID {
				v.Effects[n].From, v.Effects[n].To = effectOf(e.Question, answers[key], choices)
			}
		}
	}
	return nil
}

// effectOf is the risk of a question as it is and with more practices in place.
func effectOf(question *questionnaires.Question, answer models.Answer,
	choices []string) (from, to questionnaires.Risk) {
	rated := answer.Rated()
	from = question.Rate(rated).Risk
	with := rated
	with.Selected = nil
	for _, id := range rated.Selected {
		if !questionnaires.IsNoneOfThese(id) {
			with.Selected = append(with.Selected, id)
		}
	}
	for _, id := range choices {
		if answer.Choice(id).Status == models.ChoiceUnselected {
			with.Selected = append(with.Selected, id)
		}
	}
	return from, question.Rate(with).Risk
}

func (steps *Steps) addNeeds(tx *store.Tx, actor models.Actor, v *ItemView) error {
	back, err := store.Items(tx).NeededBy(v.ID)
	if err != nil {
		return err
	}
	for _, part := range []struct {
		ids  []string
		into *[]ItemName
	}{{v.Item.Needs, &v.Needs}, {back, &v.NeededBy}} {
		if len(part.ids) == 0 {
			continue
		}
		list, err := store.Items(tx).Several(part.ids)
		if err != nil {
			return err
		}
		for _, one := range list {
			seen, err := reaches(tx, actor, one)
			if err != nil {
				return err
			}
			if !seen {
				one.Title = ""
			}
			*part.into = append(*part.into, ItemName{one.ID, one.Number, one.Title, one.Status})
		}
	}
	return nil
}

// reaches reports whether the actor may see an item.
func reaches(tx *store.Tx, actor models.Actor, item remediation.Item) (bool, error) {
	err := core.Allow(tx, actor, models.ReadItem, item.Place())
	if core.IsDenied(err) {
		return false, nil
	}
	return err == nil, err
}

func (steps *Steps) addRights(tx *store.Tx, actor models.Actor, v *ItemView) error {
	may := func(err error) (bool, error) {
		if core.IsDenied(err) {
			return false, nil
		}
		return err == nil, err
	}
	var err error
	allowed := core.Allow(tx, actor, models.UpdateItem, v.Place())
	if allowed == nil {
		allowed = steps.mayChange(tx, actor, v.Place(), v.Item.Practices)
	}
	if v.May.Update, err = may(allowed); err != nil {
		return err
	}
	v.May.Verify = v.May.Update
	v.May.Delete, err = may(core.Allow(tx, actor, models.DeleteItem, v.Place()))
	return err
}

// ItemRow is an item in a list.
type ItemRow struct {
	remediation.Item
	Workload string            // name
	LensIDs  map[string]string // of the reviews of its practices
	Overdue  bool
	DueSoon  bool
	AgeDays  int
}

// List returns items of the workspace and of the workloads that are shared with it, in the order of the query.
func (i Items) List(ctx context.Context, query remediation.ItemQuery) (models.ResultPage[ItemRow], error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, i.core, func(tx *store.Tx) (models.ResultPage[ItemRow], error) {
		query, err := i.steps.reached(tx, actor, query)
		if err != nil {
			return models.ResultPage[ItemRow]{}, err
		}
		rows, err := store.ListItems(tx, actor.WorkspaceID, query)
		if err != nil {
			return models.ResultPage[ItemRow]{}, err
		}
		page := core.PageOf(rows, query.PageRequest, store.ItemCursor(query.Sort))
		list, err := i.steps.rows(tx, actor, page.Items)
		return models.ResultPage[ItemRow]{Items: list, Next: page.Next}, err
	})
}

// MaxMine is how many of one's own items Mine gives.
const MaxMine = 100

// Mine returns the items of the person who asks that are not closed, overdue ones first.
func (i Items) Mine(ctx context.Context) (models.ResultPage[ItemRow], error) {
	actor := models.ActorFrom(ctx)
	if actor.UserID == "" {
		return models.ResultPage[ItemRow]{}, nil
	}
	return i.List(ctx, remediation.ItemQuery{PageRequest: models.PageRequest{Limit: MaxMine}, OwnerID: actor.UserID,
		Active: true})
}

// reached narrows a query to what the actor reaches, after asking whether the actor may read items at all.
func (steps *Steps) reached(tx *store.Tx, actor models.Actor, query remediation.ItemQuery) (remediation.ItemQuery,
	error) {
	if err := query.Check(); err != nil {
		return query, err
	}
	if query.WorkloadID != "" {
		if _, err := core.WorkloadOwner(tx, actor, models.ReadItem, query.WorkloadID); err != nil {
			return query, err
		}
	} else if err := models.Allow(actor, models.ReadItem, models.InWorkspace(actor.WorkspaceID)); err != nil {
		return query, err
	}
	query.Only = actor.Scope.Workloads
	if query.Overdue {
		today, err := steps.Today(tx, actor.WorkspaceID)
		if err != nil {
			return query, err
		}
		query.OverdueOn = today
	}
	if query.Lens == "" {
		return query, nil
	}
	views, err := steps.viewsOf(tx, query.WorkloadID)
	for id, view := range views {
		if view.Lens.ID == query.Lens || view.Lens.Key == query.Lens {
			query.ReviewID = id
		}
	}
	if err == nil && query.ReviewID == "" {
		err = models.Errorf(models.CodeNotFound, "no lens %q is applied to this workload", query.Lens)
	}
	return query, err
}

func (steps *Steps) rows(tx *store.Tx, actor models.Actor, list []remediation.Item) ([]ItemRow, error) {
	today, err := steps.Today(tx, actor.WorkspaceID)
	if err != nil {
		return nil, err
	}
	settings, err := store.PlanSettings(tx).Of(actor.WorkspaceID)
	if err != nil {
		return nil, err
	}
	ids := map[string]bool{}
	for _, item := range list {
		ids[item.WorkloadID] = true
	}
	names, err := store.WorkloadNames(tx, ids)
	if err != nil {
		return nil, err
	}
	lenses, err := store.ItemLenses(tx, list)
	if err != nil {
		return nil, err
	}
	rows := make([]ItemRow, len(list))
	for n, item := range list {
		rows[n] = ItemRow{Item: item, Workload: names[item.WorkloadID], LensIDs: lenses, Overdue: item.Overdue(today),
			DueSoon: item.DueWithin(today, settings.DueSoonDays), AgeDays: item.AgeDays(steps.core.Now())}
	}
	return rows, nil
}

// Board is the items of a query by status: how many there are, and the first of each.
type Board struct {
	Counts  map[remediation.Status]int
	Columns map[remediation.Status][]ItemRow
}

// Board returns the first items of each status of a query, so many of each: active ones by date, closed ones by their
// last change. They come without texts, practices and what they need.
func (i Items) Board(ctx context.Context, query remediation.ItemQuery, each int) (Board, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, i.core, func(tx *store.Tx) (Board, error) {
		query, err := i.steps.reached(tx, actor, query)
		if err != nil {
			return Board{}, err
		}
		counts, err := counted(tx, actor, query)
		if err != nil {
			return Board{}, err
		}
		list, err := store.ItemColumns(tx, actor.WorkspaceID, query, each)
		if err != nil {
			return Board{}, err
		}
		rows, err := i.steps.rows(tx, actor, list)
		out := Board{Counts: counts, Columns: map[remediation.Status][]ItemRow{}}
		for _, r := range rows {
			out.Columns[r.Status] = append(out.Columns[r.Status], r)
		}
		return out, err
	})
}

// Count counts the items of a query by status.
func (i Items) Count(ctx context.Context, query remediation.ItemQuery) (map[remediation.Status]int, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, i.core, func(tx *store.Tx) (map[remediation.Status]int, error) {
		query, err := i.steps.reached(tx, actor, query)
		if err != nil {
			return nil, err
		}
		return counted(tx, actor, query)
	})
}

func counted(tx *store.Tx, actor models.Actor, query remediation.ItemQuery) (map[remediation.Status]int, error) {
	rows, err := store.CountItems(tx, actor.WorkspaceID, query)
	counts := map[remediation.Status]int{}
	for _, r := range rows {
		counts[r.Status] = r.N
	}
	return counts, err
}
