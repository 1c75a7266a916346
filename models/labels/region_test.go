package labels_test

import (
	"testing"

	"plumbline/models"
	"plumbline/models/labels"
)

// What forms offer can be taken, and is there once.
func TestRegionsThatAreOffered(t *testing.T) {
	seen := map[string]bool{}
	for _, group := range labels.RegionGroups {
		for _, region := range group.Regions {
			if seen[region.Code] || !models.IsRegionCode(region.Code) || region.Place == "" {
				t.Errorf("%+v is offered", region)
			}
			seen[region.Code] = true
		}
	}
}
