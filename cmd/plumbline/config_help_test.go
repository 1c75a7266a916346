package main

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"plumbline/models/help"
)

// The help's tables of settings have every flag of the server, and no other; each flag has the variable that the help
// says it has.
func TestHelpHasEverySetting(t *testing.T) {
	t.Parallel()
	topic, _ := help.Find("configuration")
	var flags []string
	for _, row := range regexp.MustCompile("(?m)^\\| `--([a-z-]+)` \\|").FindAllStringSubmatch(topic.Source, -1) {
		flags = append(flags, row[1])
	}
	want := []string{"config"}
	for _, command := range []reflect.Type{reflect.TypeFor[serverFlags](), reflect.TypeFor[dataFlag]()} {
		for _, f := range reflect.VisibleFields(command) {
			if f.Anonymous {
				continue
			}
			want = append(want, flagName(f.Name))
			if f.Tag.Get("env") != variableOf(flagName(f.Name)) {
				t.Errorf("--%s has the variable %s", flagName(f.Name), f.Tag.Get("env"))
			}
			given := f.Tag.Get("default")
			row := "| `--" + flagName(f.Name) + "` | `" + given + "` |"
			if given != "" && given != "0" && !strings.Contains(topic.Source, row) {
				t.Errorf("the help does not say that --%s is %s if not given", flagName(f.Name), given)
			}
		}
	}
	slices.Sort(flags)
	slices.Sort(want)
	if !slices.Equal(flags, want) {
		t.Errorf("the help has\n%v, want\n%v", flags, want)
	}
}

func variableOf(flag string) string {
	return "PLUMBLINE_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}
