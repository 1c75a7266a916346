package main

import (
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
)

// What a file may set is what kong calls the flags.
func TestSignInFlagNames(t *testing.T) {
	for field, want := range map[string]string{"OIDCIssuer": "oidc-issuer", "OIDCClientID": "oidc-client-id",
		"OIDCClientSecretFile": "oidc-client-secret-file",
		"OIDCScopes":           "oidc-scopes", "SMTPHost": "smtp-host", "SMTPTLS": "smtp-tls", "SMTPPasswordFile": "smtp-password-file",
		"TLSCert": "tls-cert"} {
		if got := flagName(field); got != want {
			t.Errorf("%s: %s, want %s", field, got, want)
		}
	}
	if names := strings.Join(configNames(), " "); !strings.Contains(names,
		"oidc_client_id oidc_client_secret_file oidc_issuer oidc_scopes") ||
		!strings.Contains(names, "smtp_tls") || strings.Contains(names, "flags") {
		t.Errorf("names: %s", names)
	}
}

func TestOIDCFlags(t *testing.T) {
	secret := writeFile(t, t.TempDir(), "secret", "from file\n")
	good := oidcFlags{"https://login.example.org/realms/a", "plumbline", secret, []string{"openid", "groups"}}
	config, err := good.config("https://review.example.org/", slog.Default())
	if err != nil || good.check() != nil || config.ClientSecret != "from file" ||
		config.RedirectURL != "https://review.example.org/auth/oidc/callback" {
		t.Errorf("%+v %v %v", config, err, good.check())
	}
	if config, err := (oidcFlags{}).config("", nil); config != nil || err != nil {
		t.Errorf("none: %v %v", config, err)
	}
	for name, spoil := range map[string]func(*oidcFlags){
		"http":         func(f *oidcFlags) { f.OIDCIssuer = "http://login.example.org" },
		"no address":   func(f *oidcFlags) { f.OIDCIssuer = "login.example.org" },
		"a query":      func(f *oidcFlags) { f.OIDCIssuer += "?x=1" },
		"no client":    func(f *oidcFlags) { f.OIDCClientID = "" },
		"no issuer":    func(f *oidcFlags) { f.OIDCIssuer = "" },
		"no openid":    func(f *oidcFlags) { f.OIDCScopes = []string{"email"} },
		"no such file": func(f *oidcFlags) { f.OIDCClientSecretFile = filepath.Join(t.TempDir(), "none") },
	} {
		bad := good
		spoil(&bad)
		if bad.check() == nil {
			t.Errorf("%s: taken", name)
		}
	}
	t.Setenv(oidcSecretEnv, "from environment")
	if good.check() == nil {
		t.Error("file and environment: taken")
	}
	good.OIDCClientSecretFile = ""
	if config, err := good.config("https://x", nil); err != nil || config.ClientSecret != "from environment" {
		t.Errorf("%+v %v", config, err)
	}
}

func TestMailFlags(t *testing.T) {
	if s, err := (mailFlags{SMTPTLS: "starttls"}).sender(); s != nil || err != nil {
		t.Errorf("none: %v %v", s, err)
	}
	good := mailFlags{SMTPHost: "mail.example.org", SMTPFrom: "plumbline@example.org", SMTPTLS: "starttls"}
	if s, err := good.sender(); s == nil || err != nil {
		t.Errorf("%v", err)
	}
	for name, bad := range map[string]mailFlags{
		"no host":   {SMTPFrom: "a@example.org", SMTPTLS: "starttls"},
		"no sender": {SMTPHost: "mail.example.org", SMTPTLS: "starttls"},
		"user only": {SMTPHost: "mail.example.org", SMTPFrom: "a@example.org", SMTPTLS: "starttls", SMTPUser: "u"},
	} {
		if bad.check() == nil {
			t.Errorf("%s: taken", name)
		}
	}
	good.SMTPUser = "u"
	t.Setenv(smtpPasswordEnv, "secret")
	if err := good.check(); err != nil {
		t.Error(err)
	}
}
