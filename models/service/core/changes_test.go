package core

import (
	"reflect"
	"testing"

	"plumbline/models"
)

func TestFieldChanges(t *testing.T) {
	before := models.WorkloadFields{Name: "Shop", AWSRegions: []string{"a"}, Environment: models.Production,
		Tags: map[string]string{"a": "1"}}
	if list := FieldChanges(before, before); list != nil {
		t.Errorf("no change is %+v", list)
	}
	now := models.WorkloadFields{Name: "Shop", Environment: models.PreProduction, AccountIDs: []string{"1", "2"},
		Tags: map[string]string{"b": "2", "a": "1"}}
	want := []models.FieldChange{
		{Field: "environment", From: "PRODUCTION", To: "PREPRODUCTION"},
		models.ListChange("aws_regions", []string{"a"}, nil),
		models.ListChange("account_ids", nil, []string{"1", "2"}),
		models.ListChange("tags", []string{"a=1"}, []string{"a=1", "b=2"}),
	}
	if list := FieldChanges(before, now); !reflect.DeepEqual(list, want) {
		t.Errorf("the changes are %+v, want %+v", list, want)
	}
}

// Whatever a workload is given to hold, the audit log can tell of it.
func TestFieldChangesOfEveryFieldOfAWorkload(t *testing.T) {
	fields := reflect.TypeFor[models.WorkloadFields]()
	for i := range fields.NumField() {
		var now models.WorkloadFields
		switch field := reflect.ValueOf(&now).Elem().Field(i); field.Kind() {
		case reflect.String:
			field.SetString("x")
		case reflect.Int:
			field.SetInt(6)
		case reflect.Slice:
			field.Set(reflect.ValueOf([]string{"x"}))
		default:
			field.Set(reflect.ValueOf(map[string]string{"x": ""}))
		}
		list := FieldChanges(models.WorkloadFields{}, now)
		if len(list) != 1 || list[0].Field != models.FieldName(fields.Field(i).Name) || list[0].To == "" {
			t.Errorf("the change of %s is %+v", fields.Field(i).Name, list)
		}
	}
}
