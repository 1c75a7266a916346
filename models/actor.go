package models

import (
	"context"
	"net/netip"
	"slices"
)

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

func (r Role) rank() int { return slices.Index(Roles[:], r) + 1 }

// AtLeast reports whether the role can do all that the other can; a role that nobody knows can do nothing.
func (r Role) AtLeast(other Role) bool { return r.rank() >= other.rank() && other.rank() > 0 }

// WeakerRole returns the weaker of two roles, "" if either is none.
func WeakerRole(a, b Role) Role {
	if a.rank() < b.rank() {
		return a
	}
	return b
}

// ActorKind says what stands behind an actor.
type ActorKind string

// The kinds of actor. System is the program itself: the first start, the demo, the command line beside the database. A
// guest came with a guest link, without an account.
const (
	UserActor   ActorKind = "user"
	TokenActor  ActorKind = "token"
	KeyActor    ActorKind = "key"
	GuestActor  ActorKind = "guest"
	SystemActor ActorKind = "system"
)

// Actor is the person or program that makes a request. The zero Actor may do nothing.
type Actor struct {
	Kind        ActorKind
	ID          string // of the user, token, access key or guest link; "" for the system
	Name        string // what histories and reports show
	WorkspaceID string // "" for a user who is a member of no workspace
	Role        Role   // in the workspace
	Scope       RoleScope
	UserID      string // the person: of a user, a personal token or a personal access key
	SessionID   string // of a user or guest
	Admin       bool   // administrator of the instance
	Address     string // where the request came from

	LacksCodes CodesRequiredBy // who requires one-time codes that the person does not have; "" where nothing is lacking
}

// RoleScope limits what a role reaches. An empty field sets no limit.
type RoleScope struct {
	Workloads []string // only these workloads are there at all
	Pillars   []string // only answers of these pillars may be changed; all may be read and commented on
	LensID    string   // of a guest: only the review with this lens
}

type actorKey struct{}

// WithActor puts the actor into ctx: done once, by the API layer.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorFrom returns the actor of ctx, with the address of the request; the zero Actor if there is none.
func ActorFrom(ctx context.Context) Actor {
	a, _ := ctx.Value(actorKey{}).(Actor)
	a.Address = ClientFrom(ctx).Address
	return a
}

// ClientInfo is where a request came from, for sign-in, sessions and the audit.
type ClientInfo struct {
	Address string // IP address
	Agent   string // what the client calls itself
	Tab     string // what one tab of a browser calls itself, for events; may be ""
	Device  string // sealed cookie that says to which accounts the device has signed in before; may be ""
}

type clientKey struct{}

// WithClient puts the client into ctx: done once, by the API layer.
func WithClient(ctx context.Context, c ClientInfo) context.Context {
	return context.WithValue(ctx, clientKey{}, c)
}

// ClientFrom returns the client of ctx; it is empty where there is no request.
func ClientFrom(ctx context.Context) ClientInfo {
	c, _ := ctx.Value(clientKey{}).(ClientInfo)
	return c
}

// ProgramActor is the program itself at work in a workspace: on the first start, in the demo, on the command line
// beside the database.
func ProgramActor(workspaceID string) Actor {
	return Actor{Kind: SystemActor, Name: "Plumbline", WorkspaceID: workspaceID, Role: Owner, Admin: true}
}

// NetworkOf returns an IP address as it is counted where strangers share limits: of IPv6 the first 64 bits, since
// whoever has one of them has them all.
func NetworkOf(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return "unknown"
	}
	if ip = ip.Unmap().WithZone(""); ip.Is6() {
		prefix, err := ip.Prefix(64)
		if err == nil {
			return prefix.String()
		}
	}
	return ip.String()
}
