package reports_test

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
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

// BenchmarkPrinters renders the report to architects on a review of 57 questions and 193 notes, beside what else makes
// PDF files of the same content: Chromium and WeasyPrint, which print the HTML file of the same report. Each of them is
// left out where it is not installed.
func BenchmarkPrinters(b *testing.B) {
	s, noted := notedFramework(b)
	page := filepath.Join(b.TempDir(), "report.html")
	var html bytes.Buffer
	if _, err := reports.Write(&html, reports.Source{Snapshot: s}, reports.Architect,
		reports.ReportOptions{Format: "html"}); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(page, html.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	b.Run("plumbline", func(b *testing.B) {
		stop := watchHeap()
		for b.Loop() {
			if _, err := reports.PDF(io.Discard, s, reports.ReportOptions{}); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(stop()/(1<<20), "peak-MB")
		b.ReportMetric(float64(noted), "notes")
	})
	file := filepath.Join(b.TempDir(), "printed.pdf")
	for name, command := range map[string][]string{
		"chromium": {"--headless=new", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
			"--print-to-pdf=" + file, "file://" + page},
		"weasyprint": {"--quiet", page, file},
	} {
		b.Run(name, func(b *testing.B) {
			program, err := exec.LookPath(name)
			if err != nil {
				b.Skip(name, " is not installed")
			}
			for b.Loop() {
				if out, err := exec.Command(program, command...).CombinedOutput(); err != nil {
					b.Fatalf("%v\n%s", err, out)
				}
			}
		})
	}
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
