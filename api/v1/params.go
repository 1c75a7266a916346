package v1

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"plumbline/api/middleware"
	"plumbline/models"
	"plumbline/questionnaires"
)

// param is a query parameter.
type param struct {
	name string
	doc  string
	enum []string
	min  int // with max: a whole number in these bounds
	max  int
	time bool // RFC 3339
}

// wrong tells what is wrong with a value, "" if nothing is. An empty value counts as not given.
func (p param) wrong(value string) string {
	switch {
	case value == "":
		return ""
	case p.max > 0:
		if n, err := strconv.Atoi(value); err != nil || n < p.min || n > p.max {
			return fmt.Sprintf("must be a whole number from %d to %d", p.min, p.max)
		}
	case p.time:
		if _, err := time.Parse(time.RFC3339, value); err != nil {
			return "must be a time such as 2026-11-25T12:00:00Z (RFC 3339; the + of an offset is written %2B)"
		}
	case len(p.enum) > 0 && !slices.Contains(p.enum, value):
		return "must be one of " + strings.Join(p.enum, ", ")
	}
	return models.Text(value)
}

const maxInt32 = 1<<31 - 1

var (
	paging = []param{
		{name: "limit", doc: fmt.Sprintf("how many rows at most; %d if not given", models.DefaultPage), min: 1, max: models.MaxPage},
		{name: "cursor", doc: "next_cursor of the page before"},
	}
	strict         = param{name: "strict", doc: "count what AWS itself would refuse as errors", enum: []string{"true", "false"}}
	documentFormat = param{name: "format", doc: "original: byte for byte as imported; plumbline: the same in one order and indentation; aws: only what the AWS format knows", enum: []string{"original", "plumbline", "aws"}}
	fromVersion    = param{name: "from", doc: "a version's name, latest (if not given) or draft"}
	toVersion      = param{name: "to", doc: "a version's name, latest or draft (if not given)"}
	nameFilter     = param{name: "name", doc: "only workloads whose name holds this, letter case aside"}
	listFilters    = slices.Clip([]param{
		nameFilter,
		{name: "text", doc: "only workloads that hold each of these words in name, description or review owner, letter case aside"},
		{name: "environment", doc: "only workloads of this environment", enum: []string{string(models.Production), string(models.PreProduction)}},
		{name: "risk", doc: "only workloads with at least one question of this risk", enum: riskNames()},
		{name: "lens", doc: "only workloads with this lens, by id or key"},
		{name: "sort", doc: "name if not given; changed: what was changed last comes first; risk: more high risks come first", enum: []string{"name", "changed", "risk"}},
	})
	textFilter   = param{name: "text", doc: "only those whose name or e-mail address holds this, letter case aside"}
	auditFilters = slices.Clip([]param{
		{name: "workload", doc: "only lines about this workload id"},
		{name: "actor", doc: "only lines of the user, token, access key or guest link with this id"},
		{name: "action", doc: "only lines of deeds that needed this permission", enum: actionNames()},
		{name: "kind", doc: "only lines about things of this kind, such as answer"},
		{name: "since", doc: "only lines from this time on (RFC 3339)", time: true},
		{name: "until", doc: "only lines before this time (RFC 3339)", time: true},
	})
	auditFormat     = param{name: "format", doc: "jsonl if not given: a line of JSON per line of the log; csv: a row per change", enum: []string{"jsonl", "csv"}}
	asCopy          = param{name: "copy", doc: "true: under a new id, and a new name if it is taken", enum: []string{"true", "false"}}
	milestoneFilter = param{name: "milestone", doc: "a milestone's number; the live state if not given", min: 1, max: maxInt32}
	lensFilter      = param{name: "lens", doc: "only this lens, by id or key; all if not given"}
	fromState       = param{name: "from", doc: "a milestone's number, or now; the newest milestone if not given"}
	toState         = param{name: "to", doc: "a milestone's number, or now (if not given)"}
	paper           = param{name: "paper", doc: "a4 if not given", enum: []string{"a4", "letter"}}
	upgradeVersion  = param{name: "version", doc: "a version's name; the latest if not given"}
	upgradeByTitle  = param{name: "by_title", doc: "true: with what would go on by identical titles", enum: []string{"true", "false"}}
	pillarFilter    = param{name: "pillar", doc: "only questions of this pillar id"}
	openQuestion    = param{name: "question", doc: "the question that the listener has open; none if not given"}
	clientID        = param{name: "client", doc: "what the browser tab calls itself in the header " + middleware.TabHeader + " of its changes: 1 to 64 letters, digits and dashes"}
	riskFilter      = param{name: "risk", doc: "only questions with this risk; NONE leaves undecided ones out", enum: riskNames()}
)

func confirm(what string) param {
	return param{name: "confirm", doc: "the " + what + ", exactly: nothing is deleted without it"}
}

func riskNames() []string {
	names := each(questionnaires.Risks[:], func(r questionnaires.Risk) string { return string(r) })
	return append(names, string(questionnaires.Undecided))
}

func actionNames() []string {
	return each(models.Rules, func(r models.Rule) string { return string(r.Action) })
}
