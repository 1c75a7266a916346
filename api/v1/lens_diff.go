package v1

import (
	"plumbline/api/v1/rest"
	"plumbline/questionnaires/diff"
)

type lensDiff struct {
	From    string       `json:"from" doc:"the version before"`
	To      string       `json:"to" doc:"the version after"`
	Removes bool         `json:"removes" doc:"takes pillars, questions or choices away, so it can't be a minor version"`
	Fields  []fieldDiff  `json:"fields" doc:"changed fields of the lens itself"`
	Pillars []pillarDiff `json:"pillars" doc:"pillars with changes; what stayed the same is left out"`
}

type fieldDiff struct {
	Field string `json:"field" doc:"name of the member, or what was reordered"`
	Old   string `json:"old" doc:"text before"`
	New   string `json:"new" doc:"text after"`
}

type pillarDiff struct {
	Kind      string         `json:"kind" doc:"what happened" enum:"added,changed,removed"`
	ID        string         `json:"id" doc:"id of the pillar"`
	OldName   string         `json:"old_name,omitempty" doc:"name before"`
	NewName   string         `json:"new_name,omitempty" doc:"name after"`
	Fields    []fieldDiff    `json:"fields" doc:"changed fields"`
	Questions []questionDiff `json:"questions" doc:"questions with changes"`
}

type questionDiff struct {
	Kind     string       `json:"kind" doc:"what happened" enum:"added,changed,removed,moved"`
	ID       string       `json:"id" doc:"id of the question"`
	OldTitle string       `json:"old_title,omitempty" doc:"title before"`
	NewTitle string       `json:"new_title,omitempty" doc:"title after"`
	From     string       `json:"from,omitempty" doc:"pillar it moved out of"`
	Fields   []fieldDiff  `json:"fields" doc:"changed fields"`
	Choices  []choiceDiff `json:"choices" doc:"choices with changes"`
	Rules    []ruleDiff   `json:"rules" doc:"risk rules with changes"`
}

type choiceDiff struct {
	Kind     string      `json:"kind" doc:"what happened" enum:"added,changed,removed"`
	ID       string      `json:"id" doc:"id of the choice"`
	OldTitle string      `json:"old_title,omitempty" doc:"title before"`
	NewTitle string      `json:"new_title,omitempty" doc:"title after"`
	Fields   []fieldDiff `json:"fields" doc:"changed fields"`
}

type ruleDiff struct {
	Kind string `json:"kind" doc:"what happened" enum:"added,changed,removed"`
	Risk string `json:"risk" doc:"risk of the rule" enum:"HIGH_RISK,MEDIUM_RISK,NO_RISK"`
	Old  string `json:"old,omitempty" doc:"condition before"`
	New  string `json:"new,omitempty" doc:"condition after"`
}

func diffOut(from, to string, c diff.LensChanges) lensDiff {
	return lensDiff{From: from, To: to, Removes: c.Removes(), Fields: fieldDiffs(c.Fields),
		Pillars: rest.Each(c.Pillars, pillarDiffOut)}
}

func fieldDiffs(changes []diff.FieldChange) []fieldDiff {
	return rest.Each(changes, func(f diff.FieldChange) fieldDiff { return fieldDiff(f) })
}

func pillarDiffOut(p diff.PillarChange) pillarDiff {
	return pillarDiff{string(p.Kind), p.ID, p.OldName, p.NewName, fieldDiffs(p.Fields),
		rest.Each(p.Questions, questionDiffOut)}
}

func questionDiffOut(q diff.QuestionChange) questionDiff {
	return questionDiff{
		Kind: string(q.Kind), ID: q.ID, OldTitle: q.OldTitle, NewTitle: q.NewTitle, From: q.From,
		Fields: fieldDiffs(q.Fields),
		Choices: rest.Each(q.Choices, func(c diff.ChoiceChange) choiceDiff {
			return choiceDiff{string(c.Kind), c.ID, c.OldTitle, c.NewTitle, fieldDiffs(c.Fields)}
		}),
		Rules: rest.Each(q.Rules,
			func(r diff.RuleChange) ruleDiff { return ruleDiff{string(r.Kind), r.Risk, r.Old, r.New} }),
	}
}
