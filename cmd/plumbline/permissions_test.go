package main

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"plumbline/models"
)

// The README has the table that the program prints, and the table has the matrix.
func TestPermissions(t *testing.T) {
	table := mustRun(t, "", "permissions") + "\n"
	if _, section,
		_ := strings.Cut(readmeText(t), "\n## Who may do what\n"); !strings.Contains(section, "\n\n"+table+"\n") {
		t.Error("the README's section \"Who may do what\" lacks what \"plumbline permissions\" prints")
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

func readmeText(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	mustSucceed(t, err)
	return string(text)
}

// The README's table of settings has every flag of the server and its variable, and no other.
func TestReadmeHasEverySetting(t *testing.T) {
	_, section, _ := strings.Cut(readmeText(t), "\n## Configuration\n")
	section, _, _ = strings.Cut(section, "\n## ")
	var flags, variables []string
	for _, line := range strings.Split(section, "\n") {
		cells := strings.Split(line, "|")
		if len(cells) < 4 {
			continue
		}
		row := regexp.MustCompile("`--([a-z-]+)`").FindAllStringSubmatch(cells[1], -1)
		for _, m := range row {
			flags = append(flags, m[1])
		}
		if strings.Contains(cells[2], "…") && len(row) > 1 { // the first stands for all
			for _, m := range row[1:] {
				variables = append(variables, variableOf(m[1]))
			}
		}
		variables = append(variables, regexp.MustCompile("PLUMBLINE_[A-Z_]+").FindAllString(cells[2], -1)...)
	}
	want, wantVariables := []string{"config"}, []string{variableOf("config")}
	for _, command := range []reflect.Type{reflect.TypeFor[serverFlags](), reflect.TypeFor[dataFlag]()} {
		for _, f := range reflect.VisibleFields(command) {
			if !f.Anonymous {
				want, wantVariables = append(want, flagName(f.Name)), append(wantVariables, f.Tag.Get("env"))
				if f.Tag.Get("env") != variableOf(flagName(f.Name)) {
					t.Errorf("--%s has the variable %s", flagName(f.Name), f.Tag.Get("env"))
				}
			}
		}
	}
	for _, lists := range [][2][]string{{flags, want}, {variables, wantVariables}} {
		slices.Sort(lists[0])
		slices.Sort(lists[1])
		if !slices.Equal(lists[0], lists[1]) {
			t.Errorf("the README has\n%v, want\n%v", lists[0], lists[1])
		}
	}
}

func variableOf(flag string) string {
	return "PLUMBLINE_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}
