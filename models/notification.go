package models

import (
	"time"
)

// Notification is what one person is to be told by mail: the facts alone. Whoever sends it makes the words and the
// links.
type Notification struct {
	ID    string // the same at each try to send it; "" has one made
	To    string // e-mail address
	About NotificationSubject
}

// NotificationSubject is what a notification is about: PasswordResetNotice, ProviderSignInNotice, InvitationNotice or
// MentionNotice.
type NotificationSubject interface{ notificationSubject() }

// PasswordResetNotice brings a link with which somebody sets a new password.
type PasswordResetNotice struct {
	Secret    string // of the one-time link
	ExpiresAt time.Time
	TimeZone  string // in which the mail writes dates; "" is UTC
}

// ProviderSignInNotice goes to whoever asks for a reset of an account that has no password here, but signs in with an
// identity provider.
type ProviderSignInNotice struct{}

// InvitationNotice brings the link of an invitation.
type InvitationNotice struct {
	By        string // name of who invites
	Workspace string // its name
	Role      Role
	Secret    string // of the one-time link
	ExpiresAt time.Time
	TimeZone  string // in which the mail writes dates; "" is UTC
}

// MentionNotice tells that a comment names somebody. What the comment says stays on the server.
type MentionNotice struct {
	By       string // name of who wrote it
	Workload string // its name
	Question string // its title

	WorkloadID, LensKey, QuestionID string // where the comment is
}

func (PasswordResetNotice) notificationSubject()  {}
func (ProviderSignInNotice) notificationSubject() {}
func (InvitationNotice) notificationSubject()     {}
func (MentionNotice) notificationSubject()        {}
