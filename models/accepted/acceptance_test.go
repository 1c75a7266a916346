package accepted_test

import (
	"testing"

	"plumbline/models/accepted"
	"plumbline/questionnaires"
)

func TestUntilIsAtMostAYearAhead(t *testing.T) {
	for _, row := range []struct{ until, today, fault string }{
		{"2026-11-29", "2026-11-29", ""},
		{"2026-11-28", "2026-11-29", "must not lie before today, 2026-11-29"},
		{"2027-11-29", "2026-11-29", ""},
		{"2027-11-30", "2026-11-29", "must be at most 12 months ahead, 2027-11-29"},
		{"2029-02-28", "2028-02-29", ""},
		{"2029-03-01", "2028-02-29", "must be at most 12 months ahead, 2029-02-28"},
		{"2026-12-31", "2025-12-31", ""},
		{"2026-02-30", "2025-12-31", "must be a day such as 2026-12-31"},
		{"tomorrow", "2025-12-31", "must be a day such as 2026-12-31"},
		{"0000-01-01", "2025-12-31", "must not lie before today, 2025-12-31"},
	} {
		if got := accepted.UntilFault(row.until, row.today); got != row.fault {
			t.Errorf("%s, asked on %s: %q, want %q", row.until, row.today, got, row.fault)
		}
	}
}

func TestStanding(t *testing.T) {
	const today = "2026-11-29"
	high, medium, none := questionnaires.RiskHigh, questionnaires.RiskMedium, questionnaires.RiskNone
	at := func(risk questionnaires.Risk) *accepted.Subject { return &accepted.Subject{Risk: risk, Open: true} }
	for _, row := range []struct {
		state   accepted.State
		until   string
		asked   questionnaires.Risk
		subject *accepted.Subject
		want    accepted.Standing
	}{
		{accepted.Asked, today, high, at(high), accepted.ToDecide},
		{accepted.Asked, "2026-11-28", high, at(high), accepted.Lapsed},
		{accepted.Asked, today, medium, at(high), accepted.Exceeded},
		{accepted.Asked, today, high, at(none), accepted.NotNeeded},
		{accepted.Accepted, today, high, at(high), accepted.InForce},
		{accepted.Accepted, today, high, at(medium), accepted.InForce},
		{accepted.Accepted, "2026-11-28", high, at(high), accepted.Ended},
		{accepted.Accepted, "2026-11-28", high, at(none), accepted.Ended},
		{accepted.Accepted, today, medium, at(high), accepted.Exceeded},
		{accepted.Accepted, today, questionnaires.RiskUndecided, at(medium), accepted.Exceeded},
		{accepted.Accepted, today, medium, at(questionnaires.RiskUndecided), accepted.InForce},
		{accepted.Accepted, today, high, at(questionnaires.RiskUnanswered), accepted.Unanswered},
		{accepted.Accepted, today, high, at(questionnaires.RiskNotApplicable), accepted.NotNeeded},
		{accepted.Accepted, today, high, &accepted.Subject{Risk: high}, accepted.NotNeeded},
		{accepted.Accepted, today, high, nil, "removed"},
		{accepted.Declined, today, high, at(high), "declined"},
		{accepted.Withdrawn, today, high, at(high), "withdrawn"},
		{accepted.Revoked, "2026-11-28", high, at(high), "revoked"},
		{accepted.Replaced, today, high, at(high), "replaced"},
		{accepted.Removed, today, high, nil, "removed"},
	} {
		a := accepted.Acceptance{State: row.state, Until: row.until, Risk: row.asked}
		if got := a.Standing(today, row.subject); got != row.want {
			t.Errorf("%s until %s at %s beside %v: %s, want %s", row.state, row.until, row.asked, row.subject, got, row.want)
		}
	}
}

// The rules say: high without the backup, medium without the restore.
const twoPractices = `{"schemaVersion": "2021-11-01", "name": "Two", "description": "d", "pillars": [
	{"id": "pillar", "name": "P", "questions": [{"id": "asked", "title": "Q", "description": "d", "choices": [
		{"id": "backup", "title": "Backup"}, {"id": "restore", "title": "Restore"}, {"id": "q_no", "title": "None"}],
	"riskRules": [{"condition": "backup && restore", "risk": "NO_RISK"}, {"condition": "backup", "risk": "MEDIUM_RISK"},
		{"condition": "default", "risk": "HIGH_RISK"}]}]}]}`

func TestPracticesCoverAQuestionTogether(t *testing.T) {
	lens, problems := questionnaires.Parse([]byte(twoPractices), questionnaires.ParseOptions{})
	if lens == nil {
		t.Fatal(problems)
	}
	_, q := lens.Question("asked")
	for _, row := range []struct {
		selected, accepted []string
		want               bool
	}{
		{[]string{"q_no"}, nil, false},
		{[]string{"q_no"}, []string{""}, true},
		{[]string{"q_no"}, []string{"backup"}, false},
		{[]string{"q_no"}, []string{"restore"}, false},
		{[]string{"q_no"}, []string{"restore", "backup"}, true},
		{[]string{"backup"}, []string{"restore"}, true},
		{[]string{"backup", "restore"}, []string{""}, false},
		{nil, []string{""}, false},
	} {
		if got := accepted.Covers(q, questionnaires.Answer{Selected: row.selected}, row.accepted); got != row.want {
			t.Errorf("%v selected, %q accepted: %v", row.selected, row.accepted, got)
		}
	}
	s, ok := accepted.SubjectOf(q, questionnaires.Answer{Selected: []string{"backup"}}, "restore")
	if !ok || !s.AtRisk() || s.Risk != questionnaires.RiskMedium {
		t.Errorf("the missing practice is %+v, %v", s, ok)
	}
	for _, id := range []string{"q_no", "gone"} {
		if _, ok := accepted.SubjectOf(q, questionnaires.Answer{}, id); ok {
			t.Errorf("%s can be accepted", id)
		}
	}
}
