package page

import (
	"testing"

	"plumbline/models"
)

func TestErrorsAreComplete(t *testing.T) {
	for _, code := range models.ErrorCodes {
		if w := errorWords[code]; w.status == 0 || w.title == "" || w.next == "" {
			t.Errorf("there are no words for %s", code)
		}
	}
}
