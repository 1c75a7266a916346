package reports_test

import (
	"io"
	"runtime"
	"testing"
	"time"

	"plumbline/reports"
	"plumbline/reports/reportstest"
)

// BenchmarkPDF renders a review of 57 questions with notes. peak-MB is the largest heap seen while it ran.
func BenchmarkPDF(b *testing.B) {
	s := reportstest.Full(b)
	if _, err := reports.PDF(io.Discard, s, reports.ReportOptions{}); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	stop := watchHeap()
	for b.Loop() {
		if _, err := reports.PDF(io.Discard, s, reports.ReportOptions{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(stop()/(1<<20), "peak-MB")
}

// BenchmarkLeadership renders the report to leadership on the same review, with 500 items and a comparison.
func BenchmarkLeadership(b *testing.B) {
	s := leadershipSource(b)
	for len(s.Work.Items) < 500 {
		next := s.Work.Items[len(s.Work.Items)%3]
		next.Number = len(s.Work.Items) + 1
		s.Work.Items = append(s.Work.Items, next)
	}
	b.ReportAllocs()
	stop := watchHeap()
	for b.Loop() {
		if _, err := reports.Write(io.Discard, s, reports.Leadership, reports.ReportOptions{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(stop()/(1<<20), "peak-MB")
}

// watchHeap samples the live heap until the returned function stops it and returns the largest value, in bytes.
func watchHeap() func() float64 {
	done, peak := make(chan struct{}), make(chan float64)
	go func() {
		var most uint64
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
			select {
			case <-done:
				peak <- float64(most)
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
	}()
	return func() float64 { close(done); return <-peak }
}
