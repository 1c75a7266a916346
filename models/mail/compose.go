package mail

import (
	"context"
	"fmt"
	"time"

	"plumbline/models"
	"plumbline/models/notice"
	"plumbline/models/timezone"
	"plumbline/models/urls"
)

// NewNotifier returns what sends a notification: the mail that ComposeMail makes of it.
func NewNotifier(site urls.Site, send func(context.Context, models.MailMessage) error,
) func(context.Context, notice.Notice) error {
	return func(ctx context.Context, n notice.Notice) error {
		message, err := ComposeMail(site, n)
		if err != nil {
			return err
		}
		return send(ctx, message)
	}
}

// ComposeMail writes the mail of a notification. Its links lead to the site.
func ComposeMail(site urls.Site, n notice.Notice) (models.MailMessage, error) {
	m := models.MailMessage{ID: n.ID, To: n.To}
	switch about := n.About.(type) {
	case notice.PasswordReset:
		m.Subject, m.Text = "Set a new password for Plumbline", passwordReset(site, about)
	case notice.ProviderSignIn:
		m.Subject, m.Text = "Sign in to Plumbline", providerSignIn(site)
	case notice.Invitation:
		m.Subject, m.Text = "Invitation to Plumbline", invitation(site, about)
	case notice.Mention:
		m.Subject, m.Text = "You are mentioned in Plumbline", mentionMail(site, about)
	case notice.Reminder:
		err := remind(site, about, &m)
		return m, err
	case notice.Digest:
		err := digest(site, about, &m)
		return m, err
	case notice.Recap:
		err := recap(site, about, &m)
		return m, err
	default:
		return m, fmt.Errorf("mail: there is no text for a %T", n.About)
	}
	return m, nil
}

// formatTime is how mails write a time: in the zone of who gets them, which they name.
func formatTime(t time.Time, zone string) string { return timezone.Of(zone).Named(t) }

func passwordReset(site urls.Site, n notice.PasswordReset) string {
	return fmt.Sprintf(`Somebody asked for a new password for this e-mail address at %s.

Set it here. The link works once, until %s:

%s

When the password is set, all sessions of the account end. If it was not you
who asked, do nothing: the password stays as it is.
`, site, formatTime(n.ExpiresAt, n.TimeZone), site.Join(n.Secret))
}

func providerSignIn(site urls.Site) string {
	return fmt.Sprintf(`Somebody asked for a new password for this e-mail address at %s.

The account has no password there. It signs in with the identity provider of
your organization, and that is where its password is changed.
`, site)
}

func invitation(site urls.Site, n notice.Invitation) string {
	return fmt.Sprintf(`%s invites you to the workspace %s at %s, as %s.

Accept it here. The link works once, until %s:

%s

If you do not know what this is about, do nothing: the invitation ends by itself.
`, n.By, n.Workspace, site, n.Role, formatTime(n.ExpiresAt, n.TimeZone), site.Join(n.Secret))
}

func mentionMail(site urls.Site, n notice.Mention) string {
	return fmt.Sprintf(`%s mentions you in a comment.

Workload: %s
Question: %s

%s

--
%s
%s
`, n.By, n.Workload, n.Question, site.At(urls.ReviewPage(n.WorkloadID, n.LensKey).Question(n.QuestionID).Thread()),
		wrapped("", "", changeable), notices(site))
}
