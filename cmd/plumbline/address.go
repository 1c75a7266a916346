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

	"plumbline/api/middleware"
	"plumbline/models/urls"
)

// addressFlags say where the server is. Commands that print links take them too, so that one configuration file serves
// both.
type addressFlags struct {
	URL     string `name:"url" help:"Under which people reach the server, such as https://review.example.org or https://example.org/plumbline; links and cookies follow it. Made from --listen if not given." placeholder:"URL" env:"PLUMBLINE_URL"`
	Listen  string `help:"Address the server listens on; 127.0.0.1:8080 if not given." default:"127.0.0.1:8080" placeholder:"HOST:PORT" env:"PLUMBLINE_LISTEN"`
	TLSCert string `help:"Certificate chain (PEM); with --tls-key the server speaks TLS." placeholder:"FILE" env:"PLUMBLINE_TLS_CERT"`
}

// unusedAddress is addressFlags for the commands beside the database that print no link: the flags of a server can be
// given to each command that works beside it.
type unusedAddress struct {
	URL     string `name:"url" hidden:"" env:"PLUMBLINE_URL"`
	Listen  string `hidden:"" env:"PLUMBLINE_LISTEN"`
	TLSCert string `hidden:"" env:"PLUMBLINE_TLS_CERT"`
}

func (f addressFlags) check() error {
	if _, port, err := net.SplitHostPort(f.Listen); err != nil || port == "" {
		return fmt.Errorf("--listen must be HOST:PORT, such as 127.0.0.1:8080, not %q", f.Listen)
	}
	public, err := publicURL(f.URL)
	if err != nil {
		return err
	}
	if strings.HasPrefix(public, "http://") && f.TLSCert != "" {
		return fmt.Errorf("--url is http, but with --tls-cert the server speaks TLS: give its https address")
	}
	return nil
}

// publicURL writes an address the way browsers do: scheme and host in small letters, without the port that goes without
// saying; then the path, without a slash at the end.
func publicURL(address string) (string, error) {
	if address == "" {
		return "", nil
	}
	wrong := fmt.Errorf("--url must be http://HOST[:PORT] or https://HOST[:PORT], with a path such as /plumbline if wanted and nothing behind it, not %q",
		withoutPassword(address))
	u, err := url.Parse(address)
	if err != nil {
		return "", wrong
	}
	usual := map[string]string{"http": "80", "https": "443"}[u.Scheme]
	name, port := u.Hostname(), u.Port()
	number, portErr := strconv.ParseUint(cmp.Or(port, usual), 10, 16)
	bare := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}
	root := strings.TrimSuffix(u.Path, "/")
	switch {
	case portErr != nil || number == 0, strings.HasSuffix(u.Host, ":"), !hostName.MatchString(name) &&
		net.ParseIP(name) == nil:
		return "", wrong
	case !strings.EqualFold(bare.String(), address), !rootPath.MatchString(root):
		return "", wrong // a user, a query, a fragment, a path that proxies and browsers could take for another one
	case middleware.IsOwnPath(root):
		return "",
			fmt.Errorf("--url must not have the path %s, which is one of the server's own: take another one, such as /plumbline",
				root)
	case port == usual:
		bare.Host = strings.TrimSuffix(bare.Host, ":"+port)
	}
	return strings.ToLower(bare.Scheme+"://"+bare.Host) + root, nil
}

// hostName keeps out what a browser would write differently or not at all.
var hostName = regexp.MustCompile(`^(?i)[a-z0-9]([a-z0-9._-]*[a-z0-9])?$`)

// rootPath is what browsers and proxies take as it stands.
var rootPath = regexp.MustCompile(`^(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*$`)

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
	if public, err := publicURL(f.URL); err == nil && public != "" {
		return public
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

// site returns the addresses of the server's pages.
func (f addressFlags) site() urls.Site { return urls.Site(f.base(f.Listen)) }

// warn says where passwords and tokens would travel unencrypted beyond this machine.
func (f addressFlags) warn(log *slog.Logger) {
	public, err := publicURL(f.URL)
	host, plain := strings.CutPrefix(public, "http://")
	host, _, _ = strings.Cut(host, "/")
	switch {
	case err == nil && plain && !isLoopback(host):
		log.Warn("passwords and tokens travel unencrypted: put TLS in front of this address and give its https address as --url",
			"url", public)
	case public == "" && f.TLSCert == "" && !isLoopback(f.Listen):
		log.Warn("passwords and tokens travel unencrypted: put TLS in front of this address and give --url, or give --tls-cert and --tls-key",
			"listen", f.Listen)
	}
}

// isLoopback reports whether a host, with or without a port, is this machine.
func isLoopback(hostPort string) bool {
	host, _, err := net.SplitHostPort(hostPort)
	if err != nil {
		host = strings.Trim(hostPort, "[]")
	}
	ip := net.ParseIP(host)
	return cmp.Or(host == "localhost", strings.HasSuffix(host, ".localhost"), ip != nil && ip.IsLoopback())
}
