package labels_test

import (
	"errors"
	"testing"

	"plumbline/models"
	"plumbline/models/labels"
)

// The key of a plain field is the name under which faults tell of it.
func TestWorkloadTextsAreFieldsOfAWorkload(t *testing.T) {
	for _, text := range labels.WorkloadTexts {
		f := models.WorkloadFields{Name: "Shop", Description: "Sells", Environment: models.Production,
			ReviewOwner: "Ada", AWSRegions: []string{"eu-west-1"}}
		*text.Of(&f) = "\xff"
		var fault *models.Error
		if err := models.ValidateWorkload(&f); !errors.As(err, &fault) || fault.Faults[0].Field != text.Key {
			t.Errorf("%s is told of as %v", text.Key, err)
		}
		if text.Label == "" || text.InReport == "" {
			t.Errorf("%s has no label", text.Key)
		}
	}
}

func TestTextsOfFormAndPage(t *testing.T) {
	var f models.WorkloadFields
	labels.ReadTexts(&f, func(key string) string { return "of " + key })
	for i, shown := range labels.FormTexts(f) {
		if want := labels.WorkloadTexts[i]; shown.ID != want.Key || shown.Label != want.Label ||
			shown.Value != "of "+want.Key {
			t.Errorf("the form shows %+v", shown)
		}
	}
	f.IndustryType = "Retail"
	if page := labels.PageTexts(f); len(page) == 0 || page[0].Value != "of industry" {
		t.Errorf("the page shows %+v", page)
	}
	if page := labels.PageTexts(models.WorkloadFields{IndustryType: "Retail"}); page != nil {
		t.Errorf("the page shows %+v of a workload without texts for it", page)
	}
}
