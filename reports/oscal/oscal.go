// Package oscal writes what a Snapshot says as documents of NIST's Open Security Controls Assessment Language (OSCAL)
// 1.2.2, as JSON: assessment results, and a plan of action and milestones (POA&M).
//
// A question of a lens is an objective, and its answer an observation; so is each choice with its state.
// How a question is rated is a finding, and where that is a risk there is a risk with its status: open, remediating
// (an item is in work) or deviation-approved (all of it is accepted). Its remediations are what the lens recommends and
// what is planned, with owner and date; who accepted it, why and until when is in its log. Decisions that are no risk
// are in the log of the assessment. In a POA&M each open item is an item, each risk without one too, and each that
// won't be done.
//
// What OSCAL has no member for is in properties of the namespace NS. Notes are the Markdown that was typed; all other
// texts are escaped, so that they read as they are. Every UUID but that of the document is made (version 5) of ids that
// stay the same, and so is the same in later documents, and in both kinds; that of the document is made of all that it
// says.
//
// It may import models, what counts and orders the answers, reports/mdfile for escaped text and reports/doc for safe
// addresses.
package oscal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"plumbline/models"
	"plumbline/models/timezone"
	"plumbline/reports/improvement"
	counted "plumbline/reports/reviewed"
)

// NS is the namespace of Plumbline's properties.
const NS = "urn:plumbline:oscal"

// Version is that of OSCAL.
const Version = "1.2.2"

// Source is what a document is made of.
type Source struct {
	models.Snapshot
	Lenses []counted.Lens   // those that it is about
	Plan   improvement.Plan // of them
	Only   bool             // some reviews of the Snapshot are left out

	Title      string
	State      string    // which state this is, in words
	At         time.Time // of the state; never zero
	Properties []Fact    // of the workload, in words
	Facts      []Fact    // about the document: for whom, how it is proven
	Log        []Logged  // what was decided and changed on the way, the oldest first

	Clean func(string) string // makes a text fit to be shown: "\n" for line ends, no control characters
}

// Fact is something with its name, which is one word or several.
type Fact struct{ Name, Value string }

// Marking is the name of a fact that OSCAL has a property for: who may read the document.
const Marking = "marking"

// Logged is what somebody did.
type Logged struct {
	ID    string // the same for the same act
	Title string
	Text  string // what more there is to say
	By    string // a name; "" is not known
	Role  string // "approver" of who decided; "" is none
	At    time.Time
	Facts []Fact
}

// unset stands where the UUID of the document will.
const unset = "00000000-0000-5000-8000-000000000000"

// Results writes the assessment results. The same source gives the same bytes.
func Results(s Source) ([]byte, error) { return written(document{Results: newBuilder(s).results()}) }

// PlanOfAction writes the plan of action and milestones. The same source gives the same bytes.
func PlanOfAction(s Source) ([]byte, error) { return written(document{Plan: newBuilder(s).plan()}) }

func written(d document) ([]byte, error) {
	file, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("oscal: %w", err)
	}
	id := uuid.NewSHA1(space, file).String()
	return append(bytes.Replace(file, []byte(unset), []byte(id), 1), '\n'), nil
}

// builder makes one document.
type builder struct {
	Source
	zone      timezone.Zone
	entries   map[[2]string]improvement.Entry // of the plan, by lens and question
	work      map[[2]string][]models.PlannedItem
	component string // the UUID of the workload
	parties   []party
	byName    map[string]string // UUIDs of parties
	assessors []string          // UUIDs of those who answered
	resources []resource
	byAddress map[string]string // UUIDs of resources
	asked     []asked
}

// asked is what is said of a question.
type asked struct {
	lensID       string
	questionID   string
	observations []observation
	finding      finding
	risk         *risk
}

func (a asked) key() [2]string { return [2]string{a.lensID, a.questionID} }

func newBuilder(s Source) *builder {
	b := &builder{Source: s, zone: timezone.Of(s.TimeZone), entries: map[[2]string]improvement.Entry{},
		work: map[[2]string][]models.PlannedItem{}, byName: map[string]string{}, byAddress: map[string]string{}}
	b.component = b.uuid("workload")
	for _, list := range [][]improvement.Entry{s.Plan.Entries, s.Plan.Undecided} {
		for _, e := range list {
			b.entries[[2]string{e.LensID, e.QuestionID}] = e
		}
	}
	b.plannedWork()
	b.workspace()
	for _, l := range s.Lenses {
		for _, p := range l.Pillars {
			for _, e := range p.Questions {
				b.asked = append(b.asked, b.question(l, p, e))
			}
		}
	}
	return b
}

// plannedWork finds the items on each question.
func (b *builder) plannedWork() {
	if b.Work == nil {
		return
	}
	for _, item := range b.Work.Items {
		seen := map[[2]string]bool{}
		for _, p := range item.Practices {
			key := [2]string{p.LensID, p.QuestionID}
			if !seen[key] {
				seen[key] = true
				b.work[key] = append(b.work[key], item)
			}
		}
	}
}
