package main

import (
	"fmt"
	"log/slog"
	"net"
	"strings"

	"plumbline/cmd/plumbline/address"
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
	public, err := address.Public(f.URL)
	if err != nil {
		return err
	}
	if strings.HasPrefix(public, "http://") && f.TLSCert != "" {
		return fmt.Errorf("--url is http, but with --tls-cert the server speaks TLS: give its https address")
	}
	return nil
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
	if public, err := address.Public(f.URL); err == nil && public != "" {
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
	public, err := address.Public(f.URL)
	host, plain := strings.CutPrefix(public, "http://")
	host, _, _ = strings.Cut(host, "/")
	switch {
	case err == nil && plain && !address.IsLoopback(host):
		log.Warn("passwords and tokens travel unencrypted: put TLS in front of this address and give its https address as --url",
			"url", public)
	case public == "" && f.TLSCert == "" && !address.IsLoopback(f.Listen):
		log.Warn("passwords and tokens travel unencrypted: put TLS in front of this address and give --url, or give --tls-cert and --tls-key",
			"listen", f.Listen)
	}
}
