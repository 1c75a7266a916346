package reports

import (
	"fmt"

	"plumbline/models/labels"
	q "plumbline/questionnaires"
)

const printNotesTitle = "Characters this report could not show"

// method explains the report, shortly, for readers who see one for the first time.
func (r *report) method() {
	r.section("How to read this report", "method")
	for _, risk := range r.counts().States() {
		r.space(5)
		r.riskRow(risk, riskMeaning(risk))
	}
	for _, p := range []struct{ name, says text }{
		{"Rules", "Each question has risk rules, written by the authors of the lens. They are tried from the top; the first true one gives the risk, " +
			"and the default applies if none is. A practice that does not apply counts neither for nor against."},
		{"Score", text(q.ScoreFormula) + ". Questions that do not apply are left out. Open questions lower the score until they are answered."},
		{"Shortest way", "The smallest sets of practices that bring a question to a lower risk, found by trying the question's own rules on every set. " +
			"It says what the rules ask for first; the other practices are still worth having."},
		{"Numbers", "A question's number is its pillar's place in the lens and its own place in the pillar. Where a workload has several lenses, " +
			"a letter for the lens comes first. Numbers are the same in every report of the same state."},
		{"Notes", "All notes are printed in full. They are Markdown; HTML in them is shown as it was typed. " +
			"The choice “None of these” is listed only where it was selected or has a note."},
	} {
		r.space(9)
		r.row(p.name, func() { r.plain(p.says, body) })
	}
}

// riskMeaning says in a sentence what a risk tells the reader.
func riskMeaning(risk q.Risk) text {
	switch risk {
	case q.High:
		return "Practices are missing whose absence can do serious harm. Improve these first."
	case q.Medium:
		return "Practices are missing whose absence can do harm, though less than a high risk."
	case q.None:
		return "The practices that matter for this question are in place."
	case q.Undecided:
		return "The lens does not say: no rule of the question is true for this answer, and there is no default. It counts as open."
	case q.NotApplicable:
		return "The team decided that the question does not concern this workload, and said why."
	}
	return "Nobody has dealt with this question yet, so its risk is not known."
}

// printNotes lists what could not be shown as written, with the code points, so that nothing is lost.
func (r *report) printNotes() {
	if len(r.fields) == 0 {
		return
	}
	r.section(printNotesTitle, "print notes")
	r.plain(text(fmt.Sprintf("In %s. Searching and copying still find the characters where they stand, "+
		"except for control codes.", labels.Amount(len(r.fields), "place", "places"))), quiet)
	for _, w := range r.warnings() {
		r.space(9)
		r.beside(func() {
			r.plain(repeat(w.Where), strong)
			r.keep()
			r.plain(text(w.Message), body)
		})
	}
}
