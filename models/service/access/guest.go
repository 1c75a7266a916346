package access

import (
	"context"
	"strconv"
	"time"

	"plumbline/models"
	"plumbline/models/service/access/credentials"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// Guests are the operations of those who have a guest link.
type Guests struct {
	core  *core.OperationBase
	steps *Steps
}

func guestLinkEntry(link models.GuestLink, changes []models.FieldChange) core.AuditEntry {
	return core.AuditEntry{Action: models.ManageGuests, Kind: "guest link", ID: link.ID, WorkloadID: link.WorkloadID,
		Workspace: link.WorkspaceID,
		Changes:   changes}
}

// openGuest finds a guest link that opens. Unknown, ended and expired ones look the same.
func (steps *Steps) openGuest(tx *store.Tx, secret string) (models.GuestLink, error) {
	gone := models.Errorf(models.CodeNotFound,
		"this guest link does not open: it has ended or expired, or part of it is missing. Ask whoever sent it to you for "+
			"a new one")
	if !credentials.IsSecret(secret, credentials.GuestPrefix) {
		return models.GuestLink{}, gone
	}
	link, err := tx.GuestLinkByHash(credentials.HashSecret(secret))
	if models.CodeOf(err) == models.CodeNotFound || (err == nil && !steps.valid(link.ExpiresAt, link.RevokedAt)) {
		return models.GuestLink{}, gone
	}
	return link, err
}

// GuestEntry is what a guest brings. Previous is the secret of the session that the client had, "" if none.
type GuestEntry struct {
	Code     string // the link's secret
	Passcode string // where the link asks for one
	Previous string
}

// Open begins a guest's session, whose secret it returns: it reads the one review that the link opens. A client that
// has the link open keeps its session. A passcode that is wrong or missing is Unauthenticated with a Fault at
// "passcode"; after some wrong ones, and where the link is opened too often or in too many browsers, it is
// RateLimited.
func (g Guests) Open(ctx context.Context, in GuestEntry) (secret string, view SessionView, err error) {
	open := false
	link, err := core.Read(ctx, g.core, func(tx *store.Tx) (link models.GuestLink, err error) {
		if link, err = g.steps.openGuest(tx, in.Code); err != nil {
			return link, err
		}
		view, open, err = g.openAlready(tx, link.ID, in.Previous)
		return link, err
	})
	switch {
	case err != nil:
		return "", view, err
	case open:
		return in.Previous, view, nil
	}
	counted, err := g.checkPasscode(ctx, link, in.Passcode)
	if err != nil {
		return "", view, err
	}
	if err := g.steps.guestOpenings.Check(link.ID, models.ClientFrom(ctx).Address, g.core.Now()); err != nil {
		return "", view, err
	}
	err = g.core.Store.Write(ctx, func(tx *store.Tx) error {
		now, err := g.steps.openGuest(tx, in.Code)
		if err != nil {
			return err
		}
		if err := credentials.ForgetFailures(tx, counted); err != nil {
			return err
		}
		secret, view, err = g.beginGuest(tx, ctx, now, in.Previous)
		return err
	})
	return secret, view, err
}

// checkPasscode returns the counters that the right passcode clears.
func (g Guests) checkPasscode(ctx context.Context, link models.GuestLink,
	passcode string) ([]credentials.AttemptCounter,
	error) {
	if link.Passcode == "" {
		return nil, nil
	}
	if passcode == "" {
		return nil, passcodeError("is missing")
	}
	if len(passcode) > 4*models.MaxPassword || models.TextFault(passcode) != "" {
		return nil, passcodeError("is wrong")
	}
	counted := credentials.CountersFor("guest", link.ID, models.ClientFrom(ctx).Address)
	return counted, g.steps.attempts.Make(ctx, credentials.GuardedTry{What: "opening a guest link", Counters: counted,
		ID: "guest link " + link.ID}, func() error {
		good, err := g.steps.passwords.Matches(ctx, passcode, link.Passcode)
		if err == nil && !good {
			err = &credentials.FailedTry{Err: passcodeError("is wrong"), Reason: "wrong passcode"}
		}
		return err
	})
}

func passcodeError(what string) error {
	e := models.Errorf(models.CodeUnauthenticated, "the passcode %s", what)
	e.Faults = []models.FieldFault{{Field: "passcode", Message: what}}
	return e
}

// beginGuest starts a session of a guest under a new secret, and ends the one the client had.
func (g Guests) beginGuest(tx *store.Tx, ctx context.Context, link models.GuestLink, previous string) (string,
	SessionView, error) {
	if err := g.steps.endPrevious(tx, previous); err != nil {
		return "", SessionView{}, err
	}
	if err := g.makeRoomForGuest(tx, link.ID); err != nil {
		return "", SessionView{}, err
	}
	now, client := g.core.Now(), models.ClientFrom(ctx)
	if _, err := tx.PurgeSessions(now.Add(-30 * 24 * time.Hour)); err != nil {
		return "", SessionView{}, err
	}
	secret, expires := credentials.NewSecret(credentials.SessionPrefix), now.Add(models.MaxGuestSessions)
	if link.ExpiresAt.Before(expires) {
		expires = link.ExpiresAt
	}
	session := models.Session{
		ID:          models.NewID(),
		Hash:        credentials.HashSecret(secret),
		GuestLinkID: link.ID,
		WorkspaceID: link.WorkspaceID,
		Method:      models.MethodGuestLink,
		Address:     client.Address,
		Agent: clipText(client.Agent,
			models.MaxAgent),
		CreatedAt: now,
		SeenAt:    now.Truncate(time.Minute),
		ExpiresAt: expires,
	}
	if err := tx.CreateSession(session); err != nil {
		return "", SessionView{}, err
	}
	if err := tx.OpenGuestLink(link.ID, now); err != nil {
		return "", SessionView{}, err
	}
	actor, err := g.steps.guestActor(tx, session)
	if err != nil {
		return "", SessionView{}, err
	}
	actor.Address = client.Address
	if err := g.core.Record(tx, actor, guestLinkEntry(link, core.AddChange(nil, "opened", strconv.Itoa(link.Opens),
		strconv.Itoa(link.Opens+1)))); err != nil {
		return "", SessionView{}, err
	}
	view, err := viewSession(tx, actor, session, models.User{})
	return secret, view, err
}

// guestActor is whoever opened a guest link: it reads one review, as long as the link is open.
func (steps *Steps) guestActor(tx *store.Tx, s models.Session) (models.Actor, error) {
	link, err := tx.GuestLink(s.GuestLinkID)
	if err != nil {
		return models.Actor{}, err
	}
	if !steps.valid(link.ExpiresAt, link.RevokedAt) {
		return models.Actor{}, core.BadCredential()
	}
	return models.Actor{
		Kind:        models.GuestActor,
		ID:          link.ID,
		Name:        "Guest: " + link.Name,
		WorkspaceID: link.WorkspaceID,
		Role:        models.Viewer,
		Scope:       models.RoleScope{Workloads: []string{link.WorkloadID}, LensID: link.LensID},
		SessionID:   s.ID,
	}, nil
}
