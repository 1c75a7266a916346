package v1_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models/service/lenses"
	"plumbline/questionnaires"
	"plumbline/questionnaires/builtin"
)

// structureOf returns version 1.0 of a lens of the program as it was released, without its texts.
func structureOf(t testing.TB, key string) []byte {
	t.Helper()
	released := filepath.Join("..", "..", "questionnaires", "builtin", "testdata", "structure-1.0")
	doc, err := os.ReadFile(filepath.Join(released, key+".json"))
	apitest.Must(t, err)
	return doc
}

// A workspace with reviews by version 1.0 of the lenses of the program is offered what ships today. Reviews and
// milestones stay on 1.0 until somebody upgrades, and then every answer goes on as it was.
func TestBuiltinUpgradeKeepsEveryAnswer(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		var before, now []lenses.BuiltinLens
		for _, l := range builtin.AllLenses() {
			before = append(before, lenses.BuiltinLens{Key: l.Key, Version: "1.0",
				Document: func() []byte { return structureOf(s.T, l.Key) }})
			now = append(now, lenses.BuiltinLens{Key: l.Key, Version: l.Version, Document: l.Document})
		}
		apitest.Must(s.T, s.Service.Lenses.InstallShipped(s.Owner, before))
		workloads := make([]string, len(before))
		for i, l := range before {
			workloads[i] = answerEverything(s, l)
		}
		apitest.Must(s.T, s.Service.Lenses.InstallShipped(s.Owner, now))
		for i, l := range now {
			upgradeBuiltin(s, workloads[i], l)
		}
	})
}

// answerEverything reviews a workload with a lens, says something of every choice, and saves a milestone.
func answerEverything(s *apitest.Server, l lenses.BuiltinLens) (workload string) {
	s.T.Helper()
	workload = s.OK("POST", "/workloads", apitest.WorkloadBody("Reviewed with "+l.Key, l.Key)).At("id").String()
	doc, problems := questionnaires.Parse(l.Document(), questionnaires.ParseOptions{})
	apitest.Must(s.T, problems.Err())
	n := 0
	for _, p := range doc.Pillars {
		for _, q := range p.Questions {
			n++
			selected, out, notes := []string{}, map[string]any{}, map[string]string{}
			for i, c := range q.Choices {
				if c.NoneOfThese() {
					continue
				}
				switch (i + n) % 4 {
				case 0, 1:
					selected = append(selected, c.ID)
				case 2:
					out[c.ID] = map[string]string{"reason": "OUT_OF_SCOPE", "notes": "Not here: " + c.ID}
				case 3:
					notes[c.ID] = "Open: " + c.ID
				}
			}
			s.OK("PUT", "/workloads/"+workload+"/lenses/"+l.Key+"/answers/"+q.ID, map[string]any{"selected": selected,
				"not_applicable": out, "choice_notes": notes, "notes": "Said of " + q.ID, "applicable": n%9 != 0})
		}
	}
	s.OK("POST", "/workloads/"+workload+"/milestones", map[string]any{"name": "On 1.0"})
	return workload
}

// answersOf tells what people said, and the risk, by question.
func answersOf(s *apitest.Server, at string) map[string]string {
	s.T.Helper()
	said := map[string]string{}
	list := s.OK("GET", at+"/answers", nil).At("items")
	for i := range list.Len() {
		a := list.At(fmt.Sprint(i))
		text := ""
		for _, member := range []string{"selected", "not_applicable", "choice_notes", "notes", "applicable", "risk"} {
			text += member + " " + a.At(member).String() + "\n"
		}
		said[a.At("question_id").String()] = text
	}
	return said
}

func upgradeBuiltin(s *apitest.Server, workload string, l lenses.BuiltinLens) {
	s.T.Helper()
	at := "/workloads/" + workload + "/lenses/" + l.Key
	review := s.OK("GET", at, nil)
	if review.At("lens_version").String() != "1.0" || review.At("lens_status").String() != "NOT_CURRENT" {
		s.T.Errorf("%s: the review was changed, or is not offered version %s: %s", l.Key, l.Version, review)
	}
	answers, milestone := answersOf(s, at), s.OK("GET", "/workloads/"+workload+"/milestones/1", nil).String()
	if fates := s.OK("GET", at+"/upgrade", nil).At("fates"); fates.Len() != 0 {
		s.T.Errorf("%s: the upgrade takes something away: %s", l.Key, fates)
	}
	s.OK("POST", at+"/upgrade", map[string]any{"milestone": "Before the upgrade"})
	if got := s.OK("GET", at, nil).At("lens_version").String(); got != l.Version {
		s.T.Errorf("%s is on %s after the upgrade", l.Key, got)
	}
	after := answersOf(s, at)
	if len(answers) < 10 || len(after) < len(answers) {
		s.T.Errorf("%s: %d answers before and %d after", l.Key, len(answers), len(after))
	}
	for id, want := range answers {
		if got := after[id]; got != want {
			s.T.Errorf("%s, %s: answered\n%s and after the upgrade\n%s", l.Key, id, want, got)
		}
	}
	if got := s.OK("GET", "/workloads/"+workload+"/milestones/1", nil).String(); got != milestone {
		s.T.Errorf("%s: the milestone on 1.0 is another one", l.Key)
	}
	s.Recount(workload)
}
