package builtin_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"strings"
	"testing"

	"plumbline/questionnaires/builtin"
)

const shippedFile = "testdata/shipped.txt"

// A version that was shipped never changes: servers tell versions apart by name, and would go on with the old content.
// A change goes with a higher version in mustLens.yaml and in the table of builtin.go; its digest is then added to the
// file, which only grows.
func TestShippedVersionsStayAsTheyAre(t *testing.T) {
	data, err := os.ReadFile(shippedFile)
	if err != nil {
		t.Fatal(err)
	}
	shipped := map[string]string{}
	for line := range strings.Lines(string(data)) {
		if f := strings.Fields(line); len(f) == 3 {
			shipped[f[0]+" "+f[1]] = f[2]
		}
	}
	for _, l := range builtin.AllLenses() {
		name, digest := l.Key+" "+l.Version, fmt.Sprintf("%x", sha256.Sum256(l.Document()))
		switch shipped[name] {
		case digest:
		case "":
			t.Errorf("%s is new: add the line %q to %s", name, name+" "+digest, shippedFile)
		default:
			t.Errorf("%s was shipped with other content: raise its version, or if it never left this repository, change its line to %q",
				name, name+" "+digest)
		}
	}
}
