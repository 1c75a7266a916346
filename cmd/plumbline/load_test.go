package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"plumbline/models/store/storetest"
)

// loadVariable asks for the load test, which takes minutes and is about one machine: PLUMBLINE_TEST_LOAD=1 go test
// ./cmd/plumbline -run TestLoad -v
const loadVariable = "PLUMBLINE_TEST_LOAD"

// loadMemory is what a server may take at most under the load, in kilobytes.
const loadMemory = 512 << 10

// Under 50 reports at once, 20 imports at once (four of them of 120 MB) and 300 bodies that never end, a server takes
// less than 512 MB. How long a reader's question page takes meanwhile is printed, and not judged: that is about the
// machine.
func TestLoad(t *testing.T) {
	if os.Getenv(loadVariable) == "" {
		t.Skip("set " + loadVariable + "=1 to load a server for some minutes")
	}
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		workload, token := reviewedDatabase(t, dsn)
		p := startProgram(t, "serve", "--data", dsn)
		p.token = token
		l := &loadedServer{runningProgram: p, workload: workload, counts: map[string]int{}}
		small, large := l.archive(4<<20), l.archive(120<<20)
		t.Logf("at rest: %d MB", l.memory("VmRSS")>>10)
		stop := l.read()
		var all sync.WaitGroup
		for range 300 {
			l.unfinished()
		}
		for range 50 {
			all.Go(func() { l.ask("report", "GET", "/workloads/"+workload+"/report.pdf", nil) })
		}
		for i := range 20 {
			file := small
			if i%5 == 0 {
				file = large
			}
			all.Go(func() {
				l.ask(fmt.Sprintf("import of %d MB", len(file)>>20), "POST", "/workloads/import?copy=true", file)
			})
		}
		all.Wait()
		took := stop()
		slices.Sort(took)
		t.Logf("%d question pages: median %s, p99 %s, longest %s", len(took), took[len(took)/2], took[len(took)*99/100],
			took[len(took)-1])
		t.Logf("replies: %v", l.counts)
		peak := l.memory("VmHWM")
		if t.Logf("most memory: %d MB", peak>>10); peak > loadMemory {
			t.Errorf("the server took %d MB, it may take %d", peak>>10, loadMemory>>10)
		}
	})
}

// loadedServer is a server under load.
type loadedServer struct {
	*runningProgram
	workload string
	mu       sync.Mutex
	counts   map[string]int // of replies, by what was asked for and the status
}

func (l *loadedServer) ask(what, method, path string, body any) {
	status, err := l.runningProgram.ask(l.t.Context(), method, "/api/v1"+path, body, nil)
	if err != nil {
		status = 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.counts[fmt.Sprintf("%s %d", what, status)]++
}

// archive is the export of the workload, with as many milestones with long notes as the size wants.
func (l *loadedServer) archive(size int) []byte {
	l.must("PUT", "/workloads/"+l.workload+"/lenses/service-basics/answers/backup",
		map[string]any{"selected": []string{"backup_daily"}}, nil)
	l.must("POST", "/workloads/"+l.workload+"/milestones", map[string]any{"name": fmt.Sprint("Loaded ", size)}, nil)
	var file map[string]any
	l.must("GET", "/workloads/"+l.workload+"/export", nil, &file)
	model := file["milestones"].([]any)[0].(map[string]any)
	answer := model["reviews"].([]any)[0].(map[string]any)["answers"].([]any)[0].(map[string]any)
	answer["notes"] = strings.Repeat("Held on paper. ", 4000)
	one, err := json.Marshal(model)
	mustSucceed(l.t, err)
	var list []json.RawMessage
	for n := 1; n*len(one) < size; n++ {
		model["number"], model["name"] = n, fmt.Sprint("Milestone ", n)
		one, err := json.Marshal(model)
		mustSucceed(l.t, err)
		list = append(list, one)
	}
	file["milestones"] = list
	data, err := json.Marshal(file)
	mustSucceed(l.t, err)
	return data
}

// unfinished sends the most of a body of 2 MB, as nobody and as somebody in turns, and never ends.
func (l *loadedServer) unfinished() {
	u, err := url.Parse(l.url)
	mustSucceed(l.t, err)
	conn, err := (&net.Dialer{}).DialContext(l.t.Context(), "tcp", u.Host)
	mustSucceed(l.t, err)
	l.t.Cleanup(func() { conn.Close() })
	paths := []string{"/api/v1/session", "/api/v1/workloads", "/signin"}
	l.mu.Lock()
	l.counts["unfinished"]++
	path := paths[l.counts["unfinished"]%len(paths)]
	l.mu.Unlock()
	go func() {
		var head bytes.Buffer
		fmt.Fprintf(&head,
			"POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: 2000000\r\n\r\n",
			path, u.Host, l.token)
		head.WriteString(`{"name":"`)
		_, _ = conn.Write(append(head.Bytes(), bytes.Repeat([]byte("x"), 1_900_000)...)) // the server may break off
	}()
}

var guestURL = regexp.MustCompile(`plg_[A-Z2-7]+`)

// read loads a question page again and again as a guest; the function that it gives ends that and returns how long each
// took.
func (l *loadedServer) read() (stop func() []time.Duration) {
	l.t.Helper()
	var made map[string]any
	l.must("POST", "/workloads/"+l.workload+"/lenses/service-basics/guest-links",
		map[string]any{"name": "Reader", "expires_at": time.Now().Add(time.Hour)}, &made)
	jar, err := cookiejar.New(nil)
	mustSucceed(l.t, err)
	client := &http.Client{Jar: jar}
	res, err := client.PostForm(l.url+"/guest", url.Values{"code": {guestURL.FindString(fmt.Sprint(made["code"]))}})
	mustSucceed(l.t, err)
	mustSucceed(l.t, res.Body.Close())
	ctx, cancel := context.WithCancel(l.t.Context())
	var took []time.Duration
	var over sync.WaitGroup
	over.Go(func() {
		for ctx.Err() == nil {
			start := time.Now()
			res, err := client.Get(l.url + "/workloads/" + l.workload + "/lenses/service-basics/questions/backup")
			if err != nil || res.StatusCode != http.StatusOK {
				l.t.Errorf("a question page: %v %v", res, err)
				return
			}
			var page bytes.Buffer
			_, err = page.ReadFrom(res.Body)
			if res.Body.Close(); err != nil {
				l.t.Error(err)
			}
			took = append(took, time.Since(start))
			time.Sleep(20 * time.Millisecond)
		}
	})
	return func() []time.Duration { cancel(); over.Wait(); return took }
}

// memory reads how many kilobytes the process has ("VmRSS") or had at most ("VmHWM"), as Linux tells it.
func (l *loadedServer) memory(what string) int {
	l.t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", l.cmd.Process.Pid))
	mustSucceed(l.t, err)
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == what+":" {
			n, err := strconv.Atoi(f[1])
			mustSucceed(l.t, err)
			return n
		}
	}
	l.t.Fatalf("no %s in\n%s", what, text)
	return 0
}
