package urls

import "net/url"

// Acceptances is the page of the risks that a workspace accepted or is asked to. It takes ?filter= and ?workload=.
const Acceptances = "/acceptances"

// AcceptancesOf is the page narrowed to a workload.
func AcceptancesOf(workload string) string {
	return Acceptances + "?workload=" + url.QueryEscape(workload)
}

// AcceptancePath is the page of one acceptance of a risk.
type AcceptancePath string

// Acceptance returns the page of the acceptance with an id.
func Acceptance(id string) AcceptancePath { return AcceptancePath(partOf(Acceptances, id)) }

// Decide is the target that accepts the risk or declines to.
func (a AcceptancePath) Decide() string { return partOf(string(a), "decide") }

// Withdraw is the target that takes it back.
func (a AcceptancePath) Withdraw() string { return partOf(string(a), "withdraw") }

// Revoke is the page, and the target, that ends it before its last day.
func (a AcceptancePath) Revoke() string { return partOf(string(a), "revoke") }

// Accept is the page, and the target, that asks that the risk of the question be accepted. It takes ?choice=.
func (q QuestionPath) Accept() string { return partOf(string(q), "accept") }
