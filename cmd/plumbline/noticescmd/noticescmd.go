// Package noticescmd is the commands about which notices come to a person: their flags, and how the settings are
// printed.
//
// It may import the service, what it prints with, and the types. How the database is opened is for the program.
package noticescmd

import (
	"context"
	"fmt"
	"io"
	"strings"

	"plumbline/cmd/plumbline/output"
	"plumbline/models/notice"
	"plumbline/models/service"
	"plumbline/models/service/schedule"
)

// Flags are what can be changed.
type Flags struct {
	Assigned    *string `help:"Assigned items and questions: mail, weekly (digest) or off." placeholder:"HOW"`
	Mentioned   *string `help:"Mentions in comments: mail, weekly or off." placeholder:"HOW"`
	Due         *string `help:"Own items that are due soon, overdue or open again: mail, weekly or off." placeholder:"HOW"`
	Escalations *string `help:"Items of others that are overdue for long: mail, weekly or off." placeholder:"HOW"`
	Acceptances *string `help:"Acceptances to decide, about to end or ended: mail, weekly or off." placeholder:"HOW"`
	Reviews     *string `help:"Workloads that are due for review: mail, weekly or off." placeholder:"HOW"`
	Day         *string `name:"digest-day" help:"Day of the weekly digest, such as monday." placeholder:"DAY"`
	Hour        *int    `name:"digest-hour" help:"Hour of the digest, 0 to 23, in the person's zone." placeholder:"HOUR"`
}

func (f Flags) patch() (notice.Patch, error) {
	p := notice.Patch{Assigned: (*notice.Channel)(f.Assigned), Mentioned: (*notice.Channel)(f.Mentioned),
		Due: (*notice.Channel)(f.Due), Escalations: (*notice.Channel)(f.Escalations),
		Acceptances: (*notice.Channel)(f.Acceptances), Reviews: (*notice.Channel)(f.Reviews), DigestHour: f.Hour}
	if f.Day != nil {
		day, known := notice.Weekday(*f.Day)
		if !known {
			return p, fmt.Errorf("--digest-day must be a day such as monday, not %q", *f.Day)
		}
		p.DigestDay = &day
	}
	return p, nil
}

// row is a kind of notice, or the digest, as it is printed.
type row struct {
	Notice string `json:"notice"`
	How    string `json:"how"`
}

func (r row) Cells() []string { return []string{r.Notice, r.How} }

// Run changes what was given, nothing by default, and prints the settings of the account.
func (f Flags) Run(ctx context.Context, svc *service.Service, account string, list output.ListFlag,
	to io.Writer) error {
	patch, err := f.patch()
	if err != nil {
		return err
	}
	settings, err := change(ctx, svc, account, patch)
	if err != nil {
		return err
	}
	return output.List(list, to, "NOTICE HOW", rows(settings))
}

func change(ctx context.Context, svc *service.Service, account string, patch notice.Patch) (schedule.NoticeSettings,
	error) {
	if patch == (notice.Patch{}) {
		return svc.Notices.Of(ctx, account)
	}
	return svc.Notices.UpdateOf(ctx, account, patch)
}

func rows(s schedule.NoticeSettings) (all []row) {
	for _, kind := range notice.Kinds {
		all = append(all, row{string(kind), string(s.Of(kind))})
	}
	digest := "off"
	if s.HasDigest() {
		digest = fmt.Sprintf("%s %02d:00 %s", strings.ToLower(s.DigestDay.String()), s.DigestHour, s.Zone)
	}
	return append(all, row{"digest", digest})
}
