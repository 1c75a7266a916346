package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"plumbline/cmd/plumbline/address"
	"plumbline/cmd/plumbline/demostory"
	"plumbline/cmd/plumbline/keyfile"
	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/access/credentials"
	"plumbline/models/store"
	"plumbline/models/urls"
)

type demoCmd struct{ serverFlags }

// Run serves a scratch database with one reviewed workload; the database goes when the server stops.
func (d *demoCmd) Run(ctx context.Context, std programStreams) (err error) {
	if err := d.check(); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "plumbline-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	log := d.logger(std.err)
	st, err := store.Open(ctx, filepath.Join(dir, "demo.db"), store.Options{Logger: log, Server: true})
	if err != nil {
		return err
	}
	defer closeStore(st, log)
	keys, err := d.demoKeys()
	if err != nil {
		return err
	}
	opt, err := d.options(log, keys)
	if err != nil {
		return err
	}
	opt.Demo = true
	who, err := tellStory(ctx, st, opt)
	if err != nil {
		return err
	}
	svc := service.New(st, opt)
	if who.token, err = demoToken(ctx, svc, who.space); err != nil {
		return err
	}
	return d.serve(ctx, wiredServer{st, svc, log},
		func(url string) error { return welcome(ctx, svc, std.out, url, who) })
}

// demoKeys are those that were given, or one that goes with the database.
func (d *demoCmd) demoKeys() ([][]byte, error) {
	keys, err := d.secretKeys("")
	if err == nil && len(keys) == 0 {
		keys, err = keyfile.Parse("demo", keyfile.NewKey())
	}
	return keys, err
}

// demoSignIn is how the demo is entered.
type demoSignIn struct{ space, workload, userID, email, password, token string }

// tellStory makes the sample workload and its people, and lets them work on it for some weeks that lie behind.
func tellStory(ctx context.Context, st *store.Store, opt service.Options) (who demoSignIn, err error) {
	clock := demostory.NewClock(time.Now())
	opt.Clock = clock.Now
	svc := service.New(st, opt)
	if _, err := prepareDatabase(ctx, svc); err != nil {
		return who, err
	}
	spaces, err := svc.Workspaces.All(ctx)
	if err != nil {
		return who, err
	}
	who = demoSignIn{space: spaces[0].ID, email: "demo@example.com", password: rand.Text()}
	ctx = models.WithActor(ctx, models.ProgramActor(who.space))
	sample, err := svc.Samples.Add(ctx)
	if err != nil {
		return who, fmt.Errorf("create the sample: %w", err)
	}
	who.workload = sample.ID
	story := demostory.Story{Service: svc, Clock: clock, Space: who.space, Workload: sample.ID}
	story.Owner, err = addPerson(ctx, svc, who.space, models.UserInput{Email: who.email, Name: "Demo", Admin: true},
		who.password, models.Owner)
	if err != nil {
		return who, err
	}
	who.userID = story.Owner.ID
	story.Member, err = addPerson(ctx, svc, who.space, models.UserInput{Email: "ines@example.com", Name: "Ines Kovač"},
		rand.Text(), models.Contributor)
	if err != nil {
		return who, err
	}
	return who, demostory.Play(ctx, story)
}

func addPerson(ctx context.Context, svc *service.Service, space string, in models.UserInput, password string,
	role models.Role) (models.User, error) {
	user, err := svc.Users.Create(ctx, in, password)
	if err != nil {
		return user, err
	}
	_, err = svc.Members.Add(ctx, space, user.ID, models.MemberGrant{Role: role})
	return user, err
}

func demoToken(ctx context.Context, svc *service.Service, space string) (string, error) {
	token, _, err := svc.Tokens.Create(models.WithActor(ctx, models.ProgramActor(space)),
		models.TokenInput{Name: "Demo", Role: models.Owner})
	return token, err
}

// welcome says how to get in. The link that signs in by itself is for browsers on this machine, under an address that
// is of this machine.
func welcome(ctx context.Context, svc *service.Service, to io.Writer, base string, who demoSignIn) error {
	way := "Sign in as"
	if at, err := url.Parse(base); err == nil && address.IsLoopback(at.Host) {
		secret, err := svc.Links.CreateDemoLink(models.WithActor(ctx, models.ProgramActor("")), who.userID)
		if err != nil {
			return err
		}
		way = fmt.Sprintf("Open this link, which signs you in. It works once, for %d minutes, on this machine:\n\n  %s\n\n"+
			"Later, sign in as", int(credentials.DemoTTL.Minutes()), urls.Site(base).Join(secret))
	}
	_, err := fmt.Fprintf(to, `
Plumbline demo at %[1]s
Everything is in a scratch database that goes away when you stop it (Ctrl-C).

%[6]s %[4]s, password %[5]s

For programs:

  export PLUMBLINE=%[1]s/api/v1
  export TOKEN=%[2]s

The reviewed sample workload, its improvement plan, and the plan as a PDF:

  curl -sH "Authorization: Bearer $TOKEN" $PLUMBLINE/workloads/%[3]s
  curl -sH "Authorization: Bearer $TOKEN" $PLUMBLINE/workloads/%[3]s/plan
  curl -sH "Authorization: Bearer $TOKEN" $PLUMBLINE/workloads/%[3]s/report.pdf -o plan.pdf

The help: %[7]s
The whole API: %[1]s/api/v1/openapi.json

`, base, who.token, who.workload, who.email, who.password, way, urls.Site(base).At(urls.Help))
	return err
}
