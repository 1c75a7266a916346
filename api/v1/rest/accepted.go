package rest

import (
	"plumbline/models/accepted"
	"plumbline/questionnaires"
)

// Accepted counts questions whose risk is accepted. They are among the questions with that risk.
type Accepted struct {
	High      int `json:"HIGH" doc:"high risks"`
	Medium    int `json:"MEDIUM" doc:"medium risks"`
	Undecided int `json:"undecided" doc:"questions of which the lens does not say"`
}

// AcceptedOf takes the counts of risks that can be accepted.
func AcceptedOf(c questionnaires.RiskCounts) Accepted { return Accepted{c.High, c.Medium, c.Undecided} }

// AcceptedEntry says who took a risk on purpose.
type AcceptedEntry struct {
	ChoiceID     string `json:"choice_id,omitempty" doc:"the practice; missing: the whole question"`
	Until        string `json:"until" doc:"last day on which it holds"`
	ApproverRole string `json:"approver_role" doc:"who answers for it, such as CISO"`
	DecidedBy    string `json:"decided_by,omitempty" doc:"who accepted it; not for guests"`
	Reason       string `json:"reason" doc:"why"`
	Mitigation   string `json:"mitigation" doc:"what keeps it small meanwhile"`
}

// AcceptedEntries are those of a question; nil where there are none.
func AcceptedEntries(all []accepted.Entry) (list []AcceptedEntry) {
	for _, e := range all {
		list = append(list, AcceptedEntry{e.ChoiceID, e.Until, e.ApproverRole, e.DecidedBy, e.Reason, e.Mitigation})
	}
	return list
}
