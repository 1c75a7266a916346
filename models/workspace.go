package models

import "time"

// Workspace is a team's space: its members, workloads and lenses.
type Workspace struct {
	ID        string
	Name      string
	AccountID string // 12 digits, as AWS accounts have
	CreatedAt time.Time
}

// Place makes a Workspace Placed.
func (w Workspace) Place() Place { return Place{WorkspaceID: w.ID} }

// InWorkspace is the place of an ask that concerns a workspace as a whole, such as a list.
type InWorkspace string

// Place gives it.
func (w InWorkspace) Place() Place { return Place{WorkspaceID: string(w)} }

// WorkspaceInput makes or renames a workspace.
type WorkspaceInput struct {
	Name string `validate:"required,notblank,text,line,min=3,max=100"` // unique on the server, letter case and spaces aside
}
