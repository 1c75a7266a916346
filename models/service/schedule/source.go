package schedule

import (
	"errors"
	"time"

	"plumbline/models/store"
)

// Source finds what is due. It is asked again and again, and may name steps that were told already: the worker leaves
// those out.
type Source struct {
	Name string

	// Every is how often it is asked, whichever server asks.
	Every time.Duration

	// Find gives some of the steps that are due now: those after what the Next of the page before says, at first "". It
	// reads only, and bounds its page. Of several steps that one thing has come to while no server ran it gives those
	// that still matter: what is overdue is no longer due soon.
	Find func(tx *store.Tx, now time.Time, after string) (Page, error)
}

// Page is some of the steps of a source. Next is where it goes on, "" at the end.
type Page struct {
	Steps []Step
	Next  string
}

// Step is something to be done once, such as telling one person of one thing. Its key says what, so that it is the same
// whoever finds it: kind/thing/what/recipient.
type Step struct {
	Key string

	// Prepare reads what Do needs, in a transaction of its own that waits for nobody and locks nothing. nil: nothing.
	Prepare func(tx *store.Tx) error

	// Do does it, in the transaction in which it is noted as told. It looks again whether the step is still due, and
	// gives ErrNotDue if not: then it is not noted. It may run more than once, of which one run counts.
	Do func(tx *store.Tx) error
}

// ErrNotDue says that a step is not due any more: what it is about has changed since it was found.
var ErrNotDue = errors.New("schedule: the step is not due any more")

// pageSize bounds what a source of this package finds at once.
const pageSize = 200

// How often sources are asked. Days begin at whole quarters of an hour in every time zone.
const (
	quarterly = 15 * time.Minute
	hourly    = time.Hour
)

// Register adds a source. It must be registered before the worker starts.
func (steps *Steps) Register(source Source) { steps.sources = append(steps.sources, source) }
