package mail_test

import (
	"bufio"
	"fmt"
	"net"
	netmail "net/mail"
	"os"
	"strings"
	"sync"
	"testing"

	"plumbline/models"
	"plumbline/models/mail"
)

// fakeServer is a mail server that takes messages, and offers no encryption.
type fakeServer struct {
	port int
	mu   sync.Mutex
	got  []string // what came, commands and messages
}

func newSMTP(t *testing.T, host string) *fakeServer {
	t.Helper()
	l, err := net.Listen("tcp", host+":0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	s := &fakeServer{port: l.Addr().(*net.TCPAddr).Port}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.talk(c)
		}
	}()
	return s
}

func (s *fakeServer) talk(c net.Conn) {
	defer c.Close()
	fmt.Fprint(c, "220 test ESMTP\r\n")
	data := false
	for in := bufio.NewScanner(c); in.Scan(); {
		line := in.Text()
		s.mu.Lock()
		s.got = append(s.got, line)
		s.mu.Unlock()
		switch verb, _, _ := strings.Cut(line, " "); {
		case data && line == ".":
			data = false
			fmt.Fprint(c, "250 taken\r\n")
		case data:
		case verb == "EHLO":
			fmt.Fprint(c, "250-test\r\n250 8BITMIME\r\n")
		case verb == "DATA":
			data = true
			fmt.Fprint(c, "354 go on\r\n")
		case verb == "QUIT":
			fmt.Fprint(c, "221 bye\r\n")
			return
		default:
			fmt.Fprint(c, "250 fine\r\n")
		}
	}
}

func (s *fakeServer) all() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.got, "\r\n")
}

func TestSend(t *testing.T) {
	server := newSMTP(t, "127.0.0.1")
	sender, err := mail.New(mail.ServerConfig{Host: "127.0.0.1", Port: server.port, From: "Plumbline <plumbline@example.org>"})
	if err != nil {
		t.Fatal(err)
	}
	text := "Grüße.\n\nhttps://review.example.org/join#pll_" + strings.Repeat("A", 40) + "\n.\nNot the end.\n"
	if err := sender.Send(t.Context(),
		models.MailMessage{To: "ines@example.org", Subject: "Größer", Text: text}); err != nil {
		t.Fatal(err)
	}
	all := server.all()
	_, message, _ := strings.Cut(all, "DATA\r\n")
	got, err := netmail.ReadMessage(strings.NewReader(message))
	if err != nil {
		t.Fatalf("%v\n%s", err, all)
	}
	for name, want := range map[string]string{"From": `"Plumbline" <plumbline@example.org>`, "To": "<ines@example.org>",
		"Subject":        "=?UTF-8?q?Gr=C3=B6=C3=9Fer?=",
		"Auto-Submitted": "auto-generated"} {
		if got.Header.Get(name) != want {
			t.Errorf("%s: %q, want %q", name, got.Header.Get(name), want)
		}
	}
	if !strings.HasSuffix(got.Header.Get("Message-ID"), "@example.org>") ||
		!strings.Contains(all, "RCPT TO:<ines@example.org>") ||
		!strings.Contains(message, "Not the end.") {
		t.Errorf("%s", all)
	}
}

// Nothing that comes from outside can add a header or a recipient: it is refused before anybody is called.
func TestNoInjection(t *testing.T) {
	server := newSMTP(t, "127.0.0.1")
	sender, err := mail.New(mail.ServerConfig{Host: "127.0.0.1", Port: server.port, From: "plumbline@example.org",
		TLS: mail.NoTLS})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []models.MailMessage{
		{To: "a@example.org\r\nBcc: b@example.org", Subject: "x"},
		{To: "a@example.org\nRCPT TO:<b@example.org>", Subject: "x"},
		{To: "a@example.org, b@example.org", Subject: "x"},
		{To: "A <a@example.org>", Subject: "x"},
		{To: "", Subject: "x"},
		{To: "a@example.org", Subject: "x\r\nBcc: b@example.org"},
		{To: "a@example.org", Subject: "x\nBcc: b@example.org"},
		{To: "a@example.org", Subject: "x\x00"},
		{To: "a@example.org", Subject: "x", Text: "\xff"},
	} {
		if err := sender.Send(t.Context(), m); models.CodeOf(err) != models.CodeInvalid {
			t.Errorf("%+q: %v", m, err)
		}
	}
	if all := server.all(); all != "" {
		t.Errorf("the server was called: %s", all)
	}
}

// A server elsewhere that offers no encryption gets nothing.
func TestEncryptionIsInsistedOn(t *testing.T) {
	server := newSMTP(t, "0.0.0.0")
	message := models.MailMessage{To: "a@example.org", Subject: "x", Text: "secret"}
	for mode, config := range map[string]mail.ServerConfig{
		"starttls":               {TLS: mail.StartTLS},
		"nothing said":           {},
		"tls":                    {TLS: mail.TLS, Host: "127.0.0.1"},
		"a password unencrypted": {TLS: mail.NoTLS, User: "u", Password: "p"},
	} {
		config.Port, config.From = server.port, "plumbline@example.org"
		if config.Host == "" {
			config.Host = ownAddress(t)
		}
		sender, err := mail.New(config)
		if err != nil {
			t.Fatal(err)
		}
		if err := sender.Send(t.Context(), message); models.CodeOf(err) != models.CodeUnavailable ||
			strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", mode, err)
		}
	}
	if all := server.all(); strings.Contains(all, "secret") || strings.Contains(all, "MAIL FROM") {
		t.Errorf("something was sent: %s", all)
	}
}

// ownAddress is one of this machine's that is not loopback.
func ownAddress(t *testing.T) string {
	all, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		if n, ok := a.(*net.IPNet); ok && !n.IP.IsLoopback() && n.IP.To4() != nil {
			return n.IP.String()
		}
	}
	if os.Getenv("CI") != "" {
		t.Fatal("there must be an address beside loopback in CI")
	}
	t.Skip("this machine has no address but loopback")
	return ""
}

func TestNewRefuses(t *testing.T) {
	good := mail.ServerConfig{Host: "mail.example.org", From: "plumbline@example.org"}
	if _, err := mail.New(good); err != nil {
		t.Error(err)
	}
	for name, spoil := range map[string]func(*mail.ServerConfig){
		"no host":               func(c *mail.ServerConfig) { c.Host = "" },
		"no sender":             func(c *mail.ServerConfig) { c.From = "" },
		"a header in it":        func(c *mail.ServerConfig) { c.From = "a@example.org\r\nBcc: b@example.org" },
		"port":                  func(c *mail.ServerConfig) { c.Port = 70000 },
		"encryption":            func(c *mail.ServerConfig) { c.TLS = "maybe" },
		"user without password": func(c *mail.ServerConfig) { c.User = "u" },
	} {
		c := good
		spoil(&c)
		if _, err := mail.New(c); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}
