package reports

import (
	"plumbline/models/labels"
	q "plumbline/questionnaires"
	"plumbline/reports/chosen"
	"plumbline/reports/doc"
)

// methodExplanations are what a reader has to know beside the risks.
var methodExplanations = []struct{ name, says doc.CleanText }{
	{"Rules", "Each question has risk rules, written by the authors of the lens. They are tried from the top; the " +
		"first true one gives the risk, and the default applies if none is. A practice that does not apply counts " +
		"neither for nor against."},
	{"Score", q.ScoreFormula + ". Questions that do not apply are left out. Open questions lower the score until " +
		"they are answered."},
	{"To lower it", "The smallest sets of practices that bring a question to a lower risk, found by trying the " +
		"question's own rules on every set. The other practices are still worth having."},
	{"Numbers", "A question's number is its pillar's place in the lens and its own place in the pillar. Where a " +
		"workload has several lenses, a letter for the lens comes first. Numbers are the same in every report of the " +
		"same state."},
	{"Notes", "All notes are printed in full. They are Markdown; HTML in them is shown as it was typed. The choice " +
		"“None of these” is listed only where it was selected or has a note."},
}

// method explains the report, shortly, for readers who see one for the first time.
func (r *reportBuilder) method(base Preset) doc.Section {
	s := doc.Section{Title: "How to read this report", Place: "method"}
	for _, risk := range r.counts().States() {
		s.Body = append(s.Body, riskRow(spaceAbove(nextRow), risk, riskMeaning(risk)))
	}
	for _, e := range methodExplanations {
		s.Body = append(s.Body, textRow(spaceAbove(wideRow), e.name, e.says))
	}
	s.Body = append(s.Body, r.choiceRows(base, wideRow)...)
	return s
}

// choiceRows say what was chosen of the report, so that it hides nothing silently.
func (r *reportBuilder) choiceRows(base Preset, above float64) (rows []doc.Block) {
	saved := ""
	if r.look.Saved != "" {
		saved = "“" + r.look.Saved + "”, a saved preset of the workspace, made from the one for " +
			presetReaders[base] + "."
	}
	for _, row := range []struct{ name, says string }{{"Preset", saved},
		{"Left out", chosen.Left(r.look.Choices, string(base))}, {"Listed", r.listing.Words()}} {
		if row.says != "" {
			rows = append(rows, textRow(spaceAbove(above), doc.CleanText(row.name), r.str("Preset", row.says)))
		}
	}
	return rows
}

var presetReaders = map[Preset]string{Leadership: "leadership", Architect: "architects", Auditor: "auditors"}

// riskMeaning says in a sentence what a risk tells the reader.
func riskMeaning(risk q.Risk) doc.CleanText {
	switch risk {
	case q.RiskHigh:
		return "Practices are missing whose absence can do serious harm. Improve these first."
	case q.RiskMedium:
		return "Practices are missing whose absence can do harm, though less than a high risk."
	case q.RiskNone:
		return "The practices that matter for this question are in place."
	case q.RiskUndecided:
		return "The lens does not say: no rule of the question is true for this answer, and there is no default. " +
			"It counts as open."
	case q.RiskNotApplicable:
		return "The team decided that the question does not concern this workload, and said why."
	}
	return "Nobody has dealt with this question yet, so its risk is not known."
}

// printNotes lists what could not be shown as written, with the code points, so that nothing is lost.
func (r *textIntake) printNotes() doc.Section {
	s := doc.Section{Title: "Characters this report could not show", Place: "print notes"}
	places := labels.CountLabel(len(r.fields), "place", "places")
	s.Body = []doc.Block{paragraphOf(doc.CleanText("In "+places+". Searching and copying still find the characters where "+
		"they stand, except for control codes."), doc.StyleQuiet)}
	for _, w := range r.warnings() {
		where, what := paragraphOf(cleanText(w.Where), doc.StyleStrong),
			keptParagraph(doc.CleanText(w.Message), doc.StyleBody)
		s.Body = append(s.Body, labelledRow(spaceAbove(wideRow), "", where, what))
	}
	return s
}
