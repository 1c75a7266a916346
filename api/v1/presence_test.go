package v1_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/models/realtime"
	"plumbline/models/service"
	"plumbline/models/service/collaboration"
	"plumbline/models/store/storetest"
)

// calmTimes has times that leave a test room to do something meanwhile.
func calmTimes() service.Options {
	opt := apitest.ServiceOptions()
	opt.Watch.Linger, opt.Watch.Beat = time.Second, 10*time.Second
	return opt
}

// presentNames lists the people as "name@question".
func presentNames(items apitest.Tree) string {
	list := make([]string, items.Len())
	for i := range list {
		item := items.At(fmt.Sprint(i))
		list[i] = strings.TrimPrefix(item.At("name").String(), "The ")
		if q := item.At("question_id"); q.Value != nil {
			list[i] += "@" + q.String()
		}
	}
	return strings.Join(list, " ")
}

// presenceText gives a presence event as "+name@question" or "-name@question".
func presenceText(e apitest.StreamEvent) string {
	sign := "-"
	if e.Data.At("here").Value == true {
		sign = "+"
	}
	name := strings.TrimPrefix(e.Data.At("actor_name").String(), "The ")
	if q := e.Data.At("question_id"); q.Value != nil {
		name += "@" + q.String()
	}
	return sign + name
}

// Who is on which question is told as people come, walk on and leave, at whichever server they are.
func TestPresence(t *testing.T) {
	eachPair(t, calmTimes(), func(first, other *apitest.Server) {
		t := first.T
		one := first.SecondServer(first.Store, calmTimes())
		at := "/workloads/" + first.Sample() + apitest.BasicsPath
		events := func(question string) string { return at + "/events?question=" + question }
		present := func(s *apitest.Server, want string) { // soon: a server that starts asks the others first
			t.Helper()
			got := ""
			for range 100 {
				if got = presentNames(s.Do(apitest.Call{Method: "GET", Path: at + "/presence",
					As: "viewer"}).Tree(t).At("items")); got == want {
					return
				}
				time.Sleep(20 * time.Millisecond)
			}
			t.Errorf("present: %q, want %q", got, want)
		}
		owner := one.Listen("owner session", at+"/events")
		if got := presentNames(owner.Next("hello").Data.At("people")); got != "owner" {
			t.Errorf("alone: %q", got)
		}
		came := func(want string) {
			t.Helper()
			if got := presenceText(owner.Next("presence")); got != want {
				t.Errorf("came %q, want %q", got, want)
			}
		}
		viewer := other.Listen("viewer session", events("backup"))
		came("+viewer@backup")
		present(one, "owner viewer@backup")
		present(other, "owner viewer@backup")
		twin := one.Listen("viewer session", events("backup")) // a second tab, at the other server
		if got := presentNames(twin.Next("hello").Data.At("people")); got != "owner viewer@backup" {
			t.Errorf("in two tabs: %q", got)
		}
		other.Listen("viewer", events("backup")).Next("hello") // a token is nobody
		owner.Silent(200*time.Millisecond, "presence")
		viewer.End()
		owner.Silent(1200*time.Millisecond, "presence") // still there in the second tab
		present(other, "owner viewer@backup")
		twin.End()
		other.Listen("viewer session", events("load")) // walks on, and does not flicker
		came("+viewer@load")
		came("-viewer@backup")
		present(one, "owner viewer@load")
		last := one.Listen("contributor session", events("load"))
		came("+contributor@load")
		last.End()
		owner.Silent(50*time.Millisecond, "presence")     // the server notices
		one.Listen("contributor session", events("cost")) // the same at one server
		came("+contributor@cost")
		came("-contributor@load")
		architect := other.Listen("architect session", events("cost"))
		came("+architect@cost")
		architect.End()
		again := other.Listen("architect session", events("cost")) // loads the page again
		owner.Silent(1500*time.Millisecond, "presence")
		left := time.Now()
		again.End()
		came("-architect@cost")
		if took := time.Since(left); took < 900*time.Millisecond {
			t.Errorf("shown as gone after %v", took)
		}
		owner.End()
	})
}

// Whoever walks on to another question is gone from the first one at once, however long those who leave are still
// shown.
func TestWhoeverWalksOnIsOnOneQuestion(t *testing.T) {
	opt := calmTimes()
	opt.Watch.Linger = time.Hour
	eachPair(t, opt, func(_, s *apitest.Server) {
		at := "/workloads/" + s.Sample() + apitest.BasicsPath + "/events"
		owner := s.Listen("owner session", at)
		owner.Next("hello")
		first := s.Listen("contributor session", at+"?question=load")
		came := []string{presenceText(owner.Next("presence"))}
		first.End()
		owner.Silent(50*time.Millisecond, "presence") // the server notices
		s.Listen("contributor session", at+"?question=cost")
		came = append(came, presenceText(owner.Next("presence")), presenceText(owner.Next("presence")))
		if want := []string{"+contributor@load", "+contributor@cost", "-contributor@load"}; !slices.Equal(came, want) {
			s.T.Errorf("came %q, want %q", came, want)
		}
	})
}

// The people of a server that breaks down, or stops, are gone after a while; a server that starts knows who is there.
func TestPresenceOfServersThatCome(t *testing.T) {
	apitest.OnPostgres(t, func(t *testing.T, dsn string) {
		s := apitest.ServerAt(t, dsn, storetest.OpenAt(t, dsn))
		at := "/workloads/" + s.Sample() + apitest.BasicsPath + "/events"
		staying := s.Listen("owner session", at)
		staying.Next("hello")
		for _, stop := range []func(*apitest.Server){
			func(b *apitest.Server) { apitest.Must(t, b.Store.Close()) }, // without a word
			func(b *apitest.Server) { b.Service.Watches.End() },          // as at its proper end
		} {
			b := s.SecondServer(storetest.OpenAt(t, dsn), apitest.ServiceOptions())
			l := b.Listen("viewer session", at)
			l.Next("hello")
			if got := presenceText(staying.Next("presence")); got != "+viewer" {
				t.Errorf("came %s", got)
			}
			if e := l.Next("presence"); presenceText(e) != "+owner" {
				t.Errorf("a server that starts was told %s", e)
			}
			stop(b)
			if got := presenceText(staying.Next("presence")); got != "-viewer" {
				t.Errorf("came %s", got)
			}
		}
	})
}

// One sign-in can't take the room of all.
func TestListenersAreBounded(t *testing.T) {
	s := apitest.SQLiteServer(t)
	id := s.Sample()
	var open []*collaboration.Watch
	watch := func(as string) error {
		w, err := s.Service.Watches.Begin(s.As(as), id, "service-basics", collaboration.WatchInput{})
		if err == nil {
			open = append(open, w)
		}
		return err
	}
	for range 64 {
		apitest.Must(t, watch("viewer session"))
	}
	if r := s.Do(apitest.Call{Method: "GET", Path: "/workloads/" + id + apitest.BasicsPath + "/events",
		As: "viewer session"}); r.Status != 429 || r.Header.Get("Retry-After") == "" {
		t.Errorf("a listener too many: %d %v", r.Status, r.Header)
	}
	apitest.Must(t, watch("owner session"))
	open[0].Close()
	open[0].Close()
	apitest.Must(t, watch("viewer session"))
	for i := range 15 { // 64 + 1 listen by now
		name := fmt.Sprint("person", i)
		s.Person(name, s.WorkspaceID, "viewer")
		for range 64 {
			if len(open) == realtime.MaxWatches+1 { // one of them is closed
				break
			}
			apitest.Must(t, watch(name+" session"))
		}
	}
	if r := s.Do(apitest.Call{Method: "GET", Path: "/workloads/" + id + apitest.BasicsPath + "/events",
		As: "owner session"}); r.Status != 503 {
		t.Errorf("a listener too many for the server: %d", r.Status)
	}
	for _, w := range open {
		w.Close()
	}
	s.Listen("owner session", "/workloads/"+id+apitest.BasicsPath+"/events").Next("hello")
}
