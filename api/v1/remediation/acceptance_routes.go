package remediation

import (
	"fmt"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/service/acceptance"
)

// acceptanceRoutes are about risks that are taken on purpose.
func (h handlers) acceptanceRoutes() []rest.Route {
	const review, one = "/workloads/:workload/lenses/:lens/acceptances", "/acceptances/:acceptance"
	return []rest.Route{
		{Method: methodGet, Path: "/acceptances", ID: "listAcceptances",
			Summary: "The risks of the workspace that somebody accepted or was asked to, newest first",
			Action:  models.ReadWorkload, Status: statusOK, Query: append(paging, acceptanceFilter, acceptanceWorkload),
			Do: rest.Do(h.listAcceptances)},
		{Method: methodGet, Path: one, ID: "getAcceptance", Summary: "One acceptance", Action: models.ReadWorkload,
			Status: statusOK, Do: rest.Do(h.getAcceptance)},
		{Method: methodGet, Path: review, ID: "listReviewAcceptances",
			Summary: "The acceptances of a review, newest first; guests get those in force, without names and notes",
			Action:  models.ReadReview, Status: statusOK, Query: []rest.Parameter{acceptanceQuestion},
			Do: rest.Do(h.listReviewAcceptances)},
		{Method: methodPost, Path: review, ID: "askAcceptance",
			Summary: "Ask that the risk of a question or of a missing practice be accepted until a day; " +
				"asked again, it extends what was accepted before",
			Action: models.AskAcceptance, Status: statusCreated, Idempotent: true, Do: rest.Do(h.askAcceptance)},
		{Method: methodGet, Path: review + "/approvers", ID: "listApprovers",
			Summary: "The members who may be asked to accept a risk, by name; not the person who asks",
			Action:  models.AskAcceptance, Status: statusOK, Do: rest.Do(h.listApprovers)},
		{Method: methodPost, Path: one + "/decide", ID: "decideAcceptance",
			Summary: "Accept the risk or decline to; not for the person who asked", Action: models.DecideAcceptance,
			Status: statusOK, Conditional: true, Do: rest.Do(h.decideAcceptance)},
		{Method: methodPost, Path: one + "/withdraw", ID: "withdrawAcceptance",
			Summary: "Withdraw what one asked for, as long as nobody decided", Action: models.AskAcceptance,
			Status: statusOK, Conditional: true, Do: rest.Do(h.withdrawAcceptance)},
		{Method: methodPost, Path: one + "/revoke", ID: "revokeAcceptance",
			Summary: "End an acceptance before its last day", Action: models.DecideAcceptance, Status: statusOK,
			Conditional: true, Do: rest.Do(h.revokeAcceptance)},
	}
}

var (
	paging = []rest.Parameter{
		{Name: "limit", Doc: fmt.Sprintf("how many rows at most; %d if not given", models.DefaultPage), Min: 1,
			Max: models.MaxPage},
		{Name: "cursor", Doc: "next_cursor of the page before"},
	}
	acceptanceFilter = rest.Parameter{Name: "filter",
		Doc: "to_decide: nobody decided yet; in_force; ending: in force and its last day is within 30 days; " +
			"idle: accepted, and not in force at the moment (no such risk, or a higher one); " +
			"over: ended, revoked, extended or removed; refused: declined or withdrawn; all if not given",
		Enum: []string{string(acceptance.ToDecide), string(acceptance.InForce), string(acceptance.EndsSoon),
			string(acceptance.NotInUse), string(acceptance.Over), string(acceptance.NotTaken)}}
	acceptanceWorkload = rest.Parameter{Name: "workload", Doc: "only those of the workload with this id"}
	acceptanceQuestion = rest.Parameter{Name: "question", Doc: "only those of the question with this id"}
)
