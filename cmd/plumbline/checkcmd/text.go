package checkcmd

import (
	"fmt"
	"io"
	"strings"

	"plumbline/api/v1/planning"
	"plumbline/cmd/plumbline/output"
	"plumbline/models/check"
	"plumbline/models/labels"
	"plumbline/questionnaires"
)

// writeText writes a verdict for people: what was looked at, the risks, and what became of them.
func writeText(to io.Writer, v planning.Check) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n", output.Line(v.Workload.Name), passes(v.Passed))
	for _, t := range v.Terms {
		fmt.Fprintf(&b, "  %-6s  %s\n", passes(t.Passed), t.Text)
	}
	risks := ""
	for _, r := range v.Risks {
		if is := riskWords(r.Risk, r.Undecided); is != risks {
			risks = is
			fmt.Fprintf(&b, "%s:\n", is)
		}
		fmt.Fprintf(&b, "  %s\n", questionLine(r))
	}
	b.WriteString(changesText(v))
	_, err := io.WriteString(to, b.String())
	return err
}

// changesText is what became of risks since the baseline; "" where there is none.
func changesText(v planning.Check) string {
	if v.Baseline == nil {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Since milestone %d, %s:\n", v.Baseline.Milestone, output.Line(v.Baseline.Name))
	for _, c := range v.Changes {
		what := labels.InSentence(labels.CheckChange(check.ChangeKind(c.Kind)))
		fmt.Fprintf(&b, "  %-10s  %s\n", what, questionLine(c.CheckRisk))
		if c.From != "" && c.Risk != "" {
			fmt.Fprintf(&b, "  %-10s  %s, was %s\n", "", labels.InSentence(riskWords(c.Risk, c.Undecided)),
				labels.InSentence(riskWords(c.From, c.FromUndecided)))
		}
	}
	if len(v.Changes) == 0 {
		b.WriteString("  no risk changed\n")
	}
	return b.String()
}

func passes(ok bool) string {
	if ok {
		return "passes"
	}
	return "fails"
}

func riskWords(key string, undecided bool) string {
	return labels.WholeRisk(questionnaires.RiskOf(questionnaires.Risk(key), undecided))
}

func questionLine(r planning.CheckRisk) string {
	return output.Line(strings.TrimSpace(r.Code + " " + r.ShortName + " (" + r.PillarName + ", " + r.LensName + ")"))
}
