package plan

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/timezone"
	"plumbline/reports/table"
)

// itemColumn is a column of the file of items. read puts what a cell says into the draft, and tells in words why it
// can't; without it the column is for reading only.
type itemColumn struct {
	table.Column
	write func(*itemFile, remediation.Item) (string, error)
	read  func(*itemFile, *itemDraft, table.Cell) (fault string, err error)
}

// itemDraft is what a line of a file wants an item to be.
type itemDraft struct {
	item      remediation.Item // as it is; without an id: a new one
	patch     remediation.ItemPatch
	practices *[]PracticeName
	move      remediation.StatusMove // as the item is, and what the line changes of it
	moved     bool
}

// The names of columns that decide what a line is about.
const (
	numberColumn   = "Number"
	workloadColumn = "Workload"
)

// itemColumns are in the order of the file.
var itemColumns = []itemColumn{
	{table.Column{Name: numberColumn, Kind: table.Number, Width: 10}, plain(func(i remediation.Item) string {
		return amount(int64(i.Number))
	}), nil},
	{table.Column{Name: workloadColumn, Width: 28}, workloadCell, nil},
	{table.Column{Name: "Title", Width: 50}, plain(func(i remediation.Item) string { return i.Title }),
		texts(func(d *itemDraft, s string) { d.patch.Title = &s })},
	{table.Column{Name: "Status", Width: 14}, plain(func(i remediation.Item) string { return words(string(i.Status)) }),
		readStatus},
	{table.Column{Name: "Status note", Width: 24}, plain(func(i remediation.Item) string { return i.StatusNote }),
		texts(func(d *itemDraft, s string) { d.move.Note, d.moved = s, true })},
	{table.Column{Name: "Reason it won't be done", Width: 24},
		plain(func(i remediation.Item) string { return words(string(i.WontDoReason)) }), readReason},
	{table.Column{Name: "Owner", Width: 32}, (*itemFile).ownerCell, (*itemFile).readOwner},
	{table.Column{Name: "Due date", Kind: table.Date, Width: 12},
		plain(func(i remediation.Item) string { return string(i.DueOn) }), readDue},
	{table.Column{Name: "Priority", Width: 12},
		plain(func(i remediation.Item) string { return words(string(i.Priority)) }),
		readPriority},
	{table.Column{Name: "Effort", Width: 10}, plain(func(i remediation.Item) string { return words(i.Effort) }),
		levels(func(d *itemDraft, s string) { d.patch.Effort = &s })},
	{table.Column{Name: "Impact", Width: 10}, plain(func(i remediation.Item) string { return words(i.Impact) }),
		levels(func(d *itemDraft, s string) { d.patch.Impact = &s })},
	{table.Column{Name: "Cost to build", Kind: table.Number, Width: 14},
		plain(func(i remediation.Item) string { return amount(i.BuildCost) }),
		costs(func(d *itemDraft, n int64) { d.patch.BuildCost = &n })},
	{table.Column{Name: "Cost per month", Kind: table.Number, Width: 15},
		plain(func(i remediation.Item) string { return amount(i.RunCost) }),
		costs(func(d *itemDraft, n int64) { d.patch.RunCost = &n })},
	{table.Column{Name: "Practices", Width: 40}, (*itemFile).practicesCell, readPractices},
	{table.Column{Name: "Needs first", Width: 14}, (*itemFile).needsCell, (*itemFile).readNeeds},
	{table.Column{Name: "Description", Width: 60}, plain(func(i remediation.Item) string { return i.Description }),
		texts(func(d *itemDraft, s string) { d.patch.Description = &s })},
	{table.Column{Name: "Trade-off", Width: 30}, plain(func(i remediation.Item) string { return i.Tradeoff }),
		texts(func(d *itemDraft, s string) { d.patch.Tradeoff = &s })},
	{table.Column{Name: "Trade-off pillars", Width: 24},
		plain(func(i remediation.Item) string { return strings.Join(i.TradeoffPillars, "\n") }),
		texts(func(d *itemDraft, s string) { list := parts(s); d.patch.TradeoffPillars = &list })},
	{table.Column{Name: "Links", Width: 40}, plain(linksText), readLinks},
	{table.Column{Name: "Risk", Width: 10},
		plain(func(i remediation.Item) string { return words(string(i.Risk.Key())) }), nil},
	{table.Column{Name: "First due date", Kind: table.Date, Width: 14},
		plain(func(i remediation.Item) string { return string(i.FirstDueOn) }), nil},
	{table.Column{Name: "Created", Kind: table.Date, Width: 12}, dayOf(func(i remediation.Item) time.Time {
		return i.CreatedAt
	}), nil},
	{table.Column{Name: "Closed", Kind: table.Date, Width: 12}, dayOf(func(i remediation.Item) time.Time {
		return i.ClosedAt
	}), nil},
}

func plain(text func(remediation.Item) string) func(*itemFile, remediation.Item) (string, error) {
	return func(_ *itemFile, i remediation.Item) (string, error) { return text(i), nil }
}

// dayOf is the day of a moment in the time zone of the workspace.
func dayOf(at func(remediation.Item) time.Time) func(*itemFile, remediation.Item) (string, error) {
	return func(f *itemFile, i remediation.Item) (string, error) {
		if at(i).IsZero() {
			return "", nil
		}
		zone, err := f.zone()
		return timezone.Of(zone).In(at(i)).Format(time.DateOnly), err
	}
}

func amount(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// words writes a name of a program as people do: "in_progress" is "In progress".
func words(s string) string {
	if s == "" {
		return ""
	}
	s = strings.ReplaceAll(strings.ToLower(s), "_", " ")
	return strings.Replace(strings.ToUpper(s[:1])+s[1:], "Wont", "Won't", 1)
}

// known finds the name of a program that people wrote, letter case, blanks and lines aside.
func known[T ~string](list []T, text string) (T, bool) {
	folded := models.FoldName(strings.NewReplacer("_", "", "-", "", "'", "", "’", "").Replace(text))
	for _, one := range list {
		if models.FoldName(strings.ReplaceAll(string(one), "_", "")) == folded {
			return one, true
		}
	}
	return "", false
}

func wordsOf[T ~string](list []T) string {
	all := make([]string, len(list))
	for i, one := range list {
		all[i] = words(string(one))
	}
	return strings.Join(all, ", ")
}

// parts are the entries of a cell with several: a line each, or with semicolons or commas between them.
func parts(s string) (list []string) {
	for _, one := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("\n\r;,", r) }) {
		if one = strings.TrimSpace(one); one != "" {
			list = append(list, one)
		}
	}
	return list
}

type cellReader = func(*itemFile, *itemDraft, table.Cell) (string, error)

func texts(set func(*itemDraft, string)) cellReader {
	return func(_ *itemFile, d *itemDraft, c table.Cell) (string, error) {
		set(d, c.Text)
		return "", nil
	}
}

func levels(set func(*itemDraft, string)) cellReader {
	all := []string{"HIGH", "MEDIUM", "LOW"}
	return func(_ *itemFile, d *itemDraft, c table.Cell) (string, error) {
		level, ok := known(all, c.Text)
		if !ok && strings.TrimSpace(c.Text) != "" {
			return "must be " + wordsOf(all), nil
		}
		set(d, level)
		return "", nil
	}
}

func costs(set func(*itemDraft, int64)) cellReader {
	return func(_ *itemFile, d *itemDraft, c table.Cell) (string, error) {
		n, ok := c.Whole()
		if !ok {
			return "must be a whole number, such as 1200", nil
		}
		set(d, n)
		return "", nil
	}
}

func readStatus(_ *itemFile, d *itemDraft, c table.Cell) (string, error) {
	status, ok := known(remediation.Statuses, c.Text)
	if !ok {
		return "must be " + wordsOf(remediation.Statuses), nil
	}
	d.move.To, d.moved = status, true
	return "", nil
}

func readReason(_ *itemFile, d *itemDraft, c table.Cell) (string, error) {
	reason, ok := known(remediation.WontDoReasons, c.Text)
	if !ok && strings.TrimSpace(c.Text) != "" {
		return "must be " + wordsOf(remediation.WontDoReasons), nil
	}
	d.move.Reason, d.moved = reason, true
	return "", nil
}

func readDue(_ *itemFile, d *itemDraft, c table.Cell) (string, error) {
	day, ok := c.Day()
	if !ok {
		return "must be a day such as 2026-12-31", nil
	}
	due := remediation.Date(day)
	d.patch.DueOn = &due
	return "", nil
}

func readPriority(_ *itemFile, d *itemDraft, c table.Cell) (string, error) {
	priority, ok := known(remediation.Priorities, c.Text)
	if !ok {
		return "must be " + wordsOf(remediation.Priorities), nil
	}
	d.patch.Priority = &priority
	return "", nil
}

func linksText(i remediation.Item) string {
	lines := make([]string, len(i.Links))
	for n, l := range i.Links {
		lines[n] = strings.TrimSpace(l.Title + " " + l.URL)
	}
	return strings.Join(lines, "\n")
}

// readLinks takes a link a line: its address last, and its title before.
func readLinks(_ *itemFile, d *itemDraft, c table.Cell) (string, error) {
	var list []remediation.ItemLink
	for line := range strings.SplitSeq(c.Text, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		at := strings.LastIndexByte(line, ' ') + 1
		list = append(list, remediation.ItemLink{Title: strings.TrimSpace(line[:at]), URL: line[at:]})
	}
	d.patch.Links = &list
	return "", nil
}

func workloadCell(f *itemFile, i remediation.Item) (string, error) {
	load, err := f.workload(i.WorkloadID)
	return load.Name, err
}

func (f *itemFile) zone() (string, error) {
	if !f.zoned {
		space, err := f.tx.Workspace(f.owner)
		if err != nil {
			return "", err
		}
		f.zoneName, f.zoned = space.TimeZone, true
	}
	return f.zoneName, nil
}

// practicesCell names practices by lens, question and choice, a line each.
func (f *itemFile) practicesCell(i remediation.Item) (string, error) {
	if len(i.Practices) == 0 {
		return "", nil
	}
	views, err := f.reviewsOf(i.WorkloadID)
	lines := make([]string, len(i.Practices))
	for n, p := range i.Practices {
		lines[n] = views[p.ReviewID].Lens.Key + "/" + p.QuestionID + "/" + p.ChoiceID
	}
	return strings.Join(lines, "\n"), err
}

func readPractices(_ *itemFile, d *itemDraft, c table.Cell) (string, error) {
	names := []PracticeName{}
	for _, one := range parts(c.Text) {
		words := strings.Split(one, "/")
		if len(words) != 3 {
			return fmt.Sprintf("must name each practice as lens/question/choice; %q does not", one), nil
		}
		names = append(names, PracticeName{strings.TrimSpace(words[0]), strings.TrimSpace(words[1]),
			strings.TrimSpace(words[2])})
	}
	d.practices = &names
	return "", nil
}

func (f *itemFile) needsCell(i remediation.Item) (string, error) {
	numbers, err := f.numbers(i.Needs)
	slices.Sort(numbers)
	names := make([]string, len(numbers))
	for n, number := range numbers {
		names[n] = "#" + strconv.Itoa(number)
	}
	return strings.Join(names, ", "), err
}
