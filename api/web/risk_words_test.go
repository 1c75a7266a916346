package web_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"plumbline/models/labels"
	"plumbline/questionnaires"
)

// What others change is written by a script: it names risks as the pages do.
func TestScriptsNameRisksAsPagesDo(t *testing.T) {
	script, err := os.ReadFile("page/static/js/together.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, risk := range []questionnaires.Risk{questionnaires.RiskHigh, questionnaires.RiskMedium, questionnaires.RiskNone,
		questionnaires.RiskNotApplicable, questionnaires.RiskUnanswered, questionnaires.RiskUndecided} {
		if want := fmt.Sprintf("%q]", labels.WholeRisk(risk)); !strings.Contains(string(script), want) {
			t.Errorf("together.js does not have %s", want)
		}
	}
}
