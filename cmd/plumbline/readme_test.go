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

// The README's walk with curl works as it is pasted: its blocks run one after the other in a copy of the repository, and every curl must succeed.
func TestReadmeWalk(t *testing.T) {
	for _, tool := range []string{"bash", "curl"} {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatalf("%s is not installed", tool)
			}
			t.Skipf("%s is not installed", tool)
		}
	}
	root := filepath.Join("..", "..")
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	must(t, err)
	blocks := regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllSubmatch(readme, -1)
	if len(blocks) < 5 {
		t.Fatalf("the README has only %d blocks to paste", len(blocks))
	}
	dir := t.TempDir()
	for _, part := range []string{"cmd", "api", "models", "questionnaires", "reports"} {
		must(t, os.CopyFS(filepath.Join(dir, part), os.DirFS(filepath.Join(root, part))))
	}
	for _, part := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(filepath.Join(root, part))
		must(t, err)
		must(t, os.WriteFile(filepath.Join(dir, part), data, 0o600))
	}
	var script bytes.Buffer
	script.WriteString("set -e\ncurl() { command curl --fail-with-body \"$@\"; echo; }\ntrap 'kill $!' EXIT\n")
	for _, b := range blocks {
		script.Write(b[1])
	}
	walk := strings.ReplaceAll(script.String(), ":8088", fmt.Sprint(":", freePort(t)))
	cmd := exec.Command("bash")
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(walk)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, text := range []string{`"risk":"HIGH"`, `"risk":"UNANSWERED"`, `"paths":`, `"number":1`, "Agreed with the board"} {
		if !bytes.Contains(out, []byte(text)) {
			t.Errorf("the walk does not show %s", text)
		}
	}
	if pdf, err := os.ReadFile(filepath.Join(dir, "plan.pdf")); err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		t.Errorf("no PDF: %v", err)
	}
}

func freePort(t *testing.T) int {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}
