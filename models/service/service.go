// Package service holds the verbs: one exported method is one ask of one actor and one transaction, with the permission
// check and the audit line inside it.
//
// It may import models, store, realtime, queue, webhook, questionnaires, builtin and evidence. It knows no HTTP and opens no files.
package service

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"plumbline/models"
	"plumbline/models/queue"
	"plumbline/models/realtime"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// Service is all verbs, grouped by noun.
type Service struct {
	Workspaces Workspaces
	Users      Users
	Sessions   Sessions
	Members    Members
	Links      Links
	Mappings   Mappings
	Tokens     Tokens
	Keys       Keys
	Lenses     Lenses
	Workloads  Workloads
	Reviews    Reviews
	Shares     Shares
	Guests     Guests
	Milestones Milestones
	Audit      Audit
	Settings   Settings

	Comments     Comments
	Assignments  Assignments
	Parking      Parking
	Facilitation Facilitation

	Work Work // bounds what is expensive
}

// Options are what a Service may be told; the zero value is right for a server.
type Options struct {
	Logger *slog.Logger
	Clock  func() time.Time // time.Now; tests give their own

	Shipped     []Shipped              // the lenses that a new workspace gets
	Sample      func() (Sample, error) // the workload that shows newcomers around; nil: there is none
	SecretKeys  [][]byte               // of SecretKeyBytes each: the first seals secrets, all open them; without one there are no one-time codes and access keys
	Passwords   PasswordCost           // argon2id; the zero value is the recommended cost
	SessionIdle time.Duration          // how long a session may rest; 0: 12 hours
	SessionMax  time.Duration          // how long a session lasts at most; 0: 7 days

	Notify func(context.Context, models.Notification) error // sends one mail; nil: this server sends none

	Watch realtime.Times // of those who listen to reviews; tests give shorter ones

	Work queue.Options // bounds of reports, imports and checks; the zero value is right for a server
}

// New makes the verbs over a store.
func New(st *store.Store, opt Options) *Service {
	if opt.Logger == nil {
		opt.Logger = slog.New(slog.DiscardHandler)
	}
	if opt.Clock == nil {
		opt.Clock = time.Now
	}
	f := &floor{
		core: core.New(st, opt.Logger, opt.Clock), docs: newDocs(64), passwords: newPasswords(opt.Passwords), keys: newKeyring(opt.SecretKeys),
		queues: newQueues(), cookies: newCookieKeys(opt.SecretKeys), post: &post{log: opt.Logger}, notify: opt.Notify, shipped: opt.Shipped, sample: opt.Sample,
		sessionIdle: cmp.Or(opt.SessionIdle, 12*time.Hour), sessionMax: cmp.Or(opt.SessionMax, 7*24*time.Hour),
	}
	f.touched = newTouched(opt.Logger, st.Write)
	f.realtime = realtime.NewHub(realtime.Options{Bus: st, Logger: opt.Logger, Now: f.core.Now, Times: opt.Watch})
	f.ended = newEnded()
	f.work, f.openings, f.findings = newWork(opt.Work), newOpenings(), newFindingsCache()
	return &Service{
		Workspaces: Workspaces{f},
		Users:      Users{f},
		Sessions:   Sessions{f},
		Members:    Members{f},
		Links:      Links{f},
		Mappings:   Mappings{f},
		Tokens:     Tokens{f},
		Keys:       Keys{f},
		Lenses:     Lenses{f},
		Workloads:  Workloads{f},
		Reviews:    Reviews{f},
		Shares:     Shares{f},
		Guests:     Guests{f},
		Milestones: Milestones{f},
		Audit:      Audit{f},
		Settings:   Settings{f},

		Comments:     Comments{f},
		Assignments:  Assignments{f},
		Parking:      Parking{f},
		Facilitation: Facilitation{f},

		Work: f.work,
	}
}

// floor is what every verb stands on.
type floor struct {
	core *core.Base
	docs *docs

	shipped     []Shipped
	sample      func() (Sample, error)
	passwords   *passwords
	keys        keyring
	queues      *queues // of tries that may fail
	cookies     keyring // seals what browsers keep for the server
	post        *post
	notify      func(context.Context, models.Notification) error
	sessionIdle time.Duration
	sessionMax  time.Duration
	realtime    *realtime.Hub
	touched     *touched
	ended       *ended
	work        Work
	openings    *openings
	findings    *findingsCache
}
