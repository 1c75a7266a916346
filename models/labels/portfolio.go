package labels

import (
	"fmt"

	"plumbline/models/portfolio"
)

// PortfolioVerdict says in a sentence or two how many workloads stand together, and how much of them was looked at: the
// headline of the page and of the report.
func PortfolioVerdict(p portfolio.Portfolio) string {
	all, never, risky := len(p.Workloads), len(p.Unreviewed()), p.AtHighRisk()
	if all == 0 {
		return "There are no workloads."
	}
	if never == all {
		return fmt.Sprintf("None of %s was reviewed yet.", CountLabel(all, "workload", "workloads"))
	}
	carry := "carry"
	if risky == 1 {
		carry = "carries"
	}
	says := fmt.Sprintf("%d of %s %s high risks: %d in all.", risky, CountLabel(all, "workload", "workloads"), carry,
		p.Counts.High)
	if risky == 0 {
		says = fmt.Sprintf("None of %s carries a high risk so far.", CountLabel(all, "workload", "workloads"))
	}
	says += fmt.Sprintf(" %d of %s.", p.Counts.Answered(), CountLabel(p.Counts.Total(), "question is answered",
		"questions are answered"))
	switch {
	case never > 0:
		says += " " + CountLabel(never, "workload was", "workloads were") + " never reviewed."
	case risky == 0 && p.Counts.Unanswered+p.Counts.Undecided+p.Counts.Medium == 0:
		says += " No risk is left."
	}
	return says
}
