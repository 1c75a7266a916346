package oscal

import (
	"strconv"
	"strings"

	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/remediation"
	q "plumbline/questionnaires"
	"plumbline/reports/improvement"
)

// recommended is what the lens says of a missing practice.
func (b *builder) recommended(a asked, risk q.Risk, p improvement.Practice) response {
	var to []reference
	for _, l := range p.Links {
		to = append(to, reference{l.Text, l.URL})
	}
	links, rest := b.links(to...)
	var steps []string
	for _, s := range p.Steps {
		steps = append(steps, "1. "+strings.Join(strings.Fields(b.Clean(s)), " "))
	}
	facts := []Fact{{"choice", p.ChoiceID}, {"effort", riskWord(q.Risk(p.Effort))}, {"impact", riskWord(q.Risk(p.Impact))}}
	for _, l := range p.Labels() {
		facts = append(facts, Fact{"guidance", l})
	}
	if p.QuickWin(risk) {
		facts = append(facts, Fact{"quick win", "yes"})
	}
	return response{UUID: b.uuid("recommendation", a.lensID, a.questionID, p.ChoiceID), Lifecycle: "recommendation",
		Title: b.line(p.Title, p.ChoiceID), Props: b.props(facts...), Links: links,
		Description: orElse(paragraphs(b.text(p.Text, ""), strings.Join(steps, "\n"), strings.Join(rest, "\n")),
			"The lens does not say how.")}
}

func orElse(s, or string) string {
	if s == "" {
		return or
	}
	return s
}

// planned is an open item as what is to be done about a risk.
func (b *builder) planned(a asked, item models.PlannedItem) response {
	names := []string{strconv.Itoa(item.Number), a.lensID, a.questionID}
	done := task{UUID: b.uuid("task", names...), Type: "milestone", Title: b.line(item.Title, "Item")}
	if due := b.endOf(item.DueOn); due != "" {
		done.Timing = &timing{onDate{due}}
	}
	if owner := b.person(item.Owner); owner != "" {
		done.Responsible = []responsible{{"item-owner", []string{owner}}}
	}
	return response{UUID: b.uuid("planned", names...), Lifecycle: "planned", Title: b.line(item.Title, "Item"),
		Description: b.closes(item), Props: b.itemProps(item), Tasks: []task{done}}
}

// closes says what an item is for.
func (b *builder) closes(item models.PlannedItem) string {
	var lines []string
	for _, l := range b.Lenses {
		for _, p := range item.Practices {
			if _, question := l.Review.Doc.Question(p.QuestionID); p.LensID == l.Review.Lens.ID && question != nil {
				if c := question.Choice(p.ChoiceID); c != nil {
					lines = append(lines, "- "+b.line(c.Title, c.ID))
				}
			}
		}
	}
	if len(lines) == 0 {
		return "It closes no practice of this review."
	}
	return "To put in place:\n\n" + strings.Join(lines, "\n")
}

func (b *builder) itemProps(item models.PlannedItem) []prop {
	cost := func(n int64) string {
		if n == 0 {
			return ""
		}
		return labels.Amount(n, b.Work.Currency)
	}
	facts := []Fact{{"item", strconv.Itoa(item.Number)},
		{"status", labels.ItemStatus(remediation.Status(item.Status))}, {"owner", item.Owner}, {"due on", item.DueOn},
		{"effort", riskWord(q.Risk(item.Effort))}, {"risk", riskWord(item.Risk)}, {"cost", cost(item.BuildCost)},
		{"cost per month", cost(item.RunCost)}}
	if item.Overdue(b.Work.Day) {
		facts = append(facts, Fact{"overdue", "yes"})
	}
	if item.Reopened > 0 {
		facts = append(facts, Fact{"reopened", strconv.Itoa(item.Reopened)})
	}
	return b.props(facts...)
}

// plan is the plan of action and milestones.
func (b *builder) plan() *poam {
	p := &poam{UUID: unset, Local: b.system()}
	if b.Workload.ID != "" {
		p.SystemID = &systemID{NS + ":workload", b.value(b.Workload.ID)}
	}
	byKey := map[[2]string]asked{}
	for _, a := range b.asked {
		if a.risk == nil {
			continue
		}
		byKey[a.key()] = a
		p.Observations = append(p.Observations, a.observations...)
		p.Risks, p.Findings = append(p.Risks, *a.risk), append(p.Findings, a.finding)
	}
	if b.Work != nil {
		for _, one := range b.Work.Items {
			if closes := b.closes(one); !b.Only || strings.HasPrefix(closes, "To") {
				p.Items = append(p.Items, about(item{UUID: b.uuid("item", strconv.Itoa(one.Number)),
					Title: b.line(one.Title, "Item"), Description: closes, Props: b.itemProps(one)}, one.Practices, byKey))
			}
		}
	}
	p.Items = append(p.Items, b.unplanned(byKey)...)
	for _, w := range improvement.WontDoOf(b.Snapshot, b.Lenses) {
		l := b.refused(w)
		p.Items = append(p.Items, about(item{UUID: b.uuid("wont do", strconv.Itoa(w.Number)), Title: b.line(w.Title, "Item"),
			Description: b.text(l.Text, ""), Props: b.props(append(l.Facts, Fact{"status", "Won't do"},
				Fact{"decided by", w.DecidedBy}, Fact{"decided at", b.at(w.DecidedAt)})...)}, w.WontDoItem.Practices, byKey))
	}
	if len(p.Items) == 0 {
		p.Items = []item{{UUID: b.uuid("nothing"), Title: "Nothing to do",
			Description: "There is no risk in the answers, and no open item."}}
	}
	p.Metadata, p.BackMatter = b.metadata(), b.back()
	return p
}

// unplanned are items for risks that no item is to close, in the order in which they are to be improved.
func (b *builder) unplanned(byKey map[[2]string]asked) (all []item) {
	for _, list := range [][]improvement.Entry{b.Plan.Entries, b.Plan.Undecided} {
		for _, e := range list {
			key := [2]string{e.LensID, e.QuestionID}
			if a, known := byKey[key]; known && len(b.work[key]) == 0 {
				one := models.SnapshotPractice{LensID: e.LensID, QuestionID: e.QuestionID}
				all = append(all, about(item{UUID: b.uuid("unplanned", e.LensID, e.QuestionID), Title: a.finding.Title,
					Description: a.risk.Statement, Props: b.props(Fact{"status", "Not planned"}, Fact{"risk", riskWord(e.Risk)})},
					[]models.SnapshotPractice{one}, byKey))
			}
		}
	}
	return all
}

// about leads from an item to what is said of the questions that it is about.
func about(i item, practices []models.SnapshotPractice, byKey map[[2]string]asked) item {
	seen := map[[2]string]bool{}
	for _, p := range practices {
		key := [2]string{p.LensID, p.QuestionID}
		a, known := byKey[key]
		if !known || seen[key] {
			continue
		}
		seen[key] = true
		i.Findings = append(i.Findings, findingUUID{a.finding.UUID})
		i.Risks = append(i.Risks, riskUUID{a.risk.UUID})
		i.Observations = append(i.Observations, a.finding.Observations...)
	}
	return i
}

// refused tells of an item that won't be done.
func (b *builder) refused(w improvement.WontDoEntry) Logged {
	lines := []string{labels.WontDoReason(remediation.WontDoReason(w.Reason)) + "."}
	if w.Note != "" {
		lines = append(lines, w.Note)
	}
	for _, p := range w.Practices {
		lines = append(lines, "Would close "+p.Number+": "+p.Practice)
	}
	return Logged{ID: "wont do " + strconv.Itoa(w.Number), Title: "Won't be done: " + w.Title,
		Text: strings.Join(lines, "\n"), By: w.DecidedBy, Role: "approver", At: w.DecidedAt,
		Facts: []Fact{{"item", strconv.Itoa(w.Number)}}}
}
