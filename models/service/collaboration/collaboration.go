// Package collaboration has the operations of what people do in a review beside answering it: comments and mentions,
// assignments, the parking lot, facilitation, and listening to what happens.
//
// It may import models, models/realtime, models/remediation, the store, core, access, outbox, reviews and
// questionnaires.
package collaboration

import (
	"plumbline/models/realtime"
	"plumbline/models/service/access"
	"plumbline/models/service/core"
	"plumbline/models/service/outbox"
	"plumbline/models/service/reviews"
)

// Operations are the operations of this package, by what they are about.
type Operations struct {
	Comments     Comments
	Assignments  Assignments
	Parking      Parking
	Facilitation Facilitation
	Watches      Watches

	Steps *Steps
}

// Steps are the parts of operations that run in a transaction which is open already, and what they share.
type Steps struct {
	core     *core.OperationBase
	access   *access.Steps
	reviews  *reviews.Steps
	outbox   *outbox.Steps
	realtime *realtime.Hub
}

// Dependencies are what the operations stand on; all of it must be set.
type Dependencies struct {
	Core     *core.OperationBase
	Access   *access.Steps
	Reviews  *reviews.Steps
	Outbox   *outbox.Steps // takes mails about mentions
	Realtime *realtime.Hub
}

// New makes the operations.
func New(n Dependencies) *Operations {
	steps := &Steps{core: n.Core, access: n.Access, reviews: n.Reviews, outbox: n.Outbox, realtime: n.Realtime}
	return &Operations{
		Comments:     Comments{n.Core, steps},
		Assignments:  Assignments{n.Core, steps},
		Parking:      Parking{n.Core, steps},
		Facilitation: Facilitation{n.Core, steps},
		Watches:      Watches{n.Core, steps},
		Steps:        steps,
	}
}
