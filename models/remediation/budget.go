package remediation

import (
	"cmp"
	"maps"
	"slices"
)

// Budget is what items cost, in whole units of the workspace's currency. Each table has all items, so that the total is
// the sum of its lines.
type Budget struct {
	Total    BudgetLine
	ByStatus []BudgetLine // in the order of a board
	ByOwner  []BudgetLine // by name; nobody's last
	ByMonth  []BudgetLine // by month of the due date; undated ones last
}

// BudgetLine is the sum of some items.
type BudgetLine struct {
	Status Status    // of ByStatus
	Owner  ItemOwner // of ByOwner
	Month  string    // of ByMonth, such as 2026-12; "": no date
	Items  int
	Build  int64
	Run    int64 // per month
}

func (l *BudgetLine) add(more BudgetLine) {
	l.Items += more.Items
	l.Build += more.Build
	l.Run += more.Run
}

// CostOf is what an item costs, as a group of its own.
func CostOf(i Item) BudgetLine {
	return BudgetLine{Status: i.Status, Owner: i.Owner, Month: string(i.DueOn[:min(len(i.DueOn), len("2026-12"))]),
		Items: 1, Build: i.BuildCost, Run: i.RunCost}
}

// Costs sums up groups of items; those of each group have the same status, owner and month.
func Costs(groups []BudgetLine) (b Budget) {
	status, owner, month := map[Status]*BudgetLine{}, map[ItemOwner]*BudgetLine{}, map[string]*BudgetLine{}
	for _, g := range groups {
		b.Total.add(g)
		line(status, g.Status, BudgetLine{Status: g.Status}).add(g)
		who := g.Owner
		if who.Kind == MemberOwner { // a name may be read before and after it changed
			who.Name = ""
		}
		line(owner, who, BudgetLine{Owner: g.Owner}).add(g)
		line(month, g.Month, BudgetLine{Month: g.Month}).add(g)
	}
	b.ByStatus = lines(status, func(x, y BudgetLine) int {
		return cmp.Compare(slices.Index(Statuses, x.Status), slices.Index(Statuses, y.Status))
	})
	b.ByOwner = lines(owner, func(x, y BudgetLine) int {
		return cmp.Or(emptyLast(string(x.Owner.Kind), string(y.Owner.Kind)), cmp.Compare(x.Owner.Name, y.Owner.Name),
			cmp.Compare(x.Owner.Kind, y.Owner.Kind), cmp.Compare(x.Owner.UserID, y.Owner.UserID))
	})
	b.ByMonth = lines(month, func(x, y BudgetLine) int {
		return cmp.Or(emptyLast(x.Month, y.Month), cmp.Compare(x.Month, y.Month))
	})
	return b
}

func emptyLast(x, y string) int {
	switch {
	case x == "" && y != "":
		return 1
	case x != "" && y == "":
		return -1
	}
	return 0
}

// line finds a line, or begins it.
func line[K comparable](of map[K]*BudgetLine, key K, begin BudgetLine) *BudgetLine {
	if of[key] == nil {
		of[key] = &begin
	}
	return of[key]
}

func lines[K comparable](of map[K]*BudgetLine, compare func(x, y BudgetLine) int) (list []BudgetLine) {
	for l := range maps.Values(of) {
		list = append(list, *l)
	}
	slices.SortFunc(list, compare)
	return list
}
