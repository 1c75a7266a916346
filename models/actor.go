package models

import "context"

// Role is what an actor may do in a workspace. Each role can do all that the one before it can.
type Role string

// The roles, weakest first.
const (
	Viewer      Role = "viewer"
	Contributor Role = "contributor"
	Architect   Role = "architect"
	Owner       Role = "owner"
)

// Roles lists them, weakest first.
var Roles = [...]Role{Viewer, Contributor, Architect, Owner}

func (r Role) rank() int {
	for i, known := range Roles {
		if r == known {
			return i + 1
		}
	}
	return 0
}

// ActorKind says what stands behind an actor.
type ActorKind string

// The kinds of actor. System is the program itself: the first start, the demo, the command line beside the database.
const (
	TokenActor  ActorKind = "token"
	SystemActor ActorKind = "system"
)

// Actor is whoever asks. The zero Actor is nobody and may do nothing.
type Actor struct {
	Kind        ActorKind
	ID          string // the token's id; "" for the system
	Name        string // what histories and reports show
	WorkspaceID string
	Role        Role
}

type actorKey struct{}

// WithActor puts the actor into ctx: done once, by the door.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorFrom takes the actor out of ctx; without one it is nobody.
func ActorFrom(ctx context.Context) Actor {
	a, _ := ctx.Value(actorKey{}).(Actor)
	return a
}
