package whatif

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"

	"plumbline/models/store"
	"plumbline/models/store/planning"
)

// mostLookers bounds how many look at answers at once, beside the one that reads them.
const mostLookers = 4

// looking reads answers of reviews and finds out what there is to improve: one goroutine reads, and others parse lenses
// and look at what is read already, since the first plan after a start waits for all of it.
type looking struct {
	list     []*keptReview // by place, to be filled
	reached  []planning.Reached
	places   map[string]int // of the reviews to look at, by id
	versions map[string]func() (*keptVersion, error)
}

// run looks at the reviews with the ids. Nobody looks any more once it returns.
func (l *looking) run(tx *store.Tx, ids []string) error {
	read := make(chan planning.Packed, len(ids))
	faults := make([]error, min(runtime.GOMAXPROCS(0), mostLookers, len(ids)))
	var lookers sync.WaitGroup
	for n := range faults {
		lookers.Go(func() { faults[n] = l.lookAt(read) })
	}
	fault := store.Planning(tx).EachPacked(ids, func(p planning.Packed) { read <- p })
	close(read)
	lookers.Wait()
	for _, fault := range append(faults, fault) {
		if fault != nil {
			return fault
		}
	}
	for _, id := range ids {
		if l.list[l.places[id]] == nil { // nobody answered anything
			if err := l.look(id, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// lookAt looks at what is read, until there is no more. It parses the lenses first: the answers take their time. Where
// it can't go on others do, and the whole fails in the end; read holds all that come, so that nobody waits for it.
func (l *looking) lookAt(read <-chan planning.Packed) (err error) {
	defer func() { // nobody else would: a fault ends the request, not the server
		if p := recover(); p != nil {
			err = fmt.Errorf("whatif: panic: %v\n%s", p, debug.Stack())
		}
	}()
	for _, version := range l.versions {
		if _, err := version(); err != nil {
			return err
		}
	}
	for packed := range read {
		answers, err := packed.Unpack()
		if err == nil {
			err = l.look(packed.ReviewID, answers)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// look looks at the answers of a review.
func (l *looking) look(review string, answers []planning.Rated) error {
	at := l.places[review]
	version, err := l.versions[l.reached[at].LensVersionID]()
	if err != nil {
		return err
	}
	l.list[at] = version.look(answers)
	l.list[at].state = l.reached[at].State
	return nil
}
