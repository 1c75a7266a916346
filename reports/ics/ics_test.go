package ics

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ical "github.com/arran4/golang-ical"
)

var update = flag.Bool("update", false, "write testdata anew")

func feed() Calendar {
	at := time.Date(2026, 11, 29, 10, 42, 7, 0, time.UTC)
	return Calendar{Name: "Due dates of Ana", Description: "Items of Plumbline,\nby their due dates", Refresh: time.Hour,
		Days: []Day{
			{UID: "0123@items.plumbline", Date: time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC),
				Title:       "#12 Rotate keys; all of them, and\nmore",
				Description: "High risk\r\nBackslash \\ and “quotes” " + strings.Repeat("日本語 ", 40),
				URL:         "https://plumbline.example/items/0123?a=1,2;b=3", Categories: []string{"Storefront, checkout"},
				Created: at.AddDate(0, 0, -3), Changed: at, Sequence: 4, Urgent: true},
			{UID: "0124@items.plumbline", Date: time.Date(2028, 2, 29, 0, 0, 0, 0, time.UTC),
				Title: "Leap", Created: at, Changed: at},
		}}
}

func TestCalendarIsGolden(t *testing.T) {
	var out bytes.Buffer
	if err := Write(&out, feed()); err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "feed.ics")
	if *update {
		if err := os.WriteFile(golden, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || !bytes.Equal(out.Bytes(), want) {
		t.Errorf("it is\n%s\nwant (%v)\n%s", out.Bytes(), err, want)
	}
	isWellFormed(t, out.String())
	for _, none := range []string{"METHOD", "VTODO", "VALARM"} {
		if strings.Contains(out.String(), none) {
			t.Errorf("it has %s", none)
		}
	}
}

// isWellFormed holds the lines against RFC 5545: they end with CR LF, have at most 75 bytes and break between
// characters.
func isWellFormed(t *testing.T, s string) {
	t.Helper()
	if !strings.HasSuffix(s, "\r\n") {
		t.Error("the last line has no end")
	}
	for _, l := range strings.Split(strings.TrimSuffix(s, "\r\n"), "\r\n") {
		if len(l) > 75 || !utf8.ValidString(l) || strings.ContainsAny(l, "\r\n") || l == "" {
			t.Errorf("the line %q has %d bytes", l, len(l))
		}
	}
}

func FuzzWrite(f *testing.F) {
	f.Add("Rotate keys", "a\\nb\n;,:\"")
	f.Add("\x00\r\n\r", strings.Repeat("語", 100))
	f.Add("x\r\nEND:VEVENT", "BEGIN:VALARM\r\n "+strings.Repeat("<a> ", 60))
	f.Fuzz(func(t *testing.T, title, description string) {
		c := feed()
		c.Name, c.Days[0].Title, c.Days[0].Description, c.Days[0].Categories = title, title, description, []string{title}
		var out bytes.Buffer
		if err := Write(&out, c); err != nil {
			t.Fatal(err)
		}
		isWellFormed(t, out.String())
		whole := strings.ReplaceAll(out.String(), "\r\n ", "")
		if n := strings.Count(whole, "\r\nBEGIN:"); n != 2 {
			t.Fatalf("%d components begin", n)
		}
		got := ""
		for _, l := range strings.Split(whole, "\r\n") {
			if text, ok := strings.CutPrefix(l, "DESCRIPTION:"); ok && strings.Contains(whole, "UID:0123") {
				got = ical.FromText(text)
			}
		}
		if want := lines(description); want != "" && got != want {
			t.Fatalf("%q comes back as %q", want, got)
		}
	})
}
