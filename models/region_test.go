package models_test

import (
	"errors"
	"testing"

	"plumbline/models"
)

func TestRegionCodes(t *testing.T) {
	for _, code := range []string{"eu-central-1", "us-gov-west-1", "cn-north-1", "eusc-de-east-1", "us-isob-east-1",
		"sa-west-1", "eu-north-12"} {
		if !models.IsRegionCode(code) {
			t.Errorf("%s is none", code)
		}
	}
	for _, text := range []string{"", "x", "EU-CENTRAL-1", "eu-central", "eu-central-1a", "eu-central-0", "eu_central_1",
		"Frankfurt", "eu-central-1 ", "еu-central-1", "eu-central-1\n", "us-west-2-lax-1", "westeurope"} {
		if models.IsRegionCode(text) {
			t.Errorf("%q is one", text)
		}
	}
}

// What a workload had before stays, and the fault names the entry and what is wrong with it.
func TestCheckRegions(t *testing.T) {
	if err := models.CheckRegions([]string{"eu-central-1", "on the moon"}, []string{"on the moon"}); err != nil {
		t.Error(err)
	}
	var fault *models.Error
	err := models.CheckRegions([]string{"eu-central-1", "Mars"}, []string{"on the moon"})
	if !errors.As(err, &fault) || fault.Code != models.CodeInvalid || fault.Faults[0].Field != "aws_regions/1" {
		t.Errorf("%v", err)
	}
}
