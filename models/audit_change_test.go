package models_test

import (
	"reflect"
	"testing"

	"plumbline/models"
)

// The lists of a change are read from new lines, and from those of older releases, which have a text.
func TestChangeLists(t *testing.T) {
	for name, row := range map[string]struct {
		change   models.FieldChange
		from, to []string
	}{
		"list":        {models.ListChange("selected", []string{"a", "b, c"}, nil), []string{"a", "b, c"}, []string{}},
		"old text":    {models.FieldChange{Field: "selected", From: "a, b", To: "a"}, []string{"a", "b"}, []string{"a"}},
		"old nothing": {models.FieldChange{Field: "selected", To: "a"}, nil, []string{"a"}},
	} {
		from, to := row.change.Lists()
		if !reflect.DeepEqual(from, row.from) || !reflect.DeepEqual(to, row.to) {
			t.Errorf("%s: from %q to %q", name, from, to)
		}
	}
	if c := models.ListChange("selected", []string{"a", "b"}, nil); c.From != "a, b" || c.To != "" || !c.IsList() {
		t.Errorf("%+v", c)
	}
	if (models.FieldChange{From: "a, b"}).IsList() {
		t.Error("a text is taken for a list")
	}
}

// No two lines with different lists, or with texts that look like lists, have one hash.
func TestSealTellsListsApart(t *testing.T) {
	list := func(from, to []string) []models.FieldChange {
		return []models.FieldChange{models.ListChange("f", from, to)}
	}
	seen := map[string]int{}
	for i, changes := range [][]models.FieldChange{
		list([]string{"a"}, []string{"b"}),
		list([]string{"a", "b"}, nil),
		list(nil, []string{"a", "b"}),
		list([]string{"a, b"}, nil),
		list([]string{"ab"}, nil),
		list([]string{""}, []string{"ab"}),
		list(nil, []string{"ab"}),
		append(list(nil, []string{"x"}), models.FieldChange{Field: "g", From: "1", To: "2"}),
		list(nil, []string{"x", "g", "1", "2"}),
		{{Field: "f", From: "a", To: "b"}},
		{{Field: "f", From: "a, b"}},
		{{Field: "f", From: `["a"]`, To: `["b"]`}},
		{{Field: "f", From: "[1:a,]", To: "[1:b,]"}},
		{{Field: "f[1:a,][1:b,]"}},
	} {
		hash := string(models.AuditLine{Changes: changes}.Seal(nil))
		if other, twice := seen[hash]; twice {
			t.Errorf("%d and %d have one hash: %+v", other, i, changes)
		}
		seen[hash] = i
	}
}

// An edit of a page is held against the history, whichever way that has its lists.
func TestClashTouchedByLists(t *testing.T) {
	clash := models.EditConflict{Part: "choices/backup"}
	for _, row := range []struct {
		change  models.FieldChange
		touched bool
	}{
		{models.ListChange("selected", nil, []string{"backup", "restore"}), true},
		{models.ListChange("selected", []string{"backup"}, []string{"backup", "restore"}), false},
		{models.FieldChange{Field: "selected", To: "backup, restore"}, true},
		{models.FieldChange{Field: "not_applicable", From: "backup", To: "backup, restore"}, false},
	} {
		if clash.Touched(row.change) != row.touched {
			t.Errorf("%+v: touched is not %t", row.change, row.touched)
		}
	}
}
