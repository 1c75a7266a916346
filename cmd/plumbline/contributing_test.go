package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every path that CONTRIBUTING names exists, and every command of its blocks can run: the packages are there, and tests
// that are named are there to be run.
func TestContributingIsTrue(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	data, err := os.ReadFile(filepath.Join(root, ".github", "CONTRIBUTING.md"))
	mustSucceed(t, err)
	text := string(data)
	paths := regexp.MustCompile(`(?:\.github|\.ci|api|cmd|models|questionnaires|reports)(?:/[a-z0-9_.]*[a-z0-9])+`)
	named := paths.FindAllString(regexp.MustCompile("(?s)```.*?```").ReplaceAllString(text, ""), -1)
	for _, name := range named {
		if _, err := os.Stat(filepath.Join(root, name)); err != nil {
			t.Errorf("CONTRIBUTING names %s: %v", name, err)
		}
	}
	var commands []string
	for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(text, -1) {
		commands = append(commands, strings.Split(strings.TrimSpace(block[1]), "\n")...)
	}
	if len(named) < 20 || len(commands) < 15 {
		t.Fatalf("only %d paths and %d commands are read", len(named), len(commands))
	}
	tests := testNames(t, root)
	for _, command := range commands {
		for _, fault := range commandFaults(root, command, tests) {
			t.Errorf("%s: %s", command, fault)
		}
	}
}

// commandFaults says what a go command names that is not there.
func commandFaults(root, command string, tests map[string][]string) (faults []string) {
	words := strings.Fields(command)
	if words[0] != "go" || !slices.Contains([]string{"generate", "mod", "test", "tool", "vet"}, words[1]) {
		return []string{"is no command that is known here"}
	}
	folder := ""
	for i, word := range words {
		switch {
		case word == "./...":
		case strings.HasPrefix(word, "./"):
			folder = strings.TrimSuffix(strings.TrimPrefix(word, "./"), "/...")
			if _, err := os.Stat(filepath.Join(root, folder)); err != nil {
				faults = append(faults, err.Error())
			}
		case word == "-run":
			for name := range strings.SplitSeq(strings.Trim(words[i+1], "'"), "|") {
				if !slices.Contains(tests[folder], name) {
					faults = append(faults, folder+" has no test "+name)
				}
			}
		}
	}
	return faults
}

// testNames returns the names of tests by folder.
func testNames(t *testing.T, root string) map[string][]string {
	t.Helper()
	names := map[string][]string{}
	function := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	eachSource(t, root, func(name string, source []byte) {
		if strings.HasSuffix(name, "_test.go") {
			folder := filepath.ToSlash(filepath.Dir(name))
			for _, found := range function.FindAllSubmatch(source, -1) {
				names[folder] = append(names[folder], string(found[1]))
			}
		}
	})
	return names
}

func TestContributingNoticesFaults(t *testing.T) {
	tests := map[string][]string{"models/store": {"TestHere"}}
	root := filepath.Join("..", "..")
	for command, want := range map[string]int{
		"go test ./models/store -run 'TestHere'":      0,
		"go test ./models/store -run 'TestHere|Test'": 1,
		"go test ./models/shop":                       1,
		"make test":                                   1,
		"go vet ./...":                                0,
	} {
		if faults := commandFaults(root, command, tests); len(faults) != want {
			t.Errorf("%s: %q, want %d faults", command, faults, want)
		}
	}
}

// The workflow runs what .ci/run is, and bash can read it.
func TestWorkflowRunsWhatIsThere(t *testing.T) {
	root := filepath.Join("..", "..")
	workflow, err := os.ReadFile(filepath.Join(root, ".github", "workflows", "ci.yml"))
	mustSucceed(t, err)
	if !strings.Contains(string(workflow), "- run: bash .ci/run\n") {
		t.Error("the workflow does not run .ci/run")
	}
	if _, err := exec.LookPath("bash"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("bash is not installed")
		}
		t.Skip("bash is not installed")
	}
	for _, script := range []string{"run", "newcomer"} {
		if out, err := exec.Command("bash", "-n", filepath.Join(root, ".ci", script)).CombinedOutput(); err != nil {
			t.Errorf(".ci/%s: %v\n%s", script, err, out)
		}
	}
}
