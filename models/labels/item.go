package labels

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"plumbline/models/remediation"
)

var itemStatuses = map[remediation.Status]string{
	remediation.Open: "Open", remediation.InProgress: "In progress", remediation.Blocked: "Blocked",
	remediation.InReview: "In review", remediation.ToVerify: "To verify", remediation.Done: "Done",
	remediation.WontDo: "Won’t do",
}

// ItemStatus is where an item stands.
func ItemStatus(s remediation.Status) string { return labelOf(itemStatuses, s) }

var priorities = map[remediation.Priority]string{
	remediation.Urgent: "Urgent", remediation.HighPriority: "High", remediation.NormalPriority: "Normal",
	remediation.LowPriority: "Low",
}

// Priority is how urgent an item is.
func Priority(p remediation.Priority) string { return labelOf(priorities, p) }

var ownerKinds = map[remediation.OwnerKind]string{
	remediation.NoOwner: "Nobody", remediation.MemberOwner: "Member", remediation.TeamOwner: "Team",
	remediation.OutsiderOwner: "Person without an account",
}

// OwnerKind says what the owner of an item is.
func OwnerKind(k remediation.OwnerKind) string { return labelOf(ownerKinds, k) }

// ItemOwner is whose work an item is.
func ItemOwner(o remediation.ItemOwner) string {
	if o.Kind == remediation.NoOwner {
		return OwnerKind(o.Kind)
	}
	return o.Name
}

var wontDoReasons = map[remediation.WontDoReason]string{
	remediation.RiskAccepted: "The risk is accepted", remediation.NotWorthIt: "Not worth it",
	remediation.Superseded: "Superseded by another item", remediation.Duplicate: "Duplicate of another item",
	remediation.NoLongerApplies: "No longer applies", remediation.OtherReason: "Other reason",
}

// WontDoReason is why an item won't be done.
func WontDoReason(r remediation.WontDoReason) string { return labelOf(wontDoReasons, r) }

var origins = map[remediation.OriginKind]string{
	remediation.ByHand: "Created by hand", remediation.FromPlan: "From the improvement plan",
	remediation.FromComment: "From a comment", remediation.FromParked: "From the parking lot",
	remediation.FromProposal: "From a proposal", remediation.FromImport: "Imported from a file",
}

// ItemOrigin is what an item was made from.
func ItemOrigin(k remediation.OriginKind) string { return labelOf(origins, k) }

// Amount writes an amount of money in whole units: “1 200 EUR”.
func Amount(n int64, currency string) string { return AmountIn("", n, currency) }

// thousands part the digits of a number, by language.
var thousands = map[string]string{"en": ",", "de": ".", "es": "."}

// AmountIn is Amount as a language parts the digits: en “1,200 EUR”, de and es “1.200 EUR”, and others with a space.
func AmountIn(language string, n int64, currency string) string {
	digits, part := strconv.FormatInt(n, 10), cmp.Or(thousands[language], "\u202f")
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + part + digits[at:]
	}
	return digits + "\u00a0" + currency
}

// Month is a month as people read it: “September 2026” for 2026-09.
func Month(month string) string {
	t, err := time.Parse("2006-01", month)
	if err != nil {
		return month
	}
	return t.Format("January 2006")
}

// Breaches says how many of some items broke their SLA: “2 of 5 (40 %)”; a dash of none.
func Breaches(n, of int) string {
	if of == 0 {
		return "–"
	}
	return fmt.Sprintf("%d of %d (%d\u00a0%%)", n, of, (200*n+of)/(2*of))
}

// ItemDue says how the date of an active item stands on a day: “Overdue by 3 days”, “Due today”, “Due in 5 days”.
func ItemDue(due, today remediation.Date) string {
	switch days := today.DaysUntil(due); {
	case due == "":
		return ""
	case days < 0:
		return "Overdue by " + PluralCount(-days, "day")
	case days == 0:
		return "Due today"
	default:
		return "Due in " + PluralCount(days, "day")
	}
}

// RoadmapWindow is a part of a roadmap by its days: “Within 30 days”, “Later”.
func RoadmapWindow(days int) string {
	if days == 0 {
		return "Later"
	}
	return "Within " + PluralCount(days, "day")
}

// RoadmapNotes say why an entry of a roadmap is where it is. The numbers are those of items, by id.
func RoadmapNotes(e remediation.Placed, numbers map[string]int) (notes []string) {
	if e.OverCap {
		notes = append(notes, "Over the cap")
	}
	if e.WaitsFor != "" {
		notes = append(notes, "Waits for #"+strconv.Itoa(numbers[e.WaitsFor]))
	}
	if e.PulledBy != "" {
		notes = append(notes, "Needed by #"+strconv.Itoa(numbers[e.PulledBy]))
	}
	return notes
}

// ItemActivity says what happened to an item, in a sentence.
func ItemActivity(a remediation.Activity) string {
	status := func(s string) string { return "“" + ItemStatus(remediation.Status(s)) + "”" }
	because := ""
	if a.Note != "" {
		because = ": " + a.Note
	}
	switch a.Kind {
	case remediation.ItemCreated:
		return "Created"
	case remediation.StatusChanged:
		return "Moved from " + status(a.Old) + " to " + status(a.New) + because
	case remediation.ItemReopened:
		return "Reopened" + because
	case remediation.ItemVerified:
		return "Confirmed as done" + because
	case remediation.OwnerChanged:
		return "Owner changed from " + cmp.Or(a.Old, "nobody") + " to " + cmp.Or(a.New, "nobody")
	case remediation.DueChanged:
		return "Due date changed from " + cmp.Or(CalendarDay(a.Old), "none") + " to " + cmp.Or(CalendarDay(a.New), "none")
	case remediation.ItemEdited:
		return "Edited: " + editedFields(a.New)
	case remediation.PracticeClosed:
		return "Practice in place: " + a.Note
	case remediation.PracticeLost:
		return "Practice not in place any more: " + a.Note
	case remediation.PracticeGone:
		return "Practice removed" + because
	case remediation.Reminded:
		return "Reminder sent to the " + a.New
	case remediation.AcceptanceMade:
		return "Risk accepted" + because
	case remediation.AcceptanceOver:
		return "Acceptance of the risk ended" + because
	}
	return string(a.Kind) + because
}

// editedFields names fields as forms do.
func editedFields(list string) string {
	names := strings.Split(list, ", ")
	for i, name := range names {
		names[i] = InSentence(AuditField(name))
	}
	return strings.Join(names, ", ")
}
