package main

import (
	"cmp"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	v1 "plumbline/api/v1"
)

// addressFlags say where the server is. Commands that print links take them too, so that one configuration file serves both.
type addressFlags struct {
	URL     string `name:"url" help:"Under which people reach the server, such as https://review.example.org; links and cookies follow it. Made from --listen if not given." placeholder:"URL" env:"PLUMBLINE_URL"`
	Listen  string `help:"Address the server listens on; 127.0.0.1:8080 if not given." default:"127.0.0.1:8080" placeholder:"HOST:PORT" env:"PLUMBLINE_LISTEN"`
	TLSCert string `help:"Certificate chain (PEM); with --tls-key the server speaks TLS." placeholder:"FILE" env:"PLUMBLINE_TLS_CERT"`
}

func (f addressFlags) check() error {
	if _, port, err := net.SplitHostPort(f.Listen); err != nil || port == "" {
		return fmt.Errorf("--listen must be HOST:PORT, such as 127.0.0.1:8080, not %q", f.Listen)
	}
	origin, err := originOf(f.URL)
	if err != nil {
		return err
	}
	if strings.HasPrefix(origin, "http://") && f.TLSCert != "" {
		return fmt.Errorf("--url is http, but with --tls-cert the server speaks TLS: give its https address")
	}
	return nil
}

// originOf writes an address the way browsers do in their Origin header: in small letters, without the port that goes without saying.
func originOf(address string) (string, error) {
	if address == "" {
		return "", nil
	}
	wrong := fmt.Errorf("--url must be http://HOST[:PORT] or https://HOST[:PORT] without a path, not %q", withoutPassword(address))
	u, err := url.Parse(address)
	if err != nil {
		return "", wrong
	}
	usual := map[string]string{"http": "80", "https": "443"}[u.Scheme]
	name, port := u.Hostname(), u.Port()
	number, portErr := strconv.ParseUint(cmp.Or(port, usual), 10, 16)
	bare := url.URL{Scheme: u.Scheme, Host: u.Host}
	switch {
	case portErr != nil || number == 0, strings.HasSuffix(u.Host, ":"), !hostName.MatchString(name) && net.ParseIP(name) == nil:
		return "", wrong
	case !strings.EqualFold(bare.String(), strings.TrimSuffix(address, "/")):
		return "", wrong // a user, a path, a query, a fragment
	case port == usual:
		bare.Host = strings.TrimSuffix(bare.Host, ":"+port)
	}
	return strings.ToLower(bare.String()), nil
}

// hostName keeps out what a browser would write differently or not at all.
var hostName = regexp.MustCompile(`^(?i)[a-z0-9]([a-z0-9._-]*[a-z0-9])?$`)

// withoutPassword keeps what stands before an @ out of a message.
func withoutPassword(address string) string {
	if at := strings.LastIndex(address, "@"); at >= 0 {
		return "…" + address[at:]
	}
	return address
}

// scheme is that of the server itself; a proxy in front may speak another one.
func (f addressFlags) scheme() string {
	if f.TLSCert != "" {
		return "https"
	}
	return "http"
}

// base is under which people reach a server that listens on the address, without a slash at the end.
func (f addressFlags) base(listens string) string {
	if origin, err := originOf(f.URL); err == nil && origin != "" {
		return origin
	}
	host, port, err := net.SplitHostPort(listens)
	if err != nil {
		return f.scheme() + "://" + listens
	}
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "localhost" // it listens everywhere: this machine at least reaches it there
	}
	return f.scheme() + "://" + net.JoinHostPort(host, port)
}

// link is the address of a one-time link. The secret stands behind the "#", which browsers send to no server.
func (f addressFlags) link(secret string) string { return joinLink(f.base(f.Listen), secret) }

func joinLink(base, secret string) string { return base + v1.JoinPath + "#" + secret }

// warn says where passwords and tokens would travel unencrypted beyond this machine.
func (f addressFlags) warn(log *slog.Logger) {
	origin, err := originOf(f.URL)
	switch {
	case err == nil && strings.HasPrefix(origin, "http://") && !loopback(origin[len("http://"):]):
		log.Warn("passwords and tokens travel unencrypted: put TLS in front of this address and give its https address as --url", "url", origin)
	case origin == "" && f.TLSCert == "" && !loopback(f.Listen):
		log.Warn("passwords and tokens travel unencrypted: put TLS in front of this address and give --url, or give --tls-cert and --tls-key",
			"listen", f.Listen)
	}
}

// loopback tells whether a host, with or without a port, is this machine.
func loopback(hostPort string) bool {
	host, _, err := net.SplitHostPort(hostPort)
	if err != nil {
		host = strings.Trim(hostPort, "[]")
	}
	ip := net.ParseIP(host)
	return cmp.Or(host == "localhost", strings.HasSuffix(host, ".localhost"), ip != nil && ip.IsLoopback())
}
