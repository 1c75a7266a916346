package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"plumbline/cmd/plumbline/keyfile"
	"plumbline/models/store/storetest"
)

// Kills of the server while it sends, and letters for each of them. roundsVariable says otherwise; 20 make 1,000
// letters.
const (
	mailKills      = 4
	lettersPerKill = 50
)

// badMailServer takes letters, and now and then refuses one for now, hangs, or breaks off: before it has taken the
// letter, or after it, so that its sender can't know.
type badMailServer struct {
	port int
	good bool // nothing goes wrong

	mu     sync.Mutex
	random *rand.Rand
	ids    map[string]map[string]int // how often each Message-ID came, by recipient
	texts  map[string]string         // by Message-ID
	faults int
}

func newBadMailServer(t *testing.T) *badMailServer {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	mustSucceed(t, err)
	t.Cleanup(func() { _ = l.Close() })
	s := &badMailServer{port: l.Addr().(*net.TCPAddr).Port, random: rand.New(rand.NewPCG(7, 7)),
		ids: map[string]map[string]int{}, texts: map[string]string{}}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.talk(c)
		}
	}()
	return s
}

// beGood says whether nothing goes wrong from now on.
func (s *badMailServer) beGood(good bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.good = good
}

// fault tells whether something goes wrong now, at one of the four places.
func (s *badMailServer) fault() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	bad := !s.good && s.random.IntN(25) == 0
	if bad {
		s.faults++
	}
	return bad
}

func (s *badMailServer) talk(c net.Conn) {
	defer func() { _ = c.Close() }()
	hang := func() { time.Sleep(300 * time.Millisecond) }
	if s.fault() {
		hang()
		return
	}
	fmt.Fprint(c, "220 test\r\n")
	var message strings.Builder
	to, data := "", false
	for in := bufio.NewScanner(c); in.Scan(); {
		line := in.Text()
		verb, _, _ := strings.Cut(line, " ")
		switch {
		case data && line != ".":
			message.WriteString(line + "\n")
			continue
		case data:
			data = false
			if s.fault() {
				hang()
				return // not taken
			}
			s.took(to, message.String())
			if s.fault() {
				return // taken, and nobody is told
			}
			fmt.Fprint(c, "250 taken\r\n")
		case verb == "RCPT":
			to = strings.Trim(strings.TrimPrefix(line, "RCPT TO:"), "<>")
			if s.fault() {
				fmt.Fprint(c, "450 4.2.0 later\r\n")
				continue
			}
			fmt.Fprint(c, "250 fine\r\n")
		case verb == "DATA":
			data = true
			fmt.Fprint(c, "354 go on\r\n")
		case verb == "QUIT":
			fmt.Fprint(c, "221 bye\r\n")
			return
		default:
			fmt.Fprint(c, "250 fine\r\n")
		}
	}
}

var messageID = regexp.MustCompile(`(?m)^Message-ID: <([0-9a-f]{32})@example\.org>$`)

func (s *badMailServer) took(to, message string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := "none"
	if m := messageID.FindStringSubmatch(message); m != nil {
		id = m[1]
	}
	if s.ids[to] == nil {
		s.ids[to] = map[string]int{}
	}
	s.ids[to][id]++
	if before, again := s.texts[id]; again && body(before) != body(message) {
		s.ids[to][id+" with another text"]++
	}
	s.texts[id] = message
}

// body is a message without its header, which has the time of the try.
func body(message string) string {
	_, text, _ := strings.Cut(message, "\n\n")
	return text
}

// missing counts the recipients that have got nothing yet.
func (s *badMailServer) missing(all []string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, to := range all {
		if len(s.ids[to]) == 0 {
			n++
		}
	}
	return n
}

// inviter invites people, each address once.
type inviter struct {
	mu       sync.Mutex
	next     int
	accepted []string // whose invitation was acknowledged
}

// invite sends invitations until ctx ends or so many have been acknowledged.
func (i *inviter) invite(ctx context.Context, p *runningProgram, enough int) {
	for ctx.Err() == nil {
		i.mu.Lock()
		i.next++
		to, done := fmt.Sprintf("n%d@example.org", i.next), len(i.accepted) >= enough
		i.mu.Unlock()
		if done {
			return
		}
		status, err := p.ask(ctx, "POST", "/api/v1/invitations", map[string]any{"email": to, "role": "viewer"}, nil)
		if err != nil {
			return
		}
		if status != 201 {
			p.t.Errorf("invite: status %d", status)
			return
		}
		i.mu.Lock()
		i.accepted = append(i.accepted, to)
		i.mu.Unlock()
	}
}

// mailingServer starts a server that sends by the port.
func mailingServer(t *testing.T, dsn string, port int) *runningProgram {
	return startProgram(t, "serve", "--data", dsn, "--smtp-host", "127.0.0.1", "--smtp-port", strconv.Itoa(port),
		"--smtp-tls", "none", "--smtp-from", "Plumbline <plumbline@example.org>", "--url", "http://127.0.0.1:8080",
		"--secret-key-file", keyFileOf(t, dsn))
}

// Killed in the middle of sending, again and again, with a mail server that refuses, hangs and drops, the server sends
// every letter whose operation it acknowledged: once, or again with the same Message-ID and the same text.
func TestKilledServerSendsEveryMail(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		post, people := newBadMailServer(t), &inviter{}
		random := rand.New(rand.NewPCG(11, 11))
		kills, token := backupRounds(t, mailKills), ""
		for round := range kills {
			p := mailingServer(t, dsn, post.port)
			ctx, stop := context.WithCancel(t.Context())
			var load sync.WaitGroup
			for range 4 {
				load.Go(func() { people.invite(ctx, p, (round+1)*lettersPerKill) })
			}
			time.Sleep(time.Duration(100+random.IntN(500)) * time.Millisecond)
			p.signal(syscall.SIGKILL)
			stop()
			load.Wait()
			_ = p.wait() // it was killed
			token = p.token
		}
		p := mailingServer(t, dsn, post.port)
		p.token = token
		people.invite(t.Context(), p, kills*lettersPerKill)
		began, patience := time.Now(), 2*time.Minute
		for post.missing(people.accepted) > 0 && time.Since(began) < patience {
			time.Sleep(50 * time.Millisecond)
		}
		waiting := outboxOf(t, dsn, "waiting")
		for ; len(waiting) > 0 && time.Since(began) < patience; waiting = outboxOf(t, dsn, "waiting") {
			time.Sleep(200 * time.Millisecond)
		}
		p.signal(syscall.SIGTERM)
		mustSucceed(t, p.wait())
		failed := outboxOf(t, dsn, "failed")
		if n := post.missing(people.accepted); n > 0 || len(waiting) > 0 || len(failed) > 0 {
			t.Errorf("%d of %d letters never came, %d wait, failed: %+v", n, len(people.accepted), len(waiting), failed)
		}
		twice := 0
		for to, ids := range post.ids {
			if len(ids) != 1 || ids["none"] > 0 {
				t.Errorf("%s got %v", to, ids)
			}
			for _, n := range ids {
				if n > 1 {
					twice++
				}
			}
		}
		t.Logf("%d letters acknowledged, %d came, %d of them more than once; %d kills, %d faults of the mail server",
			len(people.accepted), len(post.ids), twice, kills, post.faults)
	})
}

// outboxOf is what the command line shows.
func outboxOf(t *testing.T, dsn, state string) (rows []deliveryRow) {
	t.Helper()
	status, out, errs := runCommand(t, "", "outbox", "list", "--data", dsn, "--state", state, "--json")
	if status != exitOK {
		t.Fatalf("outbox list: %s", errs)
	}
	if strings.Contains(out, "pll_") {
		t.Errorf("it shows a secret: %s", out)
	}
	mustSucceed(t, json.Unmarshal([]byte(out), &rows))
	return rows
}

// keyFileOf is the one key file of a test's database.
func keyFileOf(t *testing.T, dsn string) string {
	t.Helper()
	keyFiles.Lock()
	defer keyFiles.Unlock()
	if keyFiles.of == nil {
		keyFiles.of = map[string]string{}
	}
	if keyFiles.of[dsn] == "" {
		keyFiles.of[dsn] = writeFile(t, t.TempDir(), "key", keyfile.NewKey()+"\n")
	}
	return keyFiles.of[dsn]
}

var keyFiles struct {
	sync.Mutex
	of map[string]string
}

// What waits when a server stops is sent by the next one; beside the database it is seen, retried and discarded.
func TestWhatWaitsOutlivesTheServer(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		nobody, err := net.Listen("tcp", "127.0.0.1:0")
		mustSucceed(t, err)
		port := nobody.Addr().(*net.TCPAddr).Port
		mustSucceed(t, nobody.Close()) // nobody listens there
		p := mailingServer(t, dsn, port)
		for _, to := range []string{"a@example.org", "b@example.org"} {
			p.must("POST", "/invitations", map[string]any{"email": to, "role": "viewer"}, nil)
		}
		p.signal(syscall.SIGTERM)
		mustSucceed(t, p.wait())
		rows := outboxOf(t, dsn, "waiting")
		if len(rows) != 2 || rows[0].Recipient != "b@example.org" || rows[0].Attempts != 0 {
			t.Fatalf("%+v", rows)
		}
		status, out, errs := runCommand(t, "", "outbox", "discard", "--data", dsn, rows[0].ID)
		if status != exitOK || out != "discarded\n" {
			t.Errorf("discard: %s%s", out, errs)
		}
		status, _, errs = runCommand(t, "", "outbox", "retry", "--data", dsn, rows[0].ID)
		if status != exitFailed || !strings.Contains(errs, "no such delivery") {
			t.Errorf("retry of what is gone: %d %s", status, errs)
		}
		status, out, errs = runCommand(t, "", "outbox", "retry", "--data", dsn, rows[1].ID)
		if status != exitOK || !strings.Contains(out, "a@example.org") {
			t.Errorf("retry: %s%s", out, errs)
		}
		post := newBadMailServer(t)
		post.beGood(true)
		p = mailingServer(t, dsn, post.port)
		for began := time.Now(); post.missing([]string{"a@example.org"}) > 0 && time.Since(began) < 30*time.Second; {
			time.Sleep(20 * time.Millisecond)
		}
		p.signal(syscall.SIGTERM)
		mustSucceed(t, p.wait())
		if post.ids["a@example.org"][rows[1].ID] != 1 || len(post.ids) != 1 {
			t.Errorf("%v", post.ids)
		}
	})
}

// A server that is to send mail and has no secret key says what to give it, and does not start.
func TestMailNeedsASecretKey(t *testing.T) {
	storetest.OnPostgres(t, func(t *testing.T, dsn string) {
		status, _, errs := runCommand(t, "", "serve", "--data", dsn, "--listen", "127.0.0.1:0", "--smtp-host", "127.0.0.1",
			"--smtp-from", "plumbline@example.org", "--url", "http://127.0.0.1:8080")
		if status != exitFailed || !strings.Contains(errs, "--smtp-host needs a secret key") ||
			!strings.Contains(errs, "--secret-key-file") {
			t.Errorf("%d %s", status, errs)
		}
	})
}
