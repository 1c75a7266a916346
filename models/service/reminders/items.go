package reminders

import (
	"fmt"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/notice"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/service/schedule"
	"plumbline/models/store"
	"plumbline/models/store/items"
	"plumbline/models/timezone"
	"plumbline/models/urls"
)

const (
	hourly   = time.Hour
	pageSize = 200
	// maxSoon is how far ahead an item can be due soon, by the bounds of the settings.
	maxSoon = 365
	// lateDays is how long an item is told to be overdue: longer than the settings let any step take. What is older is
	// in the digest alone, so that its steps can be forgotten whatever becomes of the item.
	lateDays = 500
)

// space is what the days of a workspace follow.
type space struct {
	settings remediation.PlanSettings
	today    remediation.Date
}

// spaces looks each workspace up once.
type spaces struct {
	tx    *store.Tx
	now   time.Time
	known map[string]space
}

func (s *spaces) get(id string) (space, error) {
	if found, known := s.known[id]; known {
		return found, nil
	}
	row, err := s.tx.Workspace(id)
	if err != nil {
		return space{}, err
	}
	settings, err := store.PlanSettings(s.tx).Of(id)
	if err != nil {
		return space{}, err
	}
	s.known[id] = space{settings, remediation.DateOf(timezone.Of(row.TimeZone).In(s.now))}
	return s.known[id], nil
}

// dueItems finds the items that are due soon or overdue, and whom to tell of each: the owner, and where it is overdue
// for so long the lead and then the sponsor. What is overdue is not told to be due soon any more.
func (steps *Steps) dueItems(tx *store.Tx, now time.Time, after string) (schedule.Page, error) {
	date, id, _ := strings.Cut(after, "/")
	latest := remediation.DateOf(now.UTC().Add(14 * time.Hour)) // where it is latest on earth
	list, err := items.Due(store.Items(tx), latest.AddDays(maxSoon), remediation.Date(date), id, pageSize)
	if err != nil {
		return schedule.Page{}, err
	}
	var page schedule.Page
	known := &spaces{tx, now, map[string]space{}}
	for _, item := range list {
		at, err := known.get(item.WorkspaceID)
		if err != nil {
			return page, err
		}
		for _, due := range dueSteps(item, at) {
			page.Steps = append(page.Steps, steps.itemStep(item, due))
		}
	}
	if len(list) == pageSize {
		last := list[len(list)-1]
		page.Next = string(last.DueOn) + "/" + last.ID
	}
	return page, nil
}

// dueStep is one thing to be told of an item.
type dueStep struct {
	key    string // what
	to     string // user id
	role   string // as whom
	notice notice.Reminder
}

// dueSteps are the steps that an item has come to.
func dueSteps(item remediation.Item, at space) (list []dueStep) {
	late := item.DueOn.DaysUntil(at.today)
	add := func(key, to, role string, n notice.Reminder) {
		if to != "" {
			list = append(list, dueStep{key, to, role, n})
		}
	}
	switch {
	case item.DueWithin(at.today, at.settings.DueSoonDays):
		add(notice.ItemDueSoonStep, item.Owner.UserID, "owner", notice.Reminder{Event: notice.ItemDueSoon, Days: -late})
	case item.Overdue(at.today) && late <= lateDays:
		add(notice.ItemOverdueStep, item.Owner.UserID, "owner", notice.Reminder{Event: notice.ItemOverdue, Days: late})
		if late >= at.settings.LeadAfterDays {
			add(notice.ItemLeadStep, at.settings.LeadID, "lead",
				notice.Reminder{Event: notice.ItemEscalated, Role: "lead", Days: late})
		}
		if late >= at.settings.SponsorAfterDays {
			add(notice.ItemSponsorStep, at.settings.SponsorID, "sponsor",
				notice.Reminder{Event: notice.ItemEscalated, Role: "sponsor", Days: late})
		}
	}
	return list
}

// itemStep tells one person of an item that is still due as it was, and writes it down on the item.
func (steps *Steps) itemStep(item remediation.Item, due dueStep) schedule.Step {
	key := notice.StepOf(due.key, item.ID, string(item.DueOn), due.to)
	return schedule.Step{Key: key, Do: func(tx *store.Tx) error {
		actor := models.ProgramActor(item.WorkspaceID)
		if _, err := core.WorkloadOwner(tx, actor, models.ReadWorkload, item.WorkloadID); err != nil { // locked first
			return gone(err)
		}
		now, err := store.Items(tx).Get(item.ID)
		if err != nil {
			return gone(err)
		}
		if !now.Status.Active() || now.DueOn != item.DueOn || due.role == "owner" && now.Owner.UserID != due.to {
			return schedule.ErrNotDue
		}
		to, err := participant(tx, now, due.to)
		if err != nil {
			return err
		}
		if to.UserID == "" {
			return schedule.ErrNotDue // the person reaches it no more
		}
		outcome, err := steps.tell(tx, to, now, due.notice)
		if err != nil {
			return err
		}
		return store.ItemTalk(tx).AddActivity(remediation.Activity{ID: models.NewID(), ItemID: now.ID,
			At: steps.core.Now(), ActorKind: actor.Kind, ActorName: actor.Name, Kind: remediation.Reminded, Old: due.key,
			New: due.role + ": " + to.Name, Note: outcome.Words()})
	}}
}

// ownItems lists the items of the person that are due soon or overdue.
func (steps *Steps) ownItems(tx *store.Tx, to schedule.Reader) (notice.DigestSection, error) {
	section := notice.DigestSection{Title: "Your items", Path: string(urls.Items) + "?owner=me"}
	if to.Settings.Of(notice.Due) == notice.Off {
		return section, nil
	}
	at, err := (&spaces{tx, to.Now, map[string]space{}}).get(to.Space.ID)
	if err != nil {
		return section, err
	}
	list, err := store.ListItems(tx, to.Space.ID, remediation.ItemQuery{OwnerID: to.Actor.UserID, Active: true,
		DueTo: at.today.AddDays(at.settings.DueSoonDays), Only: to.Actor.Scope.Workloads,
		PageRequest: models.PageRequest{Limit: models.MaxPage}})
	for _, item := range list {
		if !to.Owns(item.WorkspaceID) {
			continue
		}
		detail := "due " + schedule.DayWords(string(item.DueOn))
		if item.Overdue(at.today) {
			detail = "overdue since " + schedule.DayWords(string(item.DueOn))
		}
		section.Count(schedule.MostLines, notice.DigestLine{Text: fmt.Sprintf("#%d %s", item.Number, item.Title),
			Detail: detail, Path: string(urls.Item(item.ID))})
	}
	return section, err
}
