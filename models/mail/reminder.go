package mail

import (
	"fmt"
	"time"

	"plumbline/models"
	"plumbline/models/notice"
	"plumbline/models/urls"
)

// changeable is why a mail comes that people may choose.
const changeable = "You get this mail because of the notifications of your account. Your account says which ones " +
	"come, and whether they come at once or once a week."

// words are what a reminder says beside its facts.
type words struct {
	subject string
	intro   string
	action  string // label of its link
}

// remind writes a reminder.
func remind(site urls.Site, n notice.Reminder, m *models.MailMessage) error {
	said, known := reminderWords(n)
	if !known {
		return fmt.Errorf("mail: there is no text for the event %q", n.Event)
	}
	m.Subject = oneLine(said.subject)
	l := letter{Heading: m.Subject, Intro: []string{said.intro}, Facts: reminderFacts(n),
		Link: link{said.action, site.At(n.Path)}, Footer: changeable, Change: notices(site)}
	if n.Note != "" {
		l.Intro = append(l.Intro, n.Note)
	}
	return l.write(m)
}

func reminderWords(n notice.Reminder) (words, bool) {
	item := fmt.Sprintf("#%d %s", n.Number, n.Title)
	switch n.Event {
	case notice.ItemAssigned:
		return words{"Assigned to you: " + item, by(n, "assigned an item of the improvement plan to you."), "Open item"}, true
	case notice.ItemMention:
		return words{"Mentioned in " + item, by(n, "mentions you in a comment on an item."), "Open item"}, true
	case notice.ItemDueSoon:
		return words{"Due " + day(n.Day) + ": " + item, "An item of yours is due " + in(n.Days) + ".", "Open item"}, true
	case notice.ItemOverdue:
		return words{"Overdue: " + item, "An item of yours is overdue since " + day(n.Day) + ".", "Open item"}, true
	case notice.ItemEscalated:
		return words{"Overdue by " + days(n.Days) + ": " + item, "An item is overdue since " + day(n.Day) +
			", and the rules of the workspace let you know, as the " + n.Role + ".", "Open item"}, true
	case notice.ItemRegressed:
		return words{"Reopened: " + item, "An item that you closed is open again: its risk came back.", "Open item"}, true
	}
	return otherWords(n)
}

func otherWords(n notice.Reminder) (words, bool) {
	switch n.Event {
	case notice.AcceptanceAsked:
		return words{"Acceptance to decide: " + n.Title, by(n, "asks to accept a risk."), "Open acceptance"}, true
	case notice.AcceptanceDecided:
		return words{"Acceptance decided: " + n.Title, by(n, "decided on an acceptance that you asked for."),
			"Open acceptance"}, true
	case notice.AcceptanceEnding:
		return words{"Acceptance ends " + day(n.Day) + ": " + n.Title, "The acceptance of a risk ends " + in(n.Days) +
			". Then the risk is open again.", "Open acceptance"}, true
	case notice.AcceptanceEnded:
		return words{"Acceptance ended: " + n.Title, "The acceptance of a risk ended after " + day(n.Day) +
			". The risk is open again.", "Open acceptance"}, true
	case notice.ReviewOverdue:
		return words{"Review due: " + n.Workload, "The review of a workload was due on " + day(n.Day) +
			". Save a milestone when it is made, or set another day.", "Open workload"}, true
	case notice.QuestionAssigned:
		return words{"Assigned to you: " + n.Title, by(n, "assigned a question to you."), "Open question"}, true
	}
	return words{}, false
}

func reminderFacts(n notice.Reminder) (facts []fact) {
	item := ""
	if n.Number > 0 {
		item = fmt.Sprintf("#%d %s", n.Number, n.Title)
	}
	for _, f := range []fact{{"Workspace", n.Workspace}, {"Workload", n.Workload}, {"Item", item}, {"Owner", n.Owner},
		{"Due", dueFact(n)}} {
		if f.Value != "" {
			facts = append(facts, f)
		}
	}
	return facts
}

// dueFact is the due date of an item; other events say their day in the text.
func dueFact(n notice.Reminder) string {
	if n.Number == 0 || n.Day == "" {
		return ""
	}
	return day(n.Day)
}

// by begins a sentence with who did it.
func by(n notice.Reminder, did string) string {
	if n.By == "" {
		return "Somebody " + did
	}
	return n.By + " " + did
}

// day writes a date as pages do: 23 Nov 2026.
func day(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return t.Format("2 Jan 2006")
}

func days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}

func in(n int) string {
	if n <= 0 {
		return "today"
	}
	return "in " + days(n)
}
