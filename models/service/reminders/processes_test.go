package reminders_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/notice"
	"plumbline/models/remediation"
	"plumbline/models/service"
	"plumbline/models/service/access/credentials"
	"plumbline/models/service/outbox"
	"plumbline/models/store/storetest"
)

// What a process of TestProcessesThatAreKilled gets: the database, and the file that stands for the mail server.
const (
	processData = "REMINDERS_TEST_DATA"
	processPost = "REMINDERS_TEST_POST"
)

// TestServerProcess is not a test but a server of TestProcessesThatAreKilled: it reads moments from its input, and at
// each it looks for what is due, sends it and answers.
func TestServerProcess(t *testing.T) {
	if os.Getenv(processData) == "" {
		t.Skip("it is started by TestProcessesThatAreKilled")
	}
	post, err := os.OpenFile(os.Getenv(processPost), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	must(t, err)
	var now time.Time
	send := func(_ context.Context, n notice.Notice) error {
		about, is := n.About.(notice.Reminder)
		if !is {
			return nil
		}
		to := strings.TrimSuffix(n.To, "@example.org")
		_, err := fmt.Fprintf(post, "%s\t%s %s %s\n", n.ID, to, about.Event, about.Title)
		return err
	}
	svc := service.New(storetest.OpenAt(t, os.Getenv(processData)), service.Options{
		Clock: func() time.Time { return now }, Notify: send, SecretKeys: [][]byte{make([]byte, 32)},
		// What a killed process had claimed is free again soon: claims go by the clock of the database.
		Outbox:    outbox.Times{Lease: 100 * time.Millisecond},
		Passwords: credentials.PasswordCost{MemoryKB: 8, Passes: 1, Lanes: 1}, Logger: slog.New(slog.DiscardHandler)})
	moments := bufio.NewScanner(os.Stdin)
	for moments.Scan() {
		now, err = time.Parse(time.RFC3339, moments.Text())
		must(t, err)
		_, err = svc.Schedule.Look(t.Context())
		must(t, err)
		must(t, svc.Outbox.SendDue(t.Context()))
		fmt.Println("looked")
	}
}

// process is a server in a process of its own.
type process struct {
	cmd     *exec.Cmd
	moments io.WriteCloser
	answers *bufio.Reader
}

func startProcess(t *testing.T, dsn, post string) *process {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestServerProcess$", "-test.v=false")
	cmd.Env = append(os.Environ(), processData+"="+dsn, processPost+"="+post)
	in, err := cmd.StdinPipe()
	must(t, err)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	return &process{cmd, in, bufio.NewReader(out)}
}

// look lets the server look, and kills it after a while if that is not 0. It is false where the server is gone.
func (p *process) look(at time.Time, killAfter time.Duration) bool {
	_, err := fmt.Fprintln(p.moments, at.Format(time.RFC3339))
	if killAfter > 0 {
		defer time.AfterFunc(killAfter, func() { _ = p.cmd.Process.Kill() }).Stop()
	}
	if err == nil {
		_, err = p.answers.ReadString('\n')
	}
	return err == nil
}

func (p *process) end() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

// Servers are processes, three on PostgreSQL and one on SQLite, and are killed wherever they happen to be while 90 days
// go by, also the one that leads. Each step of each item and acceptance makes one mail, which is tried again under its
// own id only, and none is missed.
func TestProcessesThatAreKilled(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		w := newWorld(t, dsn)
		settings := remediation.DefaultSettings
		settings.LeadID, settings.SponsorID = w.people["lead"].ID, w.people["sponsor"].ID
		_, err := w.servers[0].PlanSettings.Update(w.as("ada"), settings, nil)
		must(t, err)
		want := w.dueWithinDays()
		post := filepath.Join(t.TempDir(), "post")
		all := make([]*process, len(w.servers))
		for i := range all {
			all[i] = startProcess(t, dsn, post)
		}
		random, killed := rand.New(rand.NewPCG(3, 90)), 0
		for day := range 105 { // the last 15 without a kill
			now := w.now.AddDate(0, 0, day+1)
			var looks sync.WaitGroup
			gone := make([]bool, len(all))
			for i, p := range all {
				after := time.Duration(0)
				if day < 90 && random.IntN(7*len(all)) == 0 {
					after = time.Duration(1+random.IntN(8_000)) * time.Microsecond
				}
				looks.Go(func() { gone[i] = !p.look(now, after) })
			}
			looks.Wait()
			for i := range all {
				if gone[i] {
					killed++
					all[i].end()
					all[i] = startProcess(t, dsn, post)
				}
			}
		}
		// A claim of the last one that was killed still has to end, by the clock of the database.
		last := w.now.AddDate(0, 0, 105)
		for end := time.Now().Add(time.Minute); len(readPost(t, post)) < len(want) && time.Now().Before(end); {
			all[0].look(last, 0)
			time.Sleep(20 * time.Millisecond)
		}
		for _, p := range all {
			p.end()
		}
		if killed < 3 {
			t.Errorf("only %d processes were killed", killed)
		}
		checkPost(t, post, want)
	})
}

// dueWithinDays makes items and acceptances that come due one after the other, and says what is to be told of them.
func (w *world) dueWithinDays() map[string]bool {
	w.t.Helper()
	want, start := map[string]bool{}, remediation.DateOf(w.now)
	for n := range 8 {
		title := fmt.Sprint("item ", n)
		w.item(title, "bob", start.AddDays(10+n*6))
		for _, told := range []string{"bob item_due_soon ", "bob item_overdue ", "lead item_escalated ",
			"sponsor item_escalated "} {
			want[told+title] = true
		}
	}
	title := w.accept(string(start.AddDays(40)))
	for _, who := range []string{"ada", "bob"} {
		want[who+" acceptance_ending "+title], want[who+" acceptance_ended "+title] = true, true
	}
	return want
}

// accept has bob accept a risk that ada asked for, and gives the title of its question.
func (w *world) accept(until string) string {
	w.t.Helper()
	at, daily := models.AnswerPath{Workload: w.workload, Lens: "service-basics", Question: "backup"}, models.ChoiceSelected
	_, err := w.servers[0].Answers.Update(w.as("ada"), at, models.AnswerPatch{Choices: map[string]models.ChoicePatch{
		"backup_daily": {Status: &daily}}}, nil)
	must(w.t, err)
	asked, err := w.servers[0].Acceptances.Ask(w.as("ada"), at.Review(), accepted.Input{QuestionID: "backup",
		Reason: "Late", Mitigation: "By hand", ApproverRole: "CISO", Until: until}, models.IdempotencyKey{})
	must(w.t, err)
	_, err = w.servers[0].Acceptances.Decide(w.as("bob"), asked.ID, accepted.Decision{Accept: true}, nil)
	must(w.t, err)
	return asked.Question.Title
}

// readPost gives the ids under which each thing was sent.
func readPost(t *testing.T, post string) map[string]map[string]bool {
	t.Helper()
	text, err := os.ReadFile(post)
	must(t, err)
	ids := map[string]map[string]bool{}
	for line := range strings.Lines(string(text)) {
		id, key, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if ids[key] == nil {
			ids[key] = map[string]bool{}
		}
		ids[key][id] = true
	}
	return ids
}

// checkPost wants each thing in the post under one id.
func checkPost(t *testing.T, post string, want map[string]bool) {
	t.Helper()
	ids := readPost(t, post)
	for key := range want {
		if len(ids[key]) != 1 {
			t.Errorf("%s: %d mails", key, len(ids[key]))
		}
	}
	for key, of := range ids {
		if len(of) > 1 {
			t.Errorf("%s: %d mails", key, len(of))
		}
	}
}
