package help_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"plumbline/models"
	"plumbline/models/help"
	"plumbline/models/markdown"
)

// Every file is a topic and the other way round: none is unreachable.
func TestEveryFileIsATopic(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir("topics")
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, e := range entries {
		files = append(files, strings.TrimSuffix(e.Name(), ".md"))
	}
	names := slices.Sorted(slices.Values(help.Names()))
	if !slices.Equal(files, names) {
		t.Errorf("the files are %v, the topics %v", files, names)
	}
}

// Each topic has a title, a summary of one sentence or two, and lines that fit.
func TestTopicsAreWhole(t *testing.T) {
	t.Parallel()
	titles := map[string]bool{}
	for _, topic := range help.Topics() {
		if topic.Title == "" || topic.Group == "" || titles[topic.Title] {
			t.Errorf("%s: title %q, group %q", topic.Name, topic.Title, topic.Group)
		}
		titles[topic.Title] = true
		if !strings.HasSuffix(topic.Summary, ".") || len(topic.Summary) > 140 || strings.ContainsAny(topic.Summary, "`[*") {
			t.Errorf("%s: the summary is %q", topic.Name, topic.Summary)
		}
		data, err := os.ReadFile("topics/" + topic.Name + ".md")
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			if utf8.RuneCountInString(strings.TrimRight(line, "\n")) > 120 {
				t.Errorf("%s: over 120 columns: %s", topic.Name, line)
			}
		}
	}
}

// Every link leads to a topic, and to a section that is there.
func TestLinksOfTopics(t *testing.T) {
	t.Parallel()
	count := 0
	for _, topic := range help.Topics() {
		for _, to := range markdown.Links(topic.Source) {
			count++
			if strings.HasPrefix(to, "/") {
				continue // a page of the server; the tests of pages open it
			}
			name, section, is := help.Target(to)
			if !is {
				t.Errorf("%s: %s leads nowhere", topic.Name, to)
				continue
			}
			other, _ := help.Find(name)
			named := func(h markdown.Heading) bool { return h.ID == section }
			if section != "" && !slices.ContainsFunc(other.Headings(), named) {
				t.Errorf("%s: %s has no section %s", topic.Name, name, section)
			}
		}
	}
	if count < 10 {
		t.Errorf("only %d links are read", count)
	}
}

// On a terminal nothing is wider than it, but for commands; and no markup is left.
func TestTopicsOnATerminal(t *testing.T) {
	t.Parallel()
	for _, topic := range help.Topics() {
		text := topic.Text()
		if !strings.HasPrefix(text, topic.Title+"\n===") {
			t.Errorf("%s begins with %.40q", topic.Name, text)
		}
		for line := range strings.Lines(text) {
			if utf8.RuneCountInString(line) > 81 && !strings.HasPrefix(line, "    ") {
				t.Errorf("%s: %s", topic.Name, line)
			}
			for _, mark := range []string{"](", "**", "| ---", "\n#", "{permissions}"} {
				if strings.Contains(line, mark) {
					t.Errorf("%s: markup is left: %s", topic.Name, line)
				}
			}
		}
	}
}

func TestNeighbours(t *testing.T) {
	t.Parallel()
	var walked []string
	for at := help.Topics()[0]; at.Name != ""; _, at = help.Beside(at.Name) {
		walked = append(walked, at.Name)
		if before, _ := help.Beside(at.Name); len(walked) > 1 && before.Name != walked[len(walked)-2] {
			t.Errorf("before %s is %s", at.Name, before.Name)
		}
	}
	if !slices.Equal(walked, help.Names()) {
		t.Errorf("from each to the next: %v", walked)
	}
	if before, after := help.Beside("nothing"); before.Name+after.Name != "" {
		t.Error("nothing has neighbours")
	}
}

func TestSearch(t *testing.T) {
	t.Parallel()
	for query, first := range map[string]string{
		"Backup": "backups", "restore sqlite": "backups", "PROXY header": "proxies", "pgbouncer": "postgresql",
		"score": "lenses", "nothing-has-this": "", "": "", "   ": "", strings.Repeat("é ", 5000): "", "<script>": "",
	} {
		found := help.Search(query)
		if got := append(found, help.Found{})[0].Name; got != first {
			t.Errorf("%.20q finds %q first, want %q", query, got, first)
		}
	}
	if found := help.Search("score"); len(found[0].Sections) != 1 || found[0].Sections[0].ID != "score" {
		t.Errorf("the section is not named: %+v", found[0].Sections)
	}
}

// The topic on roles has the whole matrix, with what the function that decides says.
func TestPermissionTable(t *testing.T) {
	t.Parallel()
	table := help.PermissionTable()
	if topic, _ := help.Find("roles"); !strings.Contains(topic.Source, "\n"+table) {
		t.Error("the topic on roles lacks the table")
	}
	lines := strings.Split(strings.TrimSpace(table), "\n")[2:]
	if len(lines) != len(models.PermissionRules) {
		t.Fatalf("%d rows for %d actions", len(lines), len(models.PermissionRules))
	}
	for i, rule := range models.PermissionRules {
		cells := strings.Split(strings.Trim(lines[i], "| "), "|")
		if name := strings.TrimSpace(cells[0]); name != "`"+string(rule.Action)+"`" {
			t.Errorf("row %d is %s, want %s", i, name, rule.Action)
		}
	}
	for action, want := range map[models.Action]string{
		models.ReadSession:  "✓✓✓✓✓✓|",
		models.ReadLens:     "✓✓✓✓  |any",
		models.UpdateAnswer: " ✓✓✓  |as contributor",
		models.DeleteLens:   "  ✓✓  |",
		models.ManageTokens: "   ✓  |",
		models.ManageUsers:  "    ✓ |",
	} {
		at := slices.IndexFunc(models.PermissionRules, func(r models.PermissionRule) bool { return r.Action == action })
		cells, got := strings.Split(lines[at], " | "), ""
		for _, cell := range cells[2:8] {
			got += map[bool]string{true: "✓", false: " "}[strings.Contains(cell, "✓")]
		}
		if got += "|" + strings.TrimSpace(strings.Trim(cells[8], "|")); got != want {
			t.Errorf("%s: %q, want %q", action, got, want)
		}
	}
}
