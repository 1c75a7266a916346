package main

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// walkPrelude makes a script of the README's blocks. They run in a folder of their own, so that they leave nothing in
// the repository; go itself runs in the repository, because the build cache knows packages by their folder. A failed
// curl ends the walk.
const walkPrelude = `set -e
curl() { command curl --fail-with-body "$@"; echo; }
go() {
  if [ "$1" = run ]; then shift 2; ./plumbline "$@"; return; fi
  [ "$1 $2" = "build -o" ] || { echo "unexpected: go $*"; return 1; }
  (out=$PWD/$3 && shift 3 && cd "$REPOSITORY" && command go build -o "$out" "$@")
}
trap 'kill $! && wait $! || true' EXIT
`

// The README's walk with curl, and what it does without a server, work as they are pasted: one after the other in a
// folder that has what a clone has.
func TestReadmeWalk(t *testing.T) {
	for _, tool := range []string{"bash", "curl"} {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatalf("%s is not installed", tool)
			}
			t.Skipf("%s is not installed", tool)
		}
	}
	t.Parallel()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	mustSucceed(t, err)
	dir := t.TempDir()
	for _, part := range []string{"cmd", "questionnaires"} {
		mustSucceed(t, os.Symlink(filepath.Join(root, part), filepath.Join(dir, part)))
	}
	cmd := exec.Command("bash")
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(readmeWalk(t, filepath.Join(root, "README.md")))
	// Without the table of symbols linking takes half the time.
	cmd.Env = append(os.Environ(), "REPOSITORY="+root, "GOFLAGS="+os.Getenv("GOFLAGS")+" -ldflags=-s")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, text := range []string{`"risk":"HIGH"`, `"risk":"UNANSWERED"`, `"paths":`, `"number":1`, "Agreed with the board"} {
		if !bytes.Contains(out, []byte(text)) {
			t.Errorf("the walk does not show %s", text)
		}
	}
	for name, begin := range map[string]string{"plan.pdf": "%PDF-", "report.pdf": "%PDF-", "resilience.md": "# ",
		"lens.json": "{", "answers.yaml": "#"} {
		if data, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !bytes.HasPrefix(data, []byte(begin)) {
			t.Errorf("%s: %.20q, %v", name, data, err)
		}
	}
}

// readmeWalk returns the script of the README's blocks of shell, then of its indented commands that run the program
// from source, but for the demo, which serves until it is stopped.
func readmeWalk(t *testing.T, name string) string {
	t.Helper()
	readme, err := os.ReadFile(name)
	mustSucceed(t, err)
	blocks := regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllSubmatch(readme, -1)
	commands := regexp.MustCompile(`(?m)^    (go run \./cmd/plumbline (?:lens|report) .*)$`).FindAllSubmatch(readme, -1)
	if len(blocks) < 5 || len(commands) < 7 {
		t.Fatalf("the README has only %d blocks and %d commands to paste", len(blocks), len(commands))
	}
	script := walkPrelude
	for _, part := range append(blocks, commands...) {
		script += string(part[1]) + "\n"
	}
	return strings.ReplaceAll(script, ":8088", fmt.Sprint(":", freePort(t)))
}

func freePort(t *testing.T) int {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	mustSucceed(t, err)
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}
