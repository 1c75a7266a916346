package plan

import (
	"cmp"
	"context"
	"slices"
	"time"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
	"plumbline/reports/table"
)

// Files are the operations by which items go out as a table and come in as one.
type Files struct {
	core  *core.OperationBase
	steps *Steps
}

// ItemTable is a table of items, and when the last of them changed.
type ItemTable struct {
	table.Table
	Workload string // name, where they are all of one
	At       time.Time
}

// Export gives the items of a query as a table, by number. Of a workspace it gives its own items: those of workloads
// that are shared with it have numbers of another workspace, and are exported from their workload.
func (f Files) Export(ctx context.Context, query remediation.ItemQuery) (ItemTable, error) {
	return readFile(ctx, f, query, func(file *itemFile, list []remediation.Item) (ItemTable, error) {
		out := ItemTable{Table: table.Table{Name: "Items"}, Workload: file.loads[query.WorkloadID].Name}
		for _, c := range itemColumns {
			out.Columns = append(out.Columns, c.Column)
		}
		for _, item := range list {
			row, err := file.row(item)
			if err != nil {
				return out, err
			}
			out.Rows = append(out.Rows, row)
			if item.UpdatedAt.After(out.At) {
				out.At = item.UpdatedAt
			}
		}
		return out, nil
	})
}

// ItemDates are items that have a due date, the first days first.
type ItemDates struct {
	Items    []ItemRow
	Workload string // name, where they are all of one
}

// Dates gives the items of a query that have a due date, of those that Export gives.
func (f Files) Dates(ctx context.Context, query remediation.ItemQuery) (ItemDates, error) {
	return readFile(ctx, f, query, func(file *itemFile, list []remediation.Item) (ItemDates, error) {
		list = slices.DeleteFunc(list, func(i remediation.Item) bool { return i.DueOn == "" })
		slices.SortStableFunc(list, func(a, b remediation.Item) int { return cmp.Compare(a.DueOn, b.DueOn) })
		rows, err := f.steps.rows(file.tx, file.actor, list)
		return ItemDates{rows, file.loads[query.WorkloadID].Name}, err
	})
}

// readFile makes a file of the items of a query that have numbers of one workspace.
func readFile[T any](ctx context.Context, f Files, query remediation.ItemQuery,
	make func(*itemFile, []remediation.Item) (T, error)) (T, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, f.core, func(tx *store.Tx) (none T, err error) {
		query, err := f.steps.reached(tx, actor, query)
		if err != nil {
			return none, err
		}
		list, err := f.steps.allItems(tx, actor.WorkspaceID, query)
		if err != nil {
			return none, err
		}
		file, err := f.steps.itemFile(tx, actor, query.WorkloadID)
		if err != nil {
			return none, err
		}
		return make(file, slices.DeleteFunc(list, func(i remediation.Item) bool { return i.WorkspaceID != file.owner }))
	})
}

// allItems gives all items of a query, the oldest first.
func (steps *Steps) allItems(tx *store.Tx, workspaceID string, query remediation.ItemQuery) ([]remediation.Item,
	error) {
	query.Sort, query.PageRequest = remediation.ByNumber, models.PageRequest{Limit: models.MaxPage}
	var all []remediation.Item
	for {
		list, err := store.ListItems(tx, workspaceID, query)
		if err != nil {
			return nil, err
		}
		page := core.PageOf(list, query.PageRequest, store.ItemCursor(query.Sort))
		all = append(all, page.Items...)
		if page.Next == "" {
			break
		}
		query.After = page.Next
	}
	slices.Reverse(all)
	return all, nil
}

// itemFile knows what the cells of items refer to. It looks up what it has not seen yet.
type itemFile struct {
	*Steps
	tx     *store.Tx
	actor  models.Actor
	owner  string // the workspace whose items, and numbers, they are
	loads  map[string]models.Workload
	users  map[string]models.User
	people map[string][]models.Participant          // by workload
	views  map[string]map[string]reviews.ReviewView // by workload and review
	others map[string]int                           // numbers of items by id

	zoneName string // of the workspace, once zoned
	zoned    bool
}

// itemFile is that of a workload, or of the workspace of the actor.
func (steps *Steps) itemFile(tx *store.Tx, actor models.Actor, workloadID string) (*itemFile, error) {
	f := &itemFile{Steps: steps, tx: tx, actor: actor, owner: actor.WorkspaceID, loads: map[string]models.Workload{},
		users: map[string]models.User{}, people: map[string][]models.Participant{},
		views: map[string]map[string]reviews.ReviewView{}, others: map[string]int{}}
	if workloadID == "" {
		return f, nil
	}
	load, err := f.workload(workloadID)
	f.owner = load.WorkspaceID
	return f, err
}

func (f *itemFile) workload(id string) (models.Workload, error) {
	load, known := f.loads[id]
	if known {
		return load, nil
	}
	load, err := f.tx.Workload(id)
	f.loads[id] = load
	return load, err
}

func (f *itemFile) reviewsOf(workloadID string) (map[string]reviews.ReviewView, error) {
	if views, known := f.views[workloadID]; known {
		return views, nil
	}
	views, err := f.viewsOf(f.tx, workloadID)
	f.views[workloadID] = views
	return views, err
}

func (f *itemFile) participants(workloadID string) ([]models.Participant, error) {
	if people, known := f.people[workloadID]; known {
		return people, nil
	}
	people, err := reviews.Participants(f.tx, f.owner, workloadID)
	f.people[workloadID] = people
	return people, err
}

// numbers gives the numbers of items by their ids.
func (f *itemFile) numbers(ids []string) ([]int, error) {
	var unknown []string
	for _, id := range ids {
		if f.others[id] == 0 {
			unknown = append(unknown, id)
		}
	}
	if len(unknown) > 0 {
		list, err := store.Items(f.tx).Several(unknown)
		if err != nil {
			return nil, err
		}
		for _, i := range list {
			f.others[i.ID] = i.Number
		}
	}
	numbers := make([]int, 0, len(ids))
	for _, id := range ids {
		numbers = append(numbers, f.others[id])
	}
	return numbers, nil
}

// row is an item as a line of the file.
func (f *itemFile) row(i remediation.Item) ([]string, error) {
	row := make([]string, len(itemColumns))
	for n, c := range itemColumns {
		var err error
		if row[n], err = c.write(f, i); err != nil {
			return nil, err
		}
	}
	return row, nil
}
