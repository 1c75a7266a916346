package grouping_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"plumbline/models/store/grouping"
)

// signalContext tells when a call has entered the line and waits.
type signalContext struct {
	context.Context
	waits func()
}

func (c signalContext) Done() <-chan struct{} {
	c.waits()
	return c.Context.Done()
}

// gate holds the first group back.
type gate struct{ began, open chan struct{} }

// inLine has so many calls wait while a first one runs, and lets that go on once before has returned, which may wait
// for the end of a call.
func (g gate) inLine(t *testing.T, l *grouping.Line[int], waiting []context.Context,
	before func(ended []chan struct{})) (alone []bool, errs []error) {
	t.Helper()
	alone, errs = make([]bool, len(waiting)+1), make([]error, len(waiting)+1)
	ended := make([]chan struct{}, len(alone))
	var wait, entered sync.WaitGroup
	for i, ctx := range append([]context.Context{t.Context()}, waiting...) {
		entered.Add(1)
		ended[i] = make(chan struct{})
		wait.Go(func() {
			defer close(ended[i])
			alone[i], errs[i] = l.Do(signalContext{ctx, sync.OnceFunc(entered.Done)}, i)
		})
		entered.Wait()
		if i == 0 {
			<-g.began
		}
	}
	before(ended)
	close(g.open)
	wait.Wait()
	return alone, errs
}

var errOdd = errors.New("odd")

// Calls that come while a group runs are the next group, in their order; each gets its own end, and those that the
// group does not finish are told to go alone.
func TestCallsThatWaitAreTheNextGroup(t *testing.T) {
	g := gate{make(chan struct{}), make(chan struct{})}
	begin := sync.OnceFunc(func() { close(g.began) })
	var groups [][]int
	l := grouping.NewLine(func(calls []*grouping.Call[int]) {
		begin()
		<-g.open
		var group []int
		for _, c := range calls {
			group = append(group, c.Of)
			switch {
			case c.Of%3 == 0 && c.Of > 0:
			case c.Of%2 == 1:
				c.Finish(errOdd)
			default:
				c.Finish(nil)
			}
		}
		groups = append(groups, group)
	})
	ended, end := context.WithCancel(t.Context())
	waiting := slices.Repeat([]context.Context{t.Context()}, 40)
	waiting[4] = ended
	alone, errs := g.inLine(t, l, waiting, func(calls []chan struct{}) {
		end()
		<-calls[5]
	})
	for i := range alone {
		wantAlone, wantErr := i%3 == 0 && i > 0, error(nil)
		if !wantAlone && i%2 == 1 {
			wantErr = errOdd
		}
		if i == 5 {
			wantErr = context.Canceled
		}
		if alone[i] != wantAlone || !errors.Is(errs[i], wantErr) {
			t.Errorf("call %d: alone %t, error %v; want %t, %v", i, alone[i], errs[i], wantAlone, wantErr)
		}
	}
	if len(groups) < 3 || len(groups[0]) != 1 || len(groups[1]) != 32 || !slices.IsSorted(slices.Concat(groups...)) {
		t.Errorf("the groups are %v, want the first call, the next 32 that wait, and the others", groups)
	}
	if slices.Contains(slices.Concat(groups...), 5) {
		t.Error("a group has a call whose context ended while it waited")
	}
}

// A context that ends takes no call out of a group that runs: nobody would know whether it was done.
func TestACallOfARunningGroupWaitsForItsEnd(t *testing.T) {
	runs := make(chan struct{})
	ended, end := context.WithCancel(t.Context())
	l := grouping.NewLine(func(calls []*grouping.Call[int]) {
		close(runs)
		<-ended.Done()
		calls[0].Finish(nil)
	})
	go func() {
		<-runs
		end()
	}()
	if alone, err := l.Do(ended, 1); alone || err != nil {
		t.Errorf("alone %t, error %v", alone, err)
	}
	if alone, err := l.Do(ended, 2); alone || !errors.Is(err, context.Canceled) {
		t.Errorf("with a context that has ended: alone %t, error %v", alone, err)
	}
}
