package main

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"slices"

	"plumbline/api/auth"
	"plumbline/cmd/plumbline/address"
	"plumbline/cmd/plumbline/files"
	"plumbline/models/mail"
	"plumbline/models/urls"
)

// The environment variables that hold secrets themselves. There are no flags for them: what stands on a command line,
// everybody on the machine can read.
const (
	oidcSecretEnv   = "PLUMBLINE_OIDC_CLIENT_SECRET"
	smtpPasswordEnv = "PLUMBLINE_SMTP_PASSWORD"
)

// oidcFlags name the identity provider that people sign in with.
type oidcFlags struct {
	OIDCIssuer           string   `name:"oidc-issuer" help:"Identity provider (OpenID Connect) that people sign in with; its address, from which the rest is discovered." placeholder:"URL" env:"PLUMBLINE_OIDC_ISSUER"`
	OIDCClientID         string   `name:"oidc-client-id" help:"What the provider knows this server as." placeholder:"ID" env:"PLUMBLINE_OIDC_CLIENT_ID"`
	OIDCClientSecretFile string   `name:"oidc-client-secret-file" help:"File that holds the client's secret; or put the secret into PLUMBLINE_OIDC_CLIENT_SECRET." placeholder:"FILE" env:"PLUMBLINE_OIDC_CLIENT_SECRET_FILE"`
	OIDCScopes           []string `name:"oidc-scopes" help:"What to ask the provider for, such as openid,profile,email,groups." default:"openid,profile,email" placeholder:"SCOPE,…" env:"PLUMBLINE_OIDC_SCOPES"`
}

// check finds values that do not go together.
func (f oidcFlags) check() error {
	if f.OIDCIssuer == "" {
		if f.OIDCClientID != "" || f.OIDCClientSecretFile != "" {
			return errors.New("--oidc-client-id and --oidc-client-secret-file need --oidc-issuer")
		}
		return nil
	}
	u, err := url.Parse(f.OIDCIssuer)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || u.RawQuery != "" || u.Fragment != "" ||
		u.User != nil {
		return fmt.Errorf("--oidc-issuer must be an address such as https://login.example.org, not %q", f.OIDCIssuer)
	}
	if u.Scheme == "http" && !address.IsLoopback(u.Hostname()) {
		return errors.New("--oidc-issuer must be an https address: what the provider says opens accounts")
	}
	if f.OIDCClientID == "" {
		return errors.New("--oidc-issuer needs --oidc-client-id")
	}
	if !slices.Contains(f.OIDCScopes, "openid") {
		return errors.New("--oidc-scopes must have openid among them")
	}
	_, err = files.Secret("--oidc-client-secret-file", f.OIDCClientSecretFile, oidcSecretEnv)
	return err
}

// config is what package auth needs, nil without a provider. Base is the address under which people reach the server.
func (f oidcFlags) config(base string, log *slog.Logger) (*auth.OIDCConfig, error) {
	if f.OIDCIssuer == "" {
		return nil, nil
	}
	secret, err := files.Secret("--oidc-client-secret-file", f.OIDCClientSecretFile, oidcSecretEnv)
	if err != nil {
		return nil, err
	}
	return &auth.OIDCConfig{Issuer: f.OIDCIssuer, ClientID: f.OIDCClientID, ClientSecret: secret, Scopes: f.OIDCScopes,
		Logger:      log,
		RedirectURL: urls.Site(base).At(urls.OIDCCallback)}, nil
}

// mailFlags name the server that sends mail.
type mailFlags struct {
	SMTPHost         string `name:"smtp-host" help:"Mail server for invitations and resets; without one the server sends no mail." placeholder:"HOST" env:"PLUMBLINE_SMTP_HOST"`
	SMTPPort         int    `name:"smtp-port" help:"Its port; if not given 587, with --smtp-tls=tls 465, with none 25." placeholder:"PORT" env:"PLUMBLINE_SMTP_PORT"`
	SMTPUser         string `name:"smtp-user" help:"User name for the mail server." placeholder:"NAME" env:"PLUMBLINE_SMTP_USER"`
	SMTPPasswordFile string `name:"smtp-password-file" help:"File that holds the password for the mail server; or put it into PLUMBLINE_SMTP_PASSWORD." placeholder:"FILE" env:"PLUMBLINE_SMTP_PASSWORD_FILE"`
	SMTPFrom         string `name:"smtp-from" help:"Sender of the mails." placeholder:"ADDRESS" env:"PLUMBLINE_SMTP_FROM"`
	SMTPTLS          string `name:"smtp-tls" help:"starttls, tls (from the first byte) or none. On this machine starttls is not insisted on." enum:"starttls,tls,none" default:"starttls" env:"PLUMBLINE_SMTP_TLS"`
}

// check finds values that do not go together.
func (f mailFlags) check() error {
	_, err := f.sender()
	return err
}

// sender is what sends, nil without a mail server.
func (f mailFlags) sender() (*mail.Sender, error) {
	if f.SMTPHost == "" {
		if cmp.Or(f.SMTPUser, f.SMTPPasswordFile, f.SMTPFrom) != "" || f.SMTPPort != 0 {
			return nil, errors.New("the flags --smtp-… need --smtp-host")
		}
		return nil, nil
	}
	if f.SMTPFrom == "" {
		return nil, errors.New("--smtp-host needs --smtp-from, the sender of the mails")
	}
	password, err := files.Secret("--smtp-password-file", f.SMTPPasswordFile, smtpPasswordEnv)
	if err != nil {
		return nil, err
	}
	if f.SMTPUser == "" && f.SMTPPasswordFile == "" {
		password = ""
	}
	sender, err := mail.New(mail.ServerConfig{Host: f.SMTPHost, Port: f.SMTPPort, User: f.SMTPUser, Password: password,
		From: f.SMTPFrom, TLS: f.SMTPTLS})
	if err != nil {
		return nil, fmt.Errorf("--smtp-…: %w", err)
	}
	return sender, nil
}
