// Package builtin holds the lenses that ship in the binary, each proven by a test.
//
// It may import questionnaires only. What ships is lenses/<key>.json; it is made of the sources in content, which are
// YAML and are read by tests and the generator alone.
//
// # CONTENT
//
// The voice is plain, active and specific. A text says what goes wrong without a practice, from experience; it names
// the service, the setting, the number and the role; it says nothing to sell. Short sentences, common words, second
// person or imperative where natural, American spelling, no exclamation marks, no "ensure that". Every sentence is
// our own: only ids, risk levels and links of the AWS framework are taken over, since they are facts. A practice has
//
//	title        the practice as a statement that can be true or false
//	terms        one to four terms of the trade by which people look for it, such as "least privilege"
//	why          2 or 3 sentences: what it protects from
//	met          what a reviewer should be shown; something that can be checked
//	steps        3 to 6, imperative; the first can be done within a day
//	effort, impact, responsible, evidence, link
//	sources      where a fact stands that can age (a date, a limit, a plan, a law), and the day on which it was
//	             confirmed, there or in a copy; not shipped
//
// A question has a title, a short name of at most 28 characters for lists ("Deployment risk"), one to six terms, a
// description and what the facilitator needs. A pillar says in one or two sentences what it protects the business from.
//
// A practice is easy to find: the page shows its document id or choice id, so
//
//	grep -rn SEC02-BP01 questionnaires/builtin/content
//
// gives the file and the line. Mend the text there, then run
//
//	go generate ./questionnaires/builtin && go test ./questionnaires/builtin
//
// The test names every text that is too short, too long, double or not our own. A change that ships goes with a higher
// version in the mustLens.yaml beside it and in the table below: workspaces are offered it as an upgrade, with a diff.
package builtin

import (
	"embed"
	"slices"
	"sync"

	"plumbline/questionnaires"
)

//go:generate go test -count=1 -run ^TestLensFiles$ -generate .

//go:embed lenses/*.json
var lensFiles embed.FS

//go:embed sample/service-basics.json
var sampleDocument []byte

// Lens is one lens of the binary. Two versions of a lens share the key.
type Lens struct {
	Key     string // such as "wellarchitected"
	Version string // such as "1.0"
}

var builtinLenses = [...]Lens{
	{"wellarchitected", "1.1"},
	{"shared-responsibility", "1.1"},
	{"acceptable-use", "1.1"},
	{"compliance-readiness", "1.1"},
	{"resilience", "1.1"},
}

// parsedLenses holds what Parse gives for each lens; the work is done once, when the first asks.
var parsedLenses = func() map[Lens]func() *questionnaires.Lens {
	m := map[Lens]func() *questionnaires.Lens{}
	for _, l := range builtinLenses {
		m[l] = sync.OnceValue(l.parse)
	}
	return m
}()

// AllLenses lists the lenses of the binary in the order in which people are offered them.
func AllLenses() []Lens { return slices.Clone(builtinLenses[:]) }

// LensByKey finds a lens by its key.
func LensByKey(key string) (l Lens, ok bool) {
	for _, l := range builtinLenses {
		if l.Key == key {
			return l, true
		}
	}
	return Lens{}, false
}

// Document returns the lens as JSON, as questionnaires.Parse reads it, or nil if the binary has no such lens. The
// caller owns the bytes.
func (l Lens) Document() []byte {
	if !slices.Contains(builtinLenses[:], l) {
		return nil
	}
	doc, err := lensFiles.ReadFile("lenses/" + l.Key + ".json")
	if err != nil {
		return nil
	}
	return doc
}

// Parse returns the lens, or nil if the binary has no such lens. It reads the document on the first call and returns
// the same lens to all callers, from any goroutine.
func (l Lens) Parse() *questionnaires.Lens {
	parse := parsedLenses[l]
	if parse == nil {
		return nil
	}
	return parse()
}

// parse reads the document; the tests prove that it has no problems.
func (l Lens) parse() *questionnaires.Lens {
	lens, _ := questionnaires.Parse(l.Document(), questionnaires.ParseOptions{})
	return lens
}

// SampleDocument is the document of a small lens, "Service basics", for demos, walks and tests.
func SampleDocument() []byte { return slices.Clone(sampleDocument) }
