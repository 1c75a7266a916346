package page

import (
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"plumbline/models/timezone"
)

// Many pages are rendered at once, each in the zone of its reader.
func TestEveryRenderingHasItsZone(t *testing.T) {
	templates := NewTemplates(fstest.MapFS{"templates/one.html": {Data: []byte(
		`{{define "piece"}}{{range .}}{{date .}} ({{exact .}}) on {{day .}}{{template "time" .}}{{end}}{{end}}`)}}, nil)
	at := time.Date(2026, 11, 23, 20, 42, 7, 0, time.UTC)
	zones := []string{"UTC", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati"}
	var all sync.WaitGroup
	for i := range 100 {
		zone := timezone.Of(zones[i%len(zones)])
		all.Go(func() {
			var out strings.Builder
			err := templates.Render(&out, Rendering{Page: "one", Piece: "piece", Zone: zone, Data: []time.Time{at, at, at}})
			want := strings.Repeat(zone.Time(at)+" ("+zone.Exact(at)+") on "+zone.Day(at)+
				`<time datetime="2026-11-23T20:42:07Z" title="`+zone.Exact(at)+`">`+zone.Time(at)+"</time>", 3)
			if got := strings.ReplaceAll(out.String(), "&#43;", "+"); err != nil || got != want {
				t.Errorf("in %s: %v\n got %s\nwant %s", zone, err, got, want)
			}
		})
	}
	all.Wait()
	if n := len(templates.pages["one"].free); n == 0 || n > mostFree {
		t.Errorf("%d parsed templates are kept", n)
	}
}

func TestAPageThatIsNoneIsRefused(t *testing.T) {
	var out strings.Builder
	if err := common.Render(&out, Rendering{Page: "nothing", Piece: "layout"}); err == nil || out.Len() > 0 {
		t.Errorf("%v, %q", err, out.String())
	}
}
