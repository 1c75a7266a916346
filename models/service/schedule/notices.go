package schedule

import (
	"context"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/notice"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// Notices are the operations of which notices people want.
type Notices struct{ core *core.OperationBase }

// NoticeSettings are the settings of a person with what they depend on.
type NoticeSettings struct {
	notice.Settings
	User    models.User
	Zone    string // in which the digest comes: the person's, else that of a workspace of the person's
	Version int    // for ETag; 0: the person has chosen none
}

// Get returns the settings of the person who asks.
func (n Notices) Get(ctx context.Context) (NoticeSettings, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, n.core, func(tx *store.Tx) (NoticeSettings, error) {
		return own(tx, actor)
	})
}

// Update changes the settings of the person who asks. A patch that changes nothing writes no audit line.
func (n Notices) Update(ctx context.Context, patch notice.Patch, seen models.IfMatch) (NoticeSettings, error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, n.core, func(tx *store.Tx) (NoticeSettings, error) {
		old, err := own(tx, actor)
		if err != nil {
			return old, err
		}
		if err := core.CheckVersion(seen, old.Version, old); err != nil {
			return old, err
		}
		return n.change(tx, actor, models.ManageSelf, old, patch)
	})
}

// Of returns the settings of an account, by its id or e-mail address, for administrators.
func (n Notices) Of(ctx context.Context, account string) (NoticeSettings, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, n.core, func(tx *store.Tx) (NoticeSettings, error) {
		return ofAccount(tx, actor, account)
	})
}

// UpdateOf changes the settings of an account, for administrators.
func (n Notices) UpdateOf(ctx context.Context, account string, patch notice.Patch) (NoticeSettings, error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, n.core, func(tx *store.Tx) (NoticeSettings, error) {
		old, err := ofAccount(tx, actor, account)
		if err != nil {
			return old, err
		}
		return n.change(tx, actor, models.ManageUsers, old, patch)
	})
}

func own(tx *store.Tx, actor models.Actor) (NoticeSettings, error) {
	if err := models.Allow(actor, models.ManageSelf, nil); err != nil {
		return NoticeSettings{}, err
	}
	user, err := tx.User(actor.UserID)
	if err != nil {
		return NoticeSettings{}, err
	}
	return settingsOf(tx, user)
}

func ofAccount(tx *store.Tx, actor models.Actor, account string) (NoticeSettings, error) {
	if err := models.Allow(actor, models.ManageUsers, nil); err != nil {
		return NoticeSettings{}, err
	}
	find := tx.User
	if strings.Contains(account, "@") {
		find = tx.UserByEmail
	}
	user, err := find(account)
	if models.CodeOf(err) == models.CodeNotFound {
		err = models.Errorf(models.CodeNotFound, "there is no account %q", account)
	}
	if err != nil {
		return NoticeSettings{}, err
	}
	return settingsOf(tx, user)
}

func settingsOf(tx *store.Tx, user models.User) (view NoticeSettings, err error) {
	view.User = user
	if view.Settings, view.Version, err = store.Schedule(tx).Settings(user.ID); err != nil {
		return view, err
	}
	view.Zone, err = zoneOf(tx, user.ID, user.TimeZone)
	return view, err
}

// zoneOf is the time zone of a person: the one chosen, else that of the workspace that the person joined first.
func zoneOf(tx *store.Tx, userID, chosen string) (string, error) {
	if chosen != "" {
		return chosen, nil
	}
	members, err := tx.MembershipsOf(userID)
	if err != nil || len(members) == 0 {
		return "UTC", err
	}
	first := members[0]
	for _, m := range members[1:] {
		if m.CreatedAt.Before(first.CreatedAt) {
			first = m
		}
	}
	space, err := tx.Workspace(first.WorkspaceID)
	return space.TimeZone, err
}

func (n Notices) change(tx *store.Tx, actor models.Actor, action models.Action, old NoticeSettings,
	patch notice.Patch) (NoticeSettings, error) {
	now, err := patch.Apply(old.Settings)
	if err != nil {
		return old, err
	}
	changes := noticeChanges(old.Settings, now)
	if len(changes) == 0 {
		return old, nil
	}
	old.Settings = now
	old.Version++
	if err := store.Schedule(tx).SaveSettings(old.User.ID, now, old.Version, n.core.Now()); err != nil {
		return old, err
	}
	return old, n.core.Record(tx, actor, core.AuditEntry{Action: action, Instance: true, Kind: "notices",
		ID: old.User.ID, Changes: changes})
}

func noticeChanges(was, now notice.Settings) (changes []models.FieldChange) {
	for _, kind := range notice.Kinds {
		changes = core.AddChange(changes, string(kind), string(was.Of(kind)), string(now.Of(kind)))
	}
	changes = core.AddChange(changes, "digest_day", was.DigestDay.String(), now.DigestDay.String())
	return core.AddChange(changes, "digest_hour", hourText(was.DigestHour), hourText(now.DigestHour))
}

func hourText(hour int) string { return time.Date(2000, 1, 1, hour, 0, 0, 0, time.UTC).Format("15:04") }
