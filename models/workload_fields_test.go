package models

import (
	"reflect"
	"testing"
)

// full has something in every field.
func full() WorkloadFields {
	return WorkloadFields{Name: "Shop", Description: "Sells", Environment: Production, ReviewOwner: "Ada",
		AWSRegions: []string{"eu-west-1"}, NonAWSRegions: []string{"Köln"}, AccountIDs: []string{"000000000001"},
		ArchitecturalDesign: "https://example.org", IndustryType: "Retail", Industry: "Shoes", CostCenter: "4711",
		ReviewDueOn: "2026-12-31", ReviewEveryMonths: 6,
		Notes: "n", PillarPriorities: []string{"security"}, Applications: []string{"arn:a"},
		ImprovementStatus: ImprovementComplete, Tags: map[string]string{"b": "2", "a": "1"}}
}

func TestWorkloadPatchHasTheFieldsOfAWorkload(t *testing.T) {
	fields, patch := reflect.TypeFor[WorkloadFields](), reflect.TypeFor[WorkloadPatch]()
	if fields.NumField() != patch.NumField() {
		t.Fatalf("%d fields and %d in the patch", fields.NumField(), patch.NumField())
	}
	for i := range fields.NumField() {
		f, p := fields.Field(i), patch.Field(i)
		if f.Name != p.Name || p.Type != reflect.PointerTo(f.Type) {
			t.Errorf("field %d is %s %s, in the patch %s %s", i, f.Name, f.Type, p.Name, p.Type)
		}
		if reflect.ValueOf(full()).Field(i).IsZero() {
			t.Errorf("this test has no %s", f.Name)
		}
	}
}

func TestWorkloadPatchAppliesWhatItNames(t *testing.T) {
	if got := (WorkloadPatch{}).Apply(full()); !reflect.DeepEqual(got, full()) {
		t.Errorf("an empty patch gives %+v", got)
	}
	if got := WholePatch(full()).Apply(WorkloadFields{}); !reflect.DeepEqual(got, full()) {
		t.Errorf("a whole patch gives %+v", got)
	}
	empty, want := "", full()
	want.Industry = ""
	if got := (WorkloadPatch{Industry: &empty}).Apply(full()); !reflect.DeepEqual(got, want) {
		t.Errorf("a patch of one field gives %+v", got)
	}
}
