package models

import "time"

// Workspace is a team's space: its members, workloads and lenses.
type Workspace struct {
	ID        string
	Name      string
	AccountID string // 12 digits, as AWS accounts have
	CreatedAt time.Time

	TimeZone     string // in which dates are read, a name of the tz database
	RequireCodes bool   // members without one-time codes are led to set them up, and may do nothing else here
}

// ThingPlace makes a Workspace PlacedThing.
func (w Workspace) Place() ThingPlace { return ThingPlace{WorkspaceID: w.ID} }

// InWorkspace is the place of an ask that concerns a workspace as a whole, such as a list.
type InWorkspace string

// ThingPlace returns it.
func (w InWorkspace) Place() ThingPlace { return ThingPlace{WorkspaceID: string(w)} }

// WorkspacePatch changes the fields that are not nil.
type WorkspacePatch struct {
	Name         *string `validate:"omitempty,notblank,text,line,min=3,max=100"`
	TimeZone     *string `validate:"omitempty,timezone"`
	RequireCodes *bool
}

// WorkspaceInput makes or renames a workspace.
type WorkspaceInput struct {
	Name string `validate:"required,notblank,text,line,min=3,max=100"` // unique on the server, letter case and spaces aside
}
