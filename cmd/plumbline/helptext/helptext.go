// Package helptext is what the command line says of itself: help on commands and topics, and what is wrong with a
// command line, with the nearest name where one was mistyped.
//
// It imports the topics of the help, and kong, which knows the commands.
package helptext

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"plumbline/models/help"
)

// Print writes help on what the words name: the commands and topics if there are none, a command, or a topic.
func Print(app *kong.Kong, words []string, to io.Writer) error {
	if len(words) == 0 {
		if err := printCommand(app, nil); err != nil {
			return err
		}
		return printTopics(to)
	}
	node, rest := follow(app.Model.Node, words)
	if len(rest) == 0 {
		if err := printCommand(app, words); err != nil {
			return err
		}
		return printRelated(words[0], to)
	}
	if topic, is := help.Find(strings.Join(words, "-")); is {
		_, err := io.WriteString(to, topic.Text())
		return err
	}
	names := commandNames(node)
	if node == app.Model.Node {
		names = append(names, help.Names()...)
	}
	return fmt.Errorf("there is no command or topic %q.%s \"plumbline help\" lists all", strings.Join(words, " "),
		suggestion(rest[0], before(node), names))
}

// printCommand has kong print the help of a command, which ends the parsing with whatever is missing of its arguments.
func printCommand(app *kong.Kong, words []string) error {
	printed := false
	exit := app.Exit
	app.Exit = func(int) { printed = true }
	defer func() { app.Exit = exit }()
	if _, err := app.Parse(append(slices.Clone(words), "--help")); !printed {
		return err
	}
	return nil
}

// related is the topic that a command belongs to, by its first word.
var related = map[string]string{
	"serve": "configuration", "lens": "lenses", "report": "command-line", "export": "backups", "import": "backups",
	"backup": "backups", "restore": "backups", "user": "accounts", "member": "accounts", "workspace": "accounts",
	"token": "api", "audit": "audit-log", "mapping": "single-sign-on", "review": "command-line", "share": "sharing",
	"guest": "sharing", "outbox": "mail", "recap": "mail", "health": "configuration", "setup-link": "accounts",
	"secret-key": "configuration", "permissions": "roles", "check": "pipelines",
	"verify": "verifying", "signing-key": "verifying", "presets": "reports",
	"trend": "command-line", "compare": "command-line", "portfolio": "command-line",
	"items": "items", "plan": "items", "proposals": "items", "plan-settings": "items", "acceptances": "reviewing",
	"calendar": "spreadsheets",
}

// Related returns the topic that a command belongs to, by its first word; false if there is none.
func Related(command string) (help.Topic, bool) { return help.Find(related[command]) }

func printRelated(command string, to io.Writer) error {
	topic, is := Related(command)
	if !is {
		return nil
	}
	_, err := fmt.Fprintf(to, "\nMore on this: plumbline help %s\n", topic.Name)
	return err
}

func printTopics(to io.Writer) error {
	var out strings.Builder
	out.WriteString("\nTopics (\"plumbline help TOPIC\", and /help on a running server):\n")
	for _, t := range help.Topics() {
		fmt.Fprintf(&out, "  %-16s %s\n", t.Name, t.Title)
	}
	_, err := io.WriteString(to, out.String())
	return err
}

// Fault says what is wrong with a command line, and what to look at.
func Fault(err error) string {
	wrong, is := errors.AsType[*kong.ParseError](err)
	if !is {
		return err.Error()
	}
	node, at := wrong.Context.Model.Node, ""
	if selected := wrong.Context.Selected(); selected != nil {
		node = selected
	} else if path := wrong.Context.Path; len(path) > 0 && path[len(path)-1].Node() != nil {
		node = path[len(path)-1].Node()
	}
	at = before(node)
	hint := fmt.Sprintf("\"plumbline help%s\"", strings.TrimSuffix(" "+at, " "))
	word, unknown := strings.CutPrefix(err.Error(), "unexpected argument ")
	if word, _, _ = strings.Cut(word, ", did you mean "); unknown && len(node.Children) > 0 {
		return fmt.Sprintf("there is no command %q.%s %s lists all", at+word, suggestion(word, at, commandNames(node)), hint)
	}
	return fmt.Sprintf("%s; see %s", strings.TrimSuffix(err.Error(), "."), hint)
}

// suggestion names what was meant, in a sentence; "" where nothing is near.
func suggestion(word, at string, names []string) string {
	nearest := nearestNames(word, names)
	for i, name := range nearest {
		nearest[i] = fmt.Sprintf("%q", at+name)
	}
	if len(nearest) == 0 {
		return ""
	}
	return " Did you mean " + strings.Join(nearest, " or ") + "?"
}

// follow goes down from a command as far as the words lead.
func follow(node *kong.Node, words []string) (*kong.Node, []string) {
	for len(words) > 0 {
		i := slices.IndexFunc(node.Children, func(n *kong.Node) bool { return n.Name == words[0] })
		if i < 0 {
			break
		}
		node, words = node.Children[i], words[1:]
	}
	return node, words
}

// before is what stands before the name of a command below a command: "token ".
func before(node *kong.Node) (words string) {
	for ; node != nil && node.Type == kong.CommandNode; node = node.Parent {
		words = node.Name + " " + words
	}
	return words
}

func commandNames(node *kong.Node) (names []string) {
	for _, child := range node.Children {
		if !child.Hidden {
			names = append(names, child.Name)
		}
	}
	return names
}
