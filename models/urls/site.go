package urls

import "strings"

// Site is a server as people reach it, such as "https://review.example.org" or "https://example.org/plumbline".
// It gives whole addresses.
type Site string

// At returns the whole address of a path.
func (s Site) At(path string) string { return strings.TrimSuffix(string(s), "/") + path }

// Join returns the address of a one-time link. The secret stands behind the "#", which browsers send to no server.
func (s Site) Join(secret string) string { return s.At(Join) + "#" + secret }

// CalendarRoot is what the addresses of calendar feeds begin with; what follows is a secret and is logged nowhere.
const CalendarRoot = "/calendar"

// Calendar returns the address of a calendar feed.
func (s Site) Calendar(secret string) string { return s.At(CalendarRoot + "/" + secret + ".ics") }

// Guest returns the address of a guest link. The secret stands behind the "#", which browsers send to no server.
func (s Site) Guest(secret string) string { return s.At(Guest) + "#" + secret }
