package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// BenchmarkStart measures the time from starting the program on an existing database to its first answered request, and
// the memory it holds when it has nothing to do. The program is built as a release is.
func BenchmarkStart(b *testing.B) {
	exe := filepath.Join(b.TempDir(), "plumbline")
	if out,
		err := exec.Command("go", "build", "-tags=nomsgpack", "-trimpath", "-ldflags=-s -w", "-o", exe,
		".").CombinedOutput(); err != nil {
		b.Fatalf("build: %v %s", err, out)
	}
	data := filepath.Join(b.TempDir(), "plumbline.db")
	launchServer(b, exe, data) // makes the database
	var idle, took float64
	b.ResetTimer()
	for range b.N {
		t, kb := launchServer(b, exe, data)
		took += t.Seconds() * 1000
		idle = max(idle, float64(kb)/1024)
	}
	b.ReportMetric(took/float64(b.N), "ms-to-first-answer")
	b.ReportMetric(idle, "MiB-idle-max")
}

func launchServer(b *testing.B, exe, data string) (time.Duration, int) {
	probe, err := net.Listen("tcp", "127.0.0.1:0")
	mustSucceed(b, err)
	address := probe.Addr().String()
	mustSucceed(b, probe.Close())
	began := time.Now()
	cmd := exec.Command(exe, "serve", "--data", data, "--listen", address)
	mustSucceed(b, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		res, err := http.Get("http://" + address + "/readyz")
		if err == nil && res.StatusCode == http.StatusOK {
			mustSucceed(b, res.Body.Close())
			break
		}
		select {
		case err := <-ended:
			b.Fatalf("the server ended: %v", err)
		case <-time.After(time.Millisecond):
		}
	}
	took := time.Since(began)
	time.Sleep(500 * time.Millisecond)
	kb := residentMemory(b, cmd.Process.Pid)
	mustSucceed(b, cmd.Process.Signal(syscall.SIGTERM))
	mustSucceed(b, <-ended)
	return took, kb
}

// residentMemory reads the resident set of a process in KiB; 0 where there is no /proc.
func residentMemory(b *testing.B, pid int) (kb int) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Log(err)
		return 0
	}
	for line := range strings.SplitSeq(string(status), "\n") {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			_, err := fmt.Sscan(rest, &kb)
			mustSucceed(b, err)
		}
	}
	return kb
}
