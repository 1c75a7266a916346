package apitest

import (
	"context"
	"maps"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/access"
)

// Password is everybody's.
const Password = "correct horse battery staple"

// Workspace makes a workspace and gives its id.
func (s *Server) Workspace(name string) string {
	space, err := s.Service.Workspaces.Create(models.WithActor(s.T.Context(), models.ProgramActor("")),
		models.WorkspaceInput{Name: name + " " + models.NewID()[:6]})
	Must(s.T, err)
	return space.ID
}

// Population are the people of a database, and what they get in with.
type Population struct {
	Tokens      map[string]string
	Users       map[string]models.User // by e-mail address before the "@"
	Sessions    map[string]string      // secrets of sessions, by who: "viewer session" …
	WorkspaceID string                 // id of the workspace that is under test
	StrangersID string                 // id of the stranger's
}

// nobody is a population of those whom no database knows.
func nobody() Population {
	return Population{Tokens: map[string]string{"garbage": "plb_garbage"}, Users: map[string]models.User{},
		Sessions: map[string]string{"garbage session": "pls_garbage"}}
}

// clone is a copy, which a test may change.
func (p Population) clone() Population {
	p.Tokens, p.Users, p.Sessions = maps.Clone(p.Tokens), maps.Clone(p.Users), maps.Clone(p.Sessions)
	return p
}

// populate makes two workspaces, everybody's tokens, and people who are signed in.
func (s *Server) populate() {
	s.T.Helper()
	s.WorkspaceID, s.StrangersID = s.Workspace("Here"), s.Workspace("There")
	owner := models.WithActor(s.T.Context(), models.ProgramActor(s.WorkspaceID))
	for _, role := range models.Roles {
		s.Tokens[string(role)], _ = s.Token(owner, role)
	}
	s.Tokens["stranger"], _ = s.Token(models.WithActor(s.T.Context(), models.ProgramActor(s.StrangersID)), models.Owner)
	var id string
	if s.Tokens["revoked"], id = s.Token(owner, models.Owner); s.Service.Tokens.Revoke(owner, id) != nil {
		s.T.Fatal("could not revoke a token")
	}
	s.Tokens["expired"] = s.expired(s.WorkspaceID)
	s.people()
}

// people signs a user in for each role, a stranger who owns the other workspace, an administrator who is a member of
// none, and one whose session ended.
func (s *Server) people() {
	s.T.Helper()
	for _, role := range models.Roles {
		s.Person(string(role), s.WorkspaceID, role)
	}
	s.Person("stranger", s.StrangersID, models.Owner)
	s.Person("administrator", "", "")
	s.Person("gone", s.WorkspaceID, models.Owner)
	s.Sessions["revoked session"] = s.Sessions["gone session"]
	Must(s.T, s.Service.Sessions.SignOut(s.As("gone session")))
}

// Person makes an account name.…@example.com, a member with the role unless the workspace is "", and signs it in.
func (s *Server) Person(name, workspace string, role models.Role) {
	s.T.Helper()
	system := models.WithActor(s.T.Context(), models.ProgramActor(""))
	in := models.UserInput{Email: name + "." + s.WorkspaceID[:6] + "@example.com", Name: "The " + name,
		Admin: name == "administrator"}
	user, err := s.Service.Users.Create(system, in, Password)
	Must(s.T, err)
	if workspace != "" {
		_, err := s.Service.Members.Add(system, workspace, user.ID, models.MemberGrant{Role: role})
		Must(s.T, err)
	}
	s.Users[name] = user
	s.Sessions[name+" session"], _, err = s.Service.Sessions.SignIn(s.T.Context(),
		models.SignIn{Email: in.Email, Password: Password}, "")
	Must(s.T, err)
}

// SignBack signs somebody in again whose session ended.
func (s *Server) SignBack(who string) {
	s.T.Helper()
	name, is := strings.CutSuffix(who, " session")
	if user, known := s.Users[name]; is && known {
		var err error
		s.Sessions[who], _, err = s.Service.Sessions.SignIn(s.T.Context(),
			models.SignIn{Email: user.Email, Password: Password}, "")
		Must(s.T, err)
	}
}

// Guest opens a guest link to a review, without a passcode, as "name session"; it gives the link.
func (s *Server) Guest(name, workloadID, lens string) models.GuestLink {
	s.T.Helper()
	code, link, err := s.Service.GuestLinks.Create(s.Owner, models.ReviewPath{Workload: workloadID, Lens: lens},
		models.GuestInput{Name: "The board", ExpiresAt: time.Now().Add(48 * time.Hour)}, models.IdempotencyKey{})
	Must(s.T, err)
	s.Sessions[name+" session"], _, err = s.Service.Guests.Open(s.T.Context(), access.GuestEntry{Code: code})
	Must(s.T, err)
	return link
}

// As is the actor behind a session, for verbs that are not under test.
func (s *Server) As(who string) context.Context {
	s.T.Helper()
	actor, err := s.Service.Sessions.Authenticate(s.T.Context(), s.Sessions[who])
	Must(s.T, err)
	return models.WithActor(s.T.Context(), actor)
}

// Token makes a token with the role, in the workspace of the context.
func (s *Server) Token(ctx context.Context, role models.Role) (secret, id string) {
	secret, token, err := s.Service.Tokens.Create(ctx, models.TokenInput{Name: "The " + string(role), Role: role})
	Must(s.T, err)
	return secret, token.ID
}

// expired makes a token that ended: through verbs whose clock is an hour behind.
func (s *Server) expired(workspace string) string {
	opt := ServiceOptions()
	opt.Clock = func() time.Time { return time.Now().Add(-time.Hour) }
	past := service.New(s.Store, opt)
	ctx := models.WithActor(s.T.Context(), models.ProgramActor(workspace))
	secret, _, err := past.Tokens.Create(ctx, models.TokenInput{Name: "Ended", Role: models.Owner,
		ExpiresAt: time.Now().Add(-time.Minute)})
	Must(s.T, err)
	return secret
}

// NarrowedMember makes a member who is limited, as "name session".
func (s *Server) NarrowedMember(name string, g models.MemberGrant) {
	s.T.Helper()
	s.Person(name, s.WorkspaceID, g.Role)
	_, err := s.Service.Members.Update(s.Owner, s.Users[name].ID, g, nil)
	Must(s.T, err)
}

// EmailOf is the address of one of the harness's people.
func (s *Server) EmailOf(name string) string { return s.Users[name].Email }
