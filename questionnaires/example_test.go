package questionnaires_test

import (
	"fmt"

	"plumbline/questionnaires"
)

const exampleDocument = `{
  "schemaVersion": "2021-11-01", "name": "Backups", "description": "Whether data come back after a loss.",
  "pillars": [{"id": "data", "name": "Data", "questions": [{
    "id": "backup", "title": "How do you get lost data back?", "description": "Think of mistakes as well as of fires.",
    "choices": [
      {"id": "backup_daily", "title": "Copied every day",
       "helpfulResource": {"displayText": "A copy of last month helps little."},
       "improvementPlan": {"displayText": "Let a timer make them."}},
      {"id": "backup_tried", "title": "A copy was put back this year",
       "helpfulResource": {"displayText": "A copy that nobody has read may be empty."},
       "improvementPlan": {"displayText": "Put one back on a Friday morning."}}],
    "riskRules": [
      {"condition": "backup_daily && backup_tried", "risk": "NO_RISK"},
      {"condition": "backup_daily", "risk": "MEDIUM_RISK"},
      {"condition": "default", "risk": "HIGH_RISK"}]}]}]}`

// A lens is read once, and rates answers from then on: each rating says why, in facts of which package labels makes
// sentences.
func ExampleParse() {
	lens, problems := questionnaires.Parse([]byte(exampleDocument), questionnaires.ParseOptions{})
	if err := problems.Err(); err != nil {
		fmt.Println(err)
		return
	}
	_, question := lens.Question("backup")
	answer := questionnaires.Answer{Selected: []string{"backup_daily"}}
	why := question.Rate(answer).Reason()
	fmt.Println(why.Risk, "by rule", why.Rule)
	for _, choice := range why.Selected {
		fmt.Println("selected:", why.Title(choice))
	}
	for _, path := range why.Paths {
		fmt.Println("to", path.To, "by", path.Sets)
	}
	// Output:
	// MEDIUM by rule 1
	// selected: Copied every day
	// to NONE by [[backup_tried]]
}

// All problems come at once, each with its place.
func ExampleParse_problems() {
	lens, problems := questionnaires.Parse([]byte(`{
  "schemaVersion": "2021-11-01", "name": "Broken", "description": "",
  "pillars": [{"id": "data", "name": "Data", "questions": [
    {"id": "backup", "title": "How do you get lost data back?",
     "choices": [{"id": "backup_daily", "title": "Copied every day"}],
     "riskRules": [{"condition": "backup_dayly", "risk": "HIGH_RISK"}]}]}]}`), questionnaires.ParseOptions{})
	fmt.Println("a lens:", lens != nil)
	for _, p := range problems {
		fmt.Printf("%d:%d %s\n", p.Line, p.Column, p.Message)
	}
	// Output:
	// a lens: false
	// 5:18 This choice has no improvement plan: say what to do when it is not in place.
	// 6:19 There is no default rule: an answer that fits no rule is undecided.
	// 6:35 This question has no choice "backup_dayly". Did you mean "backup_daily"?
}
