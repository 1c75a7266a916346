// Package mail sends one message by SMTP.
//
// It may import models and go-mail. It knows no database, keeps no queue and tries once.
package mail

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"

	"plumbline/models"
	"plumbline/models/delivery"
)

// How a connection is encrypted.
const (
	StartTLS = "starttls" // must be, after the greeting; a server on this machine (loopback) may do without
	TLS      = "tls"      // from the first byte
	NoTLS    = "none"
)

// usualTimeout of connecting, and of each step of the talk.
const usualTimeout = 20 * time.Second

// ServerConfig says which server sends, and as whom.
type ServerConfig struct {
	Host     string
	Port     int    // 0: 587, with TLS 465, with NoTLS 25
	User     string // "" where the server asks for none
	Password string
	From     string // "plumbline@example.org" or "Plumbline <plumbline@example.org>"
	TLS      string // StartTLS if empty

	Timeout time.Duration // of connecting, and of each step of the talk; 0: 20 s

	Roots *tls.Config // nil: the system's certificates; tests bring their own
}

// Sender sends messages. It is safe for concurrent use.
type Sender struct {
	config ServerConfig
	from   *netmail.Address
}

// New checks the configuration; it does not connect.
func New(c ServerConfig) (*Sender, error) {
	from, err := netmail.ParseAddress(c.From)
	if err != nil || !isHeaderLine(c.From) {
		return nil, fmt.Errorf("the sender must be an e-mail address, not %q", c.From)
	}
	if c.Host == "" || !isHeaderLine(c.Host) {
		return nil, errors.New("the name of the mail server is missing")
	}
	if c.Port < 0 || c.Port > 65535 {
		return nil, fmt.Errorf("the port of the mail server must lie between 1 and 65535, not %d", c.Port)
	}
	if (c.User == "") != (c.Password == "") {
		return nil, errors.New("user and password of the mail server go together")
	}
	c.TLS = cmp.Or(c.TLS, StartTLS)
	port, known := map[string]int{StartTLS: 587, TLS: 465, NoTLS: 25}[c.TLS]
	if !known {
		return nil, fmt.Errorf("the encryption to the mail server must be %s, %s or %s, not %q", StartTLS, TLS, NoTLS, c.TLS)
	}
	c.Port, c.Timeout = cmp.Or(c.Port, port), cmp.Or(c.Timeout, usualTimeout)
	return &Sender{c, from}, nil
}

// Send hands one message to the server. A message whose address or subject could change its header is Invalid, and
// nothing is sent. Every error is a delivery.Error, which tells what of it is the message's and what the server's.
func (s *Sender) Send(ctx context.Context, m models.MailMessage) error {
	msg, err := s.message(m)
	if err != nil {
		return delivery.NewError(delivery.NeverTaken, err)
	}
	client, err := s.client()
	if err != nil {
		return delivery.NewError(delivery.OtherSideAway, err)
	}
	ctx, cancel := context.WithTimeout(ctx, 3*s.config.Timeout)
	defer cancel()
	return handOver(ctx, client, msg)
}

func (s *Sender) message(m models.MailMessage) (*gomail.Msg, error) {
	to, err := netmail.ParseAddress(m.To)
	if err != nil || to.Name != "" || to.Address != m.To || !isHeaderLine(m.To) {
		return nil, models.Errorf(models.CodeInvalid, "the address of a mail is none")
	}
	if strings.ContainsFunc(m.ID, func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.In(r, unicode.L, unicode.Nd)
	}) {
		return nil, models.Errorf(models.CodeInvalid, "the id of a mail must be letters and digits")
	}
	if !isHeaderLine(m.Subject) || models.TextFault(m.Text) != "" || models.TextFault(m.HTML) != "" {
		return nil, models.Errorf(models.CodeInvalid, "the subject of a mail must be one line, and its text UTF-8")
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := errors.Join(msg.FromFormat(s.from.Name, s.from.Address), msg.To(to.Address)); err != nil {
		return nil, models.Errorf(models.CodeInvalid, "an address of a mail is none").Because(err)
	}
	_, domain, _ := strings.Cut(s.from.Address, "@")
	msg.SetMessageIDWithValue(cmp.Or(m.ID, rand.Text()) + "@" + domain)
	msg.SetDate()
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // no out-of-office replies (RFC 3834)
	msg.Subject(m.Subject)
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	return msg, nil
}

func (s *Sender) client() (*gomail.Client, error) {
	opts := []gomail.Option{gomail.WithPort(s.config.Port), gomail.WithTimeout(s.config.Timeout)}
	switch {
	case s.config.TLS == TLS:
		opts = append(opts, gomail.WithSSL())
	case s.config.TLS == NoTLS:
		opts = append(opts, gomail.WithTLSPolicy(gomail.NoTLS))
	case isLoopback(s.config.Host):
		opts = append(opts, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	default:
		opts = append(opts, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.config.Roots != nil {
		opts = append(opts, gomail.WithTLSConfig(s.config.Roots))
	}
	if s.config.User != "" {
		opts = append(opts, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.config.User),
			gomail.WithPassword(s.config.Password))
	}
	client, err := gomail.NewClient(s.config.Host, opts...)
	if err != nil {
		return nil, fmt.Errorf("mail server %s: %w", s.config.Host, err)
	}
	return client, nil
}

// isHeaderLine reports whether a text can stand in a header.
func isHeaderLine(s string) bool {
	return models.TextFault(s) == "" && !strings.ContainsFunc(s, unicode.IsControl)
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}
