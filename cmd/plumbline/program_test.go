package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

const asProgram = "PLUMBLINE_TEST_AS_PROGRAM"

// The test binary is the program too, so that tests can start, stop and kill it without building it.
func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

// runCommand runs a command line to its end in this process.
func runCommand(t testing.TB, stdin string, args ...string) (status int, out, errOut string) {
	t.Helper()
	var o, e bytes.Buffer
	status = runProgram(t.Context(), args, programStreams{strings.NewReader(stdin), &o, &e})
	return status, o.String(), e.String()
}

// runningProgram is a running server.
type runningProgram struct {
	t     testing.TB
	cmd   *exec.Cmd
	url   string
	token string
	setup string // the set-up link that was printed
	dir   string // of the files "out" and "err" with what it printed
	ended chan error
}

var (
	listening   = regexp.MustCompile(`msg=listening url=(\S+)`)
	setupLink   = regexp.MustCompile(`https?://\S+/join#pll_[A-Z2-7]{40}`)
	setupSecret = regexp.MustCompile(`plb_[A-Z2-7]{40}`)
)

// startProgram runs "plumbline args…" on a free port and waits until it listens. The token is empty unless it was
// printed.
func startProgram(t testing.TB, args ...string) *runningProgram {
	t.Helper()
	p := &runningProgram{t: t, ended: make(chan error, 1), dir: t.TempDir()}
	p.cmd = exec.Command(os.Args[0], append(args, "--listen", "127.0.0.1:0")...)
	p.cmd.Env = append(os.Environ(), asProgram+"=1")
	out, err := os.Create(filepath.Join(p.dir, "out"))
	mustSucceed(t, err)
	defer out.Close()
	log, err := os.Create(filepath.Join(p.dir, "err"))
	mustSucceed(t, err)
	p.cmd.Stdout = out
	errs, err := p.cmd.StderrPipe()
	mustSucceed(t, err)
	mustSucceed(t, p.cmd.Start())
	lines := bufio.NewScanner(io.TeeReader(errs, log))
	for p.url == "" && lines.Scan() {
		if m := listening.FindStringSubmatch(lines.Text()); m != nil {
			p.url = m[1]
		}
	}
	if p.url == "" {
		t.Fatalf("%v did not start: %v", args, p.cmd.Wait())
	}
	go func() {
		_, copyErr := io.Copy(log, errs)
		p.ended <- errors.Join(copyErr, p.cmd.Wait(), log.Close())
	}()
	t.Cleanup(func() { p.signal(syscall.SIGKILL) })
	printed := p.printed("out")
	p.token = setupSecret.FindString(printed)
	p.setup = setupLink.FindString(printed)
	if at := slices.Index(args, "--data"); at >= 0 && p.token == "" {
		status, made, errs := runCommand(t, "", "token", "create", "--data", args[at+1], "--workspace", "Default")
		if status != exitOK {
			t.Fatalf("token create: %s", errs)
		}
		p.token = strings.TrimSpace(made)
	}
	return p
}

// printed returns what the program wrote to "out" or "err" until now.
func (p *runningProgram) printed(stream string) string {
	p.t.Helper()
	text, err := os.ReadFile(filepath.Join(p.dir, stream))
	mustSucceed(p.t, err)
	return string(text)
}

func (p *runningProgram) signal(s syscall.Signal) {
	if err := p.cmd.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		p.t.Error(err)
	}
}

// wait returns what the program ended with.
func (p *runningProgram) wait() error {
	select {
	case err := <-p.ended:
		return err
	case <-time.After(time.Minute):
		p.t.Fatal("the program does not end")
		return nil
	}
}

// ask sends a request and decodes the reply; an error is one of the connection.
func (p *runningProgram) ask(ctx context.Context, method, path string, body any, reply any) (int, error) {
	data, isText := body.([]byte)
	if !isText && body != nil {
		var err error
		if data, err = json.Marshal(body); err != nil {
			return 0, err
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, p.url+path, bytes.NewReader(data))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Authorization", "Bearer "+p.token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	data, err = io.ReadAll(res.Body)
	if err != nil || reply == nil {
		return res.StatusCode, err
	}
	return res.StatusCode, json.Unmarshal(data, reply)
}

// mustSucceed asks and wants a success.
func (p *runningProgram) must(method, path string, body, reply any) {
	p.t.Helper()
	status, err := p.ask(p.t.Context(), method, "/api/v1"+path, body, reply)
	if err != nil || status >= 300 {
		p.t.Fatalf("%s %s: %d %v", method, path, status, err)
	}
}

func mustSucceed(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
