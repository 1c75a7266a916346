package api_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"plumbline/models/delivery"
)

// invited is a server whose mail server fails with the error, and a letter that it did not take: its id and secret.
func invited(base *server, fail error) (s *server, box *mailbox, id, code string) {
	s, box = mailing(base)
	box.fail = fail
	r := s.invite("new@example.org")
	if r.status != http.StatusCreated {
		s.t.Fatalf("invite: %d %s", r.status, r.body)
	}
	code = r.tree(s.t).at("code").String()
	s.mails(box)
	list := s.outbox("")
	if len(list) != 1 {
		s.t.Fatalf("%d deliveries", len(list))
	}
	return s, box, list[0].ID, code
}

func (s *server) invite(email string) reply {
	s.t.Helper()
	return s.do(call{method: "POST", path: "/invitations", as: "owner session",
		body: map[string]any{"email": email, "role": "viewer"}})
}

type shownDelivery struct {
	ID, Kind, About, Recipient, State string
	WorkspaceID                       string `json:"workspace_id"`
	Attempts                          int
	LastError                         string `json:"last_error"`
	NextAt                            string `json:"next_attempt_at"`
	SentAt                            string `json:"sent_at"`
	FailedAt                          string `json:"failed_at"`
}

func (s *server) outbox(query string) []shownDelivery {
	s.t.Helper()
	var list struct{ Items []shownDelivery }
	r := s.do(call{method: "GET", path: "/instance/outbox" + query, as: "administrator session"})
	if r.status != http.StatusOK || strings.Contains(string(r.body), "pll_") {
		s.t.Fatalf("outbox: %d %s", r.status, r.body)
	}
	must(s.t, json.Unmarshal(r.body, &list))
	return list.Items
}

func (s *server) onDelivery(method, id, what string) reply {
	return s.do(call{method: method, path: "/instance/outbox/" + id + what, as: "administrator session"})
}

// Administrators see what failed and why, have it tried again, and every change is in the log; the secret is nowhere.
func TestFailedMailsAreSeenAndRetried(t *testing.T) {
	each(t, func(base *server) {
		refused := delivery.NewError(delivery.NeverTaken, errors.New("550 5.1.1 nobody of that name"))
		s, box, id, code := invited(base, refused)
		d := s.outbox("?state=failed")[0]
		if d.ID != id || d.Kind != "mail" || d.About != "invitation" || d.Recipient != "new@example.org" ||
			d.Attempts != 1 || d.WorkspaceID != s.here || d.FailedAt == "" || d.SentAt != "" ||
			!strings.Contains(d.LastError, "nobody of that name") {
			s.t.Errorf("%+v", d)
		}
		if sent, waiting := s.outbox("?state=sent"), s.outbox("?state=waiting"); len(sent)+len(waiting) != 0 {
			s.t.Errorf("%+v %+v", sent, waiting)
		}
		box.fail = nil
		if r := s.onDelivery("POST", id, "/retry"); r.status != http.StatusOK {
			s.t.Fatalf("retry: %d %s", r.status, r.body)
		}
		got := s.mails(box)
		if len(got) != 1 || got[0].ID != id || !strings.Contains(got[0].Text, code) {
			s.t.Errorf("mails: %+v", got)
		}
		if d := s.outbox("?state=sent")[0]; d.ID != id || d.SentAt == "" || d.FailedAt != "" || d.LastError != "" {
			s.t.Errorf("%+v", d)
		}
		retry, discard := s.onDelivery("POST", id, "/retry"), s.onDelivery("DELETE", id, "")
		for what, r := range map[string]reply{"retry": retry, "discard": discard} {
			if r.status != http.StatusConflict {
				s.t.Errorf("%s of what was sent: %d %s", what, r.status, r.body)
			}
		}
		log := s.instance()
		if !strings.Contains(log, `"outbox.manage"`) || !strings.Contains(log, id) || strings.Contains(log, code) {
			s.t.Errorf("audit: %s", log)
		}
	})
}

// What waits has the same id at each try, and is discarded for good.
func TestDiscardedMailsAreNotSent(t *testing.T) {
	each(t, func(base *server) {
		s, box, id, _ := invited(base, delivery.NewError(delivery.TakenLater, errors.New("450 later")))
		if d := s.outbox("?state=waiting")[0]; d.ID != id || d.Attempts != 1 || d.NextAt == "" {
			s.t.Errorf("%+v", d)
		}
		if r := s.onDelivery("POST", id, "/retry"); r.status != http.StatusOK { // at once, not in half a minute
			s.t.Fatalf("retry: %d %s", r.status, r.body)
		}
		if got := s.mails(box); len(got) != 1 || got[0].ID != id {
			s.t.Errorf("mails: %+v", got)
		}
		if r := s.onDelivery("DELETE", id, ""); r.status != http.StatusNoContent {
			s.t.Fatalf("discard: %d %s", r.status, r.body)
		}
		box.fail = nil
		if got := s.mails(box); len(got) != 0 || len(s.outbox("")) != 0 {
			s.t.Errorf("mails: %+v, %+v", got, s.outbox(""))
		}
		for _, r := range []reply{s.onDelivery("DELETE", id, ""), s.onDelivery("POST", id, "/retry")} {
			if r.status != http.StatusNotFound {
				s.t.Errorf("of what is gone: %d", r.status)
			}
		}
		if r := s.do(call{method: "GET", path: "/instance/outbox?state=lost", as: "administrator session"}); r.status != 422 {
			s.t.Errorf("a state that is none: %d", r.status)
		}
	})
}

// The list comes in pages, newest first.
func TestTheOutboxComesInPages(t *testing.T) {
	each(t, func(base *server) {
		s, _ := mailing(base)
		for _, email := range []string{"one@example.org", "two@example.org", "three@example.org"} {
			s.invite(email)
		}
		var got []string
		for cursor := "first"; cursor != ""; {
			path := "/instance/outbox?limit=2"
			if cursor != "first" {
				path += "&cursor=" + cursor
			}
			var page struct {
				Items []shownDelivery
				Next  string `json:"next_cursor"`
			}
			r := s.do(call{method: "GET", path: path, as: "administrator session"})
			must(s.t, json.Unmarshal(r.body, &page))
			for _, d := range page.Items {
				got = append(got, d.Recipient)
			}
			cursor = page.Next
		}
		if strings.Join(got, " ") != "three@example.org two@example.org one@example.org" {
			s.t.Errorf("%v", got)
		}
	})
}

// A server without mail writes nothing down that nobody would send.
func TestWithoutMailNothingWaits(t *testing.T) {
	each(t, func(s *server) {
		r := s.invite("new@example.org")
		if list := s.outbox(""); r.status != http.StatusCreated || len(list) != 0 {
			s.t.Errorf("%d: %+v", r.status, list)
		}
	})
}

// An invitation that was ended before its letter left is not sent.
func TestAnEndedInvitationIsNotMailed(t *testing.T) {
	each(t, func(base *server) {
		s, box := mailing(base)
		r := s.invite("new@example.org")
		s.do(call{method: "DELETE", path: "/invitations/" + r.tree(s.t).at("id").String(), as: "owner session"})
		got, list := s.mails(box), s.outbox("")
		if len(got) != 0 || list[0].State != "failed" || !strings.Contains(list[0].LastError, "expired") {
			s.t.Errorf("%+v, %+v", got, list)
		}
	})
}
