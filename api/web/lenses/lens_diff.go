package lenses

import (
	"cmp"
	"regexp"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models/service/lenses"
	"plumbline/questionnaires"
	"plumbline/questionnaires/diff"
)

type lensDiffData struct {
	Head     lensHead
	From, To string
	Names    []string // of all there is to compare
	Removes  bool
	Same     bool
	Summary  []string
	Fields   []fieldDiff
	Pillars  []pillarChange
}

// diffChange is what happened to a pillar, a question, a choice or a rule.
type diffChange struct {
	What, Kind, ID, Name string
	Note                 string
	Class, Word          string // of a rule's risk
	Fields               []fieldDiff
}

type questionChange struct {
	Change diffChange
	Parts  []diffChange // choices and rules
}

type pillarChange struct {
	Change    diffChange
	Questions []questionChange
}

type fieldDiff struct{ Words, Old, New string }

func (h handlers) lensDiffPage(r *page.Request) (page.Reply, error) {
	ctx, ref := r.HTTP.Context(), r.Param("lens")
	l, err := h.Service.Lenses.Get(ctx, ref)
	if err != nil {
		return page.Reply{}, err
	}
	versions, err := h.Service.Lenses.Versions(ctx, ref)
	if err != nil {
		return page.Reply{}, err
	}
	data := lensDiffData{Head: headOf(r, l)}
	if l.HasDraft {
		data.Names = append(data.Names, lenses.DraftVersion)
	}
	for _, v := range versions {
		data.Names = append(data.Names, v.Name)
	}
	data.From, data.To = r.Query("from"), r.Query("to")
	if len(data.Names) > 0 {
		data.To = cmp.Or(data.To, data.Names[0])
		data.From = cmp.Or(data.From, data.Names[min(1, len(data.Names)-1)])
	}
	changes, err := h.Service.Lenses.Diff(ctx, ref, data.From, data.To)
	if err != nil {
		return page.Reply{}, err
	}
	data.Removes, data.Same, data.Summary = changes.Removes(), changes.Empty(), summaryOf(changes)
	data.Fields = fieldDiffs(changes.Fields)
	for _, p := range changes.Pillars {
		data.Pillars = append(data.Pillars, pillarDiff(p))
	}
	return page.Reply{Template: "lensdiff", Title: l.Name + ": " + versionInWords(data.From) + " and " +
		versionInWords(data.To),
		Data: data}, nil
}

func pillarDiff(p diff.PillarChange) pillarChange {
	d := pillarChange{Change: diffChange{What: "Pillar", Kind: string(p.Kind), ID: p.ID,
		Name:   cmp.Or(p.NewName, p.OldName),
		Fields: fieldDiffs(p.Fields)}}
	for _, q := range p.Questions {
		d.Questions = append(d.Questions, questionDiff(q))
	}
	return d
}

func questionDiff(q diff.QuestionChange) questionChange {
	d := questionChange{Change: diffChange{What: "Question", Kind: string(q.Kind), ID: q.ID,
		Name: cmp.Or(q.NewTitle, q.OldTitle), Fields: fieldDiffs(q.Fields)}}
	if q.From != "" {
		d.Change.Note = "from pillar " + q.From
	}
	for _, c := range q.Choices {
		d.Parts = append(d.Parts, diffChange{What: "Choice", Kind: string(c.Kind), ID: c.ID,
			Name: cmp.Or(c.NewTitle, c.OldTitle), Fields: fieldDiffs(c.Fields)})
	}
	for _, r := range q.Rules {
		rule := diffChange{What: "Rule", Kind: string(r.Kind), Fields: []fieldDiff{{"Condition", r.Old, r.New}}}
		rule.Class, rule.Word = riskWords(questionnaires.Risk(strings.TrimSuffix(r.Risk, "_RISK")))
		d.Parts = append(d.Parts, rule)
	}
	return d
}

func fieldDiffs(changes []diff.FieldChange) []fieldDiff {
	out := make([]fieldDiff, len(changes))
	for i, c := range changes {
		out[i] = fieldDiff{fieldWords(c.Field), c.Old, c.New}
	}
	return out
}

var camelHump = regexp.MustCompile(`([a-z])([A-Z])`)

// fieldWords makes words of a member's name: "improvementPlan.url" is "Improvement plan, link".
func fieldWords(name string) string {
	parts := strings.Split(name, ".")
	for i, p := range parts {
		switch p {
		case "url":
			parts[i] = "link"
		case "displayText":
			parts[i] = "text"
		case "documentId":
			parts[i] = "reference"
		default:
			parts[i] = strings.ToLower(camelHump.ReplaceAllString(p, "$1 $2"))
		}
	}
	return page.Capital(strings.Join(parts, ", "))
}
