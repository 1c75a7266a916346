package notice

import "strings"

// StepOf names a step that is told once, by its kind, the thing that it is about and what else tells it from others.
func StepOf(kind string, parts ...string) string { return kind + "/" + strings.Join(parts, "/") }

// The kinds of steps whose names begin with the id of an item, or with that of an acceptance and its last day.
const (
	ItemDueSoonStep       = "item.due_soon"
	ItemOverdueStep       = "item.overdue"
	ItemLeadStep          = "item.lead"
	ItemSponsorStep       = "item.sponsor"
	AcceptanceEndingStep  = "acceptance.ending"
	AcceptanceEndedStep   = "acceptance.ended" // what follows from the end is done
	AcceptanceEndToldStep = "acceptance.over"  // a person is told
)
