package reports

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/labels"
	q "plumbline/questionnaires"
	"plumbline/reports/doc"
	"plumbline/reports/reviewed"
)

// Record is what auditors ask for beside a state: what was decided and changed on the way to it.
type Record struct {
	Acceptances []accepted.Acceptance // asked for up to the state, the oldest first, whatever became of them
	Milestones  []models.Milestone    // up to the state, the oldest first
	Changes     []models.AuditLine    // of answers up to the state, the newest first, MaxAnswerChanges at most
	MoreChanges bool                  // there are older ones
	Place       *models.AuditLine     // newest sealed line about the workload; nil where there is none for the reader
}

// MaxAnswerChanges bounds the history in a report to auditors. It says where the rest is.
const MaxAnswerChanges = 400

// auditor describes the report to auditors: what was decided, by whom, why and until when, how answers changed, and how
// that is proven.
func (r *reportBuilder) auditor(s Source, opt ReportOptions) doc.Report {
	d := r.frame(opt)
	d.Title = cleanText(r.snap.Workload.Name) + ": report to auditors"
	if opt.Classification != "" {
		d.Classification = r.str("Classification", opt.Classification)
		d.Foot = d.Classification + ", " + d.Foot
	}
	record := Record{}
	if s.Record != nil {
		record = *s.Record
	}
	front := r.cover()
	cover := front.Body[0].(doc.Cover)
	cover.Kind = "Report to auditors"
	front.Body[0] = cover
	contents := doc.Section{Kind: doc.ContentsSection, Title: "Contents", Place: "contents"}
	of := func(describe func(Record) doc.Section) func() doc.Section {
		return func() doc.Section { return describe(record) }
	}
	d.Sections = append([]doc.Section{front, r.scope(record), contents}, r.chosen(Auditor,
		r.part("dismissed_questions", r.dismissedQuestions), r.part("dismissed_practices", r.dismissedPractices),
		r.part("accepted", of(r.acceptances)), r.part("wont_do", r.wontDo), r.part("people", r.people),
		r.part("milestones", of(r.signOffs)), r.part("history", of(r.changesOfAnswers)),
		r.part("proof", func() doc.Section { return r.proof(s.Record) }), r.part("ledger", r.ledgerAlone),
		r.part("properties", r.properties))...)
	d.Sections = append(d.Sections, r.method(Auditor))
	for i := 2; i < len(d.Sections); i++ {
		d.Sections[i].Joins = true
	}
	if len(r.fields) > 0 {
		d.Sections = append(d.Sections, r.printNotes())
	}
	return d
}

// scope says what was reviewed and how much of it is decided.
func (r *reportBuilder) scope(record Record) doc.Section {
	s := doc.Section{Title: "Scope and coverage", Place: "scope"}
	for _, sh := range r.reviewed {
		s.Body = append(s.Body, textRow(spaceAbove(nextRow), "Questionnaire", r.str("Lens "+reviewed.LensName(sh.Review),
			reviewed.LensName(sh.Review)+", version "+r.lensVersion(sh.Review.Version))))
	}
	counts := r.counts()
	practices := 0
	for _, p := range r.dismissed() {
		practices += len(p.choices)
	}
	s.Body = append(s.Body,
		textRow(spaceAbove(nextRow), "State", r.str("Milestone name", r.state()+", "+r.dateAndZone())),
		textRow(spaceAbove(nextRow), "Answered", doc.CleanText(fmt.Sprintf("%d of %s", counts.Answered(),
			labels.CountLabel(counts.Total(), "question", "questions")))),
		labelledRow(spaceAbove(nextRow), "Risks", doc.Tally{Counts: tallyOf(counts, lowerRiskWord)}),
		textRow(spaceAbove(nextRow), "Left out", doc.CleanText(fmt.Sprintf("%s and %s are marked as not applicable.",
			labels.CountLabel(counts.NotApplicable, "question", "questions"),
			labels.CountLabel(practices, "practice", "practices")))),
		textRow(spaceAbove(nextRow), "Accepted risks", doc.CleanText(fmt.Sprintf("%d in force, %d asked for so far.",
			r.plan.AcceptedCounts().Total(), len(record.Acceptances)))))
	return s
}

// dismissedAnswer is an answer by which something was left out: the question, or some of its choices.
type dismissedAnswer struct {
	reviewed.Question
	lens    string // its id
	choices []*q.Choice
}

// dismissed are the answers with something that does not apply.
func (r *reportBuilder) dismissed() (all []dismissedAnswer) {
	for _, sh := range r.reviewed {
		for _, ch := range sh.Pillars {
			for _, e := range ch.Questions {
				of := dismissedAnswer{Question: e, lens: sh.Review.Lens.ID}
				for _, c := range e.Question.Choices {
					if e.Answer.Applicable && e.Answer.Choice(c.ID).Status == models.ChoiceNotApplicable {
						of.choices = append(of.choices, c)
					}
				}
				if !e.Answer.Applicable || len(of.choices) > 0 {
					all = append(all, of)
				}
			}
		}
	}
	return all
}

// dismissedQuestions says of each question that does not apply who said so, when and why, with the notes in full.
func (r *reportBuilder) dismissedQuestions() doc.Section {
	s := doc.Section{Title: "Questions that do not apply", Place: "dismissed questions"}
	for _, e := range r.dismissed() {
		if e.Answer.Applicable || !r.listing.HasQuestion(e.lens, e.Question.Question.ID) {
			continue
		}
		of := " of question " + e.Number
		item := doc.Item{Number: doc.CleanText(e.Number), Title: r.str("Title"+of, e.Question.Question.Title),
			Place: "dismissed " + e.Number}
		reason := labels.Reason(e.Answer.Reason)
		item.Body = []doc.Block{
			textRow(keptBelow(0), r.str("Document id"+of, e.Question.Question.DocumentID), r.str("Reason"+of, reason)),
			r.value(spaceAbove(closeRow), "Decided by", "Who changed the answer"+of,
				changedBy(e.Answer.UpdatedBy, r.time(e.Answer.UpdatedAt))),
		}
		s.Body = append(s.Body, withBody(item, r.notes("Notes", "Notes"+of, e.Answer.Notes)...))
	}
	if len(s.Body) == 0 {
		s.Body = []doc.Block{paragraphOf("Every question applies to this workload.", doc.StyleBody)}
	}
	return s
}

// dismissedPractices is the same of practices.
func (r *reportBuilder) dismissedPractices() doc.Section {
	s := doc.Section{Title: "Practices that do not apply", Place: "dismissed practices"}
	for _, e := range r.dismissed() {
		if len(e.choices) == 0 || !r.listing.HasQuestion(e.lens, e.Question.Question.ID) {
			continue
		}
		of := " of question " + e.Number
		item := doc.Item{Number: doc.CleanText(e.Number), Title: r.str("Title"+of, e.Question.Question.Title),
			Place: "dismissed practices " + e.Number}
		item.Body = []doc.Block{labelledRow(keptBelow(0), r.str("Document id"+of, e.Question.Question.DocumentID),
			r.choiceLines(e.Question, e.choices, doc.ChoiceNotApplicable)...),
			r.value(spaceAbove(closeRow), "Answered by", "Who changed the answer"+of,
				changedBy(e.Answer.UpdatedBy, r.time(e.Answer.UpdatedAt)))}
		s.Body = append(s.Body, item)
	}
	if len(s.Body) == 0 {
		s.Body = []doc.Block{paragraphOf("No practice of a question that applies is marked as not applicable.",
			doc.StyleBody)}
	}
	return s
}

// acceptances lists all that were asked for, with what became of them. Without a record it lists those in force.
func (r *reportBuilder) acceptances(record Record) doc.Section {
	if len(record.Acceptances) == 0 {
		return r.accepted()
	}
	s := doc.Section{Title: "Accepted risks", Place: "accepted"}
	for _, a := range record.Acceptances {
		e, known := r.asked(a.LensID, a.QuestionID)
		if !known || !r.listing.HasQuestion(a.LensID, e.Question.ID) {
			continue
		}
		where := "Acceptance of question " + e.Number
		item := doc.Item{Number: doc.CleanText(e.Number), Title: r.str("Title of question "+e.Number, e.Question.Title),
			Place: "acceptance " + a.ID}
		risk := labels.WholeRisk(a.Risk)
		if c := e.Question.Choice(a.ChoiceID); c != nil {
			risk += ", of one practice: " + c.Title
		}
		item.Body = []doc.Block{textRow(keptBelow(0), "Risk", r.str(where, risk))}
		for _, row := range []struct{ name, says string }{
			{"State", r.acceptanceState(a)},
			{"Until", r.calendar(a.Until)},
			{"Answers for it", strings.Trim(a.ApproverRole+", "+a.ApproverName, ", ")},
			{"Asked by", changedBy(a.AskedBy, r.time(a.AskedAt))},
			{"Decided by", r.decision(a)},
			{"Reason", a.Reason}, {"Until then", a.Mitigation}, {"On the decision", a.DecisionNote},
			{"Ended by", r.ending(a)}, {"On the end", a.ClosedNote},
		} {
			if row.says != "" {
				item.Body = append(item.Body, textRow(spaceAbove(closeLine), doc.CleanText(row.name), r.str(where, row.says)))
			}
		}
		s.Body = append(s.Body, item)
	}
	return s
}

// acceptanceState says how an acceptance stands on the day of the report.
func (r *reportBuilder) acceptanceState(a accepted.Acceptance) string {
	standing := accepted.Standing(a.State)
	switch {
	case a.State == accepted.Asked:
		standing = accepted.ToDecide
	case a.State == accepted.Accepted && a.Until < r.zone().In(r.at()).Format(time.DateOnly):
		standing = accepted.Ended
	case a.State == accepted.Accepted:
		standing = accepted.InForce
	}
	return labels.Standing(standing)
}

func (r *reportBuilder) decision(a accepted.Acceptance) string {
	if a.DecidedAt.IsZero() {
		return ""
	}
	return changedBy(a.DecidedBy, r.time(a.DecidedAt))
}

func (r *reportBuilder) ending(a accepted.Acceptance) string {
	if a.ClosedAt.IsZero() {
		return ""
	}
	return changedBy(a.ClosedBy, r.time(a.ClosedAt))
}

// part is what a person did in the answers as they are.
type part struct {
	name        string
	answers     int
	first, last time.Time
}

// people lists who gave the answers as they are, those who gave most first.
func (r *reportBuilder) people() doc.Section {
	var all []part
	for _, sh := range r.reviewed {
		for _, ch := range sh.Pillars {
			for _, e := range ch.Questions {
				if e.Answer.UpdatedBy != "" {
					all = addPart(all, e.Answer)
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b part) int { return b.answers - a.answers })
	s := doc.Section{Title: "Who took part", Place: "people"}
	if len(all) == 0 {
		return s
	}
	g := doc.Grid{Layout: spaceAbove(afterIntro), Tight: true, Columns: []doc.GridColumn{{Name: "Name", Share: 5},
		{Name: "Answers", Share: 2, Figures: true}, {Name: "First", Share: 4}, {Name: "Last", Share: 4}}}
	for _, p := range all {
		g.Rows = append(g.Rows, doc.GridRow{Cells: []doc.GridCell{cell(r.str("Names of people", p.name)),
			cell(doc.CleanText(strconv.Itoa(p.answers))), cell(doc.CleanText(r.time(p.first))),
			cell(doc.CleanText(r.time(p.last)))}})
	}
	s.Body = []doc.Block{paragraphOf("Counted are the answers that each person changed last.", doc.StyleQuiet), g}
	return s
}

func addPart(all []part, a models.Answer) []part {
	i := slices.IndexFunc(all, func(p part) bool { return p.name == a.UpdatedBy })
	if i < 0 {
		return append(all, part{a.UpdatedBy, 1, a.UpdatedAt, a.UpdatedAt})
	}
	all[i].answers++
	if a.UpdatedAt.Before(all[i].first) {
		all[i].first = a.UpdatedAt
	}
	if a.UpdatedAt.After(all[i].last) {
		all[i].last = a.UpdatedAt
	}
	return all
}

// signOffs lists the milestones: who recorded which state.
func (r *reportBuilder) signOffs(record Record) doc.Section {
	s := doc.Section{Title: "Recorded states", Place: "milestones"}
	g := doc.Grid{Layout: spaceAbove(afterIntro), Tight: true, Columns: []doc.GridColumn{{Name: "Milestone", Share: 6},
		{Name: "Recorded by", Share: 4}, {Name: "When", Share: 4}, {Name: "High", Share: 1, Figures: true},
		{Name: "Medium", Share: 2, Figures: true}}}
	for _, m := range record.Milestones {
		g.Rows = append(g.Rows, doc.GridRow{Cells: []doc.GridCell{
			cell(r.str("Milestone name", fmt.Sprintf("%d  %s", m.Number, m.Name))), cell(r.str("Names of people", m.CreatedBy)),
			cell(doc.CleanText(r.time(m.CreatedAt))), cell(doc.CleanText(strconv.Itoa(m.Counts.High))),
			cell(doc.CleanText(strconv.Itoa(m.Counts.Medium)))}})
	}
	if len(g.Rows) > 0 {
		s.Body = []doc.Block{paragraphOf("A milestone is a state that somebody recorded; it can't be changed afterwards.",
			doc.StyleQuiet), g}
	}
	return s
}

// proof says how the history is proven.
func (r *reportBuilder) proof(record *Record) doc.Section {
	s := doc.Section{Title: "Proof", Place: "proof"}
	if record == nil || record.Place == nil {
		return s
	}
	line := record.Place
	s.Body = []doc.Block{
		paragraphOf("Each line of the audit log carries a hash over itself and the line before it, so that no earlier line "+
			"can be changed, removed or put in unnoticed. The newest line about this workload is:", doc.StyleBody),
		textRow(spaceAbove(nextRow), "Line", doc.CleanText(strconv.FormatInt(line.Position, 10))),
		textRow(spaceAbove(nextRow), "Written", doc.CleanText(r.time(line.At))),
		labelledRow(spaceAbove(nextRow), "SHA-256", paragraphOf(doc.CleanText(hex.EncodeToString(line.Hash)), doc.StyleCode)),
		labelledRow(spaceAbove(nextRow), "To check it", paragraphOf(doc.CleanText("plumbline audit verify --head "+
			hex.EncodeToString(line.Hash)), doc.StyleCode), paragraphOf("It says whether the whole log is as it was written, "+
			"and whether it still has this line.", doc.StyleSmall)),
	}
	return s
}
