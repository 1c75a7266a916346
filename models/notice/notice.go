// Package notice has what people are told by mail: the facts of each mail, which of them a person wants and when, and
// when a workload is due for review again. Whoever sends a mail makes the words and the links.
//
// It may import models and timezone. It knows no database and no clock: the present time is a parameter.
package notice

import (
	"time"

	"plumbline/models"
)

// Notice is what one person is to be told by mail: the facts alone.
type Notice struct {
	ID    string // the same at each try to send it; "" has one made
	To    string // e-mail address
	About Subject
}

// Subject is what a notice is about: one of the types of this package.
type Subject interface{ subject() }

// PasswordReset brings a link with which somebody sets a new password.
type PasswordReset struct {
	Secret    string // of the one-time link
	ExpiresAt time.Time
	TimeZone  string // in which the mail writes dates; "" is UTC
}

// ProviderSignIn goes to whoever asks for a reset of an account that has no password here, but signs in with an
// identity provider.
type ProviderSignIn struct{}

// Invitation brings the link of an invitation.
type Invitation struct {
	By        string // name of who invites
	Workspace string // its name
	Role      models.Role
	Secret    string // of the one-time link
	ExpiresAt time.Time
	TimeZone  string // in which the mail writes dates; "" is UTC
}

// Mention tells that a comment names somebody. What the comment says stays on the server.
type Mention struct {
	By       string // name of who wrote it
	Workload string // its name
	Question string // its title

	WorkloadID, LensKey, QuestionID string // where the comment is
}

func (PasswordReset) subject()  {}
func (ProviderSignIn) subject() {}
func (Invitation) subject()     {}
func (Mention) subject()        {}
func (Reminder) subject()       {}
func (Digest) subject()         {}
func (Recap) subject()          {}
