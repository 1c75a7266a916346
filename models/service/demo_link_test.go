package service_test

import (
	"context"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/access/credentials"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// The demo's link signs in once, soon, on the machine of the server; a server that is no demo has none.
func TestDemoLink(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, st *store.Store) {
		now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
		opt := service.Options{Clock: func() time.Time { return now },
			Passwords: credentials.PasswordCost{MemoryKB: 8, Passes: 1, Lanes: 1}}
		serve := service.New(st, opt)
		opt.Demo = true
		demo := service.New(st, opt)
		program := models.WithActor(t.Context(), models.ProgramActor(""))
		from := func(address string) context.Context {
			return models.WithClient(t.Context(), models.ClientInfo{Address: address})
		}
		if _, err := demo.Workspaces.FirstStart(program); err != nil {
			t.Fatal(err)
		}
		user, err := demo.Users.Create(program, models.UserInput{Email: "demo@example.com", Name: "Demo", Admin: true},
			"correct horse battery staple")
		if err != nil {
			t.Fatal(err)
		}
		code := func(what string, err error, want models.ErrorCode) {
			t.Helper()
			if models.CodeOf(err) != want {
				t.Errorf("%s: %v, want %q", what, err, want)
			}
		}
		_, err = demo.Links.CreateDemoLink(t.Context(), user.ID)
		code("nobody makes one", err, models.CodeUnauthenticated)
		_, err = serve.Links.CreateDemoLink(program, user.ID)
		code("a server that is no demo makes one", err, models.CodeConflict)

		create := func() string {
			t.Helper()
			secret, err := demo.Links.CreateDemoLink(program, user.ID)
			if err != nil {
				t.Fatal(err)
			}
			return secret
		}
		use := func(svc *service.Service, address, secret string) error {
			_, _, err := svc.Links.UseDemoLink(from(address), secret, "")
			return err
		}
		first, secret := create(), create()
		code("the one before", use(demo, "127.0.0.1", first), models.CodeNotFound)
		code("at a server that is no demo", use(serve, "127.0.0.1", secret), models.CodeNotFound)
		code("another secret", use(demo, "127.0.0.1", secret[:len(secret)-1]), models.CodeNotFound)
		for _, address := range []string{"192.0.2.7", "2001:db8::1", "", "localhost"} {
			code("from "+address, use(demo, address, secret), models.CodeForbidden)
		}
		if !demo.Links.IsDemoLink(secret) || serve.Links.IsDemoLink(secret) || demo.Links.IsDemoLink("") {
			t.Error("the demo's link is not told from others")
		}
		session, view, err := demo.Links.UseDemoLink(from("::1"), secret, "")
		if err != nil || session == "" || view.User.ID != user.ID {
			t.Fatalf("the link signs in as %q: %v", view.User.ID, err)
		}
		code("a second time", use(demo, "127.0.0.1", secret), models.CodeNotFound)

		late := create()
		now = now.Add(15 * time.Minute)
		code("too late", use(demo, "127.0.0.1", late), models.CodeNotFound)

		off := create()
		if _, err := demo.Users.Create(program, models.UserInput{Email: "b@example.com", Name: "B", Admin: true},
			"correct horse battery staple"); err != nil {
			t.Fatal(err)
		}
		disabled := true
		if _, err := demo.Users.Update(program, user.ID, models.UserPatch{Disabled: &disabled}, nil); err != nil {
			t.Fatal(err)
		}
		code("of an account that is disabled", use(demo, "127.0.0.1", off), models.CodeNotFound)
	})
}
