package reports_test

import (
	"flag"
	"io"
	"runtime"
	"syscall"
	"testing"
	"time"

	"plumbline/models/markdown"
	"plumbline/models/markdown/hostile"
	"plumbline/reports"
)

// Budget of one note of 64 KB in a report, beyond what the report costs without it. Memory is all that was
// allocated on the way, which is about twice what is held at any moment: the note's pages are held once by us
// and once by the PDF library.
const (
	noteTime   = 200 * time.Millisecond
	noteMemory = 64 << 20
	pageMemory = 32 << 20
)

// measureCost measures the processor time of the process and all bytes that were allocated.
func measureCost(do func()) (time.Duration, int64) {
	var before, after runtime.MemStats
	var from, to syscall.Rusage
	runtime.ReadMemStats(&before)
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &from)
	do()
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &to)
	runtime.ReadMemStats(&after)
	return time.Duration(to.Utime.Nano() - from.Utime.Nano() + to.Stime.Nano() - from.Stime.Nano()),
		int64(after.TotalAlloc - before.TotalAlloc)
}

// reportCosts measures one report with a note.
func reportCosts(t testing.TB, note string) (time.Duration, int64) {
	t.Helper()
	s := oneQuestion(t, note)
	return measureCost(func() {
		if _, err := reports.PDF(io.Discard, s, reports.ReportOptions{}); err != nil {
			t.Fatal(err)
		}
	})
}

// TestHostileNotesAreCheapInReports holds the memory that notes of every construct cost in a report.
func TestHostileNotesAreCheapInReports(t *testing.T) {
	reportCosts(t, "warm")
	base, empty := reportCosts(t, "note")
	for name, note := range hostile.LargestNotes() {
		took, allocated := reportCosts(t, note)
		if allocated-empty > noteMemory {
			t.Errorf("%s: %d MB", name, (allocated-empty)>>20)
		}
		t.Logf("%s: %v, %.1f MB", name, took-base, float64(allocated-empty)/(1<<20))
	}
}

// FuzzHostileNotes: no note costs more than its budget of time and memory, on a page or in a report. With the
// seeds alone it holds memory only: a machine that is busy is no fault of a note.
func FuzzHostileNotes(f *testing.F) {
	f.Add([]byte{0, 12, 0, 5, 14, 16, 0, 5})
	f.Add([]byte{3, 7, 3, 0, 13, 16, 0, 5})
	f.Add([]byte{30, 16, 15, 1})
	reportCosts(f, "warm")
	base, empty := reportCosts(f, "note")
	f.Fuzz(func(t *testing.T, recipe []byte) {
		note := hostile.Note(recipe)
		costWithin(t, note, pageMemory, func() (time.Duration, int64) { return measureCost(func() { markdown.HTML(note) }) })
		costWithin(t, note, noteMemory, func() (time.Duration, int64) {
			took, allocated := reportCosts(t, note)
			return took - base, allocated - empty
		})
	})
}

// costWithin measures up to four times, since what else runs in the process counts too.
func costWithin(t *testing.T, note string, memory int64, measure func() (time.Duration, int64)) {
	t.Helper()
	least, fuzz := time.Hour, flag.Lookup("test.fuzz")
	for range 4 {
		took, allocated := measure()
		if allocated > memory {
			t.Fatalf("%d MB: %.200q", allocated>>20, note)
		}
		if least = min(least, took); least < noteTime || fuzz == nil || fuzz.Value.String() == "" {
			return
		}
	}
	t.Errorf("%v: %.200q", least, note)
}
