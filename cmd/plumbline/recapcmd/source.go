package recapcmd

import (
	"context"
	"errors"
	"net/url"
	"os"

	"plumbline/api/v1/notices"
	"plumbline/cmd/plumbline/client"
	"plumbline/cmd/plumbline/command"
	"plumbline/models"
	"plumbline/models/notice"
	"plumbline/models/service"
	"plumbline/models/service/recap"
	"plumbline/models/urls"
)

// from calls do with the server if one is named, else with the service beside the database.
func (c *Command) from(ctx context.Context, program *command.Program, do func(context.Context, source) error) error {
	if c.Server == "" {
		keys, err := program.Keys(c.SecretKeyFile, c.Data)
		if err != nil {
			return err
		}
		if len(keys) == 0 && !c.Preview {
			return errors.New("mails wait sealed with the server's secret key: give its file with --secret-key-file")
		}
		opt := service.Options{SecretKeys: keys, Notify: leaveToServer}
		return program.BesideWith(ctx, c.Place(), opt, func(ctx context.Context, svc *service.Service) error {
			return do(ctx, beside{svc, urls.Site(c.URL)})
		})
	}
	server, err := client.New(c.Server, os.Getenv(client.TokenVariable))
	if err != nil {
		return err
	}
	return do(ctx, asked{server})
}

// leaveToServer says that mails may be written. It is never called: only servers start the worker that sends them.
func leaveToServer(context.Context, notice.Notice) error { return errors.New("servers send mail") }

// asked is a running server.
type asked struct{ server *client.Client }

func (a asked) workload(ctx context.Context, ref string) (string, error) {
	return a.server.WorkloadID(ctx, ref)
}

func (a asked) lenses(ctx context.Context, workload string) ([]string, error) {
	return a.server.LensKeys(ctx, workload)
}

func pathOf(at models.ReviewPath) string {
	return "/workloads/" + url.PathEscape(at.Workload) + "/lenses/" + url.PathEscape(at.Lens) + "/recap"
}

func (a asked) preview(ctx context.Context, at models.ReviewPath, in notices.RecapInput) (r notices.Recap, err error) {
	return r, a.server.Post(ctx, pathOf(at)+"/preview", in, &r)
}

func (a asked) send(ctx context.Context, at models.ReviewPath, in notices.RecapInput) (s notices.RecapSent, err error) {
	return s, a.server.Post(ctx, pathOf(at), in, &s)
}

// beside is the service beside the database; links lead to the site.
type beside struct {
	svc  *service.Service
	site urls.Site
}

func (b beside) workload(ctx context.Context, ref string) (string, error) {
	return command.WorkloadID(ctx, b.svc, ref)
}

func (b beside) lenses(ctx context.Context, workload string) (keys []string, err error) {
	views, err := b.svc.Reviews.List(ctx, workload)
	for _, view := range views {
		keys = append(keys, view.Lens.Key)
	}
	return keys, err
}

func (b beside) preview(ctx context.Context, at models.ReviewPath, in notices.RecapInput) (notices.Recap, error) {
	p, err := b.svc.Recaps.Preview(ctx, at, recap.Input(in))
	if err != nil {
		return notices.Recap{}, err
	}
	return notices.RecapOf(b.site, p)
}

func (b beside) send(ctx context.Context, at models.ReviewPath, in notices.RecapInput) (notices.RecapSent, error) {
	sent, err := b.svc.Recaps.Send(ctx, at, recap.Input(in), models.IdempotencyKey{})
	return notices.RecapSent{Sent: sent.Recipients, Off: sent.Off}, err
}
