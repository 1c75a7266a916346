package planning

import (
	"reflect"
	"testing"
)

// What is read fast is what encoding/json reads, and what it refuses is refused.
func FuzzChoices(f *testing.F) {
	for _, column := range []string{`[]`, `[{"id":"a","status":"SELECTED"}]`, `[{"id":"a"},{"id":"b","status":"SELECTED"}]`,
		`[{"id":"a","status":"NOT_APPLICABLE","reason":"OTHER","notes":"a \"b\"\n\\"},{"id":"b","status":"SELECTED"}]`,
		`[{"id":"a","notes":"\u003c"}]`, `[{"id":"a","notes":"\ud800 \u00g1"}]`, `[{"id":"a","notes":"\u12`,
		`[{"id":"é","status":"SELECTED"}]`, `[{"id":"a","status":"SELECTED"}`, `[`, ``, `]`,
		`[{"id":"a","status":"SELECTED","id":"b"}]`, `[{"status":"SELECTED","id":"b"}]`, ` [ ] `, `null`, `[,]`, `[{}]`,
		`[{"id":"a","status":"SELECTED"},]`, `[{"id":"a","notes":"\q"}]`, `[{"id":"a\"","status":"SELECTED"}]`,
		`[{"id":"a","status":"SELECTED"}]]`, `[{"id":"a","status":"UNSELECTED"}]`, "[{\"id\":\"a\",\"notes\":\"\t\"}]"} {
		f.Add(column)
	}
	f.Fuzz(func(t *testing.T, column string) {
		reader := choicesReader{selected: []string{"before"}}
		got, err := reader.read(column)
		want, wrong := decoded(column)
		if (err == nil) != (wrong == nil) || err == nil && !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %+v, %v; want %+v, %v", column, got, err, want, wrong)
		}
	})
}

// Lines that do not fit together are an error, not other people's answers.
func TestLinesThatDoNotFit(t *testing.T) {
	for _, row := range [][4]string{{"a\nb", "[]", "yy", "1\n2"}, {"a", "[]\n[]", "yy", "1\n2"},
		{"a\nb", "[]\n[]", "y", "1\n2"}, {"a\nb", "[]\n[]", "yy", "1"}, {"a\nb", "[]\n[]", "yy", "1\nx"}} {
		if list, err := (Packed{"r", 2, row[0], row[1], row[2], row[3]}).Unpack(); err == nil {
			t.Errorf("%q: %+v", row, list)
		}
	}
	list, err := (Packed{"r", 2, "a\nb", "[{\"id\":\"x\",\"status\":\"SELECTED\"}]\n[]", "yn", "7\n8"}).Unpack()
	if err != nil || len(list) != 2 || list[0].Selected[0] != "x" || list[0].DoesNotApply || !list[1].DoesNotApply ||
		list[1].Changed != 8 {
		t.Errorf("%+v, %v", list, err)
	}
}
