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
