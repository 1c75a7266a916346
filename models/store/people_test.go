package store_test

import (
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// accountNouns is the table of nouns that came with accounts: like nouns, but not in databases of releases before them.
func accountNouns(w testWorld) []nounCase {
	ws, wl := w.workspace.ID, w.workload.ID
	user := models.User{ID: testID("user", 1), Email: "Ada@Example.org", Name: "Ada", Password: "$argon2id$…",
		PasswordAt: t0, TOTP: "sealed", TOTPAt: t0, TOTPStep: 59_000_000, RecoveryCodes: []string{"a", "b"}, Admin: true,
		DisabledAt: t0, LastSignInAt: t0, CreatedAt: t0, CreatedBy: "Plumbline", Version: 3}
	identity := models.Identity{Issuer: "https://id.example.org", Subject: "42", UserID: user.ID, CreatedAt: t0}
	member := models.Member{WorkspaceID: ws, UserID: user.ID, Role: models.Contributor, Workloads: []string{wl},
		Pillars: []string{"security"},
		Source:  models.ProviderMember, Version: 2, CreatedAt: t0, CreatedBy: "Ada", UpdatedAt: t0, UpdatedBy: "Bob"}
	link := models.OneTimeLink{ID: testID("link", 1), Kind: models.InvitationLink, Hash: []byte{2}, WorkspaceID: ws,
		Email:  "bob@example.org",
		Grant:  models.MemberGrant{Role: models.Viewer, Workloads: []string{wl}, Pillars: []string{"x"}},
		UserID: user.ID, CreatedAt: t0, CreatedBy: "Ada", ExpiresAt: t0.Add(time.Hour), UsedAt: t0, RevokedAt: t0}
	guest := models.GuestLink{ID: testID("gest", 1), WorkspaceID: ws, WorkloadID: wl, LensID: w.lens.ID, Name: "Board",
		Hash: []byte{3}, Passcode: "$argon2id$…", ExpiresAt: t0, RevokedAt: t0, Opens: 2, OpenedAt: t0, CreatedAt: t0,
		CreatedBy: "Ada"}
	session := models.Session{ID: testID("sess", 1), Hash: []byte{4}, UserID: user.ID, WorkspaceID: ws,
		Method: models.MethodPassword, Address: "192.0.2.1", Agent: "curl", CreatedAt: t0, SeenAt: t0,
		ExpiresAt: t0.Add(time.Hour), RevokedAt: t0}
	visit := session
	visit.ID, visit.Hash, visit.UserID, visit.GuestLinkID = testID("sess", 2), []byte{5}, "", guest.ID
	share := models.Share{ID: testID("shar", 1), Kind: models.WorkloadShare, ThingID: wl, ThingName: "Shop",
		WorkspaceID: ws,
		AccountID:   "210987654321", TargetID: "t", Role: models.Contributor, Status: models.ShareAccepted, CreatedAt: t0,
		CreatedBy: "Ada", ExpiresAt: t0.Add(models.ShareTTL), DecidedAt: t0, DecidedBy: "Bob"}
	key := models.AccessKey{ID: "PLAKAAAAAAAAAAAAAAAA", WorkspaceID: ws, UserID: user.ID, Name: "SDK",
		Role: models.Architect, Secret: "sealed", ExpiresAt: t0, RevokedAt: t0, LastUsedAt: t0, CreatedAt: t0,
		CreatedBy: "Ada"}
	personal := models.Token{ID: testID("tokn", 2), WorkspaceID: ws, UserID: user.ID, Name: "Laptop", Role: models.Viewer,
		Hint: "wxyz", Hash: []byte{6}, CreatedAt: t0, CreatedBy: "Ada"}
	mapping := models.RoleMapping{ID: testID("mapp", 1), Claim: "groups", Value: "cloud", WorkspaceID: ws,
		Role:      models.Owner,
		CreatedAt: t0, CreatedBy: "Ada"}
	attempts := models.FailedAttempts{Key: "password:x@192.0.2.1", Failures: 7, Since: t0,
		LockedUntil: t0.Add(time.Minute)}
	none := func(*store.Tx) error { return nil }
	return []nounCase{
		{"user", func(tx *store.Tx) error {
			return tx.CreateUser(user)
		}, user, func(tx *store.Tx) (any, error) { return foundNoun(tx.User(user.ID)) },
			func(tx *store.Tx) error { return notFoundNoun(tx.User("x")) }},
		{"user by address", none, user,
			func(tx *store.Tx) (any, error) { return foundNoun(tx.UserByEmail("aDA@example.ORG")) },
			func(tx *store.Tx) error { return notFoundNoun(tx.UserByEmail("da@example.org")) }},
		{"identity", func(tx *store.Tx) error { return tx.CreateIdentity(identity) }, identity,
			func(tx *store.Tx) (any, error) { return foundNoun(tx.Identity(identity.Issuer, "42")) },
			func(tx *store.Tx) error { return notFoundNoun(tx.Identity("https://id.example.com", "42")) }},
		{"member", func(tx *store.Tx) error { return tx.CreateMember(member) }, member,
			func(tx *store.Tx) (any, error) { return foundNoun(tx.Member(ws, user.ID)) },
			func(tx *store.Tx) error { return notFoundNoun(tx.Member("x", user.ID)) }},
		{"link", func(tx *store.Tx) error {
			return tx.CreateLink(link)
		}, link, func(tx *store.Tx) (any, error) { return foundNoun(tx.Link(link.ID)) },
			func(tx *store.Tx) error { return notFoundNoun(tx.Link("x")) }},
		{"link by hash", none, link, func(tx *store.Tx) (any, error) { return foundNoun(tx.LinkByHash([]byte{2})) },
			func(tx *store.Tx) error { return notFoundNoun(tx.LinkByHash(nil)) }},
		{"guest link", func(tx *store.Tx) error { return tx.CreateGuestLink(guest) }, guest,
			func(tx *store.Tx) (any, error) { return foundNoun(tx.GuestLink(guest.ID)) },
			func(tx *store.Tx) error { return notFoundNoun(tx.GuestLink("x")) }},
		{"guest link by hash", none, guest,
			func(tx *store.Tx) (any, error) { return foundNoun(tx.GuestLinkByHash([]byte{3})) },
			func(tx *store.Tx) error { return notFoundNoun(tx.GuestLinkByHash([]byte{2})) }},
		{"session", func(tx *store.Tx) error { return tx.CreateSession(session) }, session,
			func(tx *store.Tx) (any, error) { return foundNoun(tx.Session(session.ID)) },
			func(tx *store.Tx) error { return notFoundNoun(tx.Session("x")) }},
		{"guest's session by hash", func(tx *store.Tx) error { return tx.CreateSession(visit) }, visit,
			func(tx *store.Tx) (any, error) { return foundNoun(tx.SessionByHash([]byte{5})) },
			func(tx *store.Tx) error { return notFoundNoun(tx.SessionByHash(nil)) }},
		{"share", func(tx *store.Tx) error {
			return tx.CreateShare(share)
		}, share, func(tx *store.Tx) (any, error) { return foundNoun(tx.Share(share.ID)) },
			func(tx *store.Tx) error { return notFoundNoun(tx.Share("x")) }},
		{"live share", none, share,
			func(tx *store.Tx) (any, error) { return foundNoun(tx.LiveShare(wl, share.AccountID, t0)) },
			func(tx *store.Tx) error { return notFoundNoun(tx.LiveShare(wl, "000000000000", t0)) }},
		{"access key", func(tx *store.Tx) error { return tx.CreateAccessKey(key) }, key,
			func(tx *store.Tx) (any, error) { return foundNoun(tx.AccessKey(key.ID)) },
			func(tx *store.Tx) error { return notFoundNoun(tx.AccessKey("x")) }},
		{"personal token", func(tx *store.Tx) error { return tx.CreateToken(personal) }, personal,
			func(tx *store.Tx) (any, error) { return foundNoun(tx.Token(personal.ID)) },
			func(tx *store.Tx) error { return notFoundNoun(tx.Token("x")) }},
		{"mapping", func(tx *store.Tx) error { return store.Mappings(tx).Create(mapping) }, mapping,
			func(tx *store.Tx) (any, error) { return foundNoun(store.Mappings(tx).Get(mapping.ID)) },
			func(tx *store.Tx) error { return notFoundNoun(store.Mappings(tx).Get("x")) }},
		{"attempts", func(tx *store.Tx) error { return tx.PutAttempts(attempts) }, attempts,
			func(tx *store.Tx) (any, error) { return foundNoun(tx.Attempts(attempts.Key)) },
			func(tx *store.Tx) error { return notFoundNoun(store.Mappings(tx).Get("")) }},
		{"workspace by account", none, w.workspace, func(tx *store.Tx) (any, error) {
			return foundNoun(tx.WorkspaceByAccount("123456789012"))
		},
			func(tx *store.Tx) error { return notFoundNoun(tx.WorkspaceByAccount("x")) }},
	}
}

// What belongs to nobody or to two can't be stored.
func TestPeopleAreTied(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		for _, n := range accountNouns(w) {
			mustWrite(t, s, n.create)
		}
		session := models.Session{ID: "s", Hash: []byte{9}, UserID: testID("user", 1), GuestLinkID: testID("gest", 1)}
		for name, create := range map[string]func(*store.Tx) error{
			"session of a user and a guest": func(tx *store.Tx) error { return tx.CreateSession(session) },
			"session of nobody": func(tx *store.Tx) error {
				return tx.CreateSession(models.Session{ID: "s", Hash: []byte{9}})
			},
			"member without account": func(tx *store.Tx) error {
				return tx.CreateMember(models.Member{WorkspaceID: w.workspace.ID, UserID: "x", Role: models.Viewer,
					Source: models.LocalMember})
			},
			"member of unknown role": func(tx *store.Tx) error {
				return tx.CreateMember(models.Member{WorkspaceID: w.workspace.ID, UserID: testID("user", 1), Role: "king"})
			},
		} {
			if err := s.Write(testContext, create); err == nil {
				t.Errorf("%s is stored", name)
			}
		}
		second := models.User{ID: testID("user", 2), Email: "ada@example.ORG", Name: "Another Ada", Version: 1}
		if err := s.Write(testContext, func(tx *store.Tx) error {
			return tx.CreateUser(second)
		}); models.CodeOf(err) != models.CodeConflict {
			t.Errorf("a second account with the address: %v", err)
		}
		mustWrite(t, s, func(tx *store.Tx) error { return tx.DeleteWorkload(w.workload.ID) })
		mustRead(t, s, func(tx *store.Tx) error {
			if _, err := tx.Session(testID("sess", 2)); models.CodeOf(err) != models.CodeNotFound {
				t.Errorf("a guest's session outlives the workload: %v", err)
			}
			return nil
		})
	})
}
