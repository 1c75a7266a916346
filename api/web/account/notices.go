package account

import (
	"strconv"
	"strings"
	"time"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/notice"
	"plumbline/models/service/schedule"
	"plumbline/models/urls"
)

// noticeRow is a kind of notice in the form.
type noticeRow struct {
	Key, Label, Help string
	Channel          notice.Channel
}

// noticeWords are what the form calls the kinds.
var noticeWords = map[notice.Kind][2]string{
	notice.Assigned:    {"Assigned to me", "Items and questions, and items that came back after I had closed them."},
	notice.Mentioned:   {"Mentions", "A comment names you."},
	notice.Due:         {"My due dates", "An item of yours is due soon, overdue, or open again."},
	notice.Escalations: {"Escalations", "An item of somebody else's is overdue for long, and you lead."},
	notice.Acceptances: {"Acceptances", "To decide, about to end, or ended."},
	notice.Reviews:     {"Reviews", "A workload of yours is due for review."},
}

// noticeForm is the section “Notifications” of the account page.
type noticeForm struct {
	Mails   bool // the server sends mail
	Rows    []noticeRow
	Days    []time.Weekday
	Day     time.Weekday
	Hours   []string // 00:00 and so on
	Hour    int
	Zone    string
	Version int
}

func (h handlers) noticeForm(s schedule.NoticeSettings) noticeForm {
	form := noticeForm{Mails: h.Service.Deliveries.SendsMail(), Day: s.DigestDay, Hour: s.DigestHour, Zone: s.Zone,
		Version: s.Version}
	for _, kind := range notice.Kinds {
		words := noticeWords[kind]
		form.Rows = append(form.Rows, noticeRow{string(kind), words[0], words[1], s.Of(kind)})
	}
	for i := range 7 {
		form.Days = append(form.Days, time.Weekday((i+1)%7))
	}
	for hour := range 24 {
		form.Hours = append(form.Hours, strconv.Itoa(100 + hour)[1:]+":00")
	}
	return form
}

// setNotices saves which notices come.
func (h handlers) setNotices(r *page.Request) (page.Reply, error) {
	patch, err := typedNotices(r)
	if err == nil {
		_, err = h.Service.Notices.Update(r.HTTP.Context(), patch, nil)
	}
	if err != nil {
		return h.Again(r, "notices", err, h.accountPage)
	}
	return page.Done(urls.Account, "notices")
}

func typedNotices(r *page.Request) (notice.Patch, error) {
	channel := func(kind notice.Kind) *notice.Channel { c := notice.Channel(r.Post(string(kind))); return &c }
	patch := notice.Patch{Assigned: channel(notice.Assigned), Mentioned: channel(notice.Mentioned),
		Due: channel(notice.Due), Escalations: channel(notice.Escalations), Acceptances: channel(notice.Acceptances),
		Reviews: channel(notice.Reviews)}
	day, known := notice.Weekday(r.Post("digest_day"))
	hour, err := strconv.Atoi(strings.TrimSuffix(r.Post("digest_hour"), ":00"))
	patch.DigestDay, patch.DigestHour = &day, &hour
	switch {
	case !known:
		return patch, models.InvalidInput(models.FieldFault{Field: "digest_day", Message: "must be a day of the week"})
	case err != nil:
		return patch, models.InvalidInput(models.FieldFault{Field: "digest_hour", Message: "must be an hour"})
	}
	return patch, nil
}
