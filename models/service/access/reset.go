package access

import (
	"context"

	"plumbline/models"
	"plumbline/models/notice"
	"plumbline/models/service/access/credentials"
	"plumbline/models/service/core"
	"plumbline/models/service/outbox"
	"plumbline/models/store"
)

// SendsMail reports whether RequestReset can do anything.
func (l Links) SendsMail() bool { return l.steps.outbox.SendsMail() }

// RequestReset sends a reset link to an account's e-mail address. Nothing tells whether there is such an account: the
// same row is written down either way, and the look-up, the link and the mail come after the reply. Tries are counted,
// for addresses with and without an account alike. A server without mail says so to everybody (Conflict).
func (l Links) RequestReset(ctx context.Context, email string) error {
	if !l.steps.outbox.SendsMail() {
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
	return l.core.Store.Write(ctx, func(tx *store.Tx) error {
		return l.steps.outbox.PostResetRequest(tx, outbox.ResetRequest{Email: email, Address: client.Address})
	})
}

// ResolveReset gives the letter that answers a reset request, with its link, if there is an account that can use one:
// for the outbox, in its transaction.
func (steps *Steps) ResolveReset(tx *store.Tx, request outbox.ResetRequest) (outbox.Letter, error) {
	user, err := tx.UserByEmail(request.Email)
	if models.CodeOf(err) == models.CodeNotFound || (err == nil && user.Disabled()) {
		return outbox.Letter{}, nil
	}
	if err != nil {
		return outbox.Letter{}, err
	}
	if user.Password == "" {
		// Who signs in with the provider only gets no second way in, which would stay open when the provider
		// shuts the first.
		known, err := tx.IdentitiesOf(user.ID)
		if err != nil {
			return outbox.Letter{}, err
		}
		if len(known) > 0 {
			return outbox.Letter{To: user.Email, About: notice.ProviderSignIn{}}, nil
		}
	}
	by := models.Actor{Kind: models.SystemActor, Name: "reset by e-mail", Address: request.Address}
	secret, link, err := steps.resetLink(tx, by, user)
	if err != nil {
		return outbox.Letter{}, err
	}
	letter := outbox.Letter{To: user.Email, Link: link,
		About: notice.PasswordReset{Secret: secret, ExpiresAt: link.ExpiresAt, TimeZone: user.TimeZone}}
	return letter, steps.core.Record(tx, by, core.AuditEntry{Action: models.ManageSelf, Instance: true, Kind: "user",
		ID: user.ID, Changes: core.AddChange(nil, "reset_link", "", link.ID)})
}
