package main

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/access/credentials"
	"plumbline/models/store/storetest"
)

const (
	listeners  = 200
	mostMemory = 80 << 10 // kB that the server may have with all of them listening, beside what is mapped of files
)

// Two hundred people listen to one review of the full framework lens: the server stays small, all hear of each change,
// and it stops while they listen.
func TestTwoHundredListeners(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		p := startProgram(t, "serve", "--data", dsn)
		sessions := addViewers(t, dsn, listeners)
		var w struct{ ID string }
		p.must("POST", "/workloads",
			map[string]any{"name": "Checkout", "description": "Takes the money", "environment": "PRODUCTION",
				"review_owner": "Ines", "aws_regions": []string{"eu-central-1"}, "lenses": []string{"wellarchitected"}}, &w)
		at := "/workloads/" + w.ID + "/lenses/wellarchitected"
		var questions struct {
			Items []struct {
				QuestionID string `json:"question_id"`
			}
		}
		p.must("GET", at+"/answers", nil, &questions)
		rest := p.memory("RssAnon")

		ctx, leave := context.WithCancel(t.Context())
		defer leave()
		heard := make(chan time.Time, 100*listeners)
		var all sync.WaitGroup
		for i, secret := range sessions {
			q := questions.Items[i%len(questions.Items)].QuestionID
			hello := make(chan bool, 1)
			all.Go(func() { p.hear(ctx, secret, at+"/events?question="+q, hello, heard) })
			if !<-hello {
				t.Fatal("a listener was refused")
			}
		}
		var first, last []time.Duration
		for i := range 50 {
			q := questions.Items[i%len(questions.Items)].QuestionID
			began := time.Now()
			p.must("PATCH", at+"/answers/"+q, map[string]any{"notes": fmt.Sprint("Note ", i)}, nil)
			for n := range listeners {
				select {
				case came := <-heard:
					if n == 0 {
						first = append(first, came.Sub(began))
					} else if n == listeners-1 {
						last = append(last, came.Sub(began))
					}
				case <-time.After(10 * time.Second):
					t.Fatalf("change %d: heard by %d of %d", i, n, listeners)
				}
			}
		}
		slices.Sort(first)
		slices.Sort(last)
		// how much of its own file is mapped is the system's business
		most := p.memory("VmHWM") - p.memory("RssFile") - p.memory("RssShmem")
		t.Logf("%d listeners: %d MB at most, %d MB before; from the change to the first listener %v, to the last %v (medians)",
			listeners,
			most>>10, rest>>10, first[len(first)/2], last[len(last)/2])
		if most > mostMemory && !raceDetector() {
			t.Errorf("%d kB of memory", most)
		}
		p.signal(syscall.SIGTERM)
		mustSucceed(t, p.wait())
		all.Wait()
		if log := p.printed("err"); strings.Count(log, "/events") != listeners || strings.Contains(log, "level=ERROR") {
			t.Errorf("%d lines for %d listeners", strings.Count(log, "/events"), listeners)
		}
	})
}

// addViewers makes viewers of the first workspace, and returns the secrets of their sessions.
func addViewers(t *testing.T, dsn string, n int) (secrets []string) {
	t.Helper()
	svc := service.New(storetest.OpenAt(t, dsn),
		service.Options{Passwords: credentials.PasswordCost{MemoryKB: 8, Passes: 1, Lanes: 1}})
	ctx := models.WithActor(t.Context(), models.ProgramActor(""))
	spaces, err := svc.Workspaces.All(ctx)
	mustSucceed(t, err)
	for i := range n {
		in := models.UserInput{Email: fmt.Sprintf("viewer%d@example.com", i), Name: fmt.Sprint("Viewer ", i)}
		user, err := svc.Users.Create(ctx, in, "seven green bottles")
		mustSucceed(t, err)
		_, err = svc.Members.Add(ctx, spaces[0].ID, user.ID, models.MemberGrant{Role: models.Viewer})
		mustSucceed(t, err)
		secret, _, err := svc.Sessions.SignIn(t.Context(), models.SignIn{Email: in.Email, Password: "seven green bottles"}, "")
		mustSucceed(t, err)
		secrets = append(secrets, secret)
	}
	return secrets
}

// hear listens as a session, tells when it does, and the time of each answer that it hears of, until the stream ends.
func (p *runningProgram) hear(ctx context.Context, session, path string, hello chan<- bool, heard chan<- time.Time) {
	defer close(hello)
	req, err := http.NewRequestWithContext(ctx, "GET", p.url+"/api/v1"+path, nil)
	if err != nil {
		return
	}
	req.AddCookie(&http.Cookie{Name: "plumbline_session", Value: session})
	res, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(req)
	if err != nil {
		return
	}
	defer res.Body.Close()
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		switch lines.Text() {
		case "event: hello":
			hello <- true
		case "event: answer":
			heard <- time.Now()
		}
	}
}

// memory reads a figure of the running program, in kB.
func (p *runningProgram) memory(what string) int {
	p.t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		if os.Getenv("CI") != "" {
			p.t.Fatal(err)
		}
		p.t.Skip("this system does not tell the memory of a process")
	}
	m := regexp.MustCompile(what + `:\s+(\d+) kB`).FindSubmatch(status)
	n, err := strconv.Atoi(string(m[1]))
	mustSucceed(p.t, err)
	return n
}

// raceDetector reports whether the race detector is in the program, which takes several times the memory and time.
func raceDetector() bool {
	info, _ := debug.ReadBuildInfo()
	return info != nil && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}
