package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"plumbline/cmd/plumbline/helptext"
	"plumbline/models/help"
)

// commandParser reads command lines as the program does, and runs nothing. What it prints goes to the builder.
func commandParser(t *testing.T) (*kong.Kong, *strings.Builder) {
	t.Helper()
	var out strings.Builder
	parser, err := newParser(&commandLine{}, programStreams{out: &out, err: &out}, func(int) {})
	mustSucceed(t, err)
	return parser, &out
}

// sampleWord is what a value may be.
func sampleWord(v *kong.Value) string {
	switch {
	case v.Enum != "":
		return strings.TrimPrefix(v.Enum, ",")[:strings.IndexAny(strings.TrimPrefix(v.Enum, ",")+",", ",")]
	case v.Target.Type().String() == "time.Duration":
		return "1h"
	case slices.Contains([]string{"int", "*int", "int64", "*int64"}, v.Target.Type().String()):
		return "1"
	}
	return "x"
}

// Every command takes every flag that its help names; and each that works beside the database takes the flags that say
// where the server is, too.
func TestEveryCommandTakesItsFlags(t *testing.T) {
	t.Parallel()
	parser, out := commandParser(t)
	commands, tried := 0, 0
	for _, leaf := range parser.Model.Leaves(true) {
		// without the name of the program, and without aliases: "guest revoke (end)"
		path := slices.DeleteFunc(strings.Fields(leaf.FullPath())[1:], func(word string) bool { return word[0] == '(' })
		commands++
		var rest []string
		for _, p := range leaf.Positional {
			rest = append(rest, sampleWord(p))
		}
		out.Reset()
		_, _ = parser.Parse(append(slices.Clone(path), "--help")) // which ends with what is missing of the arguments
		flags := []string{}
		for _, m := range helpFlag.FindAllStringSubmatch(out.String(), -1) {
			flags = append(flags, m[1])
		}
		if slices.Contains(flags, "data") {
			flags = append(flags, "url", "listen", "tls-cert")
		}
		excluding := slices.ContainsFunc(leaf.Flags, func(f *kong.Flag) bool { return len(f.Xor) > 0 })
		for _, name := range flags {
			if name == "help" || name == "version" || name == "config" || strings.HasPrefix(name, "no-") {
				continue
			}
			line := slices.Concat(path, flagAndNeeded(leaf, name), rest)
			reads := parser
			if excluding { // what was set stays set
				reads, _ = commandParser(t)
			}
			if _, err := reads.Parse(line); err != nil {
				t.Errorf("%s: %v", strings.Join(line, " "), err)
			}
			tried++
		}
	}
	if commands < 50 || tried < 300 {
		t.Errorf("only %d commands and %d flags are tried", commands, tried)
	}
}

// flagAndNeeded gives a flag with a value, and those that the command can't do without: of some that exclude each other
// one is enough.
func flagAndNeeded(leaf *kong.Node, name string) (words []string) {
	taken := map[string]bool{}
	add := func(f *kong.Flag) {
		word := "--" + f.Name
		if !f.IsBool() {
			word += "=" + sampleWord(f.Value)
		}
		words = append(words, word)
		for _, group := range f.Xor {
			taken[group] = true
		}
	}
	for _, f := range leaf.Flags {
		if f.Name == name {
			add(f)
		}
	}
	for _, f := range leaf.Flags {
		excluded := slices.ContainsFunc(f.Xor, func(group string) bool { return taken[group] })
		if f.Required && f.Name != name && !excluded {
			add(f)
		}
	}
	return words
}

// documents are the texts that tell people what to type: the README and the help.
func documents(t *testing.T) map[string]string {
	t.Helper()
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	mustSucceed(t, err)
	texts := map[string]string{"README.md": string(readme)}
	for _, topic := range help.Topics() {
		texts[topic.Name] = topic.Source
	}
	return texts
}

var (
	helpFlag    = regexp.MustCompile(`--([a-z-]+)`)
	codeBlocks  = regexp.MustCompile("(?s)```[a-z]*\n(.*?)```")
	codeSpans   = regexp.MustCompile("`([^`\n]+)`")
	indented    = regexp.MustCompile(`(?m)^    (.+)$`)
	programLine = regexp.MustCompile(`(?:^|[ (\n])(?:go run \./cmd/|\./)?plumbline ([a-z-](?:"[^"]*"|[^")#&>])*)`)
	shellWord   = regexp.MustCompile(`"[^"]*"|[^ "]+`)
)

// wordsOf splits a command line as a shell does.
func wordsOf(line string) []string {
	var words []string
	for _, word := range shellWord.FindAllString(line, -1) {
		words = append(words, strings.Trim(word, `"`))
	}
	return words
}

// Every command line of the README and the help can be run: the program takes its command, arguments and flags. In
// running text a command may stand without what it needs.
func TestDocumentedCommands(t *testing.T) {
	t.Parallel()
	parser, _ := commandParser(t)
	count := 0
	for name, text := range documents(t) {
		var blocks strings.Builder
		for _, m := range codeBlocks.FindAllStringSubmatch(text, -1) {
			blocks.WriteString(strings.ReplaceAll(m[1], "\\\n", " "))
		}
		prose := codeBlocks.ReplaceAllString(text, "")
		for _, m := range indented.FindAllStringSubmatch(prose, -1) {
			fmt.Fprintln(&blocks, m[1])
		}
		for line := range strings.Lines(blocks.String()) {
			for _, m := range programLine.FindAllStringSubmatch(strings.TrimSpace(line), -1) {
				count++
				reads, _ := commandParser(t)
				if _, err := reads.Parse(wordsOf(m[1])); err != nil {
					t.Errorf("%s: %s: %v", name, m[0], err)
				}
			}
		}
		for _, m := range codeSpans.FindAllStringSubmatch(prose, -1) {
			if words, is := strings.CutPrefix(m[1], "plumbline "); is {
				count++
				if fault := commandFault(parser.Model.Node, wordsOf(words)); fault != "" {
					t.Errorf("%s: %s: %s", name, m[1], fault)
				}
			}
		}
	}
	for _, leaf := range parser.Model.Leaves(false) { // what their help says at length
		for _, m := range programLine.FindAllStringSubmatch(strings.ReplaceAll(leaf.Detail, `"`, "\n"), -1) {
			line, _, _ := strings.Cut(m[1], "\n")
			count++
			if fault := commandFault(parser.Model.Node, wordsOf(line)); fault != "" {
				t.Errorf("%s: %s: %s", leaf.FullPath(), line, fault)
			}
		}
	}
	if count < 50 {
		t.Errorf("only %d command lines are read", count)
	}
}

// commandFault says what of a command there is not: its name, or a flag.
func commandFault(node *kong.Node, words []string) string {
	for len(words) > 0 && len(node.Children) > 0 {
		i := slices.IndexFunc(node.Children, func(n *kong.Node) bool { return n.Name == words[0] })
		if i < 0 {
			return "there is no command " + words[0]
		}
		node, words = node.Children[i], words[1:]
	}
	for _, word := range words {
		flag, is := strings.CutPrefix(word, "--")
		flag, _, _ = strings.Cut(flag, "=")
		if is && flag != "help" && !slices.ContainsFunc(node.Flags, func(f *kong.Flag) bool { return f.Name == flag }) {
			return "it takes no --" + flag
		}
	}
	return ""
}

// A flag that the README or the help names by itself is one of some command.
func TestDocumentedFlags(t *testing.T) {
	t.Parallel()
	known := map[string]bool{"config": true}
	parser, _ := commandParser(t)
	for _, leaf := range parser.Model.Leaves(false) {
		for _, f := range leaf.Flags {
			known[f.Name] = true
		}
	}
	for name, text := range documents(t) {
		for _, m := range codeSpans.FindAllStringSubmatch(text, -1) {
			flag, is := strings.CutPrefix(m[1], "--")
			flag = strings.FieldsFunc(flag+" ", func(r rune) bool { return r == ' ' || r == '=' })[0]
			if is && !known[flag] {
				t.Errorf("%s names --%s, which no command takes", name, flag)
			}
		}
	}
}

// The topic that help on a command leads to is there, for nearly every command.
func TestRelatedTopics(t *testing.T) {
	t.Parallel()
	parser, _ := commandParser(t)
	without := []string{"demo", "help", "version", "licenses", "key"}
	for _, command := range parser.Model.Children {
		if _, is := helptext.Related(command.Name); is == slices.Contains(without, command.Name) {
			t.Errorf("%s: leads to a topic: %v", command.Name, is)
		}
	}
}

// Help is there for the whole, for a command and for a topic; what is mistyped names the nearest, and the next step.
func TestHelpAndVersion(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][]string{
		"":                      {"Usage: plumbline <command>", "Topics (", "configuration ", "Backup and restore"},
		"help":                  {"Usage: plumbline <command>", "Topics ("},
		"help token create":     {"Usage: plumbline token create", "--role", "More on this: plumbline help api\n"},
		"help backup":           {"Usage: plumbline backup"},
		"help backups":          {"Backup and restore\n===", "    plumbline backup /backups/"},
		"help Single Sign-On":   {"Single sign-on\n==="},
		"help restore":          {"Usage: plumbline restore", "--check"},
		"version":               {"plumbline " + version + "\n"},
		"--version":             {"plumbline " + version + "\n"},
		"help permissions":      {"Usage: plumbline permissions"},
		"permissions":           {help.PermissionTable()},
		"help roles":            {"answer.update\n", "✓ contributor, architect, owner\n"},
		"help user reset-codes": nil,
	} {
		status, out, errOut := runCommand(t, "", strings.Fields(line)...)
		if want != nil && (status != exitOK || errOut != "") {
			t.Errorf("%q: %d %s", line, status, errOut)
		}
		for _, text := range want {
			if !strings.Contains(out, text) {
				t.Errorf("%q lacks %q:\n%.600s", line, text, out)
			}
		}
	}
	for line, want := range map[string]string{
		"tokne":                  `there is no command "tokne". Did you mean "token"? "plumbline help" lists all`,
		"token creat":            `"token creat". Did you mean "token create"? "plumbline help token" lists all`,
		"workspaces":             `Did you mean "workspace"?`,
		"help bakcups":           `there is no command or topic "bakcups". Did you mean "backups"?`,
		"help conf":              `Did you mean "configuration"?`,
		"help token crate":       `Did you mean "token create"?`,
		"help nothing-like-it":   `there is no command or topic "nothing-like-it". "plumbline help" lists all`,
		"xyzzy":                  `there is no command "xyzzy". "plumbline help" lists all`,
		"report extra":           `unexpected argument extra; see "plumbline help report"`,
		"serve --lisen x":        `see "plumbline help serve"`,
		"lens":                   `see "plumbline help lens"`,
		"user create":            `see "plumbline help user create"`,
		strings.Repeat("x", 5e4): "there is no command",
	} {
		status, out, errOut := runCommand(t, "", strings.Fields(line)...)
		if status != exitFailed || out != "" || !strings.Contains(errOut, want) {
			t.Errorf("%.40q: %d %s%.300s", line, status, out, errOut)
		}
	}
}

// Where the database can't be reached, the command says where it looked, without the password, and what to look at.
func TestUnreachableDatabase(t *testing.T) {
	t.Parallel()
	at := fmt.Sprint("127.0.0.1:", freePort(t))
	for _, command := range []string{"token list", "serve", "setup-link"} {
		args := append(strings.Fields(command), "--data", "postgres://me:hunter2@"+at+"/reviews")
		status, _, errOut := runCommand(t, "", args...)
		if status != exitFailed || strings.Contains(errOut, "hunter2") || strings.Contains(errOut, "try again later") ||
			!strings.Contains(errOut, "look whether PostgreSQL runs at postgres://"+at+"/reviews") {
			t.Errorf("%s: %d %s", command, status, errOut)
		}
	}
}

// A server that does its work is healthy; where none answers the command says what to do, and ends with 1.
func TestHealth(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "demo")
	at := strings.TrimPrefix(p.url, "http://")
	if status, out, errOut := runCommand(t, "", "health", "--listen", at, "--url", "https://review.example.org"); status !=
		exitOK || out != "ready\n" {
		t.Errorf("%d %s%s", status, out, errOut)
	}
	status, _, errOut := runCommand(t, "", "serve", "--listen", at, "--data", filepath.Join(t.TempDir(), "x.db"))
	if status != exitFailed || !strings.Contains(errOut, "--listen") {
		t.Errorf("a second server on the address: %d %s", status, errOut)
	}
	closed := fmt.Sprint("127.0.0.1:", freePort(t))
	status, _, errOut = runCommand(t, "", "health", "--listen", closed)
	if status != exitFound || !strings.Contains(errOut, "plumbline serve") {
		t.Errorf("without a server: %d %s", status, errOut)
	}
}
