package lenses

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"plumbline/questionnaires"
)

func TestFindingsAreMadeOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, release, runs := newFindingsCache(), make(chan struct{}), atomic.Int32{}
		work := func() []questionnaires.RuleFinding {
			runs.Add(1)
			<-release
			return []questionnaires.RuleFinding{{Message: "odd"}}
		}
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				if found, err := c.get(t.Context(), "one", work); err != nil || len(found) != 1 {
					t.Errorf("%v, %v", found, err)
				}
			})
		}
		synctest.Wait()
		if _, known := c.known("one"); known {
			t.Error("known before it is done")
		}
		gone, leave := context.WithCancel(t.Context())
		all.Go(func() {
			if _, err := c.get(gone, "one", work); !errors.Is(err, context.Canceled) {
				t.Errorf("who leaves gets %v", err)
			}
		})
		synctest.Wait()
		leave()
		synctest.Wait()
		close(release)
		all.Wait()
		if found, known := c.known("one"); !known || len(found) != 1 || runs.Load() != 1 {
			t.Errorf("%d runs, %v", runs.Load(), found)
		}
	})
}

func TestFindingsThatBreakAreMadeAgain(t *testing.T) {
	c := newFindingsCache()
	func() {
		defer func() { _ = recover() }()
		_, _ = c.get(t.Context(), "one", func() []questionnaires.RuleFinding { panic("broken") })
	}()
	found, err := c.get(t.Context(), "one", func() []questionnaires.RuleFinding {
		return make([]questionnaires.RuleFinding,
			2)
	})
	if err != nil || len(found) != 2 {
		t.Errorf("%v, %v", found, err)
	}
}

func TestFindingsAreBounded(t *testing.T) {
	c := newFindingsCache()
	long := []questionnaires.RuleFinding{{Message: strings.Repeat("x", maxFound/10)}}
	for i := range 2 * maxAnalyses {
		text := long
		if i >= 100 {
			text = nil
		}
		if _, err := c.get(t.Context(), fmt.Sprint(i), func() []questionnaires.RuleFinding { return text }); err != nil {
			t.Fatal(err)
		}
		if c.size > maxFound || c.order.Len() > maxAnalyses || len(c.by) != c.order.Len() || c.size < 0 {
			t.Fatalf("%d: %d bytes in %d documents", i, c.size, c.order.Len())
		}
	}
	if _, known := c.known("0"); known {
		t.Error("the oldest is still there")
	}
}
