package items

import (
	"strconv"

	"plumbline/api/web/page"
	"plumbline/models/labels"
	"plumbline/models/remediation"
	"plumbline/models/service/plan"
	"plumbline/models/urls"
)

// ItemRow is an item in a list.
type ItemRow struct {
	At         urls.ItemPath
	ID, Title  string
	Number     int
	Version    int
	Workload   string
	WorkloadAt urls.WorkloadPath
	ListAt     urls.ItemsPath // of the workload
	Risk       page.RiskMark  // as it was when the item was made; no Class: it had none
	Owner      string
	Owned      bool
	Due        dueView
	Priority   string
	Urgent     bool
	Status     string
	State      remediation.Status
	Regressed  bool
	Needs      int
}

// dueView is a due date.
type dueView struct {
	On        string // 2026-12-31, "" for none
	Day       string // as people read it
	Words     string // how it stands, where that is to be said
	Late      bool
	Soon      bool
	FirstDay  string // the first date, where it was another one
	SLADay    string // the date that the rules gave, where it is another one
	BySLA     bool
	Dismissed bool // the item is closed: the date does not matter any more
}

func dueOf(item remediation.Item, today remediation.Date, overdue, soon bool) dueView {
	d := dueView{On: string(item.DueOn), Day: labels.CalendarDay(string(item.DueOn)), Late: overdue, Soon: soon,
		BySLA: item.DueSource == remediation.DueBySLA, Dismissed: !item.Status.Active()}
	if overdue || soon {
		d.Words = labels.ItemDue(item.DueOn, today)
	}
	if item.FirstDueOn != item.DueOn {
		d.FirstDay = labels.CalendarDay(string(item.FirstDueOn))
	}
	if item.SLADueOn != item.DueOn {
		d.SLADay = labels.CalendarDay(string(item.SLADueOn))
	}
	return d
}

func rowOf(one plan.ItemRow, today remediation.Date) ItemRow {
	r := ItemRow{At: urls.Item(one.ID), ID: one.ID, Title: one.Title, Number: one.Number, Version: one.Version,
		Workload: one.Workload, WorkloadAt: urls.WorkloadPage(one.WorkloadID),
		ListAt: urls.ItemsOf(one.WorkloadID), Owner: labels.ItemOwner(one.Owner),
		Owned: one.Owner.Kind != remediation.NoOwner, Due: dueOf(one.Item, today, one.Overdue, one.DueSoon),
		Priority: labels.Priority(one.Priority), Status: labels.ItemStatus(one.Status), State: one.Status,
		Urgent:    one.Priority == remediation.Urgent,
		Regressed: !one.RegressedAt.IsZero() || one.RegressedFrom != "", Needs: len(one.Needs)}
	if one.Risk != "" {
		r.Risk = page.RiskMarkOf(one.Risk)
	}
	return r
}

func rowsOf(list []plan.ItemRow, today remediation.Date) []ItemRow {
	rows := make([]ItemRow, len(list))
	for i, one := range list {
		rows[i] = rowOf(one, today)
	}
	return rows
}

// nameOf is how people write an item.
func nameOf(number int, title string) string { return "#" + strconv.Itoa(number) + " " + title }
