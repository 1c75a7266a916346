// Package access has the operations of who may come in, and as whom: workspaces, users, sessions and sign-in, members,
// links, tokens and access keys, guests, mappings of the identity provider, settings and the audit log.
//
// It may import models, the store, core, credentials and outbox. What it needs of the packages above it are its Hooks.
package access

import (
	"cmp"
	"context"
	"time"

	"plumbline/models/service/access/credentials"
	"plumbline/models/service/core"
	"plumbline/models/service/outbox"
)

// Operations are the operations of this package, by what they are about.
type Operations struct {
	Workspaces Workspaces
	Users      Users
	Sessions   Sessions
	Members    Members
	Links      Links
	Mappings   Mappings
	Tokens     Tokens
	Keys       Keys
	Guests     Guests
	Audit      Audit
	Settings   Settings

	Steps *Steps
}

// Options are what the operations may be told.
type Options struct {
	Outbox      *outbox.Steps            // takes mails with links; must be set
	SecretKeys  [][]byte                 // of credentials.SecretKeyBytes each: the first seals, all open
	Passwords   credentials.PasswordCost // argon2id; the zero value is the recommended cost
	SessionIdle time.Duration            // how long a session may rest; 0: 12 hours
	SessionMax  time.Duration            // how long a session lasts at most; 0: 7 days
	Demo        bool                     // a link may sign somebody in by itself
}

// Steps are the parts of operations that run in a transaction which is open already, and what they share.
type Steps struct {
	Hooks Hooks

	core          *core.OperationBase
	outbox        *outbox.Steps
	passwords     *credentials.Passwords
	attempts      *credentials.AttemptLimiter
	keys          credentials.Keyring
	cookies       credentials.Keyring // seals what browsers keep for the server
	guestOpenings *credentials.GuestOpenings
	uses          *credentials.UseNotes
	signOuts      *pendingSignOuts
	sessionIdle   time.Duration
	sessionMax    time.Duration
	demo          *credentials.DemoLink // nil: this server is no demo
}

// New makes the operations. The Hooks of their Steps must be set before the first one.
func New(base *core.OperationBase, opt Options) *Operations {
	steps := &Steps{
		core: base, outbox: opt.Outbox, passwords: credentials.NewPasswords(opt.Passwords),
		attempts: credentials.NewAttempts(base), keys: credentials.NewKeyring(opt.SecretKeys),
		cookies: credentials.NewCookieKeys(opt.SecretKeys), guestOpenings: credentials.NewGuestOpenings(),
		uses: credentials.NewUseNotes(base.Log, base.Store.Write), signOuts: newPendingSignOuts(),
		sessionIdle: cmp.Or(opt.SessionIdle, 12*time.Hour), sessionMax: cmp.Or(opt.SessionMax, 7*24*time.Hour),
	}
	if opt.Demo {
		steps.demo = new(credentials.DemoLink)
	}
	return &Operations{
		Workspaces: Workspaces{base, steps},
		Users:      Users{base, steps},
		Sessions:   Sessions{base, steps},
		Members:    Members{base, steps},
		Links:      Links{base, steps},
		Mappings:   Mappings{base},
		Tokens:     Tokens{base, steps},
		Keys:       Keys{base, steps},
		Guests:     Guests{base, steps},
		Audit:      Audit{base},
		Settings:   Settings{base},
		Steps:      steps,
	}
}

// HashPasscode makes of the passcode of a guest link what is kept of it.
func (steps *Steps) HashPasscode(ctx context.Context, passcode string) (string, error) {
	return steps.passwords.Hash(ctx, passcode)
}

// UsesNoted reports whether every use of a credential is noted: until then the database must stay open.
func (steps *Steps) UsesNoted() bool { return steps.uses.Idle() }
