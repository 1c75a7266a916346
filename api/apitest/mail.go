package apitest

import (
	"context"
	"net/http/httptest"
	"sync"

	"plumbline/api"
	"plumbline/models"
	"plumbline/models/mail"
	"plumbline/models/service"
)

// Mailbox takes the mails of a server.
type Mailbox struct {
	mu   sync.Mutex
	got  []models.MailMessage
	Fail error // what sending a mail gives
}

func (m *Mailbox) send(_ context.Context, msg models.MailMessage) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.got = append(m.got, msg)
	return m.Fail
}

func (m *Mailbox) take() []models.MailMessage {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := m.got
	m.got = nil
	return all
}

// MailingServer is a server that sends mail, over the same data as s.
func MailingServer(s *Server) (*Server, *Mailbox) {
	box := &Mailbox{}
	opt := ServiceOptions()
	opt.Notify = mail.NewNotifier("https://review.example.org", box.send)
	with := *s
	with.Service = service.New(s.Store, opt)
	web := httptest.NewServer(api.New(with.Service, api.Options{Version: "test", Ready: s.Store.Ping}))
	s.T.Cleanup(web.Close)
	with.URL = web.URL
	return &with, box
}

// SentMails gives the mails since the last call, after all have been sent.
func (s *Server) SentMails(box *Mailbox) []models.MailMessage {
	s.T.Helper()
	Must(s.T, s.Service.Flush(s.T.Context()))
	return box.take()
}
