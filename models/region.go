package models

import (
	"fmt"
	"regexp"
	"slices"
)

// regionCode is how AWS writes its Regions, those to come too: a geography, a part of it, a number. Some partitions
// have a word more, such as us-gov-west-1 and eusc-de-east-1.
var regionCode = regexp.MustCompile(`^[a-z]{2,4}(-[a-z]{2,12}){1,2}-[1-9][0-9]?$`)

// IsRegionCode reports whether the text is written like the code of an AWS Region.
func IsRegionCode(text string) bool { return regionCode.MatchString(text) }

// CheckRegions refuses AWS Regions that are not written like one. Those that the workload had before, known, stay: they
// may be older than this check.
func CheckRegions(regions, known []string) error {
	var faults []FieldFault
	for i, region := range regions {
		if !IsRegionCode(region) && !slices.Contains(known, region) {
			faults = append(faults, FieldFault{Field: fmt.Sprintf("aws_regions/%d", i), Message: fmt.Sprintf(
				"“%s” is not the code of an AWS Region, such as eu-central-1; other places belong in non_aws_regions",
				region)})
		}
	}
	if len(faults) == 0 {
		return nil
	}
	return InvalidInput(faults...)
}
