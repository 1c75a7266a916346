package table

import (
	"strings"
	"testing"
)

func TestGuardGivesBackEachText(t *testing.T) {
	for _, row := range []struct{ text, guarded string }{
		{"", ""}, {"plain", "plain"}, {"a=b", "a=b"}, {"it's", "it's"}, {"'quoted'", "'quoted'"}, {"'", "'"},
		{"=1+1", "'=1+1"}, {"+49 30", "'+49 30"}, {"-", "'-"}, {"@ana", "'@ana"}, {"\tx", "'\tx"}, {"\rx", "'\rx"},
		{"\nx", "'\nx"}, {"＝1", "'＝1"}, {"－1", "'－1"},
		{"﹢1", "'﹢1"}, {"  =1", "'  =1"}, {"\u200b=1", "'\u200b=1"},
		{"\u00a0@x", "'\u00a0@x"}, {"'=1", "''=1"}, {"''=1", "'''=1"}, {"- a list", "'- a list"}, {" ", " "},
	} {
		if got := Guard(row.text); got != row.guarded {
			t.Errorf("Guard(%q) is %q, want %q", row.text, got, row.guarded)
		}
		if got := Unguard(Guard(row.text)); got != row.text {
			t.Errorf("%q comes back as %q", row.text, got)
		}
	}
	if got := Unguard("=1"); got != "=1" {
		t.Errorf("what nobody guarded became %q", got)
	}
}

func FuzzGuard(f *testing.F) {
	f.Add("'=1")
	f.Add("\xff=")
	f.Fuzz(func(t *testing.T, s string) {
		guarded := Guard(s)
		if Unguard(guarded) != s {
			t.Errorf("%q comes back as %q", s, Unguard(guarded))
		}
		if strings.HasPrefix(guarded, "=") {
			t.Errorf("%q is left as a formula", s)
		}
	})
}

func TestDays(t *testing.T) {
	for text, want := range map[string]string{
		"": "", " ": "", "2026-12-01": "2026-12-01", "2026-12-01 14:30": "2026-12-01", "2026-12-01T14:30:00Z": "2026-12-01",
		"1.12.2026": "2026-12-01", "01.12.2026": "2026-12-01", "1 Dec 2026": "2026-12-01", "Dec 1, 2026": "2026-12-01",
		"2026/12/01": "2026-12-01", "12/01/2026": "no", "01-12-26": "no", "2026-02-30": "no", "tomorrow": "no",
		"46357":      "no",
		"1899-01-01": "no", "10000-01-01": "no",
	} {
		if got, ok := (Cell{Text: text}).Day(); ok == (want == "no") || ok && got != want {
			t.Errorf("%q is %q, %v; want %q", text, got, ok, want)
		}
	}
	for serial, want := range map[string]string{"46357": "2026-12-01", "46357.75": "2026-12-01", "61": "1900-03-01",
		"60": "no", "0": "no", "-3": "no", "2958465": "9999-12-31", "2958466": "no", "1e300": "no"} {
		if got, ok := (Cell{Text: serial, Numeric: true}).Day(); ok == (want == "no") || ok && got != want {
			t.Errorf("the serial number %s is %q, %v; want %q", serial, got, ok, want)
		}
	}
	if got, ok := Moment(44895, true); !ok || got != "2026-12-01" {
		t.Errorf("44895 in the calendar of 1904 is %q, %v", got, ok)
	}
	for _, day := range []string{"1901-01-01", "2026-12-01", "2028-02-29", "9999-12-31"} {
		serial, ok := Serial(day)
		if back, _ := Moment(float64(serial), false); !ok || back != day {
			t.Errorf("%s comes back as %s, %v", day, back, ok)
		}
	}
	if _, ok := (Cell{Fault: "has the error #REF!"}).Day(); ok {
		t.Error("a cell with an error is a date")
	}
}

func TestWholeNumbers(t *testing.T) {
	for text, want := range map[string]int64{"": 0, "12": 12, "-3": -3, "1 200": 1200, "1’200": 1200, "1.0": 1,
		"1e3": 1000} {
		if got, ok := (Cell{Text: text}).Whole(); !ok || got != want {
			t.Errorf("%q is %d, %v; want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"x", "1.5", "1,200", "9223372036854775807", "1e99", "NaN"} {
		if got, ok := (Cell{Text: text}).Whole(); ok {
			t.Errorf("%q is taken for %d", text, got)
		}
	}
}

func TestColumnNames(t *testing.T) {
	for n, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA",
		16383: "XFD"} {
		if got := ColumnName(n); got != want {
			t.Errorf("column %d is %s, want %s", n, got, want)
		}
	}
}
