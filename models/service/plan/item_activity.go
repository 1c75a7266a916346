package plan

import (
	"fmt"
	"strconv"
	"strings"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
)

// activitiesOf tells a change as people read it on the item's page.
func (steps *Steps) activitiesOf(actor models.Actor, was, now remediation.Item,
	changes []models.FieldChange) (list []remediation.Activity) {
	var edited []string
	for _, c := range changes {
		switch c.Field {
		case "status":
			kind := remediation.StatusChanged
			switch {
			case now.Status == remediation.Done:
				kind = remediation.ItemVerified
			case was.Status == remediation.Done:
				kind = remediation.ItemReopened
			}
			list = append(list, steps.activity(actor, now, kind, c.From, c.To, now.StatusNote))
		case "owner":
			list = append(list, steps.activity(actor, now, remediation.OwnerChanged, c.From, c.To, ""))
		case "due_on":
			list = append(list, steps.activity(actor, now, remediation.DueChanged, c.From, c.To, ""))
		case "status_note", "wont_do_reason":
		default:
			edited = append(edited, c.Field)
		}
	}
	if len(edited) > 0 {
		list = append(list, steps.activity(actor, now, remediation.ItemEdited, "", strings.Join(edited, ", "), ""))
	}
	return list
}

// itemChanges lists what the audit log says of a change of an item.
func itemChanges(a, b remediation.Item) []models.FieldChange {
	number := func(n int64) string {
		if n == 0 {
			return ""
		}
		return strconv.FormatInt(n, 10)
	}
	practices := func(i remediation.Item) (list []string) {
		for _, p := range i.Practices {
			list = append(list, p.QuestionID+"/"+p.ChoiceID)
		}
		return list
	}
	links := func(i remediation.Item) (list []string) {
		for _, l := range i.Links {
			list = append(list, strings.TrimSpace(l.Title+" "+l.URL))
		}
		return list
	}
	list := core.AddChange(nil, "title", a.Title, b.Title)
	list = core.AddChange(list, "status", string(a.Status), string(b.Status))
	list = core.AddChange(list, "status_note", a.StatusNote, b.StatusNote)
	list = core.AddChange(list, "wont_do_reason", string(a.WontDoReason), string(b.WontDoReason))
	list = core.AddChange(list, "description", a.Description, b.Description)
	list = core.AddListChange(list, "practices", practices(a), practices(b))
	list = core.AddChange(list, "owner", ownerText(a.Owner), ownerText(b.Owner))
	list = core.AddChange(list, "due_on", string(a.DueOn), string(b.DueOn))
	list = core.AddChange(list, "priority", string(a.Priority), string(b.Priority))
	list = core.AddChange(list, "effort", a.Effort, b.Effort)
	list = core.AddChange(list, "impact", a.Impact, b.Impact)
	list = core.AddChange(list, "build_cost", number(a.BuildCost), number(b.BuildCost))
	list = core.AddChange(list, "run_cost", number(a.RunCost), number(b.RunCost))
	list = core.AddChange(list, "tradeoff", a.Tradeoff, b.Tradeoff)
	list = core.AddListChange(list, "tradeoff_pillars", a.TradeoffPillars, b.TradeoffPillars)
	list = core.AddListChange(list, "links", links(a), links(b))
	return core.AddListChange(list, "needs", a.Needs, b.Needs)
}

// ownerText names an owner in logs.
func ownerText(o remediation.ItemOwner) string {
	switch o.Kind {
	case remediation.NoOwner:
		return ""
	case remediation.MemberOwner:
		return o.Name
	}
	return fmt.Sprintf("%s (%s)", o.Name, o.Kind)
}
