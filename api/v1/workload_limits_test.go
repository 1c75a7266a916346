package v1

import (
	"reflect"
	"strings"
	"testing"

	"plumbline/models"
)

// checkedLimits are the limits of a field by its validate tag; those behind "dive" are of its elements.
func checkedLimits(f reflect.StructField) (least, most string) {
	for rule := range strings.SplitSeq(f.Tag.Get("validate"), ",") {
		name, value, _ := strings.Cut(rule, "=")
		switch name {
		case "dive":
			return least, most
		case "min":
			least = value
		case "max":
			most = value
		}
	}
	return least, most
}

// The limits that the OpenAPI document tells of the fields of a workload are those that are checked, in a patch too.
func TestDocumentTellsTheLimitsOfAWorkload(t *testing.T) {
	fields, body, patch := reflect.TypeFor[models.WorkloadFields](), reflect.TypeFor[workloadBody](), reflect.TypeFor[workloadPatch]()
	for i := range fields.NumField() {
		least, most := checkedLimits(fields.Field(i))
		if fields.Field(i).Type.Kind() == reflect.Map {
			most = "" // in words
		}
		for _, f := range []reflect.StructField{body.Field(i), patch.Field(i)} {
			if f.Tag.Get("min") != least || f.Tag.Get("max") != most {
				t.Errorf("%s tells %q to %q, checked are %q to %q", f.Name, f.Tag.Get("min"), f.Tag.Get("max"), least, most)
			}
		}
		name, _, _ := strings.Cut(body.Field(i).Tag.Get("json"), ",")
		if inPatch, _, _ := strings.Cut(patch.Field(i).Tag.Get("json"), ","); inPatch != name {
			t.Errorf("%s is %s in the patch", name, inPatch)
		}
	}
}
