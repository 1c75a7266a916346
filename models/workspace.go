package models

import "time"

// Workspace is a team's space: its members, workloads and lenses.
type Workspace struct {
	ID        string
	Name      string
	AccountID string // 12 digits, as AWS accounts have
	CreatedAt time.Time
}

// Workspace makes a Workspace Owned by itself.
func (w Workspace) Workspace() string { return w.ID }

// InWorkspace is the Owned of an ask that concerns a workspace as a whole, such as a list.
type InWorkspace string

// Workspace gives the id.
func (w InWorkspace) Workspace() string { return string(w) }
