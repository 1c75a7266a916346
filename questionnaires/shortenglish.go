package questionnaires

import (
	"regexp"
	"slices"
	"strings"
)

// englishWords tell an English title from one in another language of the same letters.
var englishWords = func() *regexp.Regexp {
	const some = `\b(?:for|to|by|as|on|or|are|be|can|from|when|not|using|have)\b`
	return regexp.MustCompile(`(?i)^(?:how|what|which|who) |\b(?:the|you|your|and|with)\b|` +
		`^(?:do|does|is|are|can|has|have|will) .*` + some + `|` + some + `.*` + some)
}()

// openings are what English questions begin with. They are tried from the top, and the first that fits goes.
var openings = func() (list []*regexp.Regexp) {
	const (
		asks  = `(?:do|does|did|is|are|was|were|can|could|should|will|would|has|have|had)`
		whose = `(?:your|our|the|this)`
		actor = `(?:organi[sz]ation|company|business|team|application|workload|solution|system|infrastructure|product)s?`
		asked = `(?:how|why|when|where)(?: (?:often|well|far|quickly))? `
	)
	for _, pattern := range []string{
		asked + asks + ` (?:you|we|they|teams|people) `,
		`(?:` + asked + `)?` + asks + ` ` + whose + ` (?:[\w-]+ ){0,2}?` + actor + ` `,
		asked + asks + ` `,
		asks + ` (?:you|we|they) (?:have|considered|using|use) `,
		asks + ` (?:you|we|they) `,
		`(?:what|which|who) (?:is|are|was|were) `,
		`(?:what|which|how much|how many) `,
		asks + ` `,
	} {
		list = append(list, regexp.MustCompile(`(?i)^`+pattern))
	}
	return list
}()

var (
	leading   = regexp.MustCompile(`(?i)^(?:(?:your|our|the|a|an|any|some) )+`)
	inverted  = regexp.MustCompile(`(?i) do(?: you (?:have|use|need))? | (?:have|are) you | be `)
	needless  = regexp.MustCompile(`(?i) (?:your|our|the|a|an|any|its|Amazon)\b`)
	clause    = regexp.MustCompile(`(?i),? (?:while|through|so that|in order to|before|after|when|that|which|by|do) |, `)
	predicate = regexp.MustCompile(`(?i)^is (.+?) (?:for|of|in|to) (?:\S+ )*(\S+)$`)
	twice     = regexp.MustCompile(`(?i) (?:for|of|in|to) .* (?:for|of|in|to) `)
	phrase    = regexp.MustCompile(`(?i) (?:across|at|between|for|from|in|into|on|to|using|via|with)\b`)
	pending   = regexp.MustCompile(`(?i)(?: (?:a|across|against|all|an|and|any|are|as|at|be|between|by|do|does|for|` +
		`from|in|into|is|its|not|of|on|or|our|over|rather|than|that|the|to|using|via|when|while|with|your|&|/))+$`)
)

// shortEnglish takes out of a title what says the least, until it has room or nothing is left to take.
func shortEnglish(title string, room int) string {
	name := title
	for _, begin := range openings {
		if at := begin.FindStringIndex(name); at != nil {
			name = name[at[1]:]
			break
		}
	}
	name = leading.ReplaceAllString(name, "")
	if at := inverted.FindStringIndex(name); at != nil && len(name) < len(title) {
		name = name[:at[0]] + " " + name[at[1]:]
	}
	if characters(name) > room {
		name = strings.TrimSpace(needless.ReplaceAllString(" "+name, ""))
	}
	if part := predicate.FindStringSubmatch(title); part != nil && characters(name) > room && !twice.MatchString(title) {
		name = leading.ReplaceAllString(part[1], "") + " " + part[2]
	}
	if characters(name) > room {
		name = wholePhrase(firstClauses(name, room), room)
	}
	return name
}

// firstClauses leaves out the last of the clauses that begin within the room and what follows, unless too little
// stays.
func firstClauses(text string, room int) string {
	const least = 12
	for _, at := range slices.Backward(clause.FindAllStringIndex(text, -1)) {
		if at[0] >= least && at[0] <= room {
			return text[:at[0]]
		}
	}
	return text
}

// wholePhrase cuts a text at a word, and then leaves out the words that wait for what was cut off: "for the", and "in
// separate" of "in separate accounts", if enough stays.
func wholePhrase(text string, room int) string {
	const least = 18
	name := pending.ReplaceAllString(cutAtWord(text, room), "")
	next := text[len(name):]
	if next == "" || phrase.MatchString(next) && phrase.FindStringIndex(next)[0] == 0 {
		return name
	}
	if all := phrase.FindAllStringIndex(name, -1); len(all) > 0 && all[len(all)-1][0] >= least {
		return pending.ReplaceAllString(name[:all[len(all)-1][0]], "")
	}
	return name
}
