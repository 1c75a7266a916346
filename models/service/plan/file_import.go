package plan

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/reports/table"
)

// MaxFileLines is how many items a file may hold, and maxFileFaults how many faults a preview lists.
const (
	MaxFileLines  = 10_000
	maxFileFaults = 200
)

// FileLimits bound a file of items.
var FileLimits = table.Limits{Lines: MaxFileLines, Columns: 100, Text: 64 << 20}

// FileImport is what a file of items is to do, or did.
type FileImport struct {
	Lines      []FileLine // that change something
	Made       int        // new items
	Changed    int
	Unchanged  int
	Faults     []FileFault
	MoreFaults bool   // there are more than Faults lists
	Digest     string // of the changes and of the items as they were; "" with faults
}

// FileLine is a line that makes or changes an item.
type FileLine struct {
	Line     int
	New      bool
	ItemID   string // of an item that is there
	Number   int
	Workload string
	Title    string
	Changes  []models.FieldChange // fields are names of columns
}

// FileFault is what is wrong with a cell. Line 0 is the file.
type FileFault struct {
	Line    int
	Column  string // "" of the whole line
	Message string
}

// ImportOptions say what to do with a file.
type ImportOptions struct {
	WorkloadID string // of items whose lines name none; and the only one there is, if it is given
	DryRun     bool   // only tell
	Digest     string // of the preview that somebody saw: nothing else is done
}

// errDryRun rolls back what a preview did.
var errDryRun = errors.New("the import was a dry run")

// Import makes and changes items as the lines of a table say, all in one transaction or none. A dry run does the same
// and takes it back, so it tells exactly what would happen. Without one the digest of a dry run is needed: if anything
// has changed since it is refused.
func (f Files) Import(ctx context.Context, sheet table.Sheet, opt ImportOptions) (FileImport, error) {
	if !opt.DryRun && opt.Digest == "" {
		return FileImport{}, models.InvalidInput(models.FieldFault{Field: "digest",
			Message: "is missing: it comes with the preview (dry_run=true), whose changes are to be made"})
	}
	actor := models.ActorFrom(ctx)
	var out FileImport
	err := f.core.Store.Write(ctx, func(tx *store.Tx) (err error) {
		in, err := f.steps.fileImport(tx, actor, opt)
		if err != nil {
			return err
		}
		if err := in.run(sheet); err != nil {
			return err
		}
		out = in.out
		switch {
		case opt.DryRun:
			return errDryRun
		case len(out.Faults) > 0:
			return models.InvalidInput(out.inputFaults()...)
		case out.Digest != opt.Digest:
			return models.Errorf(models.CodeConflict,
				"items have changed since the preview, or the file has: look at a new preview first")
		}
		return nil
	})
	if errors.Is(err, errDryRun) {
		err = nil
	}
	return out, err
}

// inputFaults are the faults as a reply of the API lists them.
func (i FileImport) inputFaults() (list []models.FieldFault) {
	for _, f := range i.Faults {
		list = append(list, models.FieldFault{Field: fmt.Sprintf("lines/%d/%s", f.Line, models.EscapeKey(f.Column)),
			Message: f.Message})
	}
	return list
}

// fileImport is one import in its transaction.
type fileImport struct {
	*itemFile
	opt     ImportOptions
	columns []*itemColumn // by the column of the sheet; nil where there is no name
	seen    map[int]int   // lines of items by number
	names   map[string]models.Workload
	sum     []string // what the digest is made of
	out     FileImport
}

func (steps *Steps) fileImport(tx *store.Tx, actor models.Actor, opt ImportOptions) (*fileImport, error) {
	if opt.WorkloadID != "" {
		if _, err := core.Workload(tx, actor, models.UpdateItem, opt.WorkloadID); err != nil {
			return nil, err
		}
	} else if err := models.Allow(actor, models.UpdateItem, models.InWorkspace(actor.WorkspaceID)); err != nil {
		return nil, err
	}
	file, err := steps.itemFile(tx, actor, opt.WorkloadID)
	return &fileImport{itemFile: file, opt: opt, seen: map[int]int{}, names: map[string]models.Workload{}}, err
}

func (in *fileImport) run(sheet table.Sheet) error {
	if !in.header(sheet.Header) {
		return nil
	}
	for _, line := range sheet.Lines {
		if err := in.line(line); err != nil {
			return err
		}
	}
	if len(in.out.Faults) == 0 {
		sum := sha256.Sum256([]byte(strings.Join(in.sum, "\x00")))
		in.out.Digest = hex.EncodeToString(sum[:])
	}
	return nil
}

func (in *fileImport) fault(line int, column, format string, args ...any) {
	if len(in.out.Faults) == maxFileFaults {
		in.out.MoreFaults = true
		return
	}
	in.out.Faults = append(in.out.Faults, FileFault{line, column, fmt.Sprintf(format, args...)})
}

// header finds the columns; false if the lines can't be read by it.
func (in *fileImport) header(names []string) bool {
	in.columns = make([]*itemColumn, len(names))
	used := map[string]bool{}
	for i, name := range names {
		if strings.TrimSpace(name) == "" {
			continue
		}
		for n := range itemColumns {
			if models.FoldName(itemColumns[n].Name) == models.FoldName(name) {
				in.columns[i] = &itemColumns[n]
			}
		}
		switch c := in.columns[i]; {
		case c == nil:
			in.fault(0, name, "is no column of items: the columns are those of an export")
		case used[c.Name]:
			in.fault(0, c.Name, "is there twice")
		default:
			used[c.Name] = true
		}
	}
	if !used[numberColumn] && !used["Title"] {
		in.fault(0, numberColumn, "is missing, and so is Title")
	}
	return len(in.out.Faults) == 0
}

// line reads a line and makes or changes its item.
func (in *fileImport) line(line table.Line) error {
	item, ok, err := in.itemOf(line)
	if err != nil || !ok {
		return err
	}
	faults := len(in.out.Faults)
	draft := &itemDraft{item: item, move: remediation.StatusMove{To: item.Status, Note: item.StatusNote,
		Reason: item.WontDoReason}}
	changes, err := in.read(line, draft)
	if err != nil || len(in.out.Faults) > faults || in.out.MoreFaults {
		return err
	}
	if item.ID == "" {
		return in.make(line, draft)
	}
	if len(changes) == 0 {
		in.out.Unchanged++
		return nil
	}
	return in.change(line, draft)
}

// cell gives the cell of a column, by its name.
func (in *fileImport) cell(line table.Line, name string) table.Cell {
	for i, c := range in.columns {
		if c != nil && c.Name == name {
			return line.At(i)
		}
	}
	return table.Cell{}
}

// itemOf finds the item that a line is about; a new one has no id.
func (in *fileImport) itemOf(line table.Line) (item remediation.Item, ok bool, err error) {
	for i, c := range line.Cells {
		if c.Text != "" && (i >= len(in.columns) || in.columns[i] == nil) {
			in.fault(line.Number, table.ColumnName(i), "has a value in a column without a name")
			return item, false, nil
		}
	}
	text := strings.TrimPrefix(strings.TrimSpace(in.cell(line, numberColumn).Text), "#")
	if text == "" {
		item.WorkloadID, ok, err = in.workloadOf(line)
		item.WorkspaceID = in.owner
		return item, ok, err
	}
	number, wrong := strconv.Atoi(text)
	if wrong != nil || number < 1 {
		in.fault(line.Number, numberColumn, "must be the number of an item, or empty for a new one")
		return item, false, nil
	}
	if first := in.seen[number]; first > 0 {
		in.fault(line.Number, numberColumn, "#%d is in line %d too", number, first)
		return item, false, nil
	}
	in.seen[number] = line.Number
	item, err = store.Items(in.tx).Numbered(in.owner, number)
	if err == nil {
		_, err = in.item(in.tx, in.actor, models.ReadItem, item.ID)
	}
	if models.CodeOf(err) == models.CodeNotFound || err == nil && in.opt.WorkloadID != "" &&
		item.WorkloadID != in.opt.WorkloadID {
		in.fault(line.Number, numberColumn, "there is no item #%d here", number)
		return item, false, nil
	}
	return item, err == nil, err
}

// workloadOf finds the workload of a new item.
func (in *fileImport) workloadOf(line table.Line) (id string, ok bool, err error) {
	name := strings.TrimSpace(in.cell(line, workloadColumn).Text)
	if name == "" || models.IsID(in.opt.WorkloadID) {
		load := in.loads[in.opt.WorkloadID]
		switch {
		case in.opt.WorkloadID == "":
			in.fault(line.Number, workloadColumn, "is missing: a new item belongs to a workload")
		case name != "" && models.FoldName(name) != models.FoldName(load.Name):
			in.fault(line.Number, workloadColumn, "must be %q, into which this file is imported", load.Name)
		default:
			return load.ID, true, nil
		}
		return "", false, nil
	}
	load, known := in.names[models.FoldName(name)]
	if !known {
		load, err = in.tx.WorkloadByName(in.owner, name)
		if err == nil {
			_, err = core.Workload(in.tx, in.actor, models.UpdateItem, load.ID)
		}
		if core.IsDenied(err) || models.CodeOf(err) == models.CodeNotFound {
			in.fault(line.Number, workloadColumn, "there is no workload %q whose items you may edit", name)
			return "", false, nil
		}
		if err != nil {
			return "", false, err
		}
		in.names[models.FoldName(name)], in.loads[load.ID] = load, load
	}
	return load.ID, true, nil
}

// read puts the cells of a line that say something new into the draft, and gives the names of their columns.
func (in *fileImport) read(line table.Line, d *itemDraft) (changed []string, err error) {
	for i, c := range in.columns {
		if c == nil || c.Name == numberColumn || d.item.ID == "" && c.Name == workloadColumn {
			continue
		}
		cell, was := line.At(i), ""
		if d.item.ID != "" {
			if was, err = c.write(in.itemFile, d.item); err != nil {
				return nil, err
			}
		}
		if cell.Fault != "" {
			in.fault(line.Number, c.Name, "%s", cell.Fault)
			continue
		}
		if table.SameText(cell.Text, was) {
			continue
		}
		if c.read == nil {
			if d.item.ID != "" {
				in.fault(line.Number, c.Name, "can't be changed by a file: leave %q as it is", was)
			}
			continue
		}
		fault, err := c.read(in.itemFile, d, cell)
		if err != nil {
			return nil, err
		}
		if fault != "" {
			in.fault(line.Number, c.Name, "%s", fault)
			continue
		}
		changed = append(changed, c.Name)
	}
	return changed, nil
}

// refused writes down what is wrong with a line; any other error ends the import.
func (in *fileImport) refused(line table.Line, err error) error {
	e, is := errors.AsType[*models.Error](err)
	switch {
	case !is:
		return err
	case e.Code == models.CodeInvalid && len(e.Faults) > 0:
		for _, f := range e.Faults {
			in.fault(line.Number, columnOfField(f.Field), "%s", f.Message)
		}
		return nil
	case e.Code == models.CodeConflict, core.IsDenied(err):
		in.fault(line.Number, "", "%s", e.Message)
		return nil
	}
	return err
}

// columnOfField is the column of a field of an item.
func columnOfField(field string) string {
	field = strings.TrimPrefix(field, "items/0/")
	first, _, _ := strings.Cut(field, "/")
	name, known := map[string]string{"title": "Title", "description": "Description", "owner": "Owner",
		"due_on":     "Due date",
		"build_cost": "Cost to build", "run_cost": "Cost per month", "tradeoff": "Trade-off",
		"tradeoff_pillars": "Trade-off pillars", "links": "Links", "needs": "Needs first", "practices": "Practices",
		"status": "Status", "note": "Status note", "reason": "Reason it won't be done", "priority": "Priority",
		"effort": "Effort", "impact": "Impact"}[first]
	if !known {
		return field
	}
	return name
}

func (in *fileImport) make(line table.Line, d *itemDraft) error {
	fields := d.patch.Apply(remediation.ItemFields{})
	input := ItemInput{Fields: fields, Origin: remediation.Origin{Kind: remediation.FromImport}}
	if d.practices != nil {
		input.Practices = *d.practices
	}
	load, err := in.workload(d.item.WorkloadID)
	if err != nil {
		return err
	}
	made, err := in.Make(in.tx, in.actor, load, []ItemInput{input})
	if err != nil {
		return in.refused(line, err)
	}
	if d.moved && d.move.To != "" && d.move.To != remediation.Open {
		if err := in.move(in.tx, in.actor, made[0], d.move); err != nil {
			return in.refused(line, err)
		}
	}
	now, err := store.Items(in.tx).Get(made[0].ID)
	if err != nil {
		return err
	}
	in.out.Made++
	return in.tell(FileLine{Line: line.Number, New: true, Workload: load.Name, Title: now.Title}, remediation.Item{}, now)
}

func (in *fileImport) change(line table.Line, d *itemDraft) error {
	was, err := in.toChange(in.tx, in.actor, d.item.ID, nil)
	if err != nil {
		return in.refused(line, err)
	}
	if err := in.edit(in.tx, in.actor, was, ItemEdit{Fields: d.patch, Practices: d.practices}); err != nil {
		return in.refused(line, err)
	}
	now, err := store.Items(in.tx).Get(was.ID)
	if err != nil {
		return err
	}
	if d.moved && (d.move != remediation.StatusMove{To: now.Status, Note: now.StatusNote, Reason: now.WontDoReason}) {
		if err := in.move(in.tx, in.actor, now, d.move); err != nil {
			return in.refused(line, err)
		}
		if now, err = store.Items(in.tx).Get(was.ID); err != nil {
			return err
		}
	}
	if now.Version == was.Version {
		in.out.Unchanged++
		return nil
	}
	in.out.Changed++
	load, err := in.workload(now.WorkloadID)
	if err != nil {
		return err
	}
	return in.tell(FileLine{Line: line.Number, ItemID: was.ID, Number: was.Number, Workload: load.Name,
		Title: was.Title}, was, now)
}

// tell writes down what a line did: the cells that an export has otherwise than before.
func (in *fileImport) tell(l FileLine, was, now remediation.Item) error {
	in.sum = append(in.sum, strconv.Itoa(l.Line), was.ID, strconv.Itoa(was.Version), l.Workload)
	for _, c := range itemColumns {
		if c.read == nil {
			continue
		}
		from, to := "", ""
		var err error
		if was.ID != "" {
			if from, err = c.write(in.itemFile, was); err != nil {
				return err
			}
		}
		if to, err = c.write(in.itemFile, now); err != nil {
			return err
		}
		if from != to {
			l.Changes = append(l.Changes, models.FieldChange{Field: c.Name, From: from, To: to})
			in.sum = append(in.sum, c.Name, from, to)
		}
	}
	in.out.Lines = append(in.out.Lines, l)
	return nil
}
