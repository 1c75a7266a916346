package remediation

import "slices"

// ItemPatch changes fields of an item; what is nil stays.
type ItemPatch struct {
	Title           *string
	Description     *string
	Practices       *[]PracticeRef
	Owner           *ItemOwner
	DueOn           *Date
	Priority        *Priority
	Effort          *string
	Impact          *string
	BuildCost       *int64
	RunCost         *int64
	Tradeoff        *string
	TradeoffPillars *[]string
	Links           *[]ItemLink
	Needs           *[]string
}

// Apply gives the fields with the change.
func (p ItemPatch) Apply(f ItemFields) ItemFields {
	set(&f.Title, p.Title)
	set(&f.Description, p.Description)
	set(&f.Practices, p.Practices)
	set(&f.Owner, p.Owner)
	set(&f.DueOn, p.DueOn)
	set(&f.Priority, p.Priority)
	set(&f.Effort, p.Effort)
	set(&f.Impact, p.Impact)
	set(&f.BuildCost, p.BuildCost)
	set(&f.RunCost, p.RunCost)
	set(&f.Tradeoff, p.Tradeoff)
	set(&f.TradeoffPillars, p.TradeoffPillars)
	set(&f.Links, p.Links)
	set(&f.Needs, p.Needs)
	f.Needs = slices.Clone(f.Needs)
	slices.Sort(f.Needs)
	return f
}

func set[T any](field, value *T) {
	if value != nil {
		*field = *value
	}
}
