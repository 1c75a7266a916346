// Package service wires the operations of the packages below it together. One exported method of a group is one
// operation of one actor in one transaction, with the permission check and the audit line inside it.
//
// It may import the packages below it, models, the store, the queue and realtime. It knows no HTTP and opens no
// files.
package service

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"plumbline/models"
	"plumbline/models/notice"
	"plumbline/models/queue"
	"plumbline/models/realtime"
	"plumbline/models/service/acceptance"
	"plumbline/models/service/access"
	"plumbline/models/service/access/credentials"
	"plumbline/models/service/archive"
	"plumbline/models/service/branding"
	"plumbline/models/service/collaboration"
	"plumbline/models/service/core"
	"plumbline/models/service/feeds"
	"plumbline/models/service/guests"
	"plumbline/models/service/lenses"
	"plumbline/models/service/outbox"
	"plumbline/models/service/plan"
	"plumbline/models/service/portfolio"
	"plumbline/models/service/proofs"
	"plumbline/models/service/recap"
	"plumbline/models/service/reminders"
	"plumbline/models/service/reviews"
	"plumbline/models/service/schedule"
	"plumbline/models/service/trend"
	"plumbline/models/service/whatif"
	"plumbline/models/store"
)

// Service is all operations, by what they are about.
type Service struct {
	Workspaces access.Workspaces
	Users      access.Users
	Sessions   access.Sessions
	Members    access.Members
	Links      access.Links
	Mappings   access.Mappings
	Tokens     access.Tokens
	Keys       access.Keys
	Lenses     lenses.Lenses
	Drafts     lenses.Drafts
	Workloads  reviews.Workloads
	Archives   archive.Archives
	Samples    archive.Samples
	Reviews    reviews.Reviews
	Answers    reviews.Answers
	Shares     reviews.Shares
	Guests     access.Guests
	GuestLinks guests.GuestLinks
	Milestones reviews.Milestones

	Comparisons trend.Comparisons
	Checks      trend.Checks
	Trends      trend.Trends
	Briefings   trend.Briefings
	Proofs      proofs.Proofs // by which reports can be verified

	ReportBrands  branding.Brands
	ReportPresets branding.Presets

	Watches  collaboration.Watches
	Audit    access.Audit
	Settings access.Settings

	Comments     collaboration.Comments
	Assignments  collaboration.Assignments
	Parking      collaboration.Parking
	Facilitation collaboration.Facilitation

	Acceptances     acceptance.Acceptances
	AcceptanceSteps *acceptance.Steps // for what follows once a last day is over
	Items           plan.Items
	PlannedItems    plan.PlannedItems
	ItemTalk        plan.Talk
	ItemViews       plan.Views
	PlanSettings    plan.Settings
	Plans           whatif.Plans
	WhatIfs         whatif.WhatIfs
	Proposals       whatif.Proposals
	Portfolios      portfolio.Portfolios
	ItemFiles       plan.Files
	Feeds           feeds.Feeds // calendars of due dates

	Deliveries outbox.Deliveries
	Outbox     *outbox.Worker // sends what operations wrote into the outbox; it is started and stopped by the program

	Notices  schedule.Notices
	Recaps   recap.Recaps
	Schedule *schedule.Worker // tells what is due; it is started and stopped by the program

	Work queue.WorkQueue // bounds what is expensive

	store *store.Store
	due   *schedule.Steps
	idle  []func() bool // each tells whether some work in the background is done
}

// Options are what a Service may be told; the zero value is right for a server.
type Options struct {
	Logger *slog.Logger
	Clock  func() time.Time // time.Now; tests give their own

	Shipped []lenses.BuiltinLens           // the lenses that a new workspace gets
	Sample  func() (archive.Sample, error) // the workload that shows newcomers around; nil: there is none
	// of SecretKeyBytes each: the first seals secrets, all open them; without one there are no one-time codes and
	// access keys
	SecretKeys  [][]byte
	Passwords   credentials.PasswordCost // argon2id; the zero value is the recommended cost
	SessionIdle time.Duration            // how long a session may rest; 0: 12 hours
	SessionMax  time.Duration            // how long a session lasts at most; 0: 7 days

	// Demo says that a link may sign somebody in by itself: for a database that goes away with the server.
	Demo bool

	// Notify sends one mail, whose ID is the same at each try; its error is a models.DeliveryError where it knows
	// what helps. nil: this server sends none. It needs a secret key.
	Notify func(context.Context, notice.Notice) error
	Outbox outbox.Times // tests give shorter ones

	Schedule schedule.Times // of the worker that tells what is due; tests give shorter ones

	Watch realtime.Times // of those who listen to reviews; tests give shorter ones

	Work queue.Options // bounds of reports, imports and checks; the zero value is right for a server
}

// New makes the operations over a store, and sets what their packages ask of those above them.
func New(st *store.Store, opt Options) *Service {
	if opt.Logger == nil {
		opt.Logger = slog.New(slog.DiscardHandler)
	}
	if opt.Clock == nil {
		opt.Clock = time.Now
	}
	base := core.New(st, opt.Logger, opt.Clock)
	leaving := outbox.New(base, outbox.Options{Notify: opt.Notify, SecretKeys: opt.SecretKeys, Times: opt.Outbox})
	entry := access.New(base, access.Options{
		Outbox: leaving.Steps, SecretKeys: opt.SecretKeys, Passwords: opt.Passwords,
		SessionIdle: opt.SessionIdle, SessionMax: opt.SessionMax, Demo: opt.Demo,
	})
	work := queue.NewWork(opt.Work)
	catalogue := lenses.New(base, work)
	reviewed := reviews.New(base, catalogue.Steps)
	hub := realtime.NewHub(realtime.Options{Bus: st, Logger: opt.Logger, Now: base.Now, Times: opt.Watch})
	together := collaboration.New(collaboration.Dependencies{
		Core: base, Access: entry.Steps, Reviews: reviewed.Steps, Outbox: leaving.Steps, Realtime: hub,
	})
	risks := acceptance.New(base, reviewed.Steps)
	leaving.Steps.Hooks = outbox.Hooks{ResolveReset: entry.Steps.ResolveReset}
	entry.Steps.Hooks = accessHooks(catalogue.Steps, opt.Shipped)
	catalogue.Steps.Hooks = lenses.Hooks{MinorPublished: reviewed.Steps.ApplyMinor}
	moving := trend.New(base, reviewed)
	thought := whatif.New(base, catalogue.Steps, reviewed.Steps)
	planned := plan.New(base, reviewed.Steps)
	reviewed.Steps.Hooks = []reviews.Hooks{planned.Steps.Hooks()}
	risks.Steps.Hooks = acceptance.Hooks{FitsItem: planned.Steps.FitsItem, Accepted: planned.Steps.RiskAccepted,
		Over: planned.Steps.AcceptanceOver}
	scheduled := schedule.New(schedule.Dependencies{Core: base, Outbox: leaving.Steps, Together: together.Steps,
		Times: opt.Schedule})
	scheduled.Steps.Register(moving.Trends.Source())
	planned.Steps.Tell = reminders.New(reminders.Dependencies{Core: base, Outbox: leaving.Steps, Acceptances: risks.Steps,
		Schedule: scheduled.Steps}).Hooks()
	moved := archive.New(base, catalogue.Steps, reviewed.Steps, opt.Sample)
	brands, presets := branding.New(base)
	return &Service{
		ReportBrands: brands, ReportPresets: presets,

		Workspaces: entry.Workspaces,
		Users:      entry.Users,
		Sessions:   entry.Sessions,
		Members:    entry.Members,
		Links:      entry.Links,
		Mappings:   entry.Mappings,
		Tokens:     entry.Tokens,
		Keys:       entry.Keys,
		Lenses:     catalogue.Lenses,
		Drafts:     catalogue.Drafts,
		Workloads:  reviewed.Workloads,
		Archives:   moved.Archives,
		Samples:    moved.Samples,
		Reviews:    reviewed.Reviews,
		Answers:    reviewed.Answers,
		Shares:     reviewed.Shares,
		Guests:     entry.Guests,
		GuestLinks: guests.New(base, reviewed.Steps, entry.Steps.HashPasscode),
		Milestones: reviewed.Milestones,

		Comparisons: moving.Comparisons,
		Checks:      moving.Checks,
		Trends:      moving.Trends,
		Briefings:   moving.Briefings,
		Proofs:      proofs.New(base, reviewed.Steps, opt.SecretKeys),

		Watches:  together.Watches,
		Audit:    entry.Audit,
		Settings: entry.Settings,

		Comments:     together.Comments,
		Assignments:  together.Assignments,
		Parking:      together.Parking,
		Facilitation: together.Facilitation,

		Acceptances: risks.Acceptances, AcceptanceSteps: risks.Steps,
		Items:        planned.Items,
		PlannedItems: planned.Planned,
		ItemTalk:     planned.Talk,
		ItemViews:    planned.Views,
		PlanSettings: planned.Settings,
		Plans:        thought.Plans,
		WhatIfs:      thought.WhatIfs,
		Proposals:    thought.Proposals,
		Portfolios:   portfolio.New(base, thought.Plans),
		ItemFiles:    planned.Files,
		Feeds:        feeds.New(base, entry.Steps, planned.Items),

		Deliveries: leaving.Deliveries,
		Outbox:     leaving.Worker,

		Notices:  scheduled.Notices,
		Recaps:   recap.New(base, leaving.Steps, reviewed.Steps),
		Schedule: scheduled.Worker,

		Work:  work,
		store: st,
		due:   scheduled.Steps,
		idle:  []func() bool{entry.Steps.UsesNoted, hub.Idle},
	}
}

// ReadTogether runs what is made of several operations that only read, such as a page: with the context that it gets
// they all read in one transaction, and so at one moment. It must wait for nothing else meanwhile; see
// store.ReadTogether.
func (s *Service) ReadTogether(ctx context.Context, work func(context.Context) error) error {
	return s.store.ReadTogether(ctx, work)
}

// accessHooks are what the packages above access do for it.
func accessHooks(catalogue *lenses.Steps, shipped []lenses.BuiltinLens) access.Hooks {
	return access.Hooks{
		WorkspaceMade: func(tx *store.Tx, actor models.Actor) error {
			return catalogue.InstallShipped(tx, actor, shipped)
		},
		AccessNarrowed: reviews.EndUnreached,
	}
}

// Register adds what tells of something that is due. It must be called before the scheduler starts.
func (s *Service) Register(source schedule.Source) { s.due.Register(source) }

// Flush waits until nothing is left to be done in the background, or ctx ends, which is its error: uses of credentials
// are noted, other servers told who is present. It is for a server that stops, before its database
// closes.
func (s *Service) Flush(ctx context.Context) error {
	for slices.ContainsFunc(s.idle, func(idle func() bool) bool { return !idle() }) {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
	return nil
}
