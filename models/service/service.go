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
	"plumbline/models/service/access/credentials"
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
	Drafts     Drafts
	Workloads  Workloads
	Archives   Archives
	Samples    Samples
	Reviews    Reviews
	Answers    Answers
	Shares     Shares
	Guests     Guests
	Milestones Milestones
	Watches    Watches
	Audit      Audit
	Settings   Settings

	Comments     Comments
	Assignments  Assignments
	Parking      Parking
	Facilitation Facilitation

	Work queue.Work // bounds what is expensive
}

// Options are what a Service may be told; the zero value is right for a server.
type Options struct {
	Logger *slog.Logger
	Clock  func() time.Time // time.Now; tests give their own

	Shipped     []Shipped                // the lenses that a new workspace gets
	Sample      func() (Sample, error)   // the workload that shows newcomers around; nil: there is none
	SecretKeys  [][]byte                 // of SecretKeyBytes each: the first seals secrets, all open them; without one there are no one-time codes and access keys
	Passwords   credentials.PasswordCost // argon2id; the zero value is the recommended cost
	SessionIdle time.Duration            // how long a session may rest; 0: 12 hours
	SessionMax  time.Duration            // how long a session lasts at most; 0: 7 days

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
		core: core.New(st, opt.Logger, opt.Clock), docs: newDocs(64), passwords: credentials.NewPasswords(opt.Passwords), keys: credentials.NewKeyring(opt.SecretKeys),
		cookies: credentials.NewCookieKeys(opt.SecretKeys), notifier: core.NewNotifier(opt.Logger, opt.Notify), shipped: opt.Shipped, sample: opt.Sample,
		sessionIdle: cmp.Or(opt.SessionIdle, 12*time.Hour), sessionMax: cmp.Or(opt.SessionMax, 7*24*time.Hour),
	}
	f.attempts = credentials.NewAttempts(f.core)
	f.touched = credentials.NewUseNotes(opt.Logger, st.Write)
	f.ended = newEnded()
	f.realtime = realtime.NewHub(realtime.Options{Bus: st, Logger: opt.Logger, Now: f.core.Now, Times: opt.Watch})
	f.work, f.openings, f.findings = queue.NewWork(opt.Work), credentials.NewGuestOpenings(), newFindingsCache()
	f.hooks = f.accessHooks()
	f.lensHooks = LensHooks{MinorPublished: f.applyMinor}
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
		Drafts:     Drafts{f},
		Workloads:  Workloads{f},
		Archives:   Archives{f},
		Samples:    Samples{f},
		Reviews:    Reviews{f},
		Answers:    Answers{f},
		Shares:     Shares{f},
		Guests:     Guests{f},
		Milestones: Milestones{f},
		Watches:    Watches{f},
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
	passwords   *credentials.Passwords
	keys        credentials.Keyring
	attempts    *credentials.Attempts
	cookies     credentials.Keyring // seals what browsers keep for the server
	notifier    *core.Notifier
	sessionIdle time.Duration
	sessionMax  time.Duration
	realtime    *realtime.Hub
	touched     *credentials.UseNotes
	ended       *ended
	work        queue.Work
	openings    *credentials.GuestOpenings
	findings    *findingsCache
	hooks       Hooks
	lensHooks   LensHooks
}

// accessHooks are what the packages above access do for it.
func (f *floor) accessHooks() Hooks {
	return Hooks{
		GuestReview: func(tx *store.Tx, actor models.Actor, action models.Action, at models.ReviewPath) (GuestReview, error) {
			view, err := f.reviewOf(tx, actor, action, at)
			return GuestReview{
				WorkspaceID: view.Owner, WorkloadID: view.WorkloadID, LensID: view.LensID, LensKey: view.Lens.Key,
			}, err
		},
		WorkspaceMade: func(tx *store.Tx, actor models.Actor) error {
			return f.installShipped(tx, actor, f.shipped)
		},
		AccessNarrowed: endUnreached,
	}
}
