package rules_test

import (
	"fmt"

	"plumbline/questionnaires/rules"
)

// Rules are compiled for the choices of a question, and matched against states, in which bit i stands for choice i.
// Cheapest gives the fewest choices that are missing for a lower risk.
func Example() {
	choices := []string{"backup_daily", "backup_elsewhere", "backup_no"}
	var list []rules.Rule
	for _, rule := range []struct {
		condition string
		level     rules.Level
	}{
		{"backup_daily && backup_elsewhere", rules.NoRisk},
		{"backup_daily && !backup_elsewhere", rules.MediumRisk},
		{"default", rules.HighRisk},
	} {
		condition, fault := rules.Parse(rule.condition)
		if fault != nil {
			fmt.Println(fault)
			return
		}
		list = append(list, rules.Rule{Condition: condition, Level: rule.level})
	}
	set, err := rules.Compile(choices, list)
	if err != nil {
		fmt.Println(err)
		return
	}
	daily := rules.AnswerState{Selected: 1 << 0}
	fmt.Println("daily: rule", set.Match(daily))

	_, none, _ := set.Cheapest(daily, rules.MaxCandidates)
	fmt.Printf("to no risk: choices %03b\n", none.Sets[0])

	// Where keeping copies elsewhere does not apply, it satisfies the && that asks for it.
	fmt.Println("elsewhere not applicable: rule", set.Match(rules.AnswerState{Selected: 1 << 0, NotApplicable: 1 << 1}))
	// Output:
	// daily: rule 1
	// to no risk: choices 010
	// elsewhere not applicable: rule 0
}

// A condition that is not in the language says where.
func ExampleParse() {
	condition, _ := rules.Parse("a&&(b||!c)")
	fmt.Println(condition, condition.IDs())
	_, fault := rules.Parse("a && (b || ")
	fmt.Println(fault)
	// Output:
	// a && (b || !c) [{a 0} {b 4} {c 8}]
	// at byte 12: expected a choice id after "||", but the condition ends
}

// Analyse looks at all answers at once: here a rule that can never decide.
func ExampleRuleSet_Analyse() {
	parse := func(source string) *rules.Condition {
		condition, _ := rules.Parse(source)
		return condition
	}
	set, err := rules.Compile([]string{"a", "b"}, []rules.Rule{
		{Condition: parse("a || b"), Level: rules.NoRisk},
		{Condition: parse("a && b"), Level: rules.MediumRisk},
		{Condition: parse("default"), Level: rules.HighRisk},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	analysis, _ := set.Analyse()
	for i, fate := range analysis.Rules {
		if fate.Reach == rules.ReachNever {
			fmt.Printf("rule %d can never decide: rules %03b are before it\n", i, fate.Before)
		}
	}
	// Output:
	// rule 1 can never decide: rules 001 are before it
}
