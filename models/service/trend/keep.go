package trend

import (
	"time"

	"plumbline/models/figures"
	"plumbline/models/service/schedule"
	"plumbline/models/store"
	"plumbline/models/timezone"
)

// asked is how often it is looked whether a day has ended: days begin at whole quarters of an hour in every time zone.
const asked = 15 * time.Minute

// Source notes the figures of each workspace once a day has ended there, and thins those of long ago once a day.
func (t Trends) Source() schedule.Source {
	return schedule.Source{Name: "trend", Every: asked, Find: t.closings}
}

// closings are the days that have ended last.
func (t Trends) closings(tx *store.Tx, now time.Time, _ string) (page schedule.Page, err error) {
	spaces, err := tx.Workspaces()
	for _, space := range spaces {
		day := figures.AddDays(dayOf(timezone.Of(space.TimeZone), now), -1)
		page.Steps = append(page.Steps, schedule.Step{Key: "trend/" + space.ID + "/" + day,
			Do: func(tx *store.Tx) error { return t.note(tx, space) }})
	}
	page.Steps = append(page.Steps, schedule.Step{Key: "trend/thin/" + dayOf(timezone.UTC, now), Do: t.thin})
	return page, err
}
