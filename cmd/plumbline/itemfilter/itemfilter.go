// Package itemfilter has the flags by which commands narrow items: lists, views and exports have the same. They are
// read as those of the API are.
//
// It may import the package command, the API's filters of items, models and the service.
package itemfilter

import (
	"context"
	"strings"

	"plumbline/api/v1/itemfilter"
	"plumbline/cmd/plumbline/command"
	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service"
)

// Filters choose items.
type Filters struct {
	Workload  string   `help:"Only those of this workload, by id or name." placeholder:"WORKLOAD"`
	Status    []string `help:"Only those of these statuses; active: those that are not closed." placeholder:"STATUS"`
	Active    bool     `help:"Only those that are not closed."`
	Owner     string   `help:"Only those of this member, by e-mail address, team or person." placeholder:"OWNER"`
	Unowned   bool     `help:"Only those that are nobody's."`
	Risk      string   `help:"Only those that were made for this risk." placeholder:"RISK"`
	Priority  string   `help:"Only those of this priority." placeholder:"PRIORITY"`
	DueFrom   string   `help:"Only those that are due on this day or later." placeholder:"DAY"`
	DueTo     string   `help:"Only those that are due on this day or before." placeholder:"DAY"`
	Overdue   bool     `help:"Only those that are overdue."`
	Regressed bool     `help:"Only those that lost a practice that they had closed."`
	Lens      string   `help:"With --workload and --question: id or key of the lens." placeholder:"LENS"`
	Question  string   `help:"Only those that close practices of this question of --lens." placeholder:"QUESTION"`
	Text      string   `help:"Only those with these words in their title." placeholder:"WORDS"`
}

// Query is what the flags ask for.
func (f Filters) Query(ctx context.Context, svc *service.Service) (q remediation.ItemQuery, err error) {
	values := map[string]string{"status": strings.Join(f.Status, ","), "active": yes(f.Active),
		"unowned": yes(f.Unowned), "risk": strings.ToUpper(f.Risk), "priority": f.Priority, "due_from": f.DueFrom,
		"due_to": f.DueTo, "overdue": yes(f.Overdue), "regressed": yes(f.Regressed), "lens": f.Lens,
		"question": f.Question, "q": f.Text}
	if f.Workload != "" {
		if values["workload"], err = command.WorkloadID(ctx, svc, f.Workload); err != nil {
			return q, err
		}
	}
	if !strings.Contains(f.Owner, "@") {
		values["owner_name"] = f.Owner
	} else if values["owner"], err = MemberID(ctx, svc, f.Owner); err != nil {
		return q, err
	}
	return itemfilter.Parse(func(name string) string { return values[name] }, models.ActorFrom(ctx).UserID)
}

func yes(on bool) string {
	if on {
		return itemfilter.Yes
	}
	return ""
}

// MemberID finds a member of the workspace by an e-mail address.
func MemberID(ctx context.Context, svc *service.Service, email string) (string, error) {
	page, err := svc.Members.List(ctx, models.UserQuery{Text: email,
		PageRequest: models.PageRequest{Limit: models.MaxPage}})
	if err != nil {
		return "", err
	}
	for _, m := range page.Items {
		if strings.EqualFold(m.User.Email, email) {
			return m.User.ID, nil
		}
	}
	return "", models.Errorf(models.CodeNotFound, "there is no member %q", email)
}
