package main

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"plumbline/cmd/plumbline/reportcmd"
	"plumbline/cmd/plumbline/yamlfile"
	"plumbline/reports/pdf"
)

// serverFlags are what a running server may be told.
type serverFlags struct {
	addressFlags
	TLSKey         string   `help:"Private key of the certificate (PEM)." placeholder:"FILE" env:"PLUMBLINE_TLS_KEY"`
	TrustedProxies []string `help:"Addresses and networks of proxies in front, which are believed where a request came from; none if not given." placeholder:"IP,CIDR" env:"PLUMBLINE_TRUSTED_PROXIES"`
	ProxyHeader    string   `help:"The header in which they say it, ${enum}; the other one is never read." enum:"X-Forwarded-For,X-Real-IP" default:"X-Forwarded-For" env:"PLUMBLINE_PROXY_HEADER"`
	HSTSSubdomains bool     `name:"hsts-subdomains" help:"Tell browsers to use HTTPS for all subdomains of the server's host too (includeSubDomains); with an https --url." env:"PLUMBLINE_HSTS_SUBDOMAINS"`
	Font           string   `help:"TrueType file for what PDF fonts lack." placeholder:"FILE" env:"PLUMBLINE_FONT"`
	keyFlags
	SessionIdle     time.Duration `help:"How long a session lasts without being used." default:"12h" env:"PLUMBLINE_SESSION_IDLE"`
	SessionMax      time.Duration `help:"How long a session lasts at most." default:"168h" env:"PLUMBLINE_SESSION_MAX"`
	LogLevel        string        `help:"debug, info, warn or error." enum:"debug,info,warn,error" default:"info" env:"PLUMBLINE_LOG_LEVEL"`
	LogFormat       string        `help:"text or json." enum:"text,json" default:"text" env:"PLUMBLINE_LOG_FORMAT"`
	ParallelWork    int           `help:"How many reports, imports and checks of lenses are worked on at once; more wait in line, each workspace in its turn. 0 is one less than there are processors." default:"0" env:"PLUMBLINE_PARALLEL_WORK"`
	ShutdownTimeout time.Duration `help:"How long requests may take to finish when the server is told to stop." default:"15s" env:"PLUMBLINE_SHUTDOWN_TIMEOUT"`

	oidcFlags
	mailFlags
}

// The bounds of how long sessions last. When one was used last is kept to the minute, so that less would end sessions at random.
const (
	shortestSession = 5 * time.Minute
	longestSession  = 365 * 24 * time.Hour
)

// check finds values that do not go together, before anything is opened.
func (f serverFlags) check() error {
	if err := f.addressFlags.check(); err != nil {
		return err
	}
	if _, err := f.reportFont(); err != nil {
		return err
	}
	if (f.TLSCert == "") != (f.TLSKey == "") {
		return fmt.Errorf("--tls-cert and --tls-key go together: give both or neither")
	}
	if f.TLSCert != "" {
		if _, err := tls.LoadX509KeyPair(f.TLSCert, f.TLSKey); err != nil {
			return fmt.Errorf("--tls-cert and --tls-key: %w", err)
		}
	}
	for _, proxy := range f.TrustedProxies {
		if _, _, err := net.ParseCIDR(proxy); err != nil && net.ParseIP(proxy) == nil {
			return fmt.Errorf("--trusted-proxies must be addresses and networks, such as 10.0.0.7 and 10.1.0.0/16; %q is neither", proxy)
		}
	}
	if f.HSTSSubdomains && !strings.HasPrefix(f.base(f.Listen), "https://") {
		return fmt.Errorf("--hsts-subdomains needs an https --url, or --tls-cert: over http browsers take no notice of it")
	}
	if f.SessionIdle < shortestSession || f.SessionMax < f.SessionIdle || f.SessionMax > longestSession {
		return fmt.Errorf("--session-idle must be at least 5m, --session-max at least as long, and at most 8760h")
	}
	if f.ParallelWork < 0 || f.ParallelWork > 256 {
		return fmt.Errorf("--parallel-work must lie between 0 and 256")
	}
	if f.ShutdownTimeout < 0 || f.ShutdownTimeout > 10*time.Minute {
		return fmt.Errorf("--shutdown-timeout must lie between 0s and 10m")
	}
	if f.URL == "" && (f.SMTPHost != "" || f.OIDCIssuer != "") {
		return fmt.Errorf("--smtp-host and --oidc-issuer need --url: mails and the provider lead people to it")
	}
	return errors.Join(f.oidcFlags.check(), f.mailFlags.check())
}

func (f serverFlags) logger(to io.Writer) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(f.LogLevel)); err != nil {
		level = slog.LevelInfo
	}
	opt := &slog.HandlerOptions{Level: level}
	if f.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(to, opt))
	}
	return slog.New(slog.NewTextHandler(to, opt))
}

// configFile reads the YAML configuration file: flag names with "_" or "-" between words. A name that no server flag has is refused, so
// that a typing error does not pass unseen.
func configFile(r io.Reader) (kong.Resolver, error) {
	name := "the configuration file"
	if f, ok := r.(*os.File); ok {
		name = f.Name()
	}
	data, err := io.ReadAll(io.LimitReader(r, yamlfile.MaxBytes+1))
	if err != nil {
		return nil, err
	}
	var values map[string]any
	if err := yamlfile.Read(name, data, &values); err != nil {
		return nil, err
	}
	known := configNames()
	clean := map[string]any{}
	for name, value := range values {
		name = strings.ReplaceAll(name, "-", "_")
		if !slices.Contains(known, name) {
			return nil, fmt.Errorf("the configuration file has %q, which is none of %s", name, strings.Join(known, ", "))
		}
		clean[name] = value
	}
	plain, err := json.Marshal(clean)
	if err != nil {
		return nil, err
	}
	inner, err := kong.JSON(bytes.NewReader(plain))
	if err != nil {
		return nil, err
	}
	return kong.ResolverFunc(func(c *kong.Context, parent *kong.Path, flag *kong.Flag) (any, error) {
		for _, name := range flag.Envs {
			if _, set := os.LookupEnv(name); set {
				return nil, nil // the environment wins over the file
			}
		}
		return inner.Resolve(c, parent, flag)
	}), nil
}

// configNames are the flags that a file may set: those of the server and the data.
func configNames() (names []string) {
	for _, t := range []reflect.Type{reflect.TypeFor[serverFlags](), reflect.TypeFor[dataFlag]()} {
		for _, f := range reflect.VisibleFields(t) {
			if f.Anonymous {
				continue
			}
			names = append(names, strings.ReplaceAll(flagName(f.Name), "-", "_"))
		}
	}
	slices.Sort(names)
	return names
}

// flagName is kong's spelling of a field: "TLSCert" is "tls-cert".
func flagName(field string) string {
	var words []string
	for field != "" {
		n := strings.IndexFunc(field[1:], func(r rune) bool { return r >= 'A' && r <= 'Z' }) + 1
		for _, word := range []string{"HSTS", "OIDC", "SMTP", "TLS", "URL", "ID"} {
			if strings.HasPrefix(field, word) {
				n = len(word)
			}
		}
		if n <= 0 {
			n = len(field)
		}
		words, field = append(words, strings.ToLower(field[:n])), field[n:]
	}
	return strings.Join(words, "-")
}

// reportFont reads the font that PDF reports use for what their own lack; without one it is nil.
func (f serverFlags) reportFont() (*pdf.Font, error) {
	return reportcmd.ReadFont(f.Font, strings.NewReader(""))
}
