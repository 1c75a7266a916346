package labels

import (
	"fmt"

	"plumbline/models/remediation"
)

// AgeGroup is a group of items by their age, as remediation.AgeBounds parts them, from 0: “31 to 60 days”.
func AgeGroup(n int) string {
	from := 0
	if n > 0 {
		from = remediation.AgeBounds[n-1] + 1
	}
	if n == len(remediation.AgeBounds) {
		return fmt.Sprintf("Over %d days", from-1)
	}
	return fmt.Sprintf("%d to %d days", from, remediation.AgeBounds[n])
}
