package service

import (
	"fmt"

	"plumbline/models"
)

// JoinPath is the page that one-time links lead to; the secret stands behind the "#", which browsers send to no server.
const JoinPath = "/join"

// dayTime is how mails write a moment: UTC, as on the pages.
const dayTime = "2 Jan 2006, 15:04 UTC"

func (f *floor) joinURL(secret string) string { return f.url + JoinPath + "#" + secret }

// resetLetter brings a reset link.
func (f *floor) resetLetter(to, secret string, l models.Link) models.Message {
	return models.Message{To: to, Subject: "Set a new password for Plumbline", Text: fmt.Sprintf(`Somebody asked for a new password for this e-mail address at %s.

Set it here. The link works once, until %s:

%s

When the password is set, all sessions of the account end. If it was not you
who asked, do nothing: the password stays as it is.
`, f.url, l.ExpiresAt.UTC().Format(dayTime), f.joinURL(secret))}
}

// providerLetter goes to whoever asks for a reset of an account that has no password here.
func (f *floor) providerLetter(to string) models.Message {
	return models.Message{To: to, Subject: "Sign in to Plumbline", Text: fmt.Sprintf(`Somebody asked for a new password for this e-mail address at %s.

The account has no password there. It signs in with the identity provider of
your organization, and that is where its password is changed.
`, f.url)}
}

// invitationLetter brings an invitation.
func (f *floor) invitationLetter(by models.Actor, space models.Workspace, secret string, l models.Link) models.Message {
	return models.Message{To: l.Email, Subject: "Invitation to Plumbline", Text: fmt.Sprintf(`%s invites you to the workspace %s at %s, as %s.

Accept it here. The link works once, until %s:

%s

If you do not know what this is about, do nothing: the invitation ends by itself.
`, by.Name, space.Name, f.url, l.Grant.Role, l.ExpiresAt.UTC().Format(dayTime), f.joinURL(secret))}
}

// letter tells somebody of a mention. What the comment says stays on the server.
func (m mentioning) letter(to string) models.Message {
	return models.Message{To: to, Subject: "You are mentioned in Plumbline", Text: fmt.Sprintf(`%s mentions you in a comment.

Workload: %s
Question: %s

%s
`, m.by.Name, m.workload, m.question, m.link)}
}
