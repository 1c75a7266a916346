package schedule

import (
	"time"

	"plumbline/models"
	"plumbline/models/notice"
	"plumbline/models/service/outbox"
	"plumbline/models/store"
	tables "plumbline/models/store/schedule"
	"plumbline/models/timezone"
)

// Section gives what the digest of a person says of one kind of thing in one workspace. It reads only.
type Section func(tx *store.Tx, to Reader) (notice.DigestSection, error)

// Reader is who reads a digest, in one of the person's workspaces.
type Reader struct {
	Actor    models.Actor // as whom the person is in the workspace
	Space    models.Workspace
	Settings notice.Settings
	Now      time.Time
	Today    string // in the workspace

	memberOf map[string]bool
}

// Owns reports whether a thing of a workspace is listed in the present one: each is listed once, under the workspace
// whose it is where the person is a member there.
func (r Reader) Owns(workspaceID string) bool {
	return workspaceID == r.Space.ID || !r.memberOf[workspaceID]
}

// AddSection adds a section to the digest. It must be added before the worker starts.
func (steps *Steps) AddSection(section Section) { steps.sections = append(steps.sections, section) }

// MostLines bounds what a section of a digest lists.
const MostLines = 10

// digests finds the people whose weekly digest is due: the last one that is, for each.
func (steps *Steps) digests(tx *store.Tx, now time.Time, after string) (Page, error) {
	people, err := store.Schedule(tx).People(after, pageSize)
	if err != nil {
		return Page{}, err
	}
	ids := make([]string, len(people))
	for i, p := range people {
		ids[i] = p.ID
	}
	chosen, err := store.Schedule(tx).SettingsOf(ids)
	if err != nil {
		return Page{}, err
	}
	since, err := store.Schedule(tx).ToldAt(began)
	if err != nil {
		return Page{}, err
	}
	var page Page
	for _, p := range people {
		settings, has := chosen[p.ID]
		if !has {
			settings = notice.DefaultSettings()
		}
		if !settings.HasDigest() {
			continue
		}
		zone, err := zoneOf(tx, p.ID, p.TimeZone)
		if err != nil {
			return page, err
		}
		slot := settings.DigestSlot(now, timezone.Of(zone))
		if slot.After(since) && slot.After(p.JoinedAt()) {
			page.Steps = append(page.Steps, steps.digestStep(p, settings, slot))
		}
	}
	if len(people) == pageSize {
		page.Next = people[len(people)-1].ID
	}
	return page, nil
}

// digestStep is the digest of a person for a week. Where there is nothing to say it is noted all the same: what comes
// up later has its own mails, and the digest of the next week.
func (steps *Steps) digestStep(to tables.Person, settings notice.Settings, slot time.Time) Step {
	var digest notice.Digest
	return Step{
		Key: "digest/" + to.ID + "/" + notice.Week(slot),
		Prepare: func(tx *store.Tx) (err error) {
			digest, err = steps.digestOf(tx, to, settings, slot)
			return err
		},
		Do: func(tx *store.Tx) error {
			if digest.Empty() {
				return nil
			}
			return steps.outbox.Post(tx, outbox.Letter{To: to.Email, About: digest})
		},
	}
}

func (steps *Steps) digestOf(tx *store.Tx, to tables.Person, settings notice.Settings,
	slot time.Time) (notice.Digest, error) {
	digest := notice.Digest{Name: to.Name, Day: slot.Format(time.DateOnly)}
	members, err := tx.MembershipsOf(to.ID)
	if err != nil {
		return digest, err
	}
	memberOf := map[string]bool{}
	for _, m := range members {
		memberOf[m.WorkspaceID] = true
	}
	now := steps.core.Now()
	for _, m := range members {
		space, err := tx.Workspace(m.WorkspaceID)
		if err != nil {
			return digest, err
		}
		said := notice.DigestWorkspace{Name: space.Name}
		reader := Reader{Actor: m.Actor(), Space: space, Settings: settings, Now: now,
			Today: today(space.TimeZone, now), memberOf: memberOf}
		for _, section := range steps.sections {
			found, err := section(tx, reader)
			if err != nil {
				return digest, err
			}
			said.Add(found)
		}
		if len(said.Sections) > 0 {
			digest.Workspaces = append(digest.Workspaces, said)
		}
	}
	return digest, nil
}
