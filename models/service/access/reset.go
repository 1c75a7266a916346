package access

import (
	"context"

	"plumbline/models"
	"plumbline/models/service/access/credentials"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// SendsMail reports whether RequestReset can do anything.
func (l Links) SendsMail() bool { return l.steps.notifier.Sends() }

// RequestReset sends a reset link to an account's e-mail address. Nothing tells whether there is such an account: the
// look-up, the link and the mail come after the reply. Tries are counted, for addresses with and without an account
// alike. A server without mail says so to everybody (Conflict).
func (l Links) RequestReset(ctx context.Context, email string) error {
	if !l.steps.notifier.Sends() {
		return models.Errorf(models.CodeConflict,
			"this server sends no mail: an owner of your workspace or an administrator can make a reset link")
	}
	if err := models.Validate(models.ResetRequest{Email: email}); err != nil {
		return err
	}
	client := models.ClientFrom(ctx)
	counted := credentials.MailboxCounters("reset", email, client.Address)
	// each counts, whether or not there is such an account
	err := l.steps.attempts.Make(ctx, credentials.GuardedTry{Counters: counted}, func() error {
		return &credentials.FailedTry{Err: nil, Reason: "a link was asked for"}
	})
	if err != nil {
		return err
	}
	l.steps.notifier.Later(func(ctx context.Context) error { return l.mailReset(ctx, email, client.Address) })
	return nil
}

// mailReset makes and mails a reset link if there is an account that can use one.
func (l Links) mailReset(ctx context.Context, email, address string) error {
	var notice models.Notification
	err := l.core.Store.Write(ctx, func(tx *store.Tx) error {
		notice = models.Notification{}
		user, err := tx.UserByEmail(email)
		if models.CodeOf(err) == models.CodeNotFound || (err == nil && user.Disabled()) {
			return nil
		}
		if err != nil {
			return err
		}
		if user.Password == "" {
			// Who signs in with the provider only gets no second way in, which would stay open when the provider
			// shuts the first.
			known, err := tx.IdentitiesOf(user.ID)
			if err != nil {
				return err
			}
			if len(known) > 0 {
				notice = models.Notification{To: user.Email, About: models.ProviderSignInNotice{}}
				return nil
			}
		}
		by := models.Actor{Kind: models.SystemActor, Name: "reset by e-mail", Address: address}
		secret, link, err := l.steps.resetLink(tx, by, user)
		if err != nil {
			return err
		}
		notice = models.Notification{To: user.Email,
			About: models.PasswordResetNotice{Secret: secret, ExpiresAt: link.ExpiresAt}}
		return l.core.Record(tx, by, core.AuditEntry{Action: models.ManageSelf, Instance: true, Kind: "user",
			ID:      user.ID,
			Changes: core.AddChange(nil, "reset_link", "", link.ID)})
	})
	if err != nil || notice.To == "" {
		return err
	}
	return l.steps.notifier.SendNow(ctx, notice)
}
