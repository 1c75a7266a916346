package models

import (
	"cmp"
	"strconv"
	"strings"
	"time"
)

// Lens is a questionnaire of a workspace: a draft, published versions, or both.
type Lens struct {
	ID          string
	WorkspaceID string
	Key         string // short name for URLs, unique in the workspace: lower-case letters, digits and dashes
	Name        string // what is displayed; unique in the workspace, letter case and spaces aside
	Description string
	Latest      string // the newest published version, "" if there is none
	HasDraft    bool
	Version     int // for ETag
	CreatedAt   time.Time
	UpdatedAt   time.Time
	UpdatedBy   string
	DeletedAt   time.Time // zero: not deleted. Reviews and milestones that use a deleted lens keep it.

	DocumentName string // the name that its documents carry, unique in the workspace likewise; fixed once published
}

// ThingPlace makes a Lens PlacedThing.
func (l Lens) Place() ThingPlace { return ThingPlace{WorkspaceID: l.WorkspaceID, LensID: l.ID} }

// LensVersion is one published, immutable version.
type LensVersion struct {
	ID          string
	LensID      string
	Name        string // such as "1.0"; unique in the lens
	Major       bool
	Line        int    // counts the major versions; a minor version reaches the reviews of its own line
	Seq         int    // order of publication within the lens, from 1
	Digest      string // SHA-256 of the document, hex
	Document    []byte // the lens as imported, JSON; not filled by lists
	PublishedAt time.Time
	PublishedBy string
}

// LensVersionInput publishes a draft.
type LensVersionInput struct {
	Version string `validate:"required,max=32,lensversion"` // the version's name; not one that paths give a meaning of its own
	Major   bool
}

// LensQuery narrows a list of lenses. Name is looked for anywhere in the name, letter case aside.
type LensQuery struct {
	Name string
	PageRequest
}

// BuiltinLens says that a workspace has got a lens of the program, and in which version of it.
type BuiltinLens struct {
	WorkspaceID string
	Key         string // the program's name of the lens
	LensID      string
	Version     string // the newest that arrived
}

// NextVersion suggests a name for the version after one: 1.4 is followed by 1.5, or by 2.0 if it is to be a major one.
// It gives "" where the names so far follow another custom.
func NextVersion(latest string, major bool) string {
	if latest == "" {
		return "1.0"
	}
	first, second, _ := strings.Cut(latest, ".")
	a, errA := strconv.Atoi(first)
	b, errB := strconv.Atoi(cmp.Or(second, "0"))
	switch {
	case errA != nil || errB != nil || a < 0 || b < 0 || len(latest) > 12:
		return ""
	case major:
		return strconv.Itoa(a+1) + ".0"
	}
	return strconv.Itoa(a) + "." + strconv.Itoa(b+1)
}

// LensName is another name for a published lens to be displayed under, at most 128 characters on a line. Key, ids and
// documents stay.
type LensName struct {
	Name string `validate:"required,notblank,text,line,max=128"`
}
