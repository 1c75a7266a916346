package main

import (
	_ "embed"
	"maps"
	"slices"
	"strings"

	"plumbline/models"
	"plumbline/models/service/archive"
	"plumbline/models/service/lenses"
	"plumbline/questionnaires/builtin"
)

//go:embed sample/answers.yaml
var sampleAnswers string

//go:embed sample/tour.md
var sampleTour string

// sampleWorkload is the workload that shows newcomers around: the answers file beside this, with a tour in front of its
// notes.
func sampleWorkload() (archive.Sample, error) {
	var file answersFile
	if err := readYAML("sample/answers.yaml", []byte(sampleAnswers), &file); err != nil {
		return archive.Sample{}, err
	}
	s := archive.Sample{
		Lens:     lenses.BuiltinLens{Key: "service-basics", Version: file.LensVersion, Document: builtin.SampleDocument},
		Workload: file.Workload.fields(), Milestone: "First half",
		Notes: models.ReviewPatch{Notes: &file.Notes, PillarNotes: file.PillarNotes},
	}
	s.Workload.Notes = strings.TrimSpace(sampleTour) + "\n\n" + s.Workload.Notes
	for _, id := range slices.Sorted(maps.Keys(file.Answers)) {
		s.Answers = append(s.Answers,
			archive.SampleAnswer{Question: id, By: file.Answers[id].By, AnswerPatch: file.Answers[id].patch()})
	}
	return s, nil
}
