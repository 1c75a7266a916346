package realtime_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"plumbline/models"
	"plumbline/models/realtime"
)

// A slow reader loses what waits, and is told so; nobody waits for it.
func TestFeedOverflows(t *testing.T) {
	feed := realtime.NewFeed(4)
	for i := range 6 {
		feed.Put(models.ReviewEvent{Kind: models.EventAnswer, Version: i})
	}
	var got []string
	for range 2 {
		e, err := feed.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprint(e.Kind, e.Version))
	}
	if want := "[resync0 answer5]"; fmt.Sprint(got) != want {
		t.Errorf("came %v, want %s", got, want)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if e, err := feed.Next(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("of an empty feed came %+v, %v", e, err)
	}
}

// What is in a feed when it ends is read; what comes later is dropped.
func TestFeedEnds(t *testing.T) {
	feed := realtime.NewFeed(4)
	feed.Put(models.ReviewEvent{Version: 7})
	feed.End()
	feed.Put(models.ReviewEvent{Version: 8})
	if e, err := feed.Next(t.Context()); err != nil || e.Version != 7 {
		t.Errorf("what was left: %+v, %v", e, err)
	}
	for range 2 {
		if _, err := feed.Next(t.Context()); !errors.Is(err, io.EOF) {
			t.Errorf("after the end: %v", err)
		}
	}
}

// A reader that waits is woken by an event and by the end.
func TestFeedWakesItsReader(t *testing.T) {
	feed, got := realtime.NewFeed(4), make(chan string)
	go func() {
		defer close(got)
		for {
			e, err := feed.Next(context.Background())
			got <- fmt.Sprint(e.Version, err)
			if err != nil {
				return
			}
		}
	}()
	feed.Put(models.ReviewEvent{Version: 1})
	if first := <-got; first != "1 <nil>" {
		t.Errorf("came %s", first)
	}
	feed.End()
	if last := <-got; last != "0 EOF" {
		t.Errorf("came %s", last)
	}
}
