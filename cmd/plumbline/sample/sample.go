// Package sample is the workload that shows newcomers around: an answers file, with a tour in front of its notes.
//
// It imports what reads answers files, the lens that goes with it, and the type that the operations take.
package sample

import (
	_ "embed"
	"maps"
	"slices"
	"strings"

	"plumbline/cmd/plumbline/answersfile"
	"plumbline/models"
	"plumbline/models/service/archive"
	"plumbline/models/service/lenses"
	"plumbline/questionnaires/builtin"
)

//go:embed answers.yaml
var answers []byte

//go:embed tour.md
var tour string

// Workload reads the files that lie beside this one.
func Workload() (archive.Sample, error) {
	file, err := answersfile.Read("answers.yaml", answers)
	if err != nil {
		return archive.Sample{}, err
	}
	s := archive.Sample{
		Lens:     lenses.BuiltinLens{Key: "service-basics", Version: file.LensVersion, Document: builtin.SampleDocument},
		Workload: file.Workload.Fields(), Milestone: "First half",
		Notes: models.ReviewPatch{Notes: &file.Notes, PillarNotes: file.PillarNotes},
	}
	s.Workload.Notes = strings.TrimSpace(tour) + "\n\n" + s.Workload.Notes
	for _, id := range slices.Sorted(maps.Keys(file.Answers)) {
		s.Answers = append(s.Answers,
			archive.SampleAnswer{Question: id, By: file.Answers[id].By, AnswerPatch: file.Answers[id].Patch()})
	}
	return s, nil
}
