package notice

import (
	"fmt"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/timezone"
)

// Kind is a kind of notice that a person may want or not.
type Kind string

// The kinds.
const (
	Assigned    Kind = "assigned"    // an item or a question is the person's now, or a closed item came back
	Mentioned   Kind = "mentioned"   // a comment names the person
	Due         Kind = "due"         // an item of the person's is due soon, overdue or came back
	Escalations Kind = "escalations" // an item of somebody else's is overdue for so long that the person is to know
	Acceptances Kind = "acceptances" // an acceptance is to be decided, about to end, or has ended
	Reviews     Kind = "reviews"     // a workload is due for review
)

// Kinds lists them, as forms do.
var Kinds = [...]Kind{Assigned, Mentioned, Due, Escalations, Acceptances, Reviews}

// Channel says how a person hears of a kind of notice.
type Channel string

// The channels.
const (
	ByMail   Channel = "mail"   // a mail at once
	ByDigest Channel = "weekly" // in the weekly digest only
	Off      Channel = "off"    // not at all
)

// Channels lists them, as forms do.
var Channels = [...]Channel{ByMail, ByDigest, Off}

// Outcome is how a person was told: by one of the channels, or not, since the server sends no mail.
type Outcome string

// NoMail is the outcome where a mail was due and the server sends none.
const NoMail Outcome = "no_mail"

// Words say what became of a step, for the activity of an item.
func (o Outcome) Words() string {
	switch o {
	case Outcome(ByMail):
		return "by mail"
	case Outcome(ByDigest):
		return "in the weekly digest"
	case Outcome(Off):
		return "not told: switched off by the person"
	}
	return "not told: the server sends no mail"
}

// Weekday is the day of the week with a name, letter case aside.
func Weekday(name string) (day time.Weekday, known bool) {
	for day := range time.Weekday(7) {
		if strings.EqualFold(day.String(), name) {
			return day, true
		}
	}
	return 0, false
}

// Settings say which notices a person wants, and when the digest comes, in the person's time zone. The digest is sent
// where at least one kind comes in it; it covers every kind that is not off.
type Settings struct {
	Assigned    Channel      `validate:"oneof=mail weekly off"`
	Mentioned   Channel      `validate:"oneof=mail weekly off"`
	Due         Channel      `validate:"oneof=mail weekly off"`
	Escalations Channel      `validate:"oneof=mail weekly off"`
	Acceptances Channel      `validate:"oneof=mail weekly off"`
	Reviews     Channel      `validate:"oneof=mail weekly off"`
	DigestDay   time.Weekday `validate:"min=0,max=6"`
	DigestHour  int          `validate:"min=0,max=23"`
}

// DefaultSettings are those of whoever has chosen none: what asks for the person comes at once, the rest once a week.
func DefaultSettings() Settings {
	return Settings{Assigned: ByMail, Mentioned: ByMail, Due: ByDigest, Escalations: ByMail, Acceptances: ByDigest,
		Reviews: ByDigest, DigestDay: time.Monday, DigestHour: 8}
}

// Of is the channel of a kind.
func (s Settings) Of(kind Kind) Channel {
	if at := s.at(kind); at != nil {
		return *at
	}
	return Off
}

// Set changes the channel of a kind.
func (s *Settings) Set(kind Kind, to Channel) {
	if at := s.at(kind); at != nil {
		*at = to
	}
}

func (s *Settings) at(kind Kind) *Channel {
	return map[Kind]*Channel{Assigned: &s.Assigned, Mentioned: &s.Mentioned, Due: &s.Due, Escalations: &s.Escalations,
		Acceptances: &s.Acceptances, Reviews: &s.Reviews}[kind]
}

// HasDigest reports whether the person gets the weekly digest at all.
func (s Settings) HasDigest() bool {
	for _, kind := range Kinds {
		if s.Of(kind) == ByDigest {
			return true
		}
	}
	return false
}

// Patch changes the settings that are not nil.
type Patch struct {
	Assigned    *Channel
	Mentioned   *Channel
	Due         *Channel
	Escalations *Channel
	Acceptances *Channel
	Reviews     *Channel
	DigestDay   *time.Weekday
	DigestHour  *int
}

// Apply gives the settings with the patch laid over them, or what is wrong with them.
func (p Patch) Apply(s Settings) (Settings, error) {
	set(&s.Assigned, p.Assigned)
	set(&s.Mentioned, p.Mentioned)
	set(&s.Due, p.Due)
	set(&s.Escalations, p.Escalations)
	set(&s.Acceptances, p.Acceptances)
	set(&s.Reviews, p.Reviews)
	set(&s.DigestDay, p.DigestDay)
	set(&s.DigestHour, p.DigestHour)
	return s, models.Validate(&s)
}

func set[T any](field, value *T) {
	if value != nil {
		*field = *value
	}
}

// DigestSlot is the last moment, not after now, at which a digest of the settings is due in a zone. Clocks that skip
// the hour have it at the next one.
func (s Settings) DigestSlot(now time.Time, zone timezone.Zone) time.Time {
	local := zone.In(now)
	back := (int(local.Weekday()) - int(s.DigestDay) + 7) % 7
	for {
		slot := time.Date(local.Year(), local.Month(), local.Day()-back, s.DigestHour, 0, 0, 0, local.Location())
		if !slot.After(now) {
			return slot
		}
		back += 7
	}
}

// Week names the week of a slot: one digest is sent in each, also where a person moves the day.
func Week(slot time.Time) string {
	year, week := slot.ISOWeek()
	return fmt.Sprintf("%04d-W%02d", year, week)
}
