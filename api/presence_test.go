package api_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"plumbline/models/realtime"
	"plumbline/models/service"
	"plumbline/models/service/collaboration"
	"plumbline/models/store/storetest"
)

// calm has times that leave a test room to do something meanwhile.
func calm() service.Options {
	opt := options()
	opt.Watch.Linger, opt.Watch.Beat = time.Second, 10*time.Second
	return opt
}

// who lists the people as "name@question".
func who(items tree) string {
	list := make([]string, items.len())
	for i := range list {
		item := items.at(fmt.Sprint(i))
		list[i] = strings.TrimPrefix(item.at("name").String(), "The ")
		if q := item.at("question_id"); q.v != nil {
			list[i] += "@" + q.String()
		}
	}
	return strings.Join(list, " ")
}

// moved gives a presence event as "+name@question" or "-name@question".
func moved(e told) string {
	sign := "-"
	if e.data.at("here").v == true {
		sign = "+"
	}
	name := strings.TrimPrefix(e.data.at("actor_name").String(), "The ")
	if q := e.data.at("question_id"); q.v != nil {
		name += "@" + q.String()
	}
	return sign + name
}

// Who is on which question is told as people come, walk on and leave, at whichever server they are.
func TestPresence(t *testing.T) {
	eachPair(t, calm(), func(first, other *server) {
		t := first.t
		one := first.again(first.store, calm())
		at := "/workloads/" + first.sample() + basics
		events := func(question string) string { return at + "/events?question=" + question }
		present := func(s *server, want string) { // soon: a server that starts asks the others first
			t.Helper()
			got := ""
			for range 100 {
				if got = who(s.do(call{method: "GET", path: at + "/presence", as: "viewer"}).tree(t).at("items")); got == want {
					return
				}
				time.Sleep(20 * time.Millisecond)
			}
			t.Errorf("present: %q, want %q", got, want)
		}
		owner := one.listen("owner session", at+"/events")
		if got := who(owner.next("hello").data.at("people")); got != "owner" {
			t.Errorf("alone: %q", got)
		}
		came := func(want string) {
			t.Helper()
			if got := moved(owner.next("presence")); got != want {
				t.Errorf("came %q, want %q", got, want)
			}
		}
		viewer := other.listen("viewer session", events("backup"))
		came("+viewer@backup")
		present(one, "owner viewer@backup")
		present(other, "owner viewer@backup")
		twin := one.listen("viewer session", events("backup")) // a second tab, at the other server
		if got := who(twin.next("hello").data.at("people")); got != "owner viewer@backup" {
			t.Errorf("in two tabs: %q", got)
		}
		other.listen("viewer", events("backup")).next("hello") // a token is nobody
		owner.silent(200*time.Millisecond, "presence")
		viewer.end()
		owner.silent(1200*time.Millisecond, "presence") // still there in the second tab
		present(other, "owner viewer@backup")
		twin.end()
		other.listen("viewer session", events("load")) // walks on, and does not flicker
		came("+viewer@load")
		came("-viewer@backup")
		present(one, "owner viewer@load")
		last := one.listen("contributor session", events("load"))
		came("+contributor@load")
		last.end()
		owner.silent(50*time.Millisecond, "presence")     // the server notices
		one.listen("contributor session", events("cost")) // the same at one server
		came("+contributor@cost")
		came("-contributor@load")
		architect := other.listen("architect session", events("cost"))
		came("+architect@cost")
		architect.end()
		again := other.listen("architect session", events("cost")) // loads the page again
		owner.silent(1500*time.Millisecond, "presence")
		left := time.Now()
		again.end()
		came("-architect@cost")
		if took := time.Since(left); took < 900*time.Millisecond {
			t.Errorf("shown as gone after %v", took)
		}
		owner.end()
	})
}

// Whoever walks on to another question is gone from the first one at once, however long those who leave are still
// shown.
func TestWhoeverWalksOnIsOnOneQuestion(t *testing.T) {
	opt := calm()
	opt.Watch.Linger = time.Hour
	eachPair(t, opt, func(_, s *server) {
		at := "/workloads/" + s.sample() + basics + "/events"
		owner := s.listen("owner session", at)
		owner.next("hello")
		first := s.listen("contributor session", at+"?question=load")
		came := []string{moved(owner.next("presence"))}
		first.end()
		owner.silent(50*time.Millisecond, "presence") // the server notices
		s.listen("contributor session", at+"?question=cost")
		came = append(came, moved(owner.next("presence")), moved(owner.next("presence")))
		if want := []string{"+contributor@load", "+contributor@cost", "-contributor@load"}; !slices.Equal(came, want) {
			s.t.Errorf("came %q, want %q", came, want)
		}
	})
}

// The people of a server that breaks down, or stops, are gone after a while; a server that starts knows who is there.
func TestPresenceOfServersThatCome(t *testing.T) {
	t.Parallel()
	storetest.OnPostgres(t, func(t *testing.T, dsn string) {
		s := newServer(t, storetest.OpenAt(t, dsn))
		at := "/workloads/" + s.sample() + basics + "/events"
		staying := s.listen("owner session", at)
		staying.next("hello")
		for _, stop := range []func(*server){
			func(b *server) { must(t, b.store.Close()) }, // without a word
			func(b *server) { b.svc.Watches.End() },      // as at its proper end
		} {
			b := s.again(storetest.OpenAt(t, dsn), options())
			l := b.listen("viewer session", at)
			l.next("hello")
			if got := moved(staying.next("presence")); got != "+viewer" {
				t.Errorf("came %s", got)
			}
			if e := l.next("presence"); moved(e) != "+owner" {
				t.Errorf("a server that starts was told %s", e)
			}
			stop(b)
			if got := moved(staying.next("presence")); got != "-viewer" {
				t.Errorf("came %s", got)
			}
		}
	})
}

// One sign-in can't take the room of all.
func TestListenersAreBounded(t *testing.T) {
	s := newServer(t, storetest.OpenAt(t, storetest.SQLite(t)))
	id := s.sample()
	var open []*collaboration.Watch
	watch := func(as string) error {
		w, err := s.svc.Watches.Begin(s.as(as), id, "service-basics", collaboration.WatchInput{})
		if err == nil {
			open = append(open, w)
		}
		return err
	}
	for range 64 {
		must(t, watch("viewer session"))
	}
	if r := s.do(call{method: "GET", path: "/workloads/" + id + basics + "/events", as: "viewer session"}); r.status != 429 || r.header.Get("Retry-After") == "" {
		t.Errorf("a listener too many: %d %v", r.status, r.header)
	}
	must(t, watch("owner session"))
	open[0].Close()
	open[0].Close()
	must(t, watch("viewer session"))
	for i := range 15 { // 64 + 1 listen by now
		name := fmt.Sprint("person", i)
		s.person(name, s.here, "viewer")
		for range 64 {
			if len(open) == realtime.MaxWatches+1 { // one of them is closed
				break
			}
			must(t, watch(name+" session"))
		}
	}
	if r := s.do(call{method: "GET", path: "/workloads/" + id + basics + "/events", as: "owner session"}); r.status != 503 {
		t.Errorf("a listener too many for the server: %d", r.status)
	}
	for _, w := range open {
		w.Close()
	}
	s.listen("owner session", "/workloads/"+id+basics+"/events").next("hello")
}
