package plan

import (
	"errors"
	"strconv"
	"strings"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/reports/table"
)

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
