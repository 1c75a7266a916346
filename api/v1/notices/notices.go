// Package notices is the part of the JSON API about what people are told: which mails come, and recaps of reviews. Its
// routes are rows of the table of api/v1.
//
// Handlers decide nothing: they turn a request into one call of the service and its result into JSON.
package notices

import (
	"context"
	"net/http"
	"strings"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/notice"
	"plumbline/models/service"
	"plumbline/models/service/schedule"
	"plumbline/models/urls"
)

// Dependencies is what the handlers of these routes call.
type Dependencies struct {
	Service *service.Service
	Site    urls.Site // to which links in mails lead
}

// Routes are the rows of this part, for the table of api/v1.
func Routes(d Dependencies) []rest.Route {
	return append(d.recapRoutes(), []rest.Route{
		{Method: http.MethodGet, Path: "/me/notices", ID: "getNotices",
			Summary: "Which notices come to the user by mail, and when the weekly digest does", Action: models.ManageSelf,
			Status: http.StatusOK, Do: rest.Do(d.get)},
		{Method: http.MethodPatch, Path: "/me/notices", ID: "updateNotices",
			Summary: "Change which notices come to the user by mail, and when the weekly digest does",
			Action:  models.ManageSelf, Status: http.StatusOK, Conditional: true, Do: rest.Do(d.update)},
	}...)
}

type noticesJSON struct {
	Assigned    string `json:"assigned" doc:"items and questions; items that came back" enum:"mail,weekly,off"`
	Mentioned   string `json:"mentioned" doc:"a comment names you" enum:"mail,weekly,off"`
	Due         string `json:"due" doc:"own items: due soon, overdue, reopened" enum:"mail,weekly,off"`
	Escalations string `json:"escalations" doc:"items of others that are overdue for long" enum:"mail,weekly,off"`
	Acceptances string `json:"acceptances" doc:"to decide, about to end, ended" enum:"mail,weekly,off"`
	Reviews     string `json:"reviews" doc:"workloads due for review; recaps" enum:"mail,weekly,off"`

	Day string `json:"digest_day" doc:"of the digest" enum:"monday,tuesday,wednesday,thursday,friday,saturday,sunday"`

	Hour    int    `json:"digest_hour" doc:"the hour of that day, in the time zone" min:"0" max:"23"`
	Digest  bool   `json:"digest" doc:"at least one kind is weekly; it covers all that are not off"`
	Zone    string `json:"time_zone" doc:"of the digest: your own, else your first workspace's"`
	Version int    `json:"version" doc:"the ETag's number; 0: nothing was chosen yet"`
}

func (n noticesJSON) ETag() int { return n.Version }

type noticesPatch struct {
	Assigned    *string `json:"assigned,omitempty" doc:"items and questions; items that came back" enum:"mail,weekly,off"`
	Mentioned   *string `json:"mentioned,omitempty" doc:"a comment names you" enum:"mail,weekly,off"`
	Due         *string `json:"due,omitempty" doc:"own items: due soon, overdue, reopened" enum:"mail,weekly,off"`
	Escalations *string `json:"escalations,omitempty" doc:"items of others, overdue for long" enum:"mail,weekly,off"`
	Acceptances *string `json:"acceptances,omitempty" doc:"to decide, about to end, ended" enum:"mail,weekly,off"`
	Reviews     *string `json:"reviews,omitempty" doc:"workloads due for review; recaps" enum:"mail,weekly,off"`

	Day *string `json:"digest_day,omitempty" doc:"when" enum:"monday,tuesday,wednesday,thursday,friday,saturday,sunday"`

	Hour *int `json:"digest_hour,omitempty" doc:"the hour of that day, in the time zone" min:"0" max:"23"`
}

func (p noticesPatch) patch() (notice.Patch, error) {
	out := notice.Patch{Assigned: (*notice.Channel)(p.Assigned), Mentioned: (*notice.Channel)(p.Mentioned),
		Due: (*notice.Channel)(p.Due), Escalations: (*notice.Channel)(p.Escalations),
		Acceptances: (*notice.Channel)(p.Acceptances), Reviews: (*notice.Channel)(p.Reviews), DigestHour: p.Hour}
	if p.Day != nil {
		day, known := notice.Weekday(*p.Day)
		if !known {
			return out, models.InvalidInput(models.FieldFault{Field: "digest_day", Message: "must be a day such as monday"})
		}
		out.DigestDay = &day
	}
	return out, nil
}

func noticesOut(s schedule.NoticeSettings) noticesJSON {
	return noticesJSON{Assigned: string(s.Assigned), Mentioned: string(s.Mentioned), Due: string(s.Due),
		Escalations: string(s.Escalations), Acceptances: string(s.Acceptances), Reviews: string(s.Reviews),
		Day: dayName(s.DigestDay), Hour: s.DigestHour, Digest: s.HasDigest(), Zone: s.Zone, Version: s.Version}
}

func dayName(day time.Weekday) string { return strings.ToLower(day.String()) }

func (d Dependencies) get(ctx context.Context, _ *rest.Request, _ rest.None) (noticesJSON, error) {
	s, err := d.Service.Notices.Get(ctx)
	return noticesOut(s), err
}

func (d Dependencies) update(ctx context.Context, r *rest.Request, in noticesPatch) (noticesJSON, error) {
	seen, err := r.IfMatch()
	if err != nil {
		return noticesJSON{}, err
	}
	patch, err := in.patch()
	if err != nil {
		return noticesJSON{}, err
	}
	s, err := d.Service.Notices.Update(ctx, patch, seen)
	return noticesOut(s), err
}
