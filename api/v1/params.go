package v1

import (
	"fmt"
	"slices"

	"plumbline/api/middleware"
	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/questionnaires"
)

const maxInt32 = 1<<31 - 1

var (
	pagingParams = []rest.Parameter{
		{Name: "limit", Doc: fmt.Sprintf("how many rows at most; %d if not given", models.DefaultPage), Min: 1,
			Max: models.MaxPage},
		{Name: "cursor", Doc: "next_cursor of the page before"},
	}
	strictParam = rest.Parameter{Name: "strict", Doc: "count what AWS itself would refuse as errors",
		Enum: []string{"true", "false"}}
	documentFormat = rest.Parameter{Name: "format",
		Doc:  "original: byte for byte as imported; plumbline: the same in one order and indentation; aws: only what the AWS format knows",
		Enum: []string{"original", "plumbline", "aws"}}
	fromVersion = rest.Parameter{Name: "from", Doc: "a version's name, latest (if not given) or draft"}
	toVersion   = rest.Parameter{Name: "to", Doc: "a version's name, latest or draft (if not given)"}
	nameFilter  = rest.Parameter{Name: "name", Doc: "only workloads whose name holds this, letter case aside"}
	listFilters = slices.Clip([]rest.Parameter{
		nameFilter,
		{Name: "text",
			Doc: "only workloads that hold each of these words in name, description or review owner, letter case aside"},
		{Name: "environment", Doc: "only workloads of this environment",
			Enum: []string{string(models.Production), string(models.PreProduction)}},
		{Name: "risk", Doc: "only workloads with at least one question of this risk", Enum: riskNames()},
		{Name: "lens", Doc: "only workloads with this lens, by id or key"},
		{Name: "review", Doc: "overdue: only workloads whose next_review_on is over", Enum: []string{"overdue"}},
		{Name: "sort", Doc: "name if not given; changed: what was changed last comes first; risk: more high risks come first",
			Enum: []string{"name", "changed", "risk"}},
	})
	textFilter = rest.Parameter{Name: "text",
		Doc: "only those whose name or e-mail address holds this, letter case aside"}
	auditFilters = slices.Clip([]rest.Parameter{
		{Name: "workload", Doc: "only lines about this workload id"},
		{Name: "actor", Doc: "only lines of the user, token, access key or guest link with this id"},
		{Name: "action", Doc: "only lines of deeds that needed this permission", Enum: actionNames()},
		{Name: "kind", Doc: "only lines about things of this kind, such as answer"},
		{Name: "since", Doc: "only lines from this time on (RFC 3339)", Time: true},
		{Name: "until", Doc: "only lines before this time (RFC 3339)", Time: true},
	})
	auditFormat = rest.Parameter{Name: "format",
		Doc: "jsonl if not given: a line of JSON per line of the log; csv: a row per change", Enum: []string{"jsonl", "csv"}}
	asCopy = rest.Parameter{Name: "copy", Doc: "true: under a new id, and a new name if it is taken",
		Enum: []string{"true", "false"}}
	milestoneFilter = rest.Parameter{Name: "milestone", Doc: "a milestone's number; the live state if not given", Min: 1,
		Max: maxInt32}
	lensFilter   = rest.Parameter{Name: "lens", Doc: "only this lens, by id or key; all if not given"}
	reportParams = []rest.Parameter{milestoneFilter, lensFilter,
		{Name: "preset", Doc: "architect if not given: the improvement plan and every question; leadership: the verdict on " +
			"one page, what changed, who does what until when; auditor: what was decided by whom and why, how answers " +
			"changed, the proof; not for guests; or the name or id of a saved preset"},
		{Name: "since", Doc: "leadership: the milestone to compare with, by number; the one before if not given", Min: 1,
			Max: maxInt32},
		{Name: "compare", Doc: "leadership: none compares with no milestone", Enum: []string{"none"}},
		{Name: "classification", Doc: "leadership and auditor: who may read it, in a word or two, on each page"},
		{Name: "paper", Doc: "of a PDF: that of the saved preset, or a4, if not given", Enum: []string{"a4", "letter"}},
	}
	upgradeVersion = rest.Parameter{Name: "version", Doc: "a version's name; the latest if not given"}
	upgradeByTitle = rest.Parameter{Name: "by_title", Doc: "true: with what would go on by identical titles",
		Enum: []string{"true", "false"}}
	pillarFilter = rest.Parameter{Name: "pillar", Doc: "only questions of this pillar id"}
	openQuestion = rest.Parameter{Name: "question", Doc: "the question that the listener has open; none if not given"}
	clientID     = rest.Parameter{Name: "client", Doc: "what the browser tab calls itself in the header " +
		middleware.TabHeader + " of its changes: 1 to 64 letters, digits and dashes"}
	riskFilter = rest.Parameter{Name: "risk", Doc: "only questions with this risk; NONE leaves undecided ones out",
		Enum: riskNames()}
)

func confirmParam(what string) rest.Parameter {
	return rest.Parameter{Name: "confirm", Doc: "the " + what + ", exactly: nothing is deleted without it"}
}

func riskNames() []string {
	names := rest.Each(questionnaires.Risks[:], func(r questionnaires.Risk) string { return string(r) })
	return append(names, string(questionnaires.RiskUndecided))
}

func actionNames() []string {
	return rest.Each(models.PermissionRules, func(r models.PermissionRule) string { return string(r.Action) })
}
