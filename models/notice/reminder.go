package notice

// Event is what a reminder tells.
type Event string

// The events. Those of items are told about one item each, and so on.
const (
	ItemAssigned  Event = "item_assigned"
	ItemMention   Event = "item_mention"
	ItemDueSoon   Event = "item_due_soon"
	ItemOverdue   Event = "item_overdue"
	ItemEscalated Event = "item_escalated"
	ItemRegressed Event = "item_regressed"

	AcceptanceAsked   Event = "acceptance_asked"
	AcceptanceDecided Event = "acceptance_decided"
	AcceptanceEnding  Event = "acceptance_ending"
	AcceptanceEnded   Event = "acceptance_ended"

	ReviewOverdue    Event = "review_overdue"
	QuestionAssigned Event = "question_assigned"
)

// KindOf is the kind of notice an event belongs to.
func KindOf(event Event) Kind {
	switch event {
	case ItemAssigned, ItemRegressed, QuestionAssigned:
		return Assigned
	case ItemMention:
		return Mentioned
	case ItemEscalated:
		return Escalations
	case AcceptanceAsked, AcceptanceDecided, AcceptanceEnding, AcceptanceEnded:
		return Acceptances
	case ReviewOverdue:
		return Reviews
	}
	return Due
}

// Reminder tells one person of one event. What does not apply is "".
type Reminder struct {
	Event     Event
	By        string // name of who did it
	Role      string // as which the person is told: the lead, the sponsor
	Workspace string // names
	Workload  string
	Number    int    // of the item
	Title     string // of the item, the question or what is accepted
	Owner     string // of the item, where that is somebody else
	Day       string // the date it is about, YYYY-MM-DD
	Days      int    // how many days overdue, or left
	Note      string // a sentence more, such as a reason
	Path      string // of the page, from the root of the server
}
