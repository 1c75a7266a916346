package apitest

import (
	"fmt"
	"strings"

	"plumbline/models"
)

// LensText is a lens of one pillar with questions that all have the choices _a and _b after the question's id, or
// others where they are given.
func LensText(name, pillar string, questions ...string) string {
	return fmt.Sprintf(`{"schemaVersion":"2021-11-01","name":%q,"description":"d","pillars":[%s]}`, name,
		PillarText(pillar, questions...))
}

// PillarText makes a pillar of "id=title" and texts of questions.
func PillarText(pillar string, questions ...string) string {
	id, title, _ := strings.Cut(pillar, "=")
	return fmt.Sprintf(`{"id":%q,"name":%q,"questions":[%s]}`, id, title, strings.Join(questions, ","))
}

// QuestionText makes a question of "id=title"; each choice is "id=title".
func QuestionText(question string, choices ...string) string {
	id, title, _ := strings.Cut(question, "=")
	var list, ids []string
	for _, c := range choices {
		id, title, _ := strings.Cut(c, "=")
		ids = append(ids, id)
		list = append(list,
			fmt.Sprintf(`{"id":%q,"title":%q,"helpfulResource":{"displayText":"r"},"improvementPlan":{"displayText":"p"}}`, id,
				title))
	}
	return fmt.Sprintf(`{"id":%q,"title":%q,"choices":[%s],"riskRules":[{"condition":%q,"risk":"NO_RISK"},`+
		`{"condition":%q,"risk":"MEDIUM_RISK"},`+
		`{"condition":"default","risk":"HIGH_RISK"}]}`, id, title, strings.Join(list, ","), strings.Join(ids, " && "), ids[0])
}

// ReviewedLens imports and publishes a lens as version 1 and reviews a workload with it; it gives the review's path.
func (s *Server) ReviewedLens(key, doc string) (workloadID, at string) {
	s.T.Helper()
	s.OK("POST", "/lenses", []byte(doc))
	s.OK("POST", "/lenses/"+key+"/versions", map[string]any{"version": "1"})
	id := s.OK("POST", "/workloads", WorkloadBody("Reviewed with "+key, key)).At("id").String()
	return id, "/workloads/" + id + "/lenses/" + key
}

// PublishLens publishes the document as a major version.
func (s *Server) PublishLens(key, version, doc string) {
	s.T.Helper()
	s.OK("PUT", "/lenses/"+key+"/draft", []byte(doc))
	s.OK("POST", "/lenses/"+key+"/versions", map[string]any{"version": version, "major": true})
}

// RunAndAlarms are a question and two choices, for questionText.
var RunAndAlarms = []string{"que1=How do you run it?", "cho1=With a runbook", "cho2=With alarms"}

// OldPillar is a lens with one pillar, "id=title", and one question.
func OldPillar(pillar string) string {
	return LensText("Pillar renamed", pillar, QuestionText(RunAndAlarms[0], RunAndAlarms[1:]...))
}

// AddOneOfEach puts something of every kind on the ids of the lens with pillar ops_old and question que1, and a member
// who is narrowed to the pillar.
func (s *Server) AddOneOfEach(id, at string) {
	s.T.Helper()
	s.NarrowedMember("narrow", models.MemberGrant{Role: models.Contributor, Pillars: []string{"ops_old"}})
	s.OK("PUT", at+"/answers/que1", map[string]any{"selected": []string{"cho1"}, "notes": "Said"})
	s.OK("PATCH", at, map[string]any{"pillar_notes": map[string]string{"ops_old": "Agreed with the board"}})
	me := s.Users["narrow"].ID
	s.OK("PUT", at+"/assignments", map[string]any{"pillar_id": "ops_old", "user_id": me})
	s.OK("PUT", at+"/assignments", map[string]any{"question_id": "que1", "user_id": me})
	s.OK("POST", at+"/answers/que1/comments", map[string]any{"body": "Talk"})
	s.OK("POST", at+"/parking", map[string]any{"question_id": "que1", "body": "Later"})
	s.OK("PATCH", at+"/facilitation", map[string]any{"question_id": "que1", "agenda": map[string]int{"ops_old": 30}})
	s.OK("PATCH", "/workloads/"+id, map[string]any{"pillar_priorities": []string{"ops_old"}})
	s.OK("POST", "/invitations", map[string]any{"email": "soon@example.com", "role": "contributor",
		"pillars": []string{"ops_old"}})
}
