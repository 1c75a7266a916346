package main

import (
	"context"
	"fmt"
	"time"

	"plumbline/cmd/plumbline/output"
	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/timezone"
)

type tokenCmd struct {
	Create tokenCreateCmd `cmd:"" help:"Create a token and print it."`
	List   tokenListCmd   `cmd:"" help:"List the tokens of a workspace, personal and revoked ones included."`
	Revoke tokenRevokeCmd `cmd:"" help:"Revoke a token."`
}

// credentialFlags are what a new token and a new access key need.
type credentialFlags struct {
	Name    string `help:"What it is for." default:"CLI token"`
	Role    string `help:"viewer, contributor, architect or owner." enum:"viewer,contributor,architect,owner" default:"owner"`
	Expires string `help:"When it ends: 90d, 12h, after 2027-01-31, or at 2027-01-31T00:00:00Z." placeholder:"WHEN"`
}

// input is what the flags say.
func (c credentialFlags) input(ctx context.Context, svc *service.Service) (in models.TokenInput, err error) {
	in = models.TokenInput{Name: c.Name, Role: models.Role(c.Role)}
	if c.Expires != "" {
		in.ExpiresAt, err = expiryOf(ctx, svc, c.Expires)
	}
	return in, err
}

// expiryOf reads when something ends. A day is the last one on which it works, in the time zone of the workspace.
func expiryOf(ctx context.Context, svc *service.Service, text string) (time.Time, error) {
	day, err := timezone.ParseDay(text)
	if err != nil {
		return output.ParseMoment(text, time.Now())
	}
	space, err := svc.Workspaces.Get(ctx)
	return timezone.Of(space.TimeZone).End(day), err
}

type tokenCreateCmd struct {
	spaceFlag
	unusedAddress
	credentialFlags
}

// Run makes a token of the workspace.
func (t *tokenCreateCmd) Run(ctx context.Context, std programStreams) error {
	return t.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		in, err := t.input(ctx, svc)
		if err != nil {
			return err
		}
		secret, _, err := svc.Tokens.Create(ctx, in)
		if err == nil {
			_, err = fmt.Fprintln(std.out, secret)
		}
		return err
	})
}

// credentialRow is a token or an access key as it is printed.
type credentialRow struct {
	ID         string     `json:"id"`
	Hint       string     `json:"hint,omitempty"` // of a token
	Name       string     `json:"name"`
	Role       string     `json:"role"`
	UserID     string     `json:"user_id,omitempty"`
	CreatedAt  time.Time  `json:"created_at"`
	CreatedBy  string     `json:"created_by"`
	ExpiresAt  *time.Time `json:"expires_at,omitempty"`
	RevokedAt  *time.Time `json:"revoked_at,omitempty"`
	LastUsedAt *time.Time `json:"last_used_at,omitempty"`
}

const credentialHeads = "ID ROLE FOR EXPIRES REVOKED LAST-USED NAME"

func (r credentialRow) Cells() []string {
	of := "workspace"
	if r.UserID != "" {
		of = r.UserID
	}
	return []string{r.ID, r.Role, of, output.Minute(r.ExpiresAt), output.Minute(r.RevokedAt), output.Minute(r.LastUsedAt),
		r.Name}
}

func newTokenRow(t models.Token) credentialRow {
	return credentialRow{t.ID, t.Hint, t.Name, string(t.Role), t.UserID, t.CreatedAt, t.CreatedBy,
		output.TimeOrNil(t.ExpiresAt),
		output.TimeOrNil(t.RevokedAt),
		output.TimeOrNil(t.LastUsedAt)}
}

type tokenListCmd struct {
	spaceFlag
	unusedAddress
	output.ListFlag
}

// Run lists the tokens.
func (t *tokenListCmd) Run(ctx context.Context, std programStreams) error {
	return t.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		tokens, err := readAllPages(func(p models.PageRequest) (models.ResultPage[models.Token], error) {
			return svc.Tokens.List(ctx, p)
		})
		if err != nil {
			return err
		}
		return output.List(t.ListFlag, std.out, credentialHeads, output.ConvertAll(tokens, newTokenRow))
	})
}

type tokenRevokeCmd struct {
	spaceFlag
	unusedAddress
	ID string `arg:"" help:"Id of the token, as token list prints it."`
}

// Run ends the token.
func (t *tokenRevokeCmd) Run(ctx context.Context) error {
	return t.beside(ctx, func(ctx context.Context, svc *service.Service) error { return svc.Tokens.Revoke(ctx, t.ID) })
}
