package v1

import (
	"plumbline/api/v1/rest"
	"plumbline/questionnaires"
)

// groundsJSON are what in the answer led to the risk, for programs; people read "why".
type groundsJSON struct {
	Basis         string   `json:"basis" doc:"what decided" enum:"question-not-applicable,no-answer,all-choices-not-applicable,rule,default,no-rule"`
	Selected      []string `json:"selected" doc:"selected choices that the risk stands on"`
	Unselected    []string `json:"unselected" doc:"choices that are not selected and that the risk stands on"`
	NotApplicable []string `json:"not_applicable" doc:"choices marked as not applicable that the risk stands on"`
}

func groundsOut(r questionnaires.RatingReason) groundsJSON {
	selected := r.Selected
	if r.Basis != questionnaires.OnRule { // for a rule they are among the others
		selected = append(selected[:len(selected):len(selected)], r.NoneOfThese...)
	}
	return groundsJSON{string(r.Basis), rest.EmptyIfNil(selected), rest.EmptyIfNil(r.Unselected),
		rest.EmptyIfNil(r.NotApplicable)}
}

// undecided is the mark beside the risk's key.
func undecided(r questionnaires.Risk) bool { return r == questionnaires.RiskUndecided }
