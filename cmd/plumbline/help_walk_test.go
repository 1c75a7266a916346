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

	"plumbline/models/help"
)

// walkPrelude makes a script of the help's blocks. They run in a folder of their own, so that they leave nothing in
// the repository; go itself runs in the repository, because the build cache knows packages by their folder. A failed
// curl ends the walk.
const walkPrelude = `set -e
curl() { command curl --fail-with-body "$@"; echo; }
go() {
  [ "$1 $2" = "build -o" ] || { echo "unexpected: go $*"; return 1; }
  (out=$PWD/$3 && shift 3 && cd "$REPOSITORY" && command go build -o "$out" "$@")
}
plumbline() { ./plumbline "$@"; }
trap 'kill $! && wait $! || true' EXIT
`

// The help's walk with curl, and what the program does without a server, work as they are pasted: one after the other
// in a folder that has what a clone has.
func TestHelpWalk(t *testing.T) {
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
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(helpWalk(t))
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

// helpWalk returns the script of the blocks of shell of the help: the walk, then what needs the program alone.
func helpWalk(t *testing.T) string {
	t.Helper()
	script, count := walkPrelude, 0
	for _, name := range []string{"api", "command-line"} {
		topic, _ := help.Find(name)
		for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(topic.Source, -1) {
			script += block[1] + "\n"
			count++
		}
	}
	if count < 6 {
		t.Fatalf("the help has only %d blocks to paste", count)
	}
	return strings.ReplaceAll(script, ":8088", fmt.Sprint(":", freePort(t)))
}

func freePort(t *testing.T) int {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	mustSucceed(t, err)
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}
