package acceptances

import (
	"strings"

	"plumbline/api/web/page"
	"plumbline/models/accepted"
	"plumbline/models/labels"
	"plumbline/models/service/acceptance"
	"plumbline/models/urls"
)

// acceptanceView is an acceptance as pages show it.
type acceptanceView struct {
	acceptance.View
	At       urls.AcceptancePath
	Href     string // of the question, "" where it is not asked any more
	Title    string // of the question in a few words
	Practice string // "" where it is about the whole question
	Risk     page.RiskMark
	Former   string // address of the one that it extends, "" if none
}

func viewOf(v acceptance.View) acceptanceView {
	out := acceptanceView{View: v, At: urls.Acceptance(v.ID), Title: v.QuestionID, Practice: v.ChoiceID,
		Risk: page.RiskMarkOf(v.Risk)}
	if v.Question != nil {
		out.Title = strings.TrimSpace(v.Question.DocumentID + " " + v.Question.Short())
		out.Href = string(urls.ReviewPage(v.WorkloadID, v.Lens.Key).Question(v.QuestionID))
	}
	if c := v.Choice(); c != nil {
		out.Practice = c.Title
	}
	if v.FormerID != "" {
		out.Former = string(urls.Acceptance(v.FormerID))
	}
	return out
}

// filterLink is a list of acceptances that can be chosen.
type filterLink struct {
	Href, Words string
	On          bool
}

type listData struct {
	Filters  []filterLink
	Rows     []acceptanceView
	Next     string
	Workload string // name, where the list is narrowed to one
}

var filterWords = []struct {
	filter acceptance.Filter
	words  string
}{
	{acceptance.All, "All"}, {acceptance.ToDecide, "To decide"}, {acceptance.InForce, "In force"},
	{acceptance.EndsSoon, "Ending within 30 days"}, {acceptance.NotInUse, "Not in force now"},
	{acceptance.Over, "Ended"}, {acceptance.NotTaken, "Declined or withdrawn"},
}

// list shows the acceptances of the workspace.
func (h handlers) list(r *page.Request) (page.Reply, error) {
	asked, load := acceptance.Filter(r.Query("filter")), r.Query("workload")
	data := listData{}
	known := acceptance.All
	for _, f := range filterWords {
		if f.filter == asked {
			known = asked
		}
	}
	for _, f := range filterWords {
		data.Filters = append(data.Filters, filterLink{r.WithQuery(urls.Acceptances, "filter", string(f.filter)), f.words,
			f.filter == known})
	}
	if load != "" {
		view, err := h.Service.Workloads.Get(r.HTTP.Context(), load)
		if err != nil {
			return page.Reply{}, err
		}
		data.Workload = view.Name
	}
	list, err := h.Service.Acceptances.List(r.HTTP.Context(), acceptance.Query{Filter: known, WorkloadID: load,
		PageRequest: r.ListPage("after", 0)})
	for _, v := range list.Items {
		data.Rows = append(data.Rows, viewOf(v))
	}
	data.Next = r.NextPage("after", list.Next)
	return page.Reply{Template: "acceptances", Title: "Accepted risks", Data: data}, err
}

type acceptanceData struct {
	acceptanceView
	Now string // how it stands, in a sentence
}

// acceptance shows one with its decision.
func (h handlers) acceptance(r *page.Request) (page.Reply, error) { return h.show(r, "acceptance") }

// revokePage asks for the reason of an end before the last day.
func (h handlers) revokePage(r *page.Request) (page.Reply, error) {
	return h.show(r, "acceptance_revoke")
}

func (h handlers) show(r *page.Request, template string) (page.Reply, error) {
	v, err := h.Service.Acceptances.Get(r.HTTP.Context(), r.Param("acceptance"))
	if err != nil {
		return page.Reply{}, err
	}
	return page.Reply{Template: template, Title: "Accepted risk", Data: acceptanceData{viewOf(v), sentence(v)}}, nil
}

// sentence says what it means how an acceptance stands.
func sentence(v acceptance.View) string {
	day := labels.CalendarDay(v.Until)
	switch v.Standing {
	case accepted.ToDecide:
		return "Nobody has decided yet. The risk is not accepted until somebody does."
	case accepted.Lapsed:
		return "Nobody decided before " + day + " was over. Ask again if it is still needed."
	case accepted.InForce:
		return "The risk is accepted until " + day + ", that day included. It still counts in scores and reports."
	case accepted.Ended:
		return "It ended on " + day + ". The risk is not accepted any more."
	case accepted.NotNeeded:
		return "There is no such risk any more, so nothing needs to be accepted. It holds again if the risk comes back " +
			"before " + day + " is over."
	case accepted.Exceeded:
		return "The risk is higher than it was when this was asked, so it is not accepted. Ask again, or lower the risk."
	case accepted.Unanswered:
		return "The question is not answered any more, so nobody knows whether there is a risk."
	case accepted.Standing(accepted.Replaced):
		return "Another acceptance extends it."
	case accepted.Standing(accepted.Removed):
		return "The question or practice is not asked any more."
	}
	return ""
}

func (h handlers) decide(r *page.Request) (page.Reply, error) {
	in := accepted.Decision{Accept: r.Post("decision") == "accept", Note: strings.TrimSpace(r.Text("note"))}
	v, err := h.Service.Acceptances.Decide(r.HTTP.Context(), r.Param("acceptance"), in, r.Seen())
	if err != nil {
		return h.Again(r, "decide", err, h.acceptance)
	}
	if in.Accept {
		return page.Done(urls.Acceptance(v.ID), "acceptance-accepted")
	}
	return page.Done(urls.Acceptance(v.ID), "acceptance-declined")
}

func (h handlers) withdraw(r *page.Request) (page.Reply, error) {
	in := accepted.Closing{Note: strings.TrimSpace(r.Text("note"))}
	v, err := h.Service.Acceptances.Withdraw(r.HTTP.Context(), r.Param("acceptance"), in, r.Seen())
	if err != nil {
		return h.Again(r, "withdraw", err, h.acceptance)
	}
	return page.Done(urls.Acceptance(v.ID), "acceptance-withdrawn")
}

func (h handlers) revoke(r *page.Request) (page.Reply, error) {
	in := accepted.Closing{Note: strings.TrimSpace(r.Text("note"))}
	v, err := h.Service.Acceptances.Revoke(r.HTTP.Context(), r.Param("acceptance"), in, r.Seen())
	if err != nil {
		return h.Again(r, "revoke", err, h.revokePage)
	}
	return page.Done(urls.Acceptance(v.ID), "acceptance-revoked")
}
